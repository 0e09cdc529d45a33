import type { KafkaSecurity } from './kafka-security';
import { secretPlaceholder } from './secret-reference';

/**
 * Options of Spark's Kafka reader that secure the connection, by pipeline configuration key.
 *
 * @see https://docs.databricks.com/aws/en/connect/streaming/kafka/options
 * @see https://kafka.apache.org/39/documentation.html#consumerconfigs
 */
export const KAFKA_SECURITY_OPTIONS = {
  'kafka.service_credential': 'databricks.serviceCredential',
  'kafka.service_credential_scope': 'databricks.serviceCredential.scope',
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
  'kafka.sasl_client_callback_handler_class': 'kafka.sasl.client.callback.handler.class',
} as const;

type SecurityConfiguration = Partial<Record<keyof typeof KAFKA_SECURITY_OPTIONS, string>>;
type Of<Kind extends KafkaSecurity['kind']> = Extract<KafkaSecurity, { kind: Kind }>;

/** Kafka's classes have different names on Databricks. */
const KAFKA_CLASSES = 'kafkashaded.org.apache.kafka.common.security';

/** Amazon's classes too, with a prefix of their own. */
const MSK_CLASSES = 'shadedmskiam.software.amazon.msk.auth.iam';

/** Return the security settings as pipeline configuration. Secrets are placeholders; unset options are omitted. */
export function securityConfiguration(
  security: KafkaSecurity,
  bootstrapServers: readonly string[],
): SecurityConfiguration {
  switch (security.kind) {
    case 'plaintext':
      return { 'kafka.security_protocol': 'PLAINTEXT' };
    // https://kafka.apache.org/39/documentation.html#security_configclients
    case 'tls':
      return { 'kafka.security_protocol': 'SSL', ...truststore(security), ...keystore(security) };
    // https://kafka.apache.org/39/documentation.html#security_sasl_plain_clientconfig
    case 'sasl-plain':
      return { ...sasl('PLAIN', passwordLogin('plain.PlainLoginModule', security)), ...truststore(security) };
    // https://kafka.apache.org/39/documentation.html#security_sasl_scram_clientconfig
    case 'sasl-scram': {
      const login = passwordLogin('scram.ScramLoginModule', security);
      return { ...sasl(security.mechanism ?? 'SCRAM-SHA-512', login), ...truststore(security) };
    }
    case 'sasl-jaas': {
      const { mechanism, jaasConfig } = security;
      return { ...sasl(mechanism, secretPlaceholder(jaasConfig)), ...truststore(security) };
    }
    // https://kafka.apache.org/39/documentation.html#security_sasl_oauthbearer_clientconfig
    case 'oauth':
      return { ...oauth(security), ...truststore(security) };
    // With a service credential, Databricks sets all options of SASL itself and refuses others.
    case 'service-credential':
      return {
        'kafka.service_credential': security.name,
        ...(security.scope === undefined ? {} : { 'kafka.service_credential_scope': security.scope }),
      };
    // https://docs.databricks.com/aws/en/connect/streaming/kafka/authentication#connect-to-amazon-msk-with-iam
    case 'msk-iam': {
      const login = jaas(`${MSK_CLASSES}.IAMLoginModule`, { awsRoleArn: security.roleArn });
      return {
        ...sasl('AWS_MSK_IAM', login),
        'kafka.sasl_client_callback_handler_class': `${MSK_CLASSES}.IAMClientCallbackHandler`,
      };
    }
    // https://learn.microsoft.com/en-us/azure/databricks/connect/streaming/kafka/authentication
    case 'event-hubs': {
      const { tenantId, clientId, clientSecret } = security;
      const [namespace] = bootstrapServers[0]?.split(':') ?? [];
      return oauth({
        tokenEndpoint: `https://login.microsoft.com/${tenantId}/oauth2/v2.0/token`,
        clientId,
        clientSecret,
        scope: `https://${namespace}/.default`,
        tls: 'SSL',
      });
    }
  }
}

function sasl(mechanism: string, login: string): SecurityConfiguration {
  return {
    'kafka.security_protocol': 'SASL_SSL',
    'kafka.sasl_mechanism': mechanism,
    'kafka.sasl_jaas_config': login,
  };
}

/** @param security with `tls`, the protocol of the connection to the token endpoint if it is not Java's newest */
function oauth(
  security: Omit<Of<'oauth'>, 'kind' | 'truststore'> & { readonly tls?: string },
): SecurityConfiguration {
  const { tokenEndpoint, clientId, clientSecret, scope, extensions = {}, tls } = security;
  const login = jaas(`${KAFKA_CLASSES}.oauthbearer.OAuthBearerLoginModule`, {
    clientId,
    clientSecret: secretPlaceholder(clientSecret),
    scope,
    ...Object.fromEntries(Object.entries(extensions).map(([name, value]) => [`extension_${name}`, value])),
    'ssl.protocol': tls,
  });
  return {
    ...sasl('OAUTHBEARER', login),
    'kafka.sasl_oauthbearer_token_endpoint_url': tokenEndpoint,
    'kafka.sasl_login_callback_handler_class':
      security.loginCallbackHandler ?? `${KAFKA_CLASSES}.oauthbearer.secured.OAuthBearerLoginCallbackHandler`,
  };
}

function passwordLogin(module: string, { username, password }: Of<'sasl-plain' | 'sasl-scram'>): string {
  return jaas(`${KAFKA_CLASSES}.${module}`, { username, password: secretPlaceholder(password) });
}

/** Return a JAAS configuration; undefined options are omitted. */
function jaas(module: string, options: Readonly<Record<string, string | undefined>>): string {
  const written = Object.entries(options).filter(([, value]) => value !== undefined);
  return `${[module, 'required', ...written.map(([name, value]) => `${name}="${value}"`)].join(' ')};`;
}

function truststore({ truststore: store }: Pick<Of<'tls'>, 'truststore'>): SecurityConfiguration {
  if (!store) return {};
  return {
    'kafka.ssl_truststore_location': store.location,
    ...(store.password ? { 'kafka.ssl_truststore_password': secretPlaceholder(store.password) } : {}),
  };
}

function keystore({ keystore: store }: Of<'tls'>): SecurityConfiguration {
  if (!store) return {};
  return {
    'kafka.ssl_keystore_location': store.location,
    'kafka.ssl_keystore_password': secretPlaceholder(store.password),
    ...(store.keyPassword ? { 'kafka.ssl_key_password': secretPlaceholder(store.keyPassword) } : {}),
  };
}
