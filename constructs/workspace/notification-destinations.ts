import {
  type NotificationDestinationConfigA,
  NotificationDestination as Resource,
} from '@cdktf/provider-databricks/lib/notification-destination';
import { TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { z } from 'zod';
import { didYouMean } from '../medallion/identifier';
import { exactly, settingProblems } from '../medallion/settings';
import type { NamedRecipient, Recipient } from './recipient';

/**
 * A notification destination. Its address is a secret: a URL, or the integration key of PagerDuty. It is never written in
 * the code but passed to Terraform as the variable `destination_<name>`.
 */
export const NotificationDestination = exactly({
  /** The service that receives notifications. */
  kind: z.enum(['slack', 'teams', 'pagerduty', 'webhook']),
});
export type NotificationDestination = z.infer<typeof NotificationDestination>;

const Name = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,99}$/, { error: 'Use lower-case letters, digits and underscores.' });

/** Notification destinations by name. */
export const NotificationDestinations = z.record(Name, NotificationDestination);
export type NotificationDestinations = z.infer<typeof NotificationDestinations>;

/** Properties of {@link CreatedDestinations}. */
export interface CreatedDestinationsProps {
  /** The destinations by the names that recipients use. */
  readonly destinations: NotificationDestinations;

  /** Prefix of their names in the workspace, such as `music-streaming-prod`. */
  readonly namePrefix: string;
}

/**
 * Notification destinations that the deployment creates. Only workspace administrators can create them.
 *
 * The provider has no write-only attributes for the address, so Terraform stores it in its state, although it shows it
 * nowhere. Where the state must not contain it, an administrator creates the destination, and recipients refer to its ID.
 *
 * @see https://registry.terraform.io/providers/databricks/databricks/latest/docs/resources/notification_destination
 */
export class CreatedDestinations extends Construct {
  private readonly ids: Readonly<Record<string, string>>;
  private readonly unknown = new Set<string>();

  constructor(scope: Construct, id: string, { destinations, namePrefix }: CreatedDestinationsProps) {
    super(scope, id);
    this.ids = Object.fromEntries(
      Object.entries(destinations).map(([name, { kind }]) => {
        const address = new TerraformVariable(this, `${name}-address`, {
          type: 'string',
          sensitive: true,
          nullable: false,
          description: `Address of the notification destination ${name} (${kind}).`,
        });
        address.overrideLogicalId(`destination_${name}`);
        const resource = new Resource(this, name, {
          displayName: `${namePrefix}-${name}`,
          config: CONFIG[kind](address.stringValue),
        });
        return [name, resource.id];
      }),
    );
    this.node.addValidation({
      validate: () => [
        ...settingProblems(NotificationDestinations, destinations, 'destinations'),
        ...[...this.unknown].map((name) => {
          const known = Object.keys(this.ids);
          return `destination '${name}' of a recipient does not exist (${known.join(', ') || 'none'}).${didYouMean(name, known) || ' Add it to destinations.'}`;
        }),
      ],
    });
  }

  /** Return the recipients with the IDs of the destinations that they name. */
  resolve(recipients: readonly NamedRecipient[] = []): Recipient[] {
    return recipients.flatMap((recipient) => {
      if (!('destination' in recipient)) return [recipient];
      const id = this.ids[recipient.destination];
      if (id === undefined) this.unknown.add(recipient.destination);
      return id === undefined ? [] : [{ destinationId: id }];
    });
  }
}

const CONFIG: Readonly<
  Record<NotificationDestination['kind'], (address: string) => NotificationDestinationConfigA>
> = {
  slack: (url) => ({ slack: { url } }),
  teams: (url) => ({ microsoftTeams: { url } }),
  pagerduty: (integrationKey) => ({ pagerduty: { integrationKey } }),
  webhook: (url) => ({ genericWebhook: { url } }),
};
