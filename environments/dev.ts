import type { Environment } from './environment';

/** Everybody's own: small, started by hand, gone with `npm run destroy -- dev`. */
export default {
  host: 'https://example-dev.cloud.databricks.com',
  state: { kind: 'local' },
  perDeveloper: true,
  catalog: { name: 'dev' },
  schema: 'music_streaming',
  kafka: {
    bootstrapServers: ['kafka.dev.internal:9092'],
    security: { protocol: 'PLAINTEXT' },
    maxOffsetsPerTrigger: 100_000,
  },
  compute: {
    kind: 'classic',
    cloud: 'aws',
    nodeType: 'm6i.large',
    workers: { min: 1, max: 2 },
    spotWorkers: true,
    maxDbusPerHour: 10,
  },
  trigger: { kind: 'manual' },
  development: true,
  tags: { owner: 'music-streaming', cost_centre: 'data-platform' },
} satisfies Environment;
