import { Lazy, TerraformOutput, TerraformResource, type TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { z } from 'zod';
import { KafkaSettings } from '../medallion/kafka-settings';
import type { SecretReference } from '../medallion/secret-reference';
import { exactly, numberThat, settingProblems } from '../medallion/settings';
import { DeploymentRevision } from './deployment-revision';
import { SecretScopes } from './secret-scopes';

/** Name of the Terraform output that plan review and deployment read. */
const OUTPUT = 'review';

const Rate = numberThat((rate) => rate > 0, 'Use a number above 0, or omit it.');

/** DBU rates of compute, where they differ from the built-in rates of plan review. */
export const DbuRates = exactly({
  /**
   * DBU per hour of one node without Photon, by node type.
   * @default - the built-in rates
   */
  nodeTypes: z.record(z.string(), Rate).optional(),

  /**
   * Factor for nodes with Photon.
   * @default - the built-in factor
   */
  photonFactor: Rate.optional(),

  /**
   * DBU per hour of one SQL warehouse cluster, by size.
   * @default - the built-in rates
   */
  warehouseSizes: z.record(z.string(), Rate).optional(),
});
export type DbuRates = z.infer<typeof DbuRates>;

/** Properties of {@link ReviewFacts}. */
export interface ReviewFactsProps {
  /**
   * Kafka retention in hours, -1 for unlimited. It determines whether a full refresh still finds all messages.
   * @default - unknown, so plan review warns about every full refresh that reads Kafka
   */
  readonly kafkaRetentionHours?: number;

  /**
   * DBU rates that differ from the built-in ones.
   * @default - the built-in rates
   */
  readonly dbuRates?: DbuRates;
}

/**
 * Publishes facts for plan review that a plan does not contain: protected resources, required secrets, Kafka retention,
 * DBU rates, and a hash that shows whether the last deployment was completed. It is a Terraform output, which is stored
 * in the state, so the plan of a change shows its values before and after the change.
 */
export class ReviewFacts extends Construct {
  constructor(stack: TerraformStack, id: string, props: ReviewFactsProps = {}) {
    super(stack, id);
    const { kafkaRetentionHours, dbuRates } = props;
    const output = new TerraformOutput(this, 'Default', {
      description: 'Facts for plan review that no resource contains.',
      value: {
        revision: new DeploymentRevision(stack, this, 'Revision').value,
        secrets: Lazy.anyValue({ produce: () => secretsOf(stack) }),
        protected: Lazy.anyValue({ produce: () => protectedResources(stack) }),
        kafka_retention_hours: kafkaRetentionHours,
        dbu_rates: dbuRates && {
          node_types: dbuRates.nodeTypes,
          photon_factor: dbuRates.photonFactor,
          warehouse_sizes: dbuRates.warehouseSizes,
        },
      },
    });
    output.overrideLogicalId(OUTPUT);
    this.node.addValidation({
      validate: () => [
        ...settingProblems(KafkaSettings.shape.retentionHours, kafkaRetentionHours, 'kafka.retentionHours'),
        ...settingProblems(DbuRates.optional(), dbuRates, 'dbuRates'),
      ],
    });
  }
}

/** Return the addresses of resources that Terraform refuses to destroy, sorted. */
function protectedResources(stack: TerraformStack): string[] {
  return stack.node
    .findAll()
    .filter(TerraformResource.isTerraformResource)
    .filter(({ lifecycle }) => lifecycle?.preventDestroy === true)
    .map(({ terraformResourceType, friendlyUniqueId }) => `${terraformResourceType}.${friendlyUniqueId}`)
    .sort();
}

/** Return every secret of the stack's scopes once, sorted. Their values are stored outside of Terraform. */
function secretsOf(stack: TerraformStack): SecretReference[] {
  const secrets = stack.node
    .findAll()
    .flatMap((construct) => (construct instanceof SecretScopes ? construct.secrets : []))
    .map(({ scope, key }) => [`${scope}/${key}`, { scope, key }] as const);
  return [...new Map(secrets)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, secret]) => secret);
}
