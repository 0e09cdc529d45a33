import type { Environment } from '../constructs/music-streaming/environment';
import { group, servicePrincipal } from '../constructs/workspace';

/** Production: ingests continuously, aggregates every 15 minutes, and checks every hour. */
export default {
  host: 'https://example-prod.cloud.databricks.com',
  state: {
    kind: 's3',
    bucket: 'example-terraform-state',
    region: 'eu-central-1',
    key: 'music-streaming/prod.tfstate',
  },
  catalog: { name: 'prod' },
  schema: 'music_streaming',
  kafka: {
    bootstrapServers: [
      'kafka-1.prod.internal:9094',
      'kafka-2.prod.internal:9094',
      'kafka-3.prod.internal:9094',
    ],
    security: {
      kind: 'sasl-scram',
      username: 'music-streaming',
      password: { scope: 'music-streaming', key: 'kafka-password' },
    },
    groupIdPrefix: 'music-streaming',
    retentionHours: 168,
  },
  ingestion: {
    compute: {
      kind: 'classic',
      cloud: 'aws',
      nodeType: 'm6i.2xlarge',
      workers: { min: 2, max: 8 },
      maxDbusPerHour: 120,
    },
    continuous: true,
    // One for each core of eight workers.
    streaming: { shufflePartitions: 64 },
  },
  analytics: { compute: { kind: 'serverless' } },
  trigger: {
    kind: 'scheduled',
    schedule: { cron: '0 0/15 * * * ?', timeZone: 'UTC' },
    checks: { cron: '0 10 * * * ?', timeZone: 'UTC' },
  },
  roles: {
    owner: servicePrincipal('00000000-0000-4000-8000-000000000002'),
    deployers: [servicePrincipal('00000000-0000-4000-8000-000000000014')],
    engineers: group('data-engineers'),
    analysts: group('data-analysts'),
    auditors: group('auditors'),
  },
  protect: true,
  tags: { owner: 'music-streaming', cost_centre: 'data-platform' },
  notify: [
    { userEmail: 'data-engineers@example.com' },
    { destinationId: '00000000-0000-4000-8000-000000000003' },
  ],
  monitoring: {
    warehouse: { kind: 'created', size: 'X-Small', maxClusters: 2 },
    schedule: { cron: '0 0/15 * * * ?', timeZone: 'UTC' },
    notify: [
      { userEmail: 'data-engineers@example.com' },
      { destinationId: '00000000-0000-4000-8000-000000000003' },
    ],
  },
} satisfies Environment;
