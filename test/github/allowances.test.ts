import { allowancesOf } from '../../.github/scripts/allowances';
import { ACCEPTABLE_KINDS } from '../../tools/review/accepted-findings';
import { FINDING_KINDS } from '../../tools/review/finding-kinds';

const MESSAGES = `Drop the table of pages

Nobody reads it.

Allow-Finding: dataset-removed=gold_daily_pages, recomputed=gold_daily_activity
Reviewed-by: somebody

Rank songs anew

* as a squash writes it

allow-finding: recomputed=gold_daily_activity
Allow-Finding: protection-removed=databricks_schema.schema
`;

describe('what commits and people allow', () => {
  it('is named in lines of their own, wherever these stand, each once', () =>
    expect(allowancesOf(MESSAGES, '')).toEqual({
      options: [
        '--allow=dataset-removed=gold_daily_pages',
        '--allow=recomputed=gold_daily_activity',
        '--allow=protection-removed=databricks_schema.schema',
      ],
      problems: [],
    }));

  it('is named in an input, with spaces or commas', () =>
    expect(allowancesOf('', ' recomputed  drift,restart-needed ').options).toEqual([
      '--allow=recomputed',
      '--allow=drift',
      '--allow=restart-needed',
    ]));

  it('is nothing where nobody names anything', () =>
    expect(allowancesOf('Allow everything: dataset-removed=gold_a\nnot Allow-Finding: drift', '')).toEqual({
      options: [],
      problems: [],
    }));

  it.each(ACCEPTABLE_KINDS.filter((kind) => FINDING_KINDS[kind].severity === 'data at risk'))(
    '%s says description about',
    (kind) => {
      expect(allowancesOf(`Allow-Finding: ${kind}`, '').problems).toEqual([
        `--allow '${kind}' puts data at risk and needs a place: ${kind}=<dataset or address>.`,
      ]);
      expect(allowancesOf('', kind).problems).toHaveLength(1);
      expect(allowancesOf('', `${kind}=gold_a`).problems).toEqual([]);
    },
  );

  it('is told what is wrong with it', () =>
    expect(allowancesOf('Allow-Finding: dataset-remove=gold_a', 'drift=').problems).toEqual([
      "--allow 'dataset-remove=gold_a': 'dataset-remove' is not a kind of finding. Did you mean 'dataset-removed'?",
      "--allow 'drift=': the dataset after '=' is missing. Add it, or remove '='.",
    ]));

  it('cannot be anything but an option of --allow', () => {
    const { problems } = allowancesOf('Allow-Finding: --yes $(reboot) ;', '');

    expect(problems).toHaveLength(3);
  });
});
