import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Recording } from '../../../../tools/local/kafka/recording';
import { temporaryDirectory } from '../../support/temporary-directory';

const TOPICS = ['page_view_events', 'listen_events'];

const recordingWith = (...files: string[]): string => {
  const directory = path.join(temporaryDirectory(), 'november');
  mkdirSync(directory);
  for (const file of files) writeFileSync(path.join(directory, file), '{}\n');
  return directory;
};
const problemOf = (directory: string): string => {
  try {
    Recording.open(directory, TOPICS);
    return 'none';
  } catch (error) {
    return (error as Error).message.replaceAll(path.dirname(directory), 'recordings');
  }
};

describe('a recording', () => {
  it('has a file for each topic', () => {
    const directory = recordingWith('page_view_events.jsonl', 'listen_events.jsonl');
    const recording = Recording.open(directory, TOPICS);
    expect(TOPICS.map((topic) => recording.file(topic))).toEqual(
      TOPICS.map((topic) => path.join(directory, `${topic}.jsonl`)),
    );
    expect(recording.bytes('page_view_events')).toBe(3);
  });

  it('has no messages in a topic without a file', () => {
    const recording = Recording.open(recordingWith('listen_events.jsonl'), TOPICS);
    expect(recording.file('page_view_events')).toBeUndefined();
    expect(recording.bytes('page_view_events')).toBe(0);
  });

  it('leaves files alone that are no topics, and says which', () => {
    const recording = Recording.open(recordingWith('listen_events.jsonl', 'notes.txt'), TOPICS);
    expect(recording.ignored).toEqual(['notes.txt']);
  });

  it('may say when its messages were received', () => {
    const files = ['listen_events.jsonl', 'listen_events.times', 'page_view_events.times'];
    expect(Recording.open(recordingWith(...files), TOPICS).ignored).toEqual(['page_view_events.times']);
  });

  it('cannot be a directory that does not exist, or a file', () => {
    const directory = recordingWith('listen_events.jsonl');
    expect(problemOf(`${directory}-2`)).toMatchInlineSnapshot(
      `"There is no directory recordings/november-2 to replay events from."`,
    );
    expect(problemOf(path.join(directory, 'listen_events.jsonl'))).toContain(
      'listen_events.jsonl is a file, but --events takes the directory that holds the files of all topics: try ',
    );
  });

  it('cannot be a directory without any topic', () => {
    expect(problemOf(recordingWith())).toMatchInlineSnapshot(`
      "recordings/november holds no recorded topic: it is empty.
        A recording has a file named <topic>.jsonl for each topic, such as page_view_events.jsonl."
    `);
    expect(problemOf(recordingWith('page_views.jsonl', 'listens.json'))).toMatchInlineSnapshot(`
      "recordings/november holds no recorded topic: it has listens.json, page_views.jsonl.
        A recording has a file named <topic>.jsonl for each topic, such as page_view_events.jsonl."
    `);
  });

  it('cannot have a topic that the pipeline does not read', () => {
    expect(problemOf(recordingWith('listen_events.jsonl', 'page_views_events.jsonl'))).toMatchInlineSnapshot(`
      "recordings/november/page_views_events.jsonl: the pipeline reads no topic 'page_views_events'. Did you mean 'page_view_events'?
        A recording has files named page_view_events.jsonl, listen_events.jsonl."
    `);
  });
});

describe('a recording that a simulation wrote', () => {
  it('may have topics that the pipeline does not read', () => {
    const directory = recordingWith('listen_events.jsonl', 'auth_events.jsonl', 'simulation.json');
    const recording = Recording.ofSimulation(directory, TOPICS);
    expect(recording.file('listen_events')).toBe(path.join(directory, 'listen_events.jsonl'));
    expect(recording.file('page_view_events')).toBeUndefined();
    expect(recording.ignored).toEqual([]);
  });
});
