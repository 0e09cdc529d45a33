import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { environments } from '../../constructs/music-streaming/environment-files';

const all = [...environments()];

describe('the environments', () => {
  it('are the files of the folder, by name, in the order of the alphabet', () => {
    const files = readdirSync(join(__dirname, '..', '..', 'environments'));

    expect(all.map(([name]) => name)).toEqual(files.map((file) => file.replace(/\.ts$/, '')).sort());
    expect(all.map(([name]) => name)).toEqual(['dev', 'prod', 'staging']);
  });

  it('share nothing: each has a workspace, a catalog and a state of its own', () => {
    for (const property of ['host', 'catalog', 'state'] as const) {
      const values = all.map(([, environment]) => JSON.stringify(environment[property]));

      expect(new Set(values).size).toBe(all.length);
    }
  });
});

describe('a selection of environments', () => {
  const before = process.env.ENVIRONMENTS;
  afterEach(() => {
    if (before === undefined) delete process.env.ENVIRONMENTS;
    else process.env.ENVIRONMENTS = before;
  });
  const chosen = (selection: string) => {
    process.env.ENVIRONMENTS = selection;
    return [...environments().keys()];
  };

  it('takes those that are named', () => {
    expect(chosen('prod')).toEqual(['prod']);
    expect(chosen('staging, dev')).toEqual(['dev', 'staging']);
  });

  it('that is empty takes all', () => {
    expect(chosen('')).toEqual(['dev', 'prod', 'staging']);
  });

  it('that names an unknown one says which there are', () => {
    expect(() => chosen('prod,stagging')).toThrow(
      "environment 'stagging': environments/stagging.ts does not exist (dev, prod, staging). Did you mean 'staging'?\n\n1 problem, nothing was written.",
    );
  });
});

describe('dev', () => {
  const dev = all.find(([name]) => name === 'dev')?.[1];

  it("is everybody's own, in development mode, started by hand, and can be destroyed", () => {
    expect(dev).toMatchObject({ perDeveloper: true, development: true, trigger: { kind: 'manual' } });
    expect(dev?.protect ?? false).toBe(false);
  });
});

describe.each(['staging', 'prod'])('%s', (name) => {
  const environment = all.find(([each]) => each === name)?.[1];

  it('encrypts and authenticates its connection to Kafka', () => {
    expect(environment?.kafka.security.kind).toBe('sasl-scram');
  });

  it('is no development, runs as a service principal, and is protected', () => {
    expect(environment?.development ?? false).toBe(false);
    expect(environment?.roles?.owner?.kind).toBe('service-principal');
    expect(environment?.protect).toBe(true);
  });

  it('keeps its state where others can reach it', () => {
    expect(environment?.state.kind).not.toBe('local');
  });

  it('runs by itself, and is watched', () => {
    expect(environment?.trigger.kind).not.toBe('manual');
    expect(environment?.monitoring?.notify).not.toEqual([]);
  });
});
