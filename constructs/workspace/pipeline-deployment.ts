import { createHash } from 'node:crypto';
import { Directory } from '@cdktf/provider-databricks/lib/directory';
import { Notebook } from '@cdktf/provider-databricks/lib/notebook';
import { Pipeline, type PipelineCluster } from '@cdktf/provider-databricks/lib/pipeline';
import { Lazy, TerraformResource } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import type { MedallionPipeline } from '../medallion/graph';
import { type KafkaSettings, kafkaConfiguration, kafkaSettingsProblems } from '../medallion/kafka-settings';
import { notebooksOf } from '../medallion/rendering/layer-notebook';
import { settingProblems } from '../medallion/settings';
import { Compute } from './compute';
import { continuousProblems } from './continuous-pipeline';
import type { EventLogTable } from './event-log';
import { ObjectPermissions } from './object-permissions';
import type { UpdatedPipeline } from './orchestration-job';
import { runAs } from './principal';
import { type Recipient, Recipients } from './recipient';
import { Roles } from './roles';
import { ServerlessSettings } from './serverless-settings';
import {
  ineffectiveStreamingSettings,
  type StreamingContext,
  StreamingSettings,
  streamingConfiguration,
} from './streaming-settings';
import { Tags } from './tags';

/**
 * Retries of a triggered pipeline. By default a failed update is retried five times. A broken rule fails every attempt,
 * so updates are not retried: the next run of the job is the retry. A flow is only retried after a failure that
 * Databricks classifies as retryable, such as a lost connection.
 *
 * A continuous pipeline keeps the defaults: it must restart after an outage of Kafka without someone starting it.
 *
 * @see https://docs.databricks.com/aws/en/ldp/properties
 */
const RETRIES = { 'pipelines.numUpdateRetryAttempts': '0', 'pipelines.maxFlowRetryAttempts': '2' };

/**
 * Setting of a continuous pipeline that changes with its notebooks. A running update keeps the old code, but Databricks
 * restarts it when a setting changes; streams continue from their checkpoints.
 *
 * @see https://github.com/databricks/cli/issues/6745
 */
const CODE = 'medallion.code';

/** Properties of a {@link PipelineDeployment}. */
export interface PipelineDeploymentProps {
  /** Name of the pipeline in the workspace. */
  readonly pipelineName: string;

  /** Workspace folder of the platform; the notebooks get a folder in it that is named after the pipeline. */
  readonly directory: Directory;

  /**
   * Where Kafka is and how it is read.
   * @default - none, for a pipeline without Kafka streams
   */
  readonly kafka?: KafkaSettings;

  /**
   * How streaming tables read new rows and keep state.
   * @default - see the settings
   */
  readonly streaming?: StreamingSettings;

  /** What updates run on. */
  readonly compute: Compute;

  /**
   * The cluster, with its policy.
   * @default - none, for serverless compute
   */
  readonly cluster?: PipelineCluster;

  /**
   * Usage policy of the pipeline on serverless compute.
   * @default - Databricks applies the default policy of the owner, if there is one
   */
  readonly budgetPolicyId?: string;

  /**
   * Who owns and runs the pipeline, and who may view, run and edit it.
   * @default - only the deploying identity
   */
  readonly roles?: Roles;

  /**
   * Tags of the pipeline.
   * @default - none
   */
  readonly tags?: Tags;

  /**
   * Who is notified if an update fails after all retries.
   * @default - nobody
   */
  readonly notify?: readonly Recipient[];

  /**
   * Whether Terraform refuses to destroy the pipeline. Destroying it also deletes its tables.
   * @default false
   */
  readonly protect?: boolean;

  /**
   * Constructs whose resources must all exist before the pipeline starts, such as schema, secret scopes and cluster
   * policy with their permissions: creating a continuous pipeline starts it.
   * @default - none
   */
  readonly dependsOn?: readonly IConstruct[];

  /**
   * Whether updates reuse a running cluster and do not retry, for quick trials.
   * @default false
   */
  readonly development?: boolean;

  /**
   * Whether the pipeline runs continuously instead of once per trigger.
   * @default false
   */
  readonly continuous?: boolean;

  /**
   * Release channel of the Databricks runtime for pipelines.
   * @default 'CURRENT'
   */
  readonly channel?: 'CURRENT' | 'PREVIEW';

  /**
   * Product edition. Expectations need `ADVANCED`, change data capture needs `PRO`.
   * @default 'ADVANCED'
   */
  readonly edition?: 'ADVANCED' | 'PRO' | 'CORE';

  /**
   * Configuration in addition to Kafka's; notebooks read it with `spark.conf.get`.
   * @default - none
   */
  readonly configuration?: Readonly<Record<string, string>>;

  /**
   * Logical ID of the pipeline in Terraform's state. It does not depend on where constructs are, because moving one
   * must not replace the pipeline and delete its tables.
   * @default - the ID of the pipeline
   */
  readonly logicalId?: string;
}

/**
 * Deploys a medallion pipeline to a workspace: its notebooks, and the Databricks pipeline that runs them. Create it
 * after all layers.
 *
 * @see https://registry.terraform.io/providers/databricks/databricks/latest/docs/resources/pipeline
 */
export class PipelineDeployment extends Construct {
  /** Table that the event log is published to. */
  readonly eventLog: EventLogTable;

  /** The Databricks pipeline. */
  readonly resource: Pipeline;

  /** The pipeline as a job updates it. */
  get update(): UpdatedPipeline {
    return { name: this.pipeline.node.id, pipelineId: this.resource.id };
  }

