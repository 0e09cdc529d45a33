import { z } from 'zod';
import { SecretReference, secretReference } from './secret-reference';
import { checked, exactly } from './settings';

/** A Java keystore in a volume. */
const StoreFile = checked(z.string(), (location) => {
  if (!/^\/Volumes(\/[^/\s]+){3}(\/[^/]+)+$/.test(location)) {
    return `is '${location}', which is no file of a volume. Put the file into a volume of Unity Catalog and give '/Volumes/<catalog>/<schema>/<volume>/<file>'.`;
  }
  return /\.(pem|crt|cer|key)$/i.test(location)
    ? `is '${location}', which is no Java keystore. Convert it to PKCS #12 with keytool or openssl.`
    : undefined;
});

/** Certificates of the authorities that brokers are trusted by, in a Java keystore (JKS or PKCS #12). */
const KafkaTruststore = exactly({
  /** The file, in a volume of Unity Catalog: `/Volumes/<catalog>/<schema>/<volume>/<file>`. */
  location: StoreFile,

  /**
   * What the file is protected with.
   * @default - nothing; certificates of authorities are public
   */
  password: SecretReference.optional(),
});

/** The certificate and private key that the pipeline shows to brokers, in a Java keystore (JKS or PKCS #12). */
const KafkaKeystore = exactly({
  /** The file, in a volume of Unity Catalog: `/Volumes/<catalog>/<schema>/<volume>/<file>`. */
  location: StoreFile,

  /** What the file is protected with. */
  password: SecretReference,

  /**
   * What the private key in the file is protected with.
   * @default - the password of the file
   */
  keyPassword: SecretReference.optional(),
});

/** Whose certificates an encrypted connection trusts. */
const encryption = {
  /**
   * Authorities that the brokers' certificates come from, if they are the organisation's own.
   * @default - the public authorities that Java knows
   */
  truststore: KafkaTruststore.optional(),
};

const KafkaPlaintext = exactly({
  /** Neither encrypted nor authenticated: for brokers of a development environment. */
  protocol: z.literal('PLAINTEXT'),
});

const KafkaSsl = exactly({
  /** Encrypted; the pipeline proves who it is with a certificate, or not at all. */
  protocol: z.literal('SSL'),
  ...encryption,

  /**
   * The certificate of the pipeline.
   * @default - none
   */
  keystore: KafkaKeystore.optional(),
});

