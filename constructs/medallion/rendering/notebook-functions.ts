import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KafkaStream } from '../datasets/kafka-stream';
import { Quarantine } from '../datasets/quarantine';
import { StreamingTable } from '../datasets/streaming-table';
import type { Dataset } from '../graph';
import { KAFKA_READER_OPTIONS } from '../kafka-settings';
import { type PythonImport, parsePython } from '../sources/python-module';
import { pythonDict } from './python-code';

/** Python functions that a notebook needs for some of its datasets. */
export interface NotebookFunctions {
  /** Heading and a short explanation, in Markdown. */
  readonly heading: readonly string[];
  readonly imports: readonly PythonImport[];
  readonly code: string;
}

const READER_OPTIONS = `# Options of the Kafka reader, by key of the pipeline's configuration.
KAFKA_READER_OPTIONS = ${pythonDict(KAFKA_READER_OPTIONS)}


`;

const KAFKA = functions(
  'read_topic.py',
  [
    '## Reading from Kafka',
    '',
    "Connection settings and limits come from the pipeline's configuration, and passwords from the secrets that it names.",
  ],
  READER_OPTIONS,
);
const DEDUPLICATION = functions('read_once.py', [
  '## Deduplication',
  '',
  'Producers deliver at least once, so repeated deliveries are dropped.',
]);
const QUARANTINE = functions('rejected_rows.py', [
  '## Quarantine',
  '',
  'Dropped rows are kept, with the names of the rules they failed.',
]);

/** Return the functions that a notebook of these datasets needs, in order. */
export function notebookFunctions(datasets: readonly Dataset[]): NotebookFunctions[] {
  return [
    ...(datasets.some((dataset) => dataset instanceof KafkaStream) ? [KAFKA] : []),
    ...(datasets.some((dataset) => dataset instanceof StreamingTable && dataset.deduplicate)
      ? [DEDUPLICATION]
      : []),
    ...(datasets.some((dataset) => dataset instanceof Quarantine) ? [QUARANTINE] : []),
  ];
}

/** Read functions from a file in `python/`, which the project's linter and formatter check. */
function functions(file: string, heading: readonly string[], before = ''): NotebookFunctions {
  const { imports, body } = parsePython(readFileSync(join(__dirname, 'python', file), 'utf8'));
  return { heading, imports, code: before + body };
}
