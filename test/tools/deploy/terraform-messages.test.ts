import { explained, withExplanation } from '../../../tools/deploy/terraform-explanations';
import { type Diagnostic, messageIn } from '../../../tools/deploy/terraform-messages';

const error = (summary: string, address?: string): Diagnostic => ({
  severity: 'error',
  summary,
  detail: '',
  ...(address ? { address } : {}),
});

describe('errors of Terraform', () => {
  it('are shown once each, with the resources that they are about', () => {
    const rejected = 'cannot read schema: Invalid access token.';
    const addresses = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `databricks_schema.${name}`);
    const text = explained([...addresses.map((address) => error(rejected, address)), error('other')], '');

    expect(text.split(rejected)).toHaveLength(2);
    expect(text).toContain('databricks_schema.e and 2 more');
    expect(text).toMatch(/^Databricks rejected the credentials\./);
    expect(text).toMatch(/\n\nError: other$/);
  });

  it('are not warnings', () => {
    expect(explained([{ ...error('deprecated'), severity: 'warning' }], '')).toBe('');
  });

  it.each([
    ['Error: Backend configuration changed', /init -migrate-state.*init -reconfigure/],
    ['Error: Instance cannot be destroyed', /protected resource.*Revert the change/],
    ['Error: Error acquiring the state lock', /force-unlock/],
    ['Error: Failed to query available provider packages', /Use a mirror/],
    ['cannot create job: User does not have CAN_MANAGE permission', /lacks a right/],
  ])('have an explanation in front: %s', (text, explanation) => {
    const [first = '', ...rest] = withExplanation(text, 'cdktf.out/stacks/dev').split('\n\n');

    expect(first).toMatch(explanation);
    expect(rest).toEqual([text]);
  });

  it('are shown as they are if there is none', () => {
    expect(withExplanation('Error: cannot create alert', '')).toBe('Error: cannot create alert');
  });
});

describe('a line of Terraform', () => {
  const line = (content: object) => messageIn(JSON.stringify(content));

  it('is an error, the progress of a resource, or a message', () => {
    const hook = { resource: { addr: 'databricks_job.job' } };

    expect(line({ diagnostic: { severity: 'error', summary: 'no' } })).toEqual({
      kind: 'diagnostic',
      severity: 'error',
      summary: 'no',
      detail: '',
    });
    expect(line({ type: 'apply_errored', hook, '@message': 'job: Creation errored' })).toEqual({
      kind: 'progress',
      state: 'failed',
      address: 'databricks_job.job',
      text: 'job: Creation errored',
    });
    expect(line({ type: 'log', '@message': 'Interrupt received.' })).toEqual({
      kind: 'log',
      text: 'Interrupt received.',
    });
  });

  it('is left out if the review shows it, and shown if it is no JSON', () => {
    expect(line({ type: 'planned_change', '@message': 'job: Plan to create' })).toBeUndefined();
    expect(messageIn('panic: runtime error')).toEqual({ kind: 'log', text: 'panic: runtime error' });
    expect(messageIn('')).toBeUndefined();
  });
});
