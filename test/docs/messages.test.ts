import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const PROJECT = path.resolve(__dirname, '..', '..');

/** Messages of Terraform and Databricks, which no file of the project contains. */
const OF_OTHERS = [
  ...['terraform init failed', 'Failed to query available provider packages', 'terraform plan failed'],
  ...['Instance cannot be destroyed', 'Error acquiring the state lock', 'Secret does not exist'],
  ...['No LoginModule found', 'unable to find LoginModule class', 'Not authorized to access group'],
];

/** All code that writes messages, with texts that are broken over lines put together. */
const code = execFileSync('git', ['ls-files', 'tools', 'constructs'], { cwd: PROJECT, encoding: 'utf8' })
  .split('\n')
  .filter((file) => /\.(?:ts|mjs|py)$/.test(file))
  .map((file) => readFileSync(path.join(PROJECT, file), 'utf8'))
  .join('\n')
  .replaceAll(/['"`]\s*\+?\s*\n\s*f?['"`]/g, '')
  .replaceAll("\\'", "'");

it('messages that troubleshooting quotes are messages of the project, with … for names', () => {
  const symptoms = readFileSync(path.join(PROJECT, 'docs', 'troubleshooting.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split(' | ', 1)[0] ?? '');
  const quoted = symptoms.flatMap((symptom) =>
    [...symptom.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text),
  );
  const parts = quoted.flatMap((text) => text.split('…').map((part) => part.trim()));

  expect(quoted.length).toBeGreaterThan(20);
  expect(parts.filter((part) => !OF_OTHERS.includes(part) && !code.includes(part))).toEqual([]);
});
