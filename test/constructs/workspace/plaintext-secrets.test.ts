import { Notebook } from '@cdktf/provider-databricks/lib/notebook';
import { Pipeline } from '@cdktf/provider-databricks/lib/pipeline';
import { DatabricksProvider } from '@cdktf/provider-databricks/lib/provider';
import { Secret } from '@cdktf/provider-databricks/lib/secret';
import { S3Backend, Token } from 'cdktf';
import { plaintextSecretProblems } from '../../../constructs/workspace/plaintext-secrets';
import { projectFixture, shopWithOrders } from '../medallion/smallest-datasets';

const FIX = 'Store it in a secret scope, and read it with dbutils.secrets.get.';

/** Made up, and put together here, so that nobody who searches the project for credentials finds any. */
const HEX = '0123456789abcdef'.repeat(2);
const LONG = 'Zm9vYmFy'.repeat(5);
const HIDDEN = [HEX, LONG, 'hunter2', 'Q7'.repeat(8)];

const stack = () => projectFixture().addStack();

/** What is found in one value of the configuration of a pipeline. */
const problemsWith = (value: string, key = 'shop.setting'): string[] => {
  const dev = stack();
  new Pipeline(dev, 'shop', { name: 'shop', configuration: { [key]: value } });
  return plaintextSecretProblems(dev);
};

/** What is found in a notebook. */
const problemsInCode = (...lines: string[]): string[] => {
  const dev = stack();
  new Notebook(dev, 'raw', {
    path: '/raw',
    language: 'PYTHON',
    contentBase64: Token.asString({
      creationStack: [],
      resolve: () => Buffer.from(lines.join('\n')).toString('base64'),
    }),
  });
  return plaintextSecretProblems(dev);
};

describe('a credential in plain text', () => {
  it.each([
    [
      'a JAAS configuration',
      'org.apache.kafka.LoginModule required username="shop" password="hunter2";',
      'a password or key',
      'password="****',
    ],
    ['an option', 'user=shop;password=hunter2', 'a password or key', 'password=****'],
    ['JSON', '{"user": "shop", "client_secret": "hunter2"}', 'a password or key', 'client_secret": "****'],
    [
      'JSON in JSON',
      JSON.stringify(JSON.stringify({ clientSecret: 'hunter2' })),
      'a password or key',
      String.raw`clientSecret\":\"****`,
    ],
    [
      'a URL',
      'jdbc:postgresql://shop:hunter2@db.example.com/shop',
      'a URL with a password',
      'postgresql://shop:****',
    ],
    ['a token of Databricks', `dapi${HEX}`, 'a Databricks token', 'dapi****'],
    ['a key of AWS', `key AKIA${'Q7'.repeat(8)}`, 'an AWS access key', 'AKIA****'],
    [
      'a connection string',
      `Endpoint=sb://x;SharedAccessKey=${LONG}=`,
      'an Azure Storage or Event Hubs key',
      'SharedAccessKey=****',
    ],
    [
      'a signed URL',
      `https://x.blob.core.windows.net/c?sv=2024&sig=${LONG}%3D`,
      'an Azure shared access signature',
      '&sig=****',
    ],
    [
      'a webhook',
      `https://hooks.slack.com/services/T0/B0/${LONG}`,
      'a webhook URL, which anyone can post to',
      'https://hooks.slack.com/services/****',
    ],
    ['a token of GitHub', `ghp_${HEX}1234`, 'a GitHub token', 'ghp_****'],
    [
      'a private key',
      `-----BEGIN RSA PRIVATE KEY-----\n${LONG}`,
      'a private key',
      '-----BEGIN RSA PRIVATE KEY-----****',
    ],
  ])('is found as %s', (_form, value, what, excerpt) => {
    const [problem, ...others] = problemsWith(value);

    expect(others).toEqual([]);
    expect(problem).toContain(`shop: configuration.shop.setting has ${what} in plain text: `);
    expect(problem).toContain(`${excerpt}. ${FIX}`);
    for (const hidden of HIDDEN) expect(problem).not.toContain(hidden);
  });

  it.each([
    'kafka.ssl_keystore_password',
    'spark.hadoop.fs.s3a.secret.key',
    'spark.hadoop.fs.azure.account.key.shop.dfs.core.windows.net',
    'shop.api-key',
  ])('is found by the name of what it is given to: %s', (key) => {
    expect(problemsWith('hunter2', key)).toEqual([
      `shop: configuration.${key} is a credential in plain text. ${FIX}`,
    ]);
  });

  it('is found in a notebook, where the text is encoded', () => {
    expect(problemsInCode('# A notebook', 'OPTIONS = {"password": "hunter2"}')).toEqual([
      `raw: content_base64 has a password or key in plain text on line 2 of the file: password": "****. ${FIX}`,
    ]);
  });

  it('is found as the value of a secret', () => {
    const dev = stack();
    new Secret(dev, 'jaas', { scope: 'shop', key: 'jaas', stringValue: 'hunter2' });

    expect(plaintextSecretProblems(dev)).toEqual([
      `jaas: string_value is a credential in plain text. ${FIX}`,
    ]);
  });

  it('is found where Terraform itself signs in', () => {
    const dev = stack();
    new DatabricksProvider(dev, 'databricks', { host: 'https://example.com', clientSecret: 'hunter2' });
    new S3Backend(dev, { bucket: 'state', key: 'shop', secretKey: 'hunter2' });

    expect(plaintextSecretProblems(dev)).toEqual(
      ['terraform.backend.s3.secret_key', 'provider.databricks.0.client_secret'].map(
        (attribute) =>
          `dev: ${attribute} is a credential in plain text. Remove it: credentials come from environment variables or a profile.`,
      ),
    );
  });

  it('is found in every place', () => {
    expect(problemsWith(`user=shop;password=hunter2;token=dapi${HEX}`)).toHaveLength(2);
    expect(problemsInCode('password="a"', 'password="b"')).toHaveLength(2);
  });
});

describe('no credential', () => {
  it.each([
    ['kafka.sasl_jaas_config', 'LoginModule required username="shop" password="<secret:shop/kafka>";'],
    ['kafka.ssl_keystore_password', '<secret:shop/keystore>'],
    ['spark.shop.password', '{{secrets/shop/password}}'],
    ['shop.password', Token.asString('${' + 'var.password}')],
    ['shop.note', 'Set password=<your password>, or password="<secret:shop/password>".'],
    ['shop.url', 'https://login.example.com:443/oauth2/token?tenant=shop@example.com'],
    ['shop.token_count', '12'],
    ['shop.tokens', 'tokens'],
  ])('is what stands for one, or only sounds like it: %s', (key, value) => {
    expect(problemsWith(value, key)).toEqual([]);
  });

  it('is what passes one on to the reader of Kafka', async () => {
    expect(problemsInCode(await shopWithOrders().shop.artefact('raw.py'))).toEqual([]);
  });

  it('is code that handles one', () => {
    expect(
      problemsInCode(
        'def connect(password: str, token: str | None = None) -> None:',
        '    session(password=password, secret_key=key(), url=f"https://{host}")',
        '    jaas = f\'LoginModule required password="{password}";\'',
        '    secret = dbutils.secrets.get(scope="shop", key="password")',
      ),
    ).toEqual([]);
  });
});
