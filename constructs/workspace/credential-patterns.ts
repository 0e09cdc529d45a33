/** Part of a text that looks like a credential. */
export interface FoundCredential {
  /** Kind of credential, such as `a password`. */
  readonly what: string;

  /** The surrounding text, without the credential itself. */
  readonly excerpt: string;

  /** Position in the text. */
  readonly index: number;
}

/** Names of settings whose values are credentials. */
const NAMES =
  'password|passwd|passphrase|client[_-]?secret|secret[_-]?(?:access[_-]?)?key|api[_-]?key|access[_-]?token|auth[_-]?token';

/** Patterns of credentials. Messages may contain `shown`, never `hidden`. */
const PATTERNS: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  // Quotes are escaped within JSON text.
  {
    what: 'a password or key',
    pattern: new RegExp(`(?<shown>(?:${NAMES})\\\\?["']?\\s*[:=]\\s*\\\\?["'])(?<hidden>[^"'\\\\]+)`, 'gi'),
  },
  {
    what: 'a URL with a password',
    pattern: /(?<shown>\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"']+:)(?<hidden>[^\s/@"']+)(?=@)/gi,
  },
  { what: 'a Databricks token', pattern: /(?<shown>\b(?:dapi|dkea|dose))(?<hidden>[0-9a-f]{32})/g },
  { what: 'an AWS access key', pattern: /(?<shown>\b(?:AKIA|ASIA))(?<hidden>[A-Z2-7]{16})\b/g },
  {
    what: 'an Azure Storage or Event Hubs key',
    pattern: /(?<shown>\b(?:SharedAccessKey|AccountKey)=)(?<hidden>[\w+/=-]{16,})/gi,
  },
  {
    what: 'an Azure shared access signature',
    pattern: /(?<shown>[?&]sig=)(?<hidden>[\w%+/=-]{16,})/g,
  },
  {
    what: 'a webhook URL, which anyone can post to',
    pattern:
      /(?<shown>https:\/\/(?:hooks\.slack\.com\/(?:services|workflows|triggers)|[\w.-]+\.webhook\.office\.com\/webhookb2)\/)(?<hidden>[\w/@-]+)/g,
  },
  { what: 'a Slack token', pattern: /(?<shown>\bxox[abeoprs]-)(?<hidden>[\w-]{10,})/g },
  { what: 'a GitHub token', pattern: /(?<shown>\b(?:gh[opsur]_|github_pat_))(?<hidden>\w{36,})/g },
  { what: 'a signed token', pattern: /(?<shown>\beyJ)(?<hidden>[\w-]+\.eyJ[\w-]+\.[\w-]+)/g },
  {
    what: 'a private key',
    pattern: /(?<shown>-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----)(?<hidden>\s*\S+)/g,
  },
];

/** `password=…` without quotes: an argument or comparison in code, a password anywhere else. */
const UNQUOTED = new RegExp(`(?<shown>(?:${NAMES})=)(?<hidden>[^\\s"'\\\\;,&)]{3,})`, 'gi');

/** Placeholders for a credential: a workspace secret, a Terraform reference, a template variable. */
const PLACEHOLDER = /^(\{\{secrets\/[^{}]+\}\}|\$\{.*|\{\w+\}|<[^<>]*>?|\*+)$/;

/** Whether a text is a placeholder for a credential, or names a setting that holds one. */
export function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text.trim()) || (/^\w+(\.\w+)+$/.test(text) && namesCredential(text));
}

/** Whether a setting with this name holds a credential, such as `spark.hadoop.fs.s3a.secret.key`. */
export function namesCredential(name: string): boolean {
  return (
    /(^|[._-])(password|passwd|passphrase|token|client[._-]?secret|secret[._-]?(access[._-]?)?key|api[._-]?key|integration[._-]?key)$/i.test(
      name,
    ) || /(^|\.)account\.key\./.test(name)
  );
}

/** Return the parts of a text that look like credentials, in the order of {@link PATTERNS}. */
export function findCredentials(text: string, language: 'code' | 'value'): FoundCredential[] {
  const unquoted = language === 'code' ? [] : [{ what: 'a password or key', pattern: UNQUOTED }];
  return [...PATTERNS, ...unquoted].flatMap(({ what, pattern }) =>
    [...text.matchAll(pattern)].flatMap(({ groups, index }) =>
      isPlaceholder(groups?.hidden ?? '') ? [] : [{ what, excerpt: `${groups?.shown}****`, index }],
    ),
  );
}
