import type { Environment } from './environment';

export default {
  host: 'https://example-prod.cloud.databricks.com',
  catalog: 'prod',
  schema: 'music_streaming',
  workspaceDirectory: '/Shared/music-streaming/prod',
  kafka: {
    bootstrapServers: [
      'kafka-1.prod.internal:9094',
      'kafka-2.prod.internal:9094',
      'kafka-3.prod.internal:9094',
    ],
    security: {
      protocol: 'SASL_SSL',
      mechanism: 'SCRAM-SHA-512',
      jaasConfig: { scope: 'music-streaming', key: 'kafka-jaas-config' },
    },
  },
  cluster: { nodeType: 'm6i.2xlarge', minWorkers: 2, maxWorkers: 8 },
  continuous: true,
} satisfies Environment;
