import {
  KAFKA_SECURITY_OPTIONS,
  type KafkaSecurity,
  secretReferences,
  securityConfiguration,
} from '../../../constructs/medallion/kafka-security';
import { kafkaSettingsProblems } from '../../../constructs/medallion/kafka-settings';
import { shopWithOrders } from './smallest-datasets';

const secret = (key: string) => ({ scope: 'shop', key });
const volume = (file: string) => `/Volumes/dev/shop/kafka/${file}`;

const SCRAM = {
  protocol: 'SASL_SSL',
  mechanism: 'SCRAM-SHA-512',
  jaasConfig: secret('jaas'),
} satisfies KafkaSecurity;

const OAUTH = {
  protocol: 'SASL_SSL',
  mechanism: 'OAUTHBEARER',
  jaasConfig: secret('jaas'),
  tokenEndpoint: 'https://login.example.com/oauth2/token',
} satisfies KafkaSecurity;

const CLIENT_CERTIFICATE = {
  protocol: 'SSL',
  truststore: { location: volume('ca.jks'), password: secret('truststore') },
  keystore: { location: volume('shop.p12'), password: secret('keystore'), keyPassword: secret('key') },
} satisfies KafkaSecurity;

describe('Kafka security as configuration of a pipeline', () => {
  it('is the protocol alone where there is nothing else to say', () => {
    expect(securityConfiguration({ protocol: 'PLAINTEXT' })).toEqual({
      'kafka.security_protocol': 'PLAINTEXT',
    });
    expect(securityConfiguration({ protocol: 'SSL' })).toEqual({ 'kafka.security_protocol': 'SSL' });
  });

  it('shows a client certificate, with the passwords of its files as references', () => {
    expect(securityConfiguration(CLIENT_CERTIFICATE)).toEqual({
      'kafka.security_protocol': 'SSL',
      'kafka.ssl_truststore_location': '/Volumes/dev/shop/kafka/ca.jks',
      'kafka.ssl_truststore_password': '{{secrets/shop/truststore}}',
      'kafka.ssl_keystore_location': '/Volumes/dev/shop/kafka/shop.p12',
      'kafka.ssl_keystore_password': '{{secrets/shop/keystore}}',
      'kafka.ssl_key_password': '{{secrets/shop/key}}',
    });
  });

  it('leaves out the passwords that files do not have', () => {
    expect(
      securityConfiguration({
        protocol: 'SSL',
        truststore: { location: volume('ca.jks') },
        keystore: { location: volume('shop.p12'), password: secret('keystore') },
      }),
    ).toEqual({
      'kafka.security_protocol': 'SSL',
      'kafka.ssl_truststore_location': '/Volumes/dev/shop/kafka/ca.jks',
      'kafka.ssl_keystore_location': '/Volumes/dev/shop/kafka/shop.p12',
      'kafka.ssl_keystore_password': '{{secrets/shop/keystore}}',
    });
  });

  it.each(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const)(
    'signs in with a password by %s, and trusts authorities of its own if it must',
    (mechanism) => {
      expect(
        securityConfiguration({
          protocol: 'SASL_SSL',
          mechanism,
          jaasConfig: secret('jaas'),
          truststore: { location: volume('ca.jks') },
        }),
      ).toEqual({
        'kafka.security_protocol': 'SASL_SSL',
        'kafka.ssl_truststore_location': '/Volumes/dev/shop/kafka/ca.jks',
        'kafka.sasl_mechanism': mechanism,
        'kafka.sasl_jaas_config': '{{secrets/shop/jaas}}',
      });
    },
  );

  it("asks for a token with Kafka's own class, unless another one is named", () => {
    const configuration = {
      'kafka.security_protocol': 'SASL_SSL',
      'kafka.sasl_mechanism': 'OAUTHBEARER',
      'kafka.sasl_jaas_config': '{{secrets/shop/jaas}}',
      'kafka.sasl_oauthbearer_token_endpoint_url': 'https://login.example.com/oauth2/token',
    };
    expect(securityConfiguration(OAUTH)).toEqual({
      ...configuration,
      'kafka.sasl_login_callback_handler_class':
        'kafkashaded.org.apache.kafka.common.security.oauthbearer.secured.OAuthBearerLoginCallbackHandler',
    });
    expect(securityConfiguration({ ...OAUTH, loginCallbackHandler: 'com.example.Login' })).toEqual({
      ...configuration,
      'kafka.sasl_login_callback_handler_class': 'com.example.Login',
    });
  });

  it('reaches the reader of every notebook that reads Kafka', async () => {
    const notebook = await shopWithOrders().shop.artefact('raw.py');
    for (const [key, option] of Object.entries(KAFKA_SECURITY_OPTIONS)) {
      expect(notebook).toContain(`    "${key}": "${option}",\n`);
    }
  });
});

describe('the secrets of Kafka security', () => {
  it('are all that it refers to, each once', () => {
    expect(secretReferences({ protocol: 'PLAINTEXT' })).toEqual([]);
    expect(secretReferences(SCRAM)).toEqual([secret('jaas')]);
    expect(secretReferences(OAUTH)).toEqual([secret('jaas')]);
    expect(secretReferences(CLIENT_CERTIFICATE)).toEqual([
      secret('truststore'),
      secret('keystore'),
      secret('key'),
    ]);
    const { keystore } = CLIENT_CERTIFICATE;
    expect(
      secretReferences({ protocol: 'SSL', keystore: { ...keystore, keyPassword: secret('keystore') } }),
    ).toEqual([secret('keystore')]);
  });
});

