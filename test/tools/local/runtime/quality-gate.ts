import { Directory } from '@cdktf/provider-databricks/lib/directory';
import { DatabricksProvider } from '@cdktf/provider-databricks/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { int } from '../../../../constructs/medallion/column';
import { KafkaStream } from '../../../../constructs/medallion/datasets/kafka-stream';
import { expectOrWarn } from '../../../../constructs/medallion/expectation';
import { Layer, MedallionPipeline, MedallionPlatform } from '../../../../constructs/medallion/graph';
import { synthesize } from '../../../../constructs/medallion/synthesis';
import { QualityGate } from '../../../../constructs/workspace/quality-gate';

/** Writes the notebook of a quality gate for readings of a thermometer, of which every fourth may be wrong. */
async function main(outdir: string): Promise<void> {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'dev');
  new DatabricksProvider(stack, 'databricks', { host: 'https://example.cloud.databricks.com' });
  const platform = new MedallionPlatform(stack, 'weather', { catalog: 'dev', schema: 'weather' });
  const pipeline = new MedallionPipeline(platform, 'readings');
  new KafkaStream(new Layer(pipeline, 'raw', { comment: 'Readings.' }), 'readings', {
    comment: 'One row per reading.',
    topic: 'readings',
    fields: { celsius: int('Temperature') },
    expectations: [expectOrWarn('plausible', 'celsius < 60', { toleratedFailureRate: 0.25 })],
  });
  new QualityGate(stack, 'quality', {
    platform,
    directory: new Directory(stack, 'directory', { path: '/Workspace/weather' }),
    eventLogs: [{ catalog: 'dev', schema: 'weather', name: 'event_log_readings' }],
    minimumRows: 4,
  });
  await synthesize(app);
}

void main(process.argv[2] as string);
