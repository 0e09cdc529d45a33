import { join } from 'node:path';
import type { Construct } from 'constructs';
import { secretReferences } from '../medallion';
import {
  ComputePolicy,
  DeploymentNames,
  EVENT_LOG,
  OrchestrationJob,
  PipelineDeployment,
  PublishedSchema,
  QualityGate,
  Reconciliation,
  ReviewFacts,
  SecretScopes,
  TableAccess,
  WorkspaceStack,
} from '../workspace';
import type { Environment } from './environment';
import { Monitoring } from './monitoring';
import { MusicStreamingPipeline } from './music-streaming-pipeline';
import { reconciliationPairs } from './reconciliation-pairs';

const PRODUCT = 'music-streaming';

/** A continuous update is checked by its last hours, so the checks must run at least this often. */
const CONTINUOUS_LOOKBACK_HOURS = 2;

/** The music streaming platform in one environment: the pipeline and everything around it. */
export class MusicStreamingStack extends WorkspaceStack {
  readonly pipeline: MusicStreamingPipeline;

  constructor(scope: Construct, name: string, environment: Environment) {
    super(scope, name, environment);
    const { compute, trigger, roles = {}, protect, notify } = environment;
    const tags = { environment: name, ...environment.tags };
    const names = new DeploymentNames(this, 'names', {
      product: PRODUCT,
      environment: name,
      perDeveloper: environment.perDeveloper,
      workspaceDirectory: environment.workspaceDirectory,
    });

    const schema = new PublishedSchema(this, 'schema', {
      catalog: environment.catalog,
      schemaName: names.inCatalog(environment.schema),
      comment: 'Listeners, songs and sessions of the music streaming service.',
      volumeName: environment.volume,
      roles,
      tags,
      protect,
    });

    const secrets = new SecretScopes(this, 'secrets', {
      secrets: secretReferences(environment.kafka.security),
      roles,
      protect,
    });

    const policy =
      compute.kind === 'classic'
        ? new ComputePolicy(this, 'compute', { policyName: names.of(), compute, tags, roles })
        : undefined;

    this.pipeline = new MusicStreamingPipeline(this, PRODUCT, {
      catalog: schema.catalogName,
      schema: schema.schemaName,
      projectRoot: join(__dirname, '..', '..'),
    });
    const { directory, resource } = new PipelineDeployment(this.pipeline, 'Default', {
      pipelineName: names.of(),
      workspaceDirectory: names.workspaceDirectory,
      kafka: environment.kafka,
      compute,
      cluster: policy?.pipelineCluster,
      roles,
      tags,
      notify,
      protect,
      dependsOn: secrets.resources,
      development: environment.development,
      continuous: trigger.kind === 'continuous',
      channel: environment.channel,
    });

    const { catalogName: catalog, schemaName } = schema;
    const tables = { pipeline: this.pipeline, directory, catalog, schema: schemaName, eventLog: EVENT_LOG };
    const gate = new QualityGate(this, 'quality', {
      ...tables,
      toleratedFailureRate: environment.toleratedFailureRate,
      lookbackHours: trigger.kind === 'continuous' ? CONTINUOUS_LOOKBACK_HOURS : undefined,
    });
    const reconciliation = new Reconciliation(this, 'reconciliation', {
      ...tables,
      pairs: reconciliationPairs(this.pipeline),
      original: environment.original,
    });
    const access = new TableAccess(this, 'access', {
      ...tables,
      roles,
      tags,
      analystsRead: ['gold'],
      auditorsRead: [reconciliation.resultsTable],
    });

    new OrchestrationJob(this, 'job', {
      jobName: names.of(),
      pipelineId: resource.id,
      trigger,
      followedBy: [
        { key: 'table_access', description: 'Sets grants and tags of the tables.', task: access.task },
        { key: 'quality_gate', description: 'Fails if too many rows failed a rule.', task: gate.task },
        ...(environment.original
          ? [
              {
                key: 'reconciliation',
                description: 'Compares the tables with the original platform.',
                task: reconciliation.task,
              },
            ]
          : []),
      ],
      taskCluster: policy?.taskCluster,
      roles,
      tags,
      notify,
    });

    new ReviewFacts(this, 'review', {
      kafkaRetentionHours: environment.kafka.retentionHours,
      dbuRates: environment.dbuRates,
    });

    if (environment.monitoring) {
      new Monitoring(this, 'monitoring', {
        ...tables,
        ...environment.monitoring,
        pipeline: this.pipeline,
        parentPath: directory.path,
        names,
        roles,
        tags,
        toleratedFailureRate: environment.toleratedFailureRate,
      });
    }
  }
}
