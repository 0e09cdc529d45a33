import { z } from 'zod';
import {
  didYouMean,
  type KafkaKeystore,
  type KafkaPlaintext,
  type KafkaSaslOauthBearer,
  type KafkaSaslPassword,
  type KafkaSettings,
  type KafkaSsl,
  type KafkaTruststore,
  type SecretReference,
} from '../medallion';
import type {
  AlertThresholds,
  CatalogSettings,
  ClassicCompute,
  Compute,
  DbuRates,
  Principal,
  Recipient,
  Roles,
  Schedule,
  StateBackend,
  Trigger,
  WarehouseSettings,
} from '../workspace';
import type { Environment } from './environment';
import { environmentProblem } from './environment-problem';
import type { MonitoringSettings } from './monitoring';

/** What is checked of each property of `T`; a property that is not checked does not compile. */
type Shape<T> = { readonly [Key in keyof T]-?: z.ZodType };

/** An object with these properties and no others. */
function exactly<T>(shape: Shape<T>) {
  const known = Object.keys(shape);
  return z.strictObject(shape as z.ZodRawShape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys
            .map(
              (key) => `has '${key}', which does not exist (${known.join(', ')}).${didYouMean(key, known)}`,
            )
            .join(' ')
        : undefined,
  });
}

/** The member of a union that has this value in its property `Key`. */
type Kind<T, Value, Key extends PropertyKey = 'kind'> = Extract<T, { readonly [K in Key]: Value }>;

const text = z.string();
const number = z.number();
const yesOrNo = z.boolean();
const kind = <Value extends string>(value: Value) => z.literal(value);

const state = z.discriminatedUnion('kind', [
  exactly<Kind<StateBackend, 'local'>>({ kind: kind('local') }),
  exactly<Kind<StateBackend, 's3'>>({ kind: kind('s3'), bucket: text, region: text, key: text }),
  exactly<Kind<StateBackend, 'azurerm'>>({
    kind: kind('azurerm'),
    resourceGroupName: text,
    storageAccountName: text,
    containerName: text,
    key: text,
  }),
  exactly<Kind<StateBackend, 'gcs'>>({ kind: kind('gcs'), bucket: text, prefix: text }),
]);

const principal = z.discriminatedUnion('kind', [
  exactly<Kind<Principal, 'user'>>({ kind: kind('user'), userName: text }),
  exactly<Kind<Principal, 'group'>>({ kind: kind('group'), groupName: text }),
  exactly<Kind<Principal, 'service-principal'>>({ kind: kind('service-principal'), applicationId: text }),
]);

const recipient = z.union([
  exactly<Extract<Recipient, { userEmail: string }>>({ userEmail: text }),
  exactly<Extract<Recipient, { destinationId: string }>>({ destinationId: text }),
]);

const schedule = exactly<Schedule>({ cron: text, timeZone: text, paused: yesOrNo.optional() });

const trigger = z.discriminatedUnion('kind', [
  exactly<Kind<Trigger, 'manual'>>({ kind: kind('manual') }),
  exactly<Kind<Trigger, 'scheduled'>>({ kind: kind('scheduled'), schedule }),
  exactly<Kind<Trigger, 'continuous'>>({ kind: kind('continuous'), checks: schedule }),
]);

const compute = z.discriminatedUnion('kind', [
  exactly<Kind<Compute, 'serverless'>>({ kind: kind('serverless') }),
  exactly<ClassicCompute>({
    kind: kind('classic'),
    cloud: z.enum(['aws', 'azure', 'gcp']),
    nodeType: text,
    driverNodeType: text.optional(),
    workers: z.union([
      z.literal('single-node'),
      exactly<{ fixed: number }>({ fixed: number }),
      exactly<{ min: number; max: number }>({ min: number, max: number }),
    ]),
    photon: yesOrNo.optional(),
    spotWorkers: yesOrNo.optional(),
    maxDbusPerHour: number,
  }),
]);

