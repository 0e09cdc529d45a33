import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { didYouMean } from '../../terminal/suggestion';
import { UserError } from '../../terminal/user-error';

const ENDING = '_events.jsonl';

/**
 * Recorded messages: a directory with a file `<topic>.jsonl` for each topic, one message a line, in the order
 * of delivery.
 *
 * A line is everything between two line feeds, as bytes: an empty line is an empty message, and a line that is
 * not valid JSON, or not valid UTF-8, is a message like any other. The line feed that ends the last line does
 * not begin a second one. A topic without a file has no messages. A file `<topic>.times` may tell when a broker
 * received each of them, in milliseconds since 1970, one a line; without it they have the time of the replay.
 */
export class Recording {
  private constructor(
    readonly directory: string,
    /** File by topic, for the topics that have one. */
    private readonly files: ReadonlyMap<string, string>,
    /** Entries of the directory that are no recorded topic. */
    readonly ignored: readonly string[],
  ) {}

  /** Opens a directory whose files must fit the topics of the pipeline. */
  static open(directory: string, topics: readonly string[]): Recording {
    const recorded = recordedFiles(directory);
    const unknown = recorded.filter((entry) => !topics.includes(topicOf(entry)));
    if (unknown.length > 0) throw unknownTopics(directory, unknown, topics);
    const files = new Map(recorded.map((entry) => [topicOf(entry), path.join(directory, entry)]));
    const times = recorded.map((entry) => `${topicOf(entry)}.times`);
    const others = readdirSync(directory).filter((entry) => ![...recorded, ...times].includes(entry));
    return new Recording(directory, files, others.sort());
  }

  /** Opens a directory that a simulation wrote, whether or not the pipeline reads all of its topics. */
  static ofSimulation(directory: string, topics: readonly string[]): Recording {
    const files = topics.map((topic) => [topic, path.join(directory, `${topic}.jsonl`)] as const);
    return new Recording(directory, new Map(files.filter(([, file]) => existsSync(file))), []);
  }

  /** The file of a topic, if it has one. */
  file(topic: string): string | undefined {
    return this.files.get(topic);
  }

  /** Length of a topic's file in bytes, at this moment. */
  bytes(topic: string): number {
    const file = this.files.get(topic);
    return file === undefined ? 0 : statSync(file).size;
  }
}

/** The files of a recording; a directory that cannot be one is an error. */
export function recordedFiles(directory: string): string[] {
  if (!existsSync(directory))
    throw new UserError(`There is no directory ${directory} to replay events from.`);
  if (!statSync(directory).isDirectory()) {
    throw new UserError(
      `${directory} is a file, but --events takes the directory that holds the files of all topics: try ${path.dirname(directory)}.`,
    );
  }
  const entries = readdirSync(directory).sort();
  const recorded = entries.filter((entry) => entry.endsWith(ENDING));
  const directories = recorded.filter((entry) => !statSync(path.join(directory, entry)).isFile());
  if (directories.length > 0) {
    throw new UserError(
      directories
        .map((entry) => `${path.join(directory, entry)} is not a file. A recording has one file per topic.`)
        .join('\n'),
    );
  }
  for (const entry of recorded) accessSync(path.join(directory, entry), constants.R_OK);
  if (recorded.length > 0) return recorded;
  const found = entries.length === 0 ? 'it is empty' : `it has ${shorten(entries)}`;
  throw new UserError(
    `${directory} holds no recorded topic: ${found}.\n  A recording has a file named <topic>.jsonl for each topic, such as page_view${ENDING}.`,
  );
}

function unknownTopics(directory: string, files: readonly string[], topics: readonly string[]): UserError {
  const problems = files.map((file) => {
    const topic = topicOf(file);
    return `${path.join(directory, file)}: the pipeline reads no topic '${topic}'.${didYouMean(topic, topics)}`;
  });
  return new UserError(`${problems.join('\n')}\n  A recording has files named ${namesOf(topics)}.`);
}

function namesOf(topics: readonly string[]): string {
  return topics.map((topic) => `${topic}.jsonl`).join(', ');
}

function topicOf(file: string): string {
  return file.slice(0, -'.jsonl'.length);
}

function shorten(entries: readonly string[]): string {
  const shown = entries.slice(0, 5).join(', ');
  return entries.length > 5 ? `${shown} and ${entries.length - 5} more` : shown;
}
