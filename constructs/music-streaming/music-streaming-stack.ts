import { join } from 'node:path';
import { DatabricksProvider } from '@cdktf/provider-databricks/lib/provider';
import { LocalBackend, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Environment } from '../../environments/environment';
import { PipelineDeployment } from '../medallion/pipeline-deployment';
import { MusicStreamingPipeline } from './music-streaming-pipeline';

/** The music streaming platform in one environment. */
export class MusicStreamingStack extends TerraformStack {
  readonly pipeline: MusicStreamingPipeline;

  constructor(scope: Construct, name: string, environment: Environment) {
    super(scope, name);
    // cdktf's default writes the path of this machine into the output.
    new LocalBackend(this, { path: `../../../terraform.${name}.tfstate` });
    new DatabricksProvider(this, 'databricks', { host: environment.host });
    const { nodeType, minWorkers, maxWorkers } = environment.cluster;
    this.pipeline = new MusicStreamingPipeline(this, 'music-streaming', {
      catalog: environment.catalog,
      schema: environment.schema,
      projectRoot: join(__dirname, '..', '..'),
    });
    new PipelineDeployment(this.pipeline, 'Default', {
      pipelineName: `music-streaming-${name}`,
      workspaceDirectory: environment.workspaceDirectory,
      kafka: environment.kafka,
      clusters: [
        {
          label: 'default',
          nodeTypeId: nodeType,
          autoscale: { minWorkers, maxWorkers, mode: 'ENHANCED' },
        },
      ],
      development: environment.development,
      continuous: environment.continuous,
      channel: environment.channel,
    });
  }
}
