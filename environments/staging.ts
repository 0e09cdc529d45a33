import type { Environment } from '../constructs/music-streaming/environment';
import { group, servicePrincipal } from '../constructs/workspace';

/** The next release of prod: runs once a day and is compared with the platform it replaces. */
export default {
  host: 'https://example-staging.cloud.databricks.com',
  state: {
    kind: 's3',
    bucket: 'example-terraform-state',
    region: 'eu-central-1',
    key: 'music-streaming/staging.tfstate',
  },
  catalog: { name: 'staging' },
  schema: 'music_streaming',
  kafka: {
    bootstrapServers: ['kafka-1.staging.internal:9094', 'kafka-2.staging.internal:9094'],
    security: {
      kind: 'sasl-scram',
      username: 'music-streaming',
      password: { scope: 'music-streaming', key: 'kafka-password' },
    },
    groupIdPrefix: 'music-streaming',
  },
  ingestion: {
    compute: {
      kind: 'classic',
      cloud: 'aws',
      nodeType: 'm6i.xlarge',
      workers: { min: 1, max: 4 },
      spotWorkers: true,
      maxDbusPerHour: 30,
    },
  },
  analytics: { compute: { kind: 'serverless' } },
  trigger: { kind: 'scheduled', schedule: { cron: '0 0 4 * * ?', timeZone: 'UTC' } },
  roles: {
    owner: servicePrincipal('00000000-0000-4000-8000-000000000001'),
    deployers: [servicePrincipal('00000000-0000-4000-8000-000000000013')],
    engineers: group('data-engineers'),
    analysts: group('data-analysts'),
    auditors: group('auditors'),
  },
  protect: true,
  tags: { owner: 'music-streaming', cost_centre: 'data-platform' },
  notify: [{ userEmail: 'data-engineers@example.com' }],
  monitoring: {
    warehouse: { kind: 'created', size: '2X-Small' },
    schedule: { cron: '0 0 5 * * ?', timeZone: 'UTC' },
    notify: [{ userEmail: 'data-engineers@example.com' }],
  },
  original: { catalog: 'staging', schema: 'music_streaming_original' },
} satisfies Environment;
