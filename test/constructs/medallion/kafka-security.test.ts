import type { KafkaSecurity } from '../../../constructs/medallion/kafka-security';
import { kafkaSettingsProblems } from '../../../constructs/medallion/kafka-settings';
import { secretReferences } from '../../../constructs/medallion/secret-reference';

const secret = (key: string) => ({ scope: 'shop', key });
const volume = (file: string) => `/Volumes/dev/shop/kafka/${file}`;
const GUID = '00000000-0000-4000-8000-000000000001';

const SCRAM = {
  kind: 'sasl-scram',
  username: 'shop',
  password: secret('password'),
} satisfies KafkaSecurity;

const OAUTH = {
  kind: 'oauth',
  tokenEndpoint: 'https://login.example.com/oauth2/token',
  clientId: 'shop',
  clientSecret: secret('client'),
} satisfies KafkaSecurity;

const CLIENT_CERTIFICATE = {
  kind: 'tls',
  truststore: { location: volume('ca.jks'), password: secret('truststore') },
  keystore: { location: volume('shop.p12'), password: secret('keystore'), keyPassword: secret('key') },
} satisfies KafkaSecurity;

const EVENT_HUBS = {
  kind: 'event-hubs',
  tenantId: GUID,
  clientId: GUID,
  clientSecret: secret('client'),
} satisfies KafkaSecurity;

describe('the secrets of Kafka security', () => {
  it('are all that it refers to, each once', () => {
    expect(secretReferences({ kind: 'plaintext' })).toEqual([]);
    expect(secretReferences({ kind: 'service-credential', name: 'kafka-reader', scope: 'key' })).toEqual([]);
    expect(secretReferences(SCRAM)).toEqual([secret('password')]);
    expect(secretReferences(OAUTH)).toEqual([secret('client')]);
    expect(secretReferences(CLIENT_CERTIFICATE)).toEqual([
      secret('truststore'),
      secret('keystore'),
      secret('key'),
    ]);
    const { keystore } = CLIENT_CERTIFICATE;
    expect(
      secretReferences({ kind: 'tls', keystore: { ...keystore, keyPassword: secret('keystore') } }),
    ).toEqual([secret('keystore')]);
  });
});

