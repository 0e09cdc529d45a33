import { Lazy, TerraformOutput, TerraformResource, type TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { z } from 'zod';
import { KafkaSettings } from '../medallion/kafka-settings';
import { exactly, numberThat, settingProblems } from '../medallion/settings';

/** Name of the output in Terraform's state, by which plan review finds it. */
const OUTPUT = 'review';

const Rate = numberThat((rate) => rate > 0, 'Give a number above 0, or leave it out.');

/** Databricks units that compute takes in an hour, as far as they differ from the list that plan review has. */
export const DbuRates = exactly({
  /**
   * Units of one node without Photon, by type of node.
   * @default - as in the list
   */
  nodeTypes: z.record(z.string(), Rate).optional(),

  /**
   * How many times as much a node takes with Photon.
   * @default - as in the list
   */
  photonFactor: Rate.optional(),

  /**
   * Units of one cluster of a SQL warehouse, by its size.
   * @default - as in the list
   */
  warehouseSizes: z.record(z.string(), Rate).optional(),
});
export type DbuRates = z.infer<typeof DbuRates>;

/** What plan review needs to know and cannot see in a resource. */
export interface ReviewFactsProps {
  /**
   * Hours for which Kafka keeps messages, -1 for ever: whether a full refresh still finds all of them.
   * @default - not known, so that a review warns of every full refresh that reads Kafka
   */
  readonly kafkaRetentionHours?: number;

  /**
   * What compute takes, where it differs from the list that the review has.
   * @default - as in the list
   */
  readonly dbuRates?: DbuRates;
}

/**
 * Tells plan review what stands in no plan: which resources are protected, how long Kafka keeps messages, and what
 * compute takes. It is an output of the stack: Terraform keeps it beside what it deployed, so that the plan of a
 * change has it as it was and as it will be.
 */
export class ReviewFacts extends Construct {
  constructor(stack: TerraformStack, id: string, props: ReviewFactsProps = {}) {
    super(stack, id);
    const { kafkaRetentionHours, dbuRates } = props;
    const output = new TerraformOutput(this, 'Default', {
      description: 'What plan review needs to know and no resource says.',
      value: {
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

/** Addresses of what Terraform refuses to destroy, sorted. */
function protectedResources(stack: TerraformStack): string[] {
  return stack.node
    .findAll()
    .filter(TerraformResource.isTerraformResource)
    .filter(({ lifecycle }) => lifecycle?.preventDestroy === true)
    .map(({ terraformResourceType, friendlyUniqueId }) => `${terraformResourceType}.${friendlyUniqueId}`)
    .sort();
}