const KafkaSaslPassword = exactly({
  /** Encrypted, with user name and password. */
  protocol: z.literal('SASL_SSL'),

  /** How the password is proved. */
  mechanism: z.enum(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']),
  ...encryption,

  /**
   * The whole JAAS configuration: login module, user name and password. On Databricks the names of Kafka's classes
   * begin with `kafkashaded.`, as in `kafkashaded.org.apache.kafka.common.security.scram.ScramLoginModule`.
   */
  jaasConfig: SecretReference,
});

const KafkaSaslOauthBearer = exactly({
  /** Encrypted, with a token that a client asks of an OAuth 2.0 authorization server. */
  protocol: z.literal('SASL_SSL'),

  /** A token of an OAuth 2.0 authorization server. */
  mechanism: z.literal('OAUTHBEARER'),
  ...encryption,

  /**
   * The whole JAAS configuration: `kafkashaded.org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule`
   * with `clientId`, `clientSecret` and, where the server wants one, `scope`.
   */
  jaasConfig: SecretReference,

  /** URL of the authorization server that answers with a token; `https`. */
  tokenEndpoint: checked(z.string(), (url) =>
    isHttps(url)
      ? undefined
      : `is '${url}'. Give an https URL without credentials: the client's secret is sent to it.`,
  ),

  /**
   * Class that asks for the token.
   * @default - Kafka's own, by the name that it has on Databricks
   */
  loginCallbackHandler: checked(z.string(), (name) => {
    if (!/^([A-Za-z_$][\w$]*\.)+[A-Za-z_$][\w$]*$/.test(name)) {
      return `'${name}' is no class. Give its full name, with the package.`;
    }
    return name.startsWith('org.apache.kafka.')
      ? `'${name}' has another name on Databricks. Write 'kafkashaded.${name}'.`
      : undefined;
  }).optional(),
});

/**
 * How the pipeline proves to Kafka who it is, and whether the connection is encrypted.
 *
 * @see https://docs.databricks.com/aws/en/connect/streaming/kafka/authentication
 */
export const KafkaSecurity = z.discriminatedUnion('protocol', [
  KafkaPlaintext,
  KafkaSsl,
  z.discriminatedUnion('mechanism', [KafkaSaslPassword, KafkaSaslOauthBearer]),
]);
export type KafkaSecurity = z.infer<typeof KafkaSecurity>;

/**
 * Options of Spark's Kafka reader that secure the connection, by key of the pipeline's configuration.
 *
 * @see https://kafka.apache.org/39/documentation.html#consumerconfigs
 */
export const KAFKA_SECURITY_OPTIONS = {
  'kafka.security_protocol': 'kafka.security.protocol',
  'kafka.ssl_truststore_location': 'kafka.ssl.truststore.location',
  'kafka.ssl_truststore_password': 'kafka.ssl.truststore.password',
  'kafka.ssl_keystore_location': 'kafka.ssl.keystore.location',
  'kafka.ssl_keystore_password': 'kafka.ssl.keystore.password',
  'kafka.ssl_key_password': 'kafka.ssl.key.password',
  'kafka.sasl_mechanism': 'kafka.sasl.mechanism',
  'kafka.sasl_jaas_config': 'kafka.sasl.jaas.config',
  'kafka.sasl_oauthbearer_token_endpoint_url': 'kafka.sasl.oauthbearer.token.endpoint.url',
  'kafka.sasl_login_callback_handler_class': 'kafka.sasl.login.callback.handler.class',
} as const;

const OAUTH_CALLBACK_HANDLER =
  'kafkashaded.org.apache.kafka.common.security.oauthbearer.secured.OAuthBearerLoginCallbackHandler';

type SecurityConfiguration = Partial<Record<keyof typeof KAFKA_SECURITY_OPTIONS, string>>;

/** The security as configuration of a pipeline; secrets are references, and what is left out is left out there. */
export function securityConfiguration(security: KafkaSecurity): SecurityConfiguration {
  const { protocol } = security;
  switch (protocol) {
    case 'PLAINTEXT':
      return { 'kafka.security_protocol': protocol };
    case 'SSL':
      return {
        'kafka.security_protocol': protocol,
        ...truststoreConfiguration(security),
        ...keystoreConfiguration(security),
      };
    case 'SASL_SSL':
      return {
        'kafka.security_protocol': protocol,
        ...truststoreConfiguration(security),
        'kafka.sasl_mechanism': security.mechanism,
        'kafka.sasl_jaas_config': secretReference(security.jaasConfig),
        ...(security.mechanism === 'OAUTHBEARER'
          ? {
              'kafka.sasl_oauthbearer_token_endpoint_url': security.tokenEndpoint,
              'kafka.sasl_login_callback_handler_class':
                security.loginCallbackHandler ?? OAUTH_CALLBACK_HANDLER,
            }
          : {}),
      };
  }
}

function truststoreConfiguration({
  truststore,
}: {
  readonly truststore?: z.infer<typeof KafkaTruststore>;
}): SecurityConfiguration {
  if (!truststore) return {};
  return {
    'kafka.ssl_truststore_location': truststore.location,
    ...(truststore.password ? { 'kafka.ssl_truststore_password': secretReference(truststore.password) } : {}),
  };
}

function keystoreConfiguration({ keystore }: z.infer<typeof KafkaSsl>): SecurityConfiguration {
  if (!keystore) return {};
  return {
    'kafka.ssl_keystore_location': keystore.location,
    'kafka.ssl_keystore_password': secretReference(keystore.password),
    ...(keystore.keyPassword ? { 'kafka.ssl_key_password': secretReference(keystore.keyPassword) } : {}),
  };
}

/** Every secret that the security refers to; one that is referred to twice stands there once. */
export function secretReferences(security: KafkaSecurity): SecretReference[] {
  const secrets = [
    'truststore' in security ? security.truststore?.password : undefined,
    'keystore' in security ? security.keystore?.password : undefined,
    'keystore' in security ? security.keystore?.keyPassword : undefined,
    'jaasConfig' in security ? security.jaasConfig : undefined,
  ].filter((secret) => secret !== undefined);
  return [...new Map(secrets.map((secret) => [secretReference(secret), secret])).values()];
}

function isHttps(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password } = new URL(url);
  return protocol === 'https:' && username === '' && password === '';
}