describe('Kafka security that cannot work', () => {
  const problemsOf = (security: KafkaSecurity, context: object = {}, server = 'kafka:9094') =>
    kafkaSettingsProblems({ bootstrapServers: [server], security }, context);

  it('is none of these', () => {
    const credential = { kind: 'service-credential', name: 'kafka-reader' } as const;
    for (const security of [SCRAM, OAUTH, CLIENT_CERTIFICATE, { kind: 'tls' } as const, credential]) {
      expect(problemsOf(security)).toEqual([]);
    }
    expect(problemsOf(EVENT_HUBS, {}, 'shop.servicebus.windows.net:9093')).toEqual([]);
    const role = { kind: 'msk-iam', roleArn: 'arn:aws:iam::123456789012:role/msk' } as const;
    expect(problemsOf(role, { instanceProfile: true })).toEqual([]);
  });

  it('is unencrypted outside development', () => {
    expect(problemsOf({ kind: 'plaintext' }, { plaintextAllowed: true })).toEqual([]);
    expect(problemsOf({ kind: 'plaintext' })).toEqual([
      "kafka.security.kind is 'plaintext', so anyone on the network could read the events. It is only allowed in development. Use a kind that encrypts: docs/kafka.md compares them.",
    ]);
  });

  it('needs an instance profile that the compute does not have', () => {
    expect(problemsOf({ kind: 'msk-iam' })).toEqual([
      "kafka.security.kind is 'msk-iam', but the compute has no instance profile. Use 'service-credential', or classic compute on AWS with instanceProfileArn.",
    ]);
  });

  it('is of Event Hubs, but the broker is not', () => {
    expect(problemsOf(EVENT_HUBS)).toEqual([
      "kafka.bootstrapServers is kafka:9094, but Event Hubs has one endpoint. Use '<namespace>.servicebus.windows.net:9093'.",
    ]);
  });

  it.each(['/dbfs/ca.jks', 'ca.jks', '/Volumes/dev/shop/ca.jks', '/Volumes/dev/shop/kafka/', ''])(
    'has files where the pipeline cannot read them: %s',
    (location) => {
      const keystore = { location, password: secret('k') };
      expect(problemsOf({ kind: 'tls', truststore: { location }, keystore })).toEqual(
        ['truststore', 'keystore'].map(
          (store) =>
            `kafka.security.${store}.location is '${location}', which is not a file in a volume. Upload the file to a Unity Catalog volume and use '/Volumes/<catalog>/<schema>/<volume>/<file>'.`,
        ),
      );
    },
  );

  it('has certificates in a format that Java does not read', () => {
    expect(problemsOf({ ...SCRAM, truststore: { location: volume('ca.pem') } })).toEqual([
      "kafka.security.truststore.location is '/Volumes/dev/shop/kafka/ca.pem', which is not a Java keystore. Convert it to PKCS #12 with keytool or openssl.",
    ]);
  });

  it.each(['http://login.example.com/token', 'login.example.com', 'https://id:secret@login.example.com'])(
    'would send the client secret unprotected: %s',
    (tokenEndpoint) => {
      expect(problemsOf({ ...OAUTH, tokenEndpoint })).toEqual([
        `kafka.security.tokenEndpoint is '${tokenEndpoint}'. Use an https URL without credentials: the client secret is sent to it.`,
      ]);
    },
  );

  it('names a class that does not exist on Databricks', () => {
    expect(problemsOf({ ...OAUTH, loginCallbackHandler: 'Login Handler' })).toEqual([
      "kafka.security.loginCallbackHandler 'Login Handler' is not a fully qualified class name. Include the package.",
    ]);
    const name = 'org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler';
    expect(problemsOf({ ...OAUTH, loginCallbackHandler: name })).toEqual([
      `kafka.security.loginCallbackHandler '${name}' has a different name on Databricks. Use 'kafkashaded.${name}'.`,
    ]);
  });

  it.each(['', 'a"b', 'a\\b', 'a\nb'])('has a name that would end its quotes: %j', (username) => {
    expect(problemsOf({ ...SCRAM, username })).toEqual([
      expect.stringContaining('Use at least one character, and no double quote, backslash or line break.'),
    ]);
  });

  it('names no credential, role or tenant', () => {
    expect(problemsOf({ kind: 'service-credential', name: 'main.kafka reader' })).toEqual([
      "kafka.security.name is 'main.kafka reader'. Use the name of a service credential, without dots, slashes and spaces.",
    ]);
    expect(problemsOf({ kind: 'msk-iam', roleArn: 'msk-reader' }, { instanceProfile: true })).toEqual([
      "kafka.security.roleArn is 'msk-reader'. Use the ARN of a role: 'arn:aws:iam::<account>:role/<name>'.",
    ]);
    const tenant = { ...EVENT_HUBS, tenantId: 'example.com' };
    expect(problemsOf(tenant, {}, 'shop.servicebus.windows.net:9093')).toEqual([
      "kafka.security.tenantId is 'example.com'. Use the ID of the Microsoft Entra tenant, a GUID.",
    ]);
  });

  it('refers to a secret that cannot exist', () => {
    expect(problemsOf({ ...SCRAM, password: { scope: 'my shop', key: '' } })).toEqual([
      "kafka.security.password.scope 'my shop' is not a valid name. Use 1 to 128 letters, digits, '.', '_', '@' and '-'.",
      "kafka.security.password.key '' is not a valid name. Use 1 to 128 letters, digits, '.', '_' and '-'.",
    ]);
    const keystore = { ...CLIENT_CERTIFICATE.keystore, keyPassword: secret('k'.repeat(129)) };
    expect(problemsOf({ kind: 'tls', keystore })).toEqual([
      expect.stringContaining('kafka.security.keystore.keyPassword.key'),
    ]);
  });
});

// What the compiler refuses, and `tsc` with it if it does not.
void ([
  // @ts-expect-error plaintext has nobody to sign in
  { kind: 'plaintext', username: 'shop' },
  // @ts-expect-error TLS has no mechanism
  { kind: 'tls', mechanism: 'PLAIN' },
  // @ts-expect-error a password belongs to a user
  { kind: 'sasl-plain', password: secret('password') },
  // @ts-expect-error a secret is a reference, never text
  { kind: 'sasl-plain', username: 'shop', password: 'hunter2' },
  // @ts-expect-error a JAAS configuration has its mechanism
  { kind: 'sasl-jaas', jaasConfig: secret('jaas') },
  // @ts-expect-error a token comes from an endpoint
  { kind: 'oauth', clientId: 'shop', clientSecret: secret('client') },
  // @ts-expect-error a password comes from nowhere else
  { ...SCRAM, tokenEndpoint: 'https://login.example.com' },
  // @ts-expect-error Databricks sets the rest
  { kind: 'service-credential', name: 'kafka-reader', mechanism: 'OAUTHBEARER' },
  // @ts-expect-error a keystore has a password
  { kind: 'tls', keystore: { location: volume('shop.p12') } },
  // @ts-expect-error a password belongs to a file
  { kind: 'tls', truststore: { password: secret('truststore') } },
] satisfies readonly KafkaSecurity[]);
