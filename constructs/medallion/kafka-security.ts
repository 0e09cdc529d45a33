import { z } from 'zod';
import { SecretReference } from './secret-reference';
import { checked, exactly, matching } from './settings';

/** Text that needs no escapes between the double quotes of a JAAS configuration. */
const quotable = () =>
  matching(/^[^"\\\r\n]+$/, 'Use at least one character, and no double quote, backslash or line break.');

const guid = (fix: string) => matching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, fix);

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

/** User name and password of the pipeline. */
const password = {
  /** User name. */
  username: quotable(),

  /** Password. */
  password: SecretReference,
  ...encryption,
};

const KafkaPlaintext = exactly({
  /** Neither encrypted nor authenticated: for the brokers of a development environment. */
  kind: z.literal('plaintext'),
});

const KafkaTls = exactly({
  /** Encrypted; with a client certificate (`keystore`), mutual TLS. */
  kind: z.literal('tls'),
  ...encryption,

  /**
   * The client certificate of the pipeline.
   * @default - none: the pipeline is not authenticated
   */
  keystore: KafkaKeystore.optional(),
});

const KafkaSaslPlain = exactly({
  /** Encrypted, with user name and password (SASL/PLAIN), as for API keys of Confluent Cloud. */
  kind: z.literal('sasl-plain'),
  ...password,
});

const KafkaSaslScram = exactly({
  /** Encrypted, with user name and password that are not sent themselves (SASL/SCRAM). */
  kind: z.literal('sasl-scram'),

  /**
   * Hash function that the brokers have stored the password with.
   * @default 'SCRAM-SHA-512'
   */
  mechanism: z.enum(['SCRAM-SHA-256', 'SCRAM-SHA-512']).optional(),
  ...password,
});

const KafkaSaslJaas = exactly({
  /** Encrypted, with a JAAS configuration as one secret, for login modules that need more than a password. */
  kind: z.literal('sasl-jaas'),

  /** SASL mechanism of the login module. */
  mechanism: z.enum(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']),

  /**
   * The complete JAAS configuration. On Databricks the class names of Kafka start with `kafkashaded.`, as in
   * `kafkashaded.org.apache.kafka.common.security.scram.ScramLoginModule`.
   */
  jaasConfig: SecretReference,
  ...encryption,
});

const KafkaOauth = exactly({
  /** Encrypted, with a token that an OAuth 2.0 server issues for client credentials (SASL/OAUTHBEARER). */
  kind: z.literal('oauth'),

  /** Token endpoint of the authorization server; `https`. */
  tokenEndpoint: checked(z.string(), (url) =>
    isHttps(url)
      ? undefined
      : `is '${url}'. Use an https URL without credentials: the client secret is sent to it.`,
  ),

  /** Client ID of the pipeline. */
  clientId: quotable(),

  /** Client secret of the pipeline. */
  clientSecret: SecretReference,

  /**
   * Scope of the token.
   * @default - none
   */
  scope: quotable().optional(),

  /**
   * SASL extensions that the brokers ask for, by name, such as `logicalCluster` of Confluent Cloud.
   * @default - none
   */
  extensions: z
    .record(matching(/^[A-Za-z]+$/, 'Use letters.'), quotable())
    .readonly()
    .optional(),

  /**
   * Class that requests the token.
   * @default - Kafka's own class, as Databricks documents it
   */
  loginCallbackHandler: checked(z.string(), (name) => {
    if (!/^([A-Za-z_$][\w$]*\.)+[A-Za-z_$][\w$]*$/.test(name)) {
      return `'${name}' is not a fully qualified class name. Include the package.`;
    }
    return name.startsWith('org.apache.kafka.')
      ? `'${name}' has a different name on Databricks. Use 'kafkashaded.${name}'.`
      : undefined;
  }).optional(),
  ...encryption,
});

const KafkaServiceCredential = exactly({
  /** A service credential of Unity Catalog: for Amazon MSK, Azure Event Hubs and Google Cloud's Managed Kafka. */
  kind: z.literal('service-credential'),

  /** Name of the service credential. */
  name: matching(/^[^\s/.]+$/, 'Use the name of a service credential, without dots, slashes and spaces.'),

  /**
   * OAuth scope of the token, if Databricks cannot derive it from the brokers.
   * @default - derived by Databricks
   */
  scope: quotable().optional(),
});

const KafkaMskIam = exactly({
  /** Amazon MSK with the IAM role of the cluster's instance profile; classic compute only. */
  kind: z.literal('msk-iam'),

  /**
   * ARN of a role with access to MSK that the role of the instance profile assumes.
   * @default - the role of the instance profile has access itself
   */
  roleArn: matching(
    /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
    "Use the ARN of a role: 'arn:aws:iam::<account>:role/<name>'.",
  ).optional(),
});

const KafkaEventHubs = exactly({
  /** Azure Event Hubs with a service principal of Microsoft Entra ID. */
  kind: z.literal('event-hubs'),

  /** Tenant (directory) ID of the service principal. */
  tenantId: guid('Use the ID of the Microsoft Entra tenant, a GUID.'),

  /** Client (application) ID of the service principal. */
  clientId: guid('Use the client ID of the service principal, a GUID.'),

  /** Client secret of the service principal. */
  clientSecret: SecretReference,
});

/**
 * How the pipeline signs in to Kafka, and whether the connection is encrypted. `docs/kafka.md` says for each kind what
 * to create where.
 *
 * @see https://docs.databricks.com/aws/en/connect/streaming/kafka/authentication
 */
export const KafkaSecurity = z.discriminatedUnion('kind', [
  KafkaPlaintext,
  KafkaTls,
  KafkaSaslPlain,
  KafkaSaslScram,
  KafkaSaslJaas,
  KafkaOauth,
  KafkaServiceCredential,
  KafkaMskIam,
  KafkaEventHubs,
]);
export type KafkaSecurity = z.infer<typeof KafkaSecurity>;

function isHttps(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password: inUrl } = new URL(url);
  return protocol === 'https:' && username === '' && inUrl === '';
}
