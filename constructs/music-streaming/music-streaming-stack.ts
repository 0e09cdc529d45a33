import { join } from 'node:path';
import type { Construct } from 'constructs';
import { type MedallionPipeline, secretReferences } from '../medallion';
import {
  ComputePolicy,
  CreatedDestinations,
  DeploymentNames,
  OrchestrationJob,
  PipelineDeployment,
  type PipelineDeploymentProps,
  PlatformDirectory,
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
import { MusicStreamingPlatform } from './music-streaming-platform';
import { reconciliationPairs } from './reconciliation-pairs';

const PRODUCT = 'music-streaming';

/** What differs between the pipelines. */
type DeployedPipeline = Pick<PipelineDeploymentProps, 'compute' | 'continuous' | 'kafka' | 'streaming'>;

/** The music streaming platform in one environment: its pipelines and everything around them. */
export class MusicStreamingStack extends WorkspaceStack {
  readonly platform: MusicStreamingPlatform;

  constructor(scope: Construct, name: string, environment: Environment) {
    super(scope, name, environment);
    const { ingestion, analytics, trigger, roles = {}, protect } = environment;
    const tags = { environment: name, ...environment.tags };
    const names = new DeploymentNames(this, 'names', {
      product: PRODUCT,
      environment: name,
      perDeveloper: environment.perDeveloper,
      workspaceDirectory: environment.workspaceDirectory,
      owner: roles.owner,
    });

    const destinations = new CreatedDestinations(this, 'destinations', {
      destinations: environment.destinations ?? {},
      namePrefix: names.of(),
    });
    const notify = destinations.resolve(environment.notify);

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

    this.platform = new MusicStreamingPlatform(this, PRODUCT, {
      catalog: schema.catalogName,
      schema: schema.schemaName,
      projectRoot: join(__dirname, '..', '..'),
    });
    const folder = new PlatformDirectory(this, 'directory', {
      platform: this.platform,
      path: names.workspaceDirectory,
      roles,
      development: environment.development,
    });

    const directory = folder.resource;

    const deploy = (pipeline: MedallionPipeline, { compute, ...props }: DeployedPipeline) => {
      const { id } = pipeline.node;
      const policy =
        compute.kind === 'classic'
          ? new ComputePolicy(this, `${id}-compute`, {
              policyName: names.of(id),
              compute,
              tags,
              roles,
              dbuRates: environment.dbuRates,
            })
          : undefined;
      return new PipelineDeployment(pipeline, 'Default', {
        ...props,
        pipelineName: names.of(id),
        directory,
        compute,
        cluster: policy?.pipelineCluster,
        budgetPolicyId: environment.serverless?.budgetPolicyId,
        roles,
        tags,
        notify,
        protect,
        dependsOn: [schema, secrets, folder, ...(policy ? [policy] : [])],
        development: environment.development,
        channel: environment.channel,
      });
    };
    const ingesting = deploy(this.platform.ingestion, { ...ingestion, kafka: environment.kafka });
    const aggregating = deploy(this.platform.analytics, analytics);

    const { catalogName: catalog, schemaName } = schema;
    const eventLogs = [ingesting.eventLog, aggregating.eventLog];
    const tables = { platform: this.platform, directory, catalog, schema: schemaName, eventLogs };
    const checks = trigger.kind === 'scheduled' ? trigger.checks : undefined;
    const updated = ingestion.continuous ? [aggregating] : [ingesting, aggregating];
    const gate = new QualityGate(this, 'quality', {
      ...tables,
      toleratedFailureRate: environment.toleratedFailureRate,
      updated: checks ? [] : updated.map(({ eventLog }) => eventLog),
    });
    const reconciliation = new Reconciliation(this, 'reconciliation', {
      ...tables,
      pairs: reconciliationPairs(this.platform),
      original: environment.original,
    });
    const access = new TableAccess(this, 'access', {
      ...tables,
      roles,
      tags,
      analystsRead: ['gold'],
      auditorsRead: [gate.resultsTable, reconciliation.resultsTable],
    });

    const tasks = [
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
    ];
    new OrchestrationJob(this, 'job', {
      jobName: names.of(),
      updates: updated.map(({ update }) => update),
      schedule: trigger.kind === 'scheduled' ? trigger.schedule : undefined,
      followedBy: checks ? [] : tasks,
      serverless: environment.serverless,
      roles,
      tags,
      notify,
    });
    if (checks) {
      new OrchestrationJob(this, 'checks', {
        jobName: names.of('checks'),
        updates: [],
        schedule: checks,
        followedBy: tasks,
        serverless: environment.serverless,
        roles,
        tags,
        notify,
      });
    }

    new ReviewFacts(this, 'review', {
      kafkaRetentionHours: environment.kafka.retentionHours,
      dbuRates: environment.dbuRates,
    });

    if (environment.monitoring) {
      new Monitoring(this, 'monitoring', {
        ...tables,
        ...environment.monitoring,
        notify: destinations.resolve(environment.monitoring.notify),
        names,
        roles,
        tags,
        toleratedFailureRate: environment.toleratedFailureRate,
      });
    }
  }
}