const warehouse = z.discriminatedUnion('kind', [
  exactly<Kind<WarehouseSettings, 'existing'>>({ kind: kind('existing'), id: text }),
  exactly<Kind<WarehouseSettings, 'created'>>({
    kind: kind('created'),
    size: z.enum(['2X-Small', 'X-Small', 'Small', 'Medium', 'Large']),
    autoStopMinutes: number.optional(),
    maxClusters: number.optional(),
    serverless: yesOrNo.optional(),
  }),
]);

const secret = exactly<SecretReference>({ scope: text, key: text });
const truststore = exactly<KafkaTruststore>({ location: text, password: secret.optional() }).optional();

const security = z.discriminatedUnion('protocol', [
  exactly<KafkaPlaintext>({ protocol: kind('PLAINTEXT') }),
  exactly<KafkaSsl>({
    protocol: kind('SSL'),
    truststore,
    keystore: exactly<KafkaKeystore>({
      location: text,
      password: secret,
      keyPassword: secret.optional(),
    }).optional(),
  }),
  z.discriminatedUnion('mechanism', [
    exactly<KafkaSaslPassword>({
      protocol: kind('SASL_SSL'),
      mechanism: z.enum(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']),
      truststore,
      jaasConfig: secret,
    }),
    exactly<KafkaSaslOauthBearer>({
      protocol: kind('SASL_SSL'),
      mechanism: kind('OAUTHBEARER'),
      truststore,
      jaasConfig: secret,
      tokenEndpoint: text,
      loginCallbackHandler: text.optional(),
    }),
  ]),
]);

const environment = exactly<Environment>({
  host: text,
  state,
  perDeveloper: yesOrNo.optional(),
  catalog: exactly<CatalogSettings>({ name: text, create: yesOrNo.optional() }),
  schema: text,
  volume: text.optional(),
  workspaceDirectory: text.optional(),
  kafka: exactly<KafkaSettings>({
    bootstrapServers: z.array(text),
    security,
    startingOffsets: z.enum(['earliest', 'latest']).optional(),
    maxOffsetsPerTrigger: number.optional(),
    failOnDataLoss: yesOrNo.optional(),
    retentionHours: number.optional(),
  }),
  compute,
  trigger,
  development: yesOrNo.optional(),
  channel: z.enum(['CURRENT', 'PREVIEW']).optional(),
  roles: exactly<Roles>({
    owner: principal.optional(),
    engineers: principal.optional(),
    analysts: principal.optional(),
    auditors: principal.optional(),
  }).optional(),
  protect: yesOrNo.optional(),
  tags: z.record(text, text),
  notify: z.array(recipient).optional(),
  toleratedFailureRate: number.optional(),
  monitoring: exactly<MonitoringSettings>({
    warehouse,
    schedule,
    notify: z.array(recipient),
    thresholds: exactly<AlertThresholds>({
      lookbackHours: number.optional(),
      toleratedFailureRate: number.optional(),
      minimumRows: number.optional(),
      quarantineGrowth: number.optional(),
      staleAfterHours: number.optional(),
      backlogRecords: number.optional(),
      backlogBytes: number.optional(),
    }).optional(),
  }).optional(),
  dbuRates: exactly<DbuRates>({
    nodeTypes: z.record(text, number).optional(),
    photonFactor: number.optional(),
    warehouseSizes: z.record(text, number).optional(),
  }).optional(),
  original: exactly<NonNullable<Environment['original']>>({ catalog: text, schema: text }).optional(),
});

/**
 * What has the wrong form in an environment: properties that are missing, of another type, or unknown. Whether the
 * values can work together is for the constructs to say.
 *
 * @returns a sentence for each, with place, value and fix
 */
export function environmentProblems(value: unknown): string[] {
  const { error } = environment.safeParse(value, { reportInput: true });
  return (error?.issues ?? []).map(environmentProblem);
}