  constructor(
    private readonly pipeline: MedallionPipeline,
    id: string,
    props: PipelineDeploymentProps,
  ) {
    super(pipeline, id);
    const { roles = {}, notify = [], tags = {}, streaming = {} } = props;
    const mode: StreamingContext = {
      pipeline,
      continuous: props.continuous ?? false,
      serverless: props.compute.kind === 'serverless',
    };
    const { id: name } = pipeline.node;
    const { catalog, schema } = pipeline.platform;
    const eventLog = { catalog, schema, name: `event_log_${name}` };
    this.eventLog = { ...eventLog, continuous: props.continuous ?? false };
    const directory = new Directory(this, 'Directory', {
      path: `${props.directory.path}/${name}`,
      deleteRecursive: true,
    });
    const notebooks = notebooksOf(pipeline).map(
      ({ name, language, text }) =>
        new Notebook(this, name, {
          path: `${directory.path}/${name}`,
          language,
          // The text in the plan, not a `source` file: plan review compares it with the deployed text in the state, and
          // Terraform would read a file again when it applies, so other text could be deployed than was reviewed.
          contentBase64: base64(text),
        }),
    );
    this.resource = new Pipeline(this, 'Default', {
      name: props.pipelineName,
      catalog,
      schema,
      channel: props.channel ?? 'CURRENT',
      edition: props.edition ?? 'ADVANCED',
      development: props.development ?? false,
      continuous: props.continuous ?? false,
      ...computeOf(props),
      environment:
        Object.keys(pipeline.pythonPackages).length > 0
          ? { dependencies: Object.values(pipeline.pythonPackages).flat() }
          : undefined,
      configuration: {
        // Databricks adds this setting itself; without it here every plan would show a diff.
        'spark.sql.ansi.enabled': 'true',
        'spark.sql.session.timeZone': 'UTC',
        ...streamingConfiguration(streaming, mode),
        ...(props.continuous ? { [CODE]: Lazy.stringValue({ produce: () => hashOf(pipeline) }) } : RETRIES),
        ...(props.kafka ? kafkaConfiguration(props.kafka) : {}),
        ...props.configuration,
      },
      library: notebooks.map((notebook) => ({ notebook: { path: notebook.path } })),
      eventLog,
      notification: notificationsOf(notify),
      runAs: roles.owner && runAs(roles.owner),
      tags: Object.keys(tags).length > 0 ? { ...tags } : undefined,
      dependsOn: props.dependsOn
        ?.flatMap((needed) => needed.node.findAll())
        .filter(TerraformResource.isTerraformResource),
      lifecycle: { preventDestroy: props.protect ?? false },
    });
    this.resource.overrideLogicalId(props.logicalId ?? name);
    ObjectPermissions.grant(this, 'Permissions', { object: 'pipeline', id: this.resource.id, roles });
    this.node.addValidation({
      validate: () => [
        ...kafkaProblems(pipeline, props),
        ...settingProblems(StreamingSettings, streaming, 'streaming'),
        ...ineffectiveStreamingSettings(streaming, mode),
        ...settingProblems(Compute, props.compute, 'compute'),
        ...settingProblems(ServerlessSettings.shape.budgetPolicyId, props.budgetPolicyId, 'budgetPolicyId'),
        ...clusterProblems(props),
        ...(props.continuous ? continuousProblems(pipeline, props.compute) : []),
        ...settingProblems(Roles, roles, 'roles'),
        ...settingProblems(Tags, tags, 'tags'),
        ...settingProblems(Recipients, notify, 'notify'),
        ...notebooksOf(pipeline)
          .filter(({ name }) => !notebooks.some((notebook) => notebook.node.id === name))
          .map(
            ({ name }) =>
              `was created before notebook '${name}' had a dataset. Create it after all datasets.`,
          ),
      ],
    });
  }
}

function computeOf({ compute, cluster, budgetPolicyId }: PipelineDeploymentProps): object {
  return compute.kind === 'serverless'
    ? { serverless: true, budgetPolicyId }
    : { serverless: false, photon: compute.photon ?? true, cluster: cluster && [cluster] };
}

function clusterProblems({ compute, cluster }: PipelineDeploymentProps): string[] {
  if (compute.kind === 'serverless') {
    return cluster ? ['cluster is set, but serverless compute has no clusters. Remove one of the two.'] : [];
  }
  return cluster
    ? []
    : ['cluster is missing, but classic compute needs one. Pass the pipelineCluster of a ComputePolicy.'];
}

function kafkaProblems(
  { datasets }: MedallionPipeline,
  { kafka, development, compute }: PipelineDeploymentProps,
): string[] {
  if (kafka) {
    return kafkaSettingsProblems(kafka, {
      plaintextAllowed: development ?? false,
      instanceProfile: compute.kind === 'classic' && compute.instanceProfileArn !== undefined,
    });
  }
  return datasets
    .filter(({ kind }) => kind === 'kafka_stream')
    .map(({ name }) => `${name} is a Kafka stream, but 'kafka' is not set. Set it.`);
}

/** Return the pipeline's own email notifications, which also cover updates that no job started. */
function notificationsOf(notify: readonly Recipient[]) {
  const emailRecipients = notify.flatMap((recipient) =>
    'userEmail' in recipient ? [recipient.userEmail] : [],
  );
  if (emailRecipients.length === 0) return undefined;
  return [{ emailRecipients, alerts: ['on-flow-failure', 'on-update-fatal-failure'] }];
}

/** Return a hash of the notebooks of a pipeline. */
function hashOf(pipeline: MedallionPipeline): string {
  const hash = createHash('sha256');
  for (const { text } of notebooksOf(pipeline)) hash.update(text());
  return hash.digest('hex');
}

/** Return base64 text, rendered lazily so that an invalid graph is reported instead of rendered. */
function base64(text: () => string): string {
  return Lazy.stringValue({ produce: () => Buffer.from(text()).toString('base64') });
}
