import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { renderJson } from '../../../tools/review/render-json';
import { REVIEW } from './review-fixture';

const SCHEMA = JSON.parse(
  readFileSync(path.join(__dirname, '../../../tools/review/review.schema.json'), 'utf8'),
);

describe('a review as JSON', () => {
  const written = JSON.parse(renderJson(REVIEW, 'prod'));

  it('has the form that is published beside it', () => {
    const validate = new Ajv({ allErrors: true }).compile(SCHEMA);

    expect(validate(written) ? [] : validate.errors).toEqual([]);
  });

  it('says how bad it is, and what of it somebody has accepted', () => {
    expect(written).toMatchObject({
      title: 'prod',
      severity: 'attention',
      exitStatus: 3,
      findings: [
        {
          kind: 'full-refresh-needed',
          accepted: false,
          allow: ['--allow full-refresh-needed=silver_listens'],
        },
        { kind: 'safe-change', accepted: false, allow: [] },
        { kind: 'rule-removed', accepted: true },
      ],
    });
  });

  it('has what happens to each dataset', () => {
    expect(written.pipelines[0].datasets).toMatchObject([
      {
        name: 'silver_listens',
        change: 'changed',
        file: 'notebooks/silver/listens.py',
        diff: expect.stringContaining('@@'),
      },
      { name: 'gold_new', change: 'added' },
      { name: 'gold_old', change: 'removed' },
      { name: 'gold_b', change: 'renamed', previousName: 'gold_a' },
    ]);
  });
});
