import { refusalOf } from '../../../tools/deploy/approval';
import type { DeploymentAction } from '../../../tools/deploy/requested-deployment';
import type { Finding } from '../../../tools/review/finding';
import type { Severity } from '../../../tools/review/finding-kinds';
import type { Review } from '../../../tools/review/review';

const review = (severity: Severity, findings: readonly Finding[] = []): Review => ({
  source: 'plan',
  headline: '',
  severity,
  hasChanges: true,
  pipelines: [],
  findings,
  accepted: [],
  remarks: [],
});

/** What is refused if somebody types this; the question is kept. */
const asked = async (
  subject: Review,
  typed: string | undefined,
  yes = false,
  action: DeploymentAction = 'deploy',
) => {
  const questions: string[] = [];
  const refusal = await refusalOf(subject, {
    action,
    environment: 'prod',
    yes,
    ask: async (question) => {
      questions.push(question);
      return typed;
    },
  });
  return { refusal, questions };
};

describe('the approval of a deployment', () => {
  it.each(['y', 'yes', 'YES '])('is a yes to what puts no data at risk: %s', async (typed) => {
    const { refusal, questions } = await asked(review('attention'), typed);

    expect(refusal).toBeUndefined();
    expect(questions).toEqual(['Deploy this to prod? (y/N) ']);
  });

  it.each(['', 'n', 'prod', undefined])('is refused by anything else: %s', async (typed) => {
    expect((await asked(review('safe'), typed)).refusal).toBe('Nothing was deployed.');
  });

  it('is the name of the environment where data is at risk', async () => {
    const { refusal, questions } = await asked(review('data at risk'), 'prod');

    expect(refusal).toBeUndefined();
    expect(questions[0]).toContain('Type the name of the environment (prod)');
    expect((await asked(review('data at risk'), 'y')).refusal).toBe(
      "'prod' was not typed, nothing was deployed.",
    );
    expect((await asked(review('data at risk'), 'staging')).refusal).toMatch(/nothing was deployed/);
  });

  it('is the name of the environment for every destruction, unless --yes is given', async () => {
    const { refusal, questions } = await asked(review('attention'), 'y', false, 'destroy');

    expect(refusal).toBe("'prod' was not typed, nothing was destroyed.");
    expect(questions).toEqual(['Type the name of the environment (prod) to destroy all of this: ']);
    expect((await asked(review('attention'), 'prod', false, 'destroy')).refusal).toBeUndefined();
    expect(await asked(review('data at risk'), undefined, true, 'destroy')).toEqual({
      refusal: undefined,
      questions: [],
    });
  });

  it('is asked of nobody with --yes, which accepts only what is safe', async () => {
    expect(await asked(review('safe'), undefined, true)).toEqual({ refusal: undefined, questions: [] });
  });

  it('is refused with --yes by what nobody named, with what would name it', async () => {
    const findings: Finding[] = [
      { kind: 'recomputed', dataset: 'gold_songs', what: '', why: '' },
      { kind: 'pipeline-deleted', address: 'databricks_pipeline.pipeline', what: '', why: '' },
      { kind: 'safe-change', what: '', why: '' },
    ];
    const { refusal, questions } = await asked(review('data at risk', findings), 'prod', true);

    expect(questions).toEqual([]);
    expect(refusal).toBe(
      [
        'Nothing was deployed: --yes deploys only safe changes and findings accepted with --allow. Not accepted:',
        '  --allow recomputed=gold_songs',
        '  --allow pipeline-deleted=databricks_pipeline.pipeline',
      ].join('\n'),
    );
  });
});
