import { type SecretReference, secretReference, secretReferenceProblems } from './secret-reference';

/** Certificates of the authorities that brokers are trusted by, in a Java keystore (JKS or PKCS #12). */
export interface KafkaTruststore {
  /** The file, in a volume of Unity Catalog: `/Volumes/<catalog>/<schema>/<volume>/<file>`. */
  readonly location: string;

  /**
   * What the file is protected with.
   * @default - nothing; certificates of authorities are public
   */
  readonly password?: SecretReference;
}

/** The certificate and private key that the pipeline shows to brokers, in a Java keystore (JKS or PKCS #12). */
export interface KafkaKeystore {
  /** The file, in a volume of Unity Catalog: `/Volumes/<catalog>/<schema>/<volume>/<file>`. */
  readonly location: string;

  readonly password: SecretReference;

  /**
   * What the private key in the file is protected with.
   * @default - the password of the file
   */
  readonly keyPassword?: SecretReference;
}

/** Whose certificates an encrypted connection trusts. */
export interface KafkaEncryption {
  /**
   * Authorities that the brokers' certificates come from, if they are the organisation's own.
   * @default - the public authorities that Java knows
   */
  readonly truststore?: KafkaTruststore;
}

/** Neither encrypted nor authenticated: for brokers of a development environment. */
export interface KafkaPlaintext {
  readonly protocol: 'PLAINTEXT';
}

/** Encrypted; the pipeline proves who it is with a certificate, or not at all. */
export interface KafkaSsl extends KafkaEncryption {
  readonly protocol: 'SSL';

  /**
   * The certificate of the pipeline.
   * @default - none
   */
  readonly keystore?: KafkaKeystore;
}

/** Encrypted, with user name and password. */
export interface KafkaSaslPassword extends KafkaEncryption {
  readonly protocol: 'SASL_SSL';
  readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';

  /**
   * The whole JAAS configuration: login module, user name and password. On Databricks the names of Kafka's classes
   * begin with `kafkashaded.`, as in `kafkashaded.org.apache.kafka.common.security.scram.ScramLoginModule`.
   */
  readonly jaasConfig: SecretReference;
}

/** Encrypted, with a token that a client asks of an OAuth 2.0 authorization server. */
export interface KafkaSaslOauthBearer extends KafkaEncryption {
  readonly protocol: 'SASL_SSL';
  readonly mechanism: 'OAUTHBEARER';

  /**
   * The whole JAAS configuration: `kafkashaded.org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule`
   * with `clientId`, `clientSecret` and, where the server wants one, `scope`.
   */
  readonly jaasConfig: SecretReference;

  /** URL of the authorization server that answers with a token; `https`. */
  readonly tokenEndpoint: string;

  /**
   * Class that asks for the token.
   * @default - Kafka's own, by the name that it has on Databricks
   */
  readonly loginCallbackHandler?: string;
}

/**
 * How the pipeline proves to Kafka who it is, and whether the connection is encrypted.
 *
 * @see https://docs.databricks.com/aws/en/connect/streaming/kafka/authentication
 */
export type KafkaSecurity = KafkaPlaintext | KafkaSsl | KafkaSaslPassword | KafkaSaslOauthBearer;

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

function truststoreConfiguration({ truststore }: KafkaEncryption): SecurityConfiguration {
  if (!truststore) return {};
  return {
    'kafka.ssl_truststore_location': truststore.location,
    ...(truststore.password ? { 'kafka.ssl_truststore_password': secretReference(truststore.password) } : {}),
  };
}

function keystoreConfiguration({ keystore }: KafkaSsl): SecurityConfiguration {
  if (!keystore) return {};
  return {
    'kafka.ssl_keystore_location': keystore.location,
    'kafka.ssl_keystore_password': secretReference(keystore.password),
    ...(keystore.keyPassword ? { 'kafka.ssl_key_password': secretReference(keystore.keyPassword) } : {}),
  };
}

/** Every secret that the security refers to, by what it is called there. */
function namedSecrets(security: KafkaSecurity): Map<string, SecretReference> {
  const secrets: Record<string, SecretReference | undefined> = {
    'truststore.password': 'truststore' in security ? security.truststore?.password : undefined,
    'keystore.password': 'keystore' in security ? security.keystore?.password : undefined,
    'keystore.keyPassword': 'keystore' in security ? security.keystore?.keyPassword : undefined,
    jaasConfig: 'jaasConfig' in security ? security.jaasConfig : undefined,
  };
  return new Map(Object.entries(secrets).flatMap(([name, secret]) => (secret ? [[name, secret]] : [])));
}

/** Every secret that the security refers to; one that is referred to twice stands there once. */
export function secretReferences(security: KafkaSecurity): SecretReference[] {
  const secrets = [...namedSecrets(security).values()];
  return [...new Map(secrets.map((secret) => [secretReference(secret), secret])).values()];
}

/**
 * What cannot work in the security, each with the value and the fix.
 *
 * @param plaintextAllowed whether the connection may be unencrypted
 * @param at what the security is called where it was written
 */
export function securityProblems(security: KafkaSecurity, plaintextAllowed: boolean, at: string): string[] {
  return [
    ...(security.protocol === 'PLAINTEXT' && !plaintextAllowed
      ? [
          `${at}.protocol is PLAINTEXT: everybody on the network could read the events. Only development may do that; use SSL or SASL_SSL.`,
        ]
      : []),
    ...('truststore' in security && security.truststore
      ? storeProblems(`${at}.truststore.location`, security.truststore.location)
      : []),
    ...('keystore' in security && security.keystore
      ? storeProblems(`${at}.keystore.location`, security.keystore.location)
      : []),
    ...('tokenEndpoint' in security ? oauthProblems(security, at) : []),
    ...[...namedSecrets(security)].flatMap(([name, secret]) =>
      secretReferenceProblems(`${at}.${name}`, secret),
    ),
  ];
}

/** A file of a volume: three names and a path below them. */
const VOLUME_FILE = /^\/Volumes(\/[^/\s]+){3}(\/[^/]+)+$/;

function storeProblems(at: string, location: string): string[] {
  if (!VOLUME_FILE.test(location)) {
    return [
      `${at} is '${location}', which is no file of a volume. Put the file into a volume of Unity Catalog and give '/Volumes/<catalog>/<schema>/<volume>/<file>'.`,
    ];
  }
  return /\.(pem|crt|cer|key)$/i.test(location)
    ? [`${at} is '${location}', which is no Java keystore. Convert it to PKCS #12 with keytool or openssl.`]
    : [];
}

function oauthProblems({ tokenEndpoint, loginCallbackHandler }: KafkaSaslOauthBearer, at: string): string[] {
  return [
    ...(isHttps(tokenEndpoint)
      ? []
      : [
          `${at}.tokenEndpoint is '${tokenEndpoint}'. Give an https URL without credentials: the client's secret is sent to it.`,
        ]),
    ...(loginCallbackHandler === undefined ||
    /^([A-Za-z_$][\w$]*\.)+[A-Za-z_$][\w$]*$/.test(loginCallbackHandler)
      ? []
      : [
          `${at}.loginCallbackHandler '${loginCallbackHandler}' is no class. Give its full name, with the package.`,
        ]),
    ...(loginCallbackHandler?.startsWith('org.apache.kafka.')
      ? [
          `${at}.loginCallbackHandler '${loginCallbackHandler}' has another name on Databricks. Write 'kafkashaded.${loginCallbackHandler}'.`,
        ]
      : []),
  ];
}

function isHttps(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password } = new URL(url);
  return protocol === 'https:' && username === '' && password === '';
}