describe('Kafka security that cannot work', () => {
  const problemsOf = (security: KafkaSecurity, plaintextAllowed = false) =>
    kafkaSettingsProblems({ bootstrapServers: ['kafka:9094'], security }, { plaintextAllowed });

  it('is none of these', () => {
    for (const security of [SCRAM, OAUTH, CLIENT_CERTIFICATE, { protocol: 'SSL' } as const]) {
      expect(problemsOf(security)).toEqual([]);
    }
  });

  it('is unencrypted where that is not allowed', () => {
    expect(problemsOf({ protocol: 'PLAINTEXT' }, true)).toEqual([]);
    expect(problemsOf({ protocol: 'PLAINTEXT' })).toEqual([
      'kafka.security.protocol is PLAINTEXT, so anyone on the network could read the events. It is only allowed in development. Use SSL or SASL_SSL.',
    ]);
  });

  it.each(['/dbfs/ca.jks', 'ca.jks', '/Volumes/dev/shop/ca.jks', '/Volumes/dev/shop/kafka/', ''])(
    'has files where the pipeline cannot read them: %s',
    (location) => {
      expect(
        problemsOf({
          protocol: 'SSL',
          truststore: { location },
          keystore: { location, password: secret('k') },
        }),
      ).toEqual(
        ['truststore', 'keystore'].map(
          (store) =>
            `kafka.security.${store}.location is '${location}', which is not a file in a volume. Upload the file to a Unity Catalog volume and use '/Volumes/<catalog>/<schema>/<volume>/<file>'.`,
        ),
      );
    },
  );

  it('has certificates in a form that Java does not read', () => {
    expect(problemsOf({ ...SCRAM, truststore: { location: volume('ca.pem') } })).toEqual([
      "kafka.security.truststore.location is '/Volumes/dev/shop/kafka/ca.pem', which is not a Java keystore. Convert it to PKCS #12 with keytool or openssl.",
    ]);
  });

  it.each(['http://login.example.com/token', 'login.example.com', 'https://id:secret@login.example.com'])(
    'would tell the secret of the client to others: %s',
    (tokenEndpoint) => {
      expect(problemsOf({ ...OAUTH, tokenEndpoint })).toEqual([
        `kafka.security.tokenEndpoint is '${tokenEndpoint}'. Use an https URL without credentials: the client secret is sent to it.`,
      ]);
    },
  );

  it('names a class that is not there', () => {
    expect(problemsOf({ ...OAUTH, loginCallbackHandler: 'Login Handler' })).toEqual([
      "kafka.security.loginCallbackHandler 'Login Handler' is not a fully qualified class name. Include the package.",
    ]);
    const name = 'org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler';
    expect(problemsOf({ ...OAUTH, loginCallbackHandler: name })).toEqual([
      `kafka.security.loginCallbackHandler '${name}' has a different name on Databricks. Use 'kafkashaded.${name}'.`,
    ]);
  });

  it('refers to a secret that cannot be there', () => {
    expect(problemsOf({ ...SCRAM, jaasConfig: { scope: 'my shop', key: '' } })).toEqual([
      "kafka.security.jaasConfig.scope 'my shop' is not a valid name. Use 1 to 128 letters, digits, '.', '_', '@' and '-'.",
      "kafka.security.jaasConfig.key '' is not a valid name. Use 1 to 128 letters, digits, '.', '_' and '-'.",
    ]);
    const keystore = { ...CLIENT_CERTIFICATE.keystore, keyPassword: secret('k'.repeat(129)) };
    expect(problemsOf({ protocol: 'SSL', keystore })).toEqual([
      expect.stringContaining('kafka.security.keystore.keyPassword.key'),
    ]);
  });
});

// What the compiler refuses, and `tsc` with it if it does not.
void ([
  // @ts-expect-error PLAINTEXT has nobody to sign in
  { protocol: 'PLAINTEXT', jaasConfig: secret('jaas') },
  // @ts-expect-error a password is not sent without encryption
  { protocol: 'SASL_PLAINTEXT', mechanism: 'PLAIN', jaasConfig: secret('jaas') },
  // @ts-expect-error SSL has no mechanism
  { protocol: 'SSL', mechanism: 'PLAIN' },
  // @ts-expect-error a password needs its JAAS configuration
  { protocol: 'SASL_SSL', mechanism: 'PLAIN' },
  // @ts-expect-error a secret is a reference, never text
  { protocol: 'SASL_SSL', mechanism: 'PLAIN', jaasConfig: 'user and password' },
  // @ts-expect-error a token comes from somewhere
  { protocol: 'SASL_SSL', mechanism: 'OAUTHBEARER', jaasConfig: secret('jaas') },
  // @ts-expect-error a password comes from nowhere else
  { ...SCRAM, mechanism: 'PLAIN', tokenEndpoint: 'https://login.example.com' },
  // @ts-expect-error a keystore has a password
  { protocol: 'SSL', keystore: { location: volume('shop.p12') } },
  // @ts-expect-error a password belongs to a file
  { protocol: 'SSL', truststore: { password: secret('truststore') } },
] satisfies readonly KafkaSecurity[]);
