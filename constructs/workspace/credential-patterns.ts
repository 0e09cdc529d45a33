/** Something in a text that looks like a credential. */
export interface FoundCredential {
  /** What it seems to be, such as `a password`. */
  readonly what: string;

  /** Where it stands in the text, without the credential itself. */
  readonly excerpt: string;

  /** Position in the text. */
  readonly index: number;
}

/** What a credential is called that is told by its name alone. */
const NAMES =
  'password|passwd|passphrase|client[_-]?secret|secret[_-]?(?:access[_-]?)?key|api[_-]?key|access[_-]?token|auth[_-]?token';

/** How credentials look: `shown` may stand in a message, `hidden` never. */
const PATTERNS: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  // Inside of a JSON text the quotes are escaped.
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
    what: 'a key of Azure Storage or Event Hubs',
    pattern: /(?<shown>\b(?:SharedAccessKey|AccountKey)=)(?<hidden>[\w+/=-]{16,})/gi,
  },
  {
    what: 'a shared access signature of Azure',
    pattern: /(?<shown>[?&]sig=)(?<hidden>[\w%+/=-]{16,})/g,
  },
  {
    what: 'a webhook URL, which lets everybody write there',
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

/** `password=…` without quotes: in code that is an argument or a comparison, elsewhere a password. */
const UNQUOTED = new RegExp(`(?<shown>(?:${NAMES})=)(?<hidden>[^\\s"'\\\\;,&)]{3,})`, 'gi');

/** What stands in a credential's place: a secret of the workspace, a reference of Terraform, a variable of a template. */
const PLACEHOLDER = /^(\{\{secrets\/[^{}]+\}\}|\$\{.*|\{\w+\}|<[^<>]*>?|\*+)$/;

/** Whether a text stands for a credential without being one; so does the name of a setting for one. */
export function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text.trim()) || (/^\w+(\.\w+)+$/.test(text) && namesCredential(text));
}

/** Whether whatever has this name is a credential, such as `spark.hadoop.fs.s3a.secret.key`. */
export function namesCredential(name: string): boolean {
  return (
    /(^|[._-])(password|passwd|passphrase|token|client[._-]?secret|secret[._-]?(access[._-]?)?key|api[._-]?key|integration[._-]?key)$/i.test(
      name,
    ) || /(^|\.)account\.key\./.test(name)
  );
}

/** What looks like a credential in a text, in the order of {@link PATTERNS}. */
export function findCredentials(text: string, language: 'code' | 'value'): FoundCredential[] {
  const unquoted = language === 'code' ? [] : [{ what: 'a password or key', pattern: UNQUOTED }];
  return [...PATTERNS, ...unquoted].flatMap(({ what, pattern }) =>
    [...text.matchAll(pattern)].flatMap(({ groups, index }) =>
      isPlaceholder(groups?.hidden ?? '') ? [] : [{ what, excerpt: `${groups?.shown}****`, index }],
    ),
  );
}
