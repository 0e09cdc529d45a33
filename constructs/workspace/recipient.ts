import { Token } from 'cdktf';
import { z } from 'zod';
import { checked, exactly } from '../medallion/settings';

const UserEmail = exactly({
  /** Email address of a workspace user. */
  userEmail: checked(z.string(), (address) =>
    /^[^\s@]+@[^\s@]+$/.test(address)
      ? undefined
      : `is '${address}', which is not an email address. Use the address of a workspace user.`,
  ),
});

const ExistingDestination = exactly({
  /**
   * Id of a notification destination. If an administrator has created it, Terraform does not store its address.
   * @see https://docs.databricks.com/aws/en/admin/workspace-settings/notification-destinations
   */
  destinationId: checked(z.string(), (id) =>
    Token.isUnresolved(id) || /^[0-9a-f-]{36}$/i.test(id)
      ? undefined
      : `is '${id}', which is not an ID. Use the UUID of the notification destination, not its name.`,
  ),
});

const CreatedDestination = exactly({
  /** Name of a notification destination that the deployment creates. */
  destination: z.string(),
});

/** Who is notified: a user by email, or a notification destination of the workspace, such as a Slack channel. */
export const Recipient = z.union([UserEmail, ExistingDestination], {
  error: 'Use { userEmail } or { destinationId }.',
});
export type Recipient = z.infer<typeof Recipient>;

/** Who is notified, where the deployment may also create the notification destination. */
export const NamedRecipient = z.union([UserEmail, ExistingDestination, CreatedDestination], {
  error: 'Use { userEmail }, { destination } or { destinationId }.',
});
export type NamedRecipient = z.infer<typeof NamedRecipient>;

/** Recipients without duplicates. */
export const Recipients = withoutDuplicates(Recipient);
export type Recipients = z.infer<typeof Recipients>;

/** Recipients without duplicates, where the deployment may also create notification destinations. */
export const NamedRecipients = withoutDuplicates(NamedRecipient);
export type NamedRecipients = z.infer<typeof NamedRecipients>;

function withoutDuplicates<Each extends z.ZodType<object>>(recipient: Each) {
  return z
    .array(recipient)
    .readonly()
    .superRefine((recipients, context) => {
      const names = recipients.map((each) => Object.values(each)[0]);
      for (const [index, name] of names.entries()) {
        if (names.indexOf(name) === index) continue;
        const message = `is '${name}', which is listed twice. Remove one.`;
        context.addIssue({ code: 'custom', path: [index], message });
      }
    });
}
