import type { Environment } from './environment';

export default {
  host: 'https://example-dev.cloud.databricks.com',
  catalog: 'dev',
  schema: 'music_streaming',
  workspaceDirectory: '/Shared/music-streaming/dev',
  kafka: {
    bootstrapServers: ['kafka.dev.internal:9092'],
    security: { protocol: 'PLAINTEXT' },
    maxOffsetsPerTrigger: 100_000,
  },
  cluster: { nodeType: 'm6i.large', minWorkers: 1, maxWorkers: 2 },
  development: true,
} satisfies Environment;
