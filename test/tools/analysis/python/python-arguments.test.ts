import { ExpressionGraph } from '../../../../tools/analysis/python/expression-graph';
import {
  argumentsOf,
  boundParameters,
  inOrder,
  NO_ARGUMENTS,
  type Parameter,
  partsOf,
} from '../../../../tools/analysis/python/python-arguments';

const graph = new ExpressionGraph();
const number = (label: string) => graph.node('number', label);
const [one, two, three] = [number('1'), number('2'), number('3')];
const plain = (name: string, standard?: typeof one): Parameter => ({
  name,
  kind: 'plain',
  ...(standard ? { standard } : {}),
});

const bound = (parameters: readonly Parameter[], args: Parameters<typeof boundParameters>[2]) => {
  const found = boundParameters(graph, parameters, args);
  return found && Object.fromEntries(found);
};

test('parameters take values by place, by name and as they stand', () => {
  const args = { ...argumentsOf(one), keywords: new Map([['c', three]]) };
  expect(bound([plain('a'), plain('b', two), plain('c')], args)).toEqual({ a: one, b: two, c: three });
});

test('the rest is taken together', () => {
  const args = { ...argumentsOf(one, two), keywords: new Map([['k', three]]) };
  const found = bound(
    [plain('a'), { name: 'rest', kind: 'rest' }, { name: 'more', kind: 'other keywords' }],
    args,
  );
  expect(found?.rest).toBe(graph.node('tuple', '', [two]));
  expect(found?.more).toBe(
    graph.node('dictionary', '', [graph.node('entry', '', [graph.node('text', 'k'), three])]),
  );
});

test.each([
  ['one is missing', [plain('a'), plain('b')], argumentsOf(one)],
  ['one is too many', [plain('a')], argumentsOf(one, two)],
  [
    'one has a name that is not known',
    [plain('a')],
    { ...argumentsOf(one), keywords: new Map([['b', two]]) },
  ],
  ['one must be given by name', [{ name: 'a', kind: 'keyword' as const }], argumentsOf(one)],
  ['nobody knows how many there are', [plain('a')], { ...argumentsOf(one), isOpen: true }],
])('a call does not fit if %s', (_what, parameters, args) => {
  expect(bound(parameters, args)).toBeUndefined();
});

test('the order of names does not count', () => {
  const named = (...names: string[]) =>
    partsOf(graph, { ...NO_ARGUMENTS, keywords: new Map(names.map((name) => [name, number(name)])) });
  expect(named('1', '2')).toEqual(named('2', '1'));
});

test('what is given by name stands where it is known to stand', () => {
  const args = {
    ...argumentsOf(one),
    keywords: new Map([
      ['on', two],
      ['how', three],
    ]),
  };
  expect(inOrder(['other', 'on', 'how'], args)).toEqual({
    positional: [one, two, three],
    keywords: new Map(),
    isOpen: false,
  });
  const withGap = { ...argumentsOf(one), keywords: new Map([['how', three]]) };
  expect(inOrder(['other', 'on', 'how'], withGap).keywords.get('how')).toBe(three);
});
