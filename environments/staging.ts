import type { Environment } from './environment';

export default {
  host: 'https://example-staging.cloud.databricks.com',
  catalog: 'staging',
  schema: 'music_streaming',
  workspaceDirectory: '/Shared/music-streaming/staging',
  kafka: {
    bootstrapServers: ['kafka-1.staging.internal:9094', 'kafka-2.staging.internal:9094'],
    security: {
      protocol: 'SASL_SSL',
      mechanism: 'SCRAM-SHA-512',
      jaasConfig: { scope: 'music-streaming', key: 'kafka-jaas-config' },
    },
  },
  cluster: { nodeType: 'm6i.xlarge', minWorkers: 1, maxWorkers: 4 },
} satisfies Environment;
