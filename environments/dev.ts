import type { Environment } from '../constructs/music-streaming/environment';

/** A platform per developer: small, started by hand, removed with `npx medallion destroy dev`. */
export default {
  host: 'https://example-dev.cloud.databricks.com',
  state: { kind: 'local' },
  perDeveloper: true,
  catalog: { name: 'dev' },
  schema: 'music_streaming',
  kafka: {
    bootstrapServers: ['kafka.dev.internal:9092'],
    security: { kind: 'plaintext' },
  },
  // Only administrators can create cluster policies; a developer does not need one here.
  ingestion: { compute: { kind: 'serverless' } },
  analytics: { compute: { kind: 'serverless' } },
  // Somebody waits for the tables.
  serverless: { performanceTarget: 'PERFORMANCE_OPTIMIZED' },
  trigger: { kind: 'manual' },
  development: true,
  tags: { owner: 'music-streaming', cost_centre: 'data-platform' },
} satisfies Environment;
