import { z } from 'zod';
import { SecretReference, secretReference } from './secret-reference';
import { checked, exactly } from './settings';

/** A Java keystore in a volume. */
const StoreFile = checked(z.string(), (location) => {
  if (!/^\/Volumes(\/[^/\s]+){3}(\/[^/]+)+$/.test(location)) {
    return `is '${location}', which is not a file in a volume. Upload the file to a Unity Catalog volume and use '/Volumes/<catalog>/<schema>/<volume>/<file>'.`;
  }
  return /\.(pem|crt|cer|key)$/i.test(location)
    ? `is '${location}', which is not a Java keystore. Convert it to PKCS #12 with keytool or openssl.`
    : undefined;
});

/** CA certificates that the brokers' certificates are verified against, in a Java keystore (JKS or PKCS #12). */
const KafkaTruststore = exactly({
  /** The file, in a volume of Unity Catalog: `/Volumes/<catalog>/<schema>/<volume>/<file>`. */
  location: StoreFile,

  /**
   * Password of the file.
   * @default - none; CA certificates are public
   */
  password: SecretReference.optional(),
});

/** Client certificate and private key of the pipeline, in a Java keystore (JKS or PKCS #12). */
const KafkaKeystore = exactly({
  /** The file, in a volume of Unity Catalog: `/Volumes/<catalog>/<schema>/<volume>/<file>`. */
  location: StoreFile,

  /** Password of the file. */
  password: SecretReference,

  /**
   * Password of the private key in the file.
   * @default - the password of the file
   */
  keyPassword: SecretReference.optional(),
});

/** Which certificates an encrypted connection trusts. */
const encryption = {
  /**
   * The CAs of the brokers' certificates, if they are internal to the organization.
   * @default - the public CAs that Java trusts
   */
  truststore: KafkaTruststore.optional(),
};

const KafkaPlaintext = exactly({
  /** Neither encrypted nor authenticated: for the brokers of a development environment. */
  protocol: z.literal('PLAINTEXT'),
});

const KafkaSsl = exactly({
  /** Encrypted, optionally with a client certificate (mutual TLS). */
  protocol: z.literal('SSL'),
  ...encryption,

  /**
   * The client certificate of the pipeline.
   * @default - none
   */
  keystore: KafkaKeystore.optional(),
});

const KafkaSaslPassword = exactly({
  /** Encrypted, with user name and password. */
  protocol: z.literal('SASL_SSL'),

  /** SASL mechanism. */
  mechanism: z.enum(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']),
  ...encryption,

  /**
   * The complete JAAS configuration: login module, user name and password. On Databricks the class names of Kafka
   * start with `kafkashaded.`, as in `kafkashaded.org.apache.kafka.common.security.scram.ScramLoginModule`.
   */
  jaasConfig: SecretReference,
});

const KafkaSaslOauthBearer = exactly({
  /** Encrypted, with a token from an OAuth 2.0 authorization server. */
  protocol: z.literal('SASL_SSL'),

  /** OAuth 2.0 bearer token. */
  mechanism: z.literal('OAUTHBEARER'),
  ...encryption,

  /**
   * The complete JAAS configuration: `kafkashaded.org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule`
   * with `clientId`, `clientSecret` and, if the server requires it, `scope`.
   */
  jaasConfig: SecretReference,

  /** Token endpoint of the authorization server; `https`. */
  tokenEndpoint: checked(z.string(), (url) =>
    isHttps(url)
      ? undefined
      : `is '${url}'. Use an https URL without credentials: the client secret is sent to it.`,
  ),

  /**
   * Class that requests the token.
   * @default - Kafka's own class, under its name on Databricks
   */
  loginCallbackHandler: checked(z.string(), (name) => {
    if (!/^([A-Za-z_$][\w$]*\.)+[A-Za-z_$][\w$]*$/.test(name)) {
      return `'${name}' is not a fully qualified class name. Include the package.`;
    }
    return name.startsWith('org.apache.kafka.')
      ? `'${name}' has a different name on Databricks. Use 'kafkashaded.${name}'.`
      : undefined;
  }).optional(),
});

/**
 * How the pipeline authenticates to Kafka, and whether the connection is encrypted.
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
 * Options of Spark's Kafka reader that secure the connection, by pipeline configuration key.
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

/** Return the security settings as pipeline configuration. Secrets are references; unset options are omitted. */
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

/** Return every secret that the security settings refer to, each once. */
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
