import type { KafkaSecurity } from '../../../constructs/medallion/kafka-security';
import {
  KAFKA_SECURITY_OPTIONS,
  securityConfiguration,
} from '../../../constructs/medallion/kafka-security-options';
import { shopWithOrders } from './smallest-datasets';

const secret = (key: string) => ({ scope: 'shop', key });
const volume = (file: string) => `/Volumes/dev/shop/kafka/${file}`;

/** The options of Spark's Kafka reader, as a notebook sets them. */
function optionsOf(security: KafkaSecurity, bootstrapServers = ['kafka:9094']): Record<string, string> {
  const configuration = securityConfiguration(security, bootstrapServers);
  return Object.fromEntries(
    Object.entries(configuration).map(([key, value]) => [
      KAFKA_SECURITY_OPTIONS[key as keyof typeof KAFKA_SECURITY_OPTIONS],
      value,
    ]),
  );
}

const TRUSTED = { truststore: { location: volume('ca.jks') } };
const TRUSTED_OPTION = { 'kafka.ssl.truststore.location': '/Volumes/dev/shop/kafka/ca.jks' };

describe('the options of the Kafka reader', () => {
  it('plaintext: neither encryption nor a name', () => {
    expect(optionsOf({ kind: 'plaintext' })).toEqual({ 'kafka.security.protocol': 'PLAINTEXT' });
  });

  // https://kafka.apache.org/39/documentation.html#security_configclients
  it('tls: encryption, and a client certificate in a keystore whose passwords are secrets', () => {
    expect(optionsOf({ kind: 'tls' })).toEqual({ 'kafka.security.protocol': 'SSL' });
    expect(
      optionsOf({
        kind: 'tls',
        truststore: { ...TRUSTED.truststore, password: secret('truststore') },
        keystore: { location: volume('shop.p12'), password: secret('keystore'), keyPassword: secret('key') },
      }),
    ).toEqual({
      'kafka.security.protocol': 'SSL',
      ...TRUSTED_OPTION,
      'kafka.ssl.truststore.password': '<secret:shop/truststore>',
      'kafka.ssl.keystore.location': '/Volumes/dev/shop/kafka/shop.p12',
      'kafka.ssl.keystore.password': '<secret:shop/keystore>',
      'kafka.ssl.key.password': '<secret:shop/key>',
    });
  });

  it('tls: no passwords of files that have none', () => {
    expect(
      optionsOf({
        kind: 'tls',
        ...TRUSTED,
        keystore: { location: volume('shop.p12'), password: secret('keystore') },
      }),
    ).toEqual({
      'kafka.security.protocol': 'SSL',
      ...TRUSTED_OPTION,
      'kafka.ssl.keystore.location': '/Volumes/dev/shop/kafka/shop.p12',
      'kafka.ssl.keystore.password': '<secret:shop/keystore>',
    });
  });

  // https://kafka.apache.org/39/documentation.html#security_sasl_plain_clientconfig
  it('sasl-plain: user name and the secret of the password', () => {
    expect(
      optionsOf({ kind: 'sasl-plain', username: 'shop', password: secret('password'), ...TRUSTED }),
    ).toEqual({
      'kafka.security.protocol': 'SASL_SSL',
      'kafka.sasl.mechanism': 'PLAIN',
      'kafka.sasl.jaas.config':
        'kafkashaded.org.apache.kafka.common.security.plain.PlainLoginModule required username="shop" password="<secret:shop/password>";',
      ...TRUSTED_OPTION,
    });
  });

  // https://kafka.apache.org/39/documentation.html#security_sasl_scram_clientconfig
  it('sasl-scram: the same, hashed with SHA-512 unless SHA-256 is chosen', () => {
    const scram = { kind: 'sasl-scram', username: 'shop', password: secret('password') } as const;
    const options = {
      'kafka.security.protocol': 'SASL_SSL',
      'kafka.sasl.jaas.config':
        'kafkashaded.org.apache.kafka.common.security.scram.ScramLoginModule required username="shop" password="<secret:shop/password>";',
    };
    expect(optionsOf(scram)).toEqual({ ...options, 'kafka.sasl.mechanism': 'SCRAM-SHA-512' });
    expect(optionsOf({ ...scram, mechanism: 'SCRAM-SHA-256', ...TRUSTED })).toEqual({
      ...options,
      'kafka.sasl.mechanism': 'SCRAM-SHA-256',
      ...TRUSTED_OPTION,
    });
  });

  it.each(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const)(
    'sasl-jaas: the JAAS configuration as one secret, for %s',
    (mechanism) => {
      expect(optionsOf({ kind: 'sasl-jaas', mechanism, jaasConfig: secret('jaas'), ...TRUSTED })).toEqual({
        'kafka.security.protocol': 'SASL_SSL',
        'kafka.sasl.mechanism': mechanism,
        'kafka.sasl.jaas.config': '<secret:shop/jaas>',
        ...TRUSTED_OPTION,
      });
    },
  );

  // https://kafka.apache.org/39/documentation.html#security_sasl_oauthbearer_clientconfig
  it('oauth: client credentials for a token, and the class that requests it', () => {
    const oauth = {
      kind: 'oauth',
      tokenEndpoint: 'https://login.example.com/oauth2/token',
      clientId: 'shop',
      clientSecret: secret('client'),
    } as const;
    const options = {
      'kafka.security.protocol': 'SASL_SSL',
      'kafka.sasl.mechanism': 'OAUTHBEARER',
      'kafka.sasl.oauthbearer.token.endpoint.url': 'https://login.example.com/oauth2/token',
      'kafka.sasl.login.callback.handler.class':
        'kafkashaded.org.apache.kafka.common.security.oauthbearer.secured.OAuthBearerLoginCallbackHandler',
    };
    const login =
      'kafkashaded.org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required clientId="shop" clientSecret="<secret:shop/client>"';
    expect(optionsOf(oauth)).toEqual({ ...options, 'kafka.sasl.jaas.config': `${login};` });
    expect(
      optionsOf({
        ...oauth,
        scope: 'kafka read',
        extensions: { logicalCluster: 'lkc-1', identityPoolId: 'pool-1' },
        loginCallbackHandler: 'com.example.Login',
        ...TRUSTED,
      }),
    ).toEqual({
      ...options,
      'kafka.sasl.jaas.config': `${login} scope="kafka read" extension_logicalCluster="lkc-1" extension_identityPoolId="pool-1";`,
      'kafka.sasl.login.callback.handler.class': 'com.example.Login',
      ...TRUSTED_OPTION,
    });
  });

  // https://docs.databricks.com/aws/en/connect/streaming/kafka/authentication: Databricks sets the options of SASL.
  it('service-credential: its name, and nothing of SASL', () => {
    expect(optionsOf({ kind: 'service-credential', name: 'kafka-reader' })).toEqual({
      'databricks.serviceCredential': 'kafka-reader',
    });
    expect(
      optionsOf({ kind: 'service-credential', name: 'kafka-reader', scope: 'https://shop/.default' }),
    ).toEqual({
      'databricks.serviceCredential': 'kafka-reader',
      'databricks.serviceCredential.scope': 'https://shop/.default',
    });
  });

  // https://docs.databricks.com/aws/en/connect/streaming/kafka/authentication#connect-to-amazon-msk-with-iam
  it('msk-iam: the classes of Amazon, which have a prefix of their own on Databricks', () => {
    const options = {
      'kafka.security.protocol': 'SASL_SSL',
      'kafka.sasl.mechanism': 'AWS_MSK_IAM',
      'kafka.sasl.client.callback.handler.class':
        'shadedmskiam.software.amazon.msk.auth.iam.IAMClientCallbackHandler',
    };
    const module = 'shadedmskiam.software.amazon.msk.auth.iam.IAMLoginModule required';
    expect(optionsOf({ kind: 'msk-iam' })).toEqual({ ...options, 'kafka.sasl.jaas.config': `${module};` });
    expect(optionsOf({ kind: 'msk-iam', roleArn: 'arn:aws:iam::123456789012:role/msk-reader' })).toEqual({
      ...options,
      'kafka.sasl.jaas.config': `${module} awsRoleArn="arn:aws:iam::123456789012:role/msk-reader";`,
    });
  });

  // https://learn.microsoft.com/en-us/azure/databricks/connect/streaming/kafka/authentication
  it('event-hubs: a token of Microsoft Entra ID for the namespace', () => {
    const tenantId = '00000000-0000-4000-8000-00000000000a';
    const clientId = '00000000-0000-4000-8000-00000000000b';
    expect(
      optionsOf({ kind: 'event-hubs', tenantId, clientId, clientSecret: secret('client') }, [
        'shop.servicebus.windows.net:9093',
      ]),
    ).toEqual({
      'kafka.security.protocol': 'SASL_SSL',
      'kafka.sasl.mechanism': 'OAUTHBEARER',
      'kafka.sasl.jaas.config': `kafkashaded.org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required clientId="${clientId}" clientSecret="<secret:shop/client>" scope="https://shop.servicebus.windows.net/.default" ssl.protocol="SSL";`,
      'kafka.sasl.oauthbearer.token.endpoint.url': `https://login.microsoft.com/${tenantId}/oauth2/v2.0/token`,
      'kafka.sasl.login.callback.handler.class':
        'kafkashaded.org.apache.kafka.common.security.oauthbearer.secured.OAuthBearerLoginCallbackHandler',
    });
  });

  it('reach every notebook that reads Kafka', async () => {
    const notebook = await shopWithOrders().shop.artefact('raw.py');
    for (const [key, option] of Object.entries(KAFKA_SECURITY_OPTIONS)) {
      expect(notebook).toContain(`    "${key}": "${option}",\n`);
    }
  });
});
