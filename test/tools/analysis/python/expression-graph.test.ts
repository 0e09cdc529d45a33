import { ExpressionGraph, nodesOf } from '../../../../tools/analysis/python/expression-graph';

const graph = new ExpressionGraph();

test('what says the same is one object', () => {
  const node = () => graph.node('operator', '+', [graph.node('number', '1'), graph.node('number', '2')]);
  expect(node()).toBe(node());
});

test('what says something else is another one', () => {
  const one = graph.node('number', '1');
  expect(graph.node('text', '1')).not.toBe(one);
  expect(graph.node('list', '', [one])).not.toBe(graph.node('tuple', '', [one]));
  expect(graph.node('list', '', [one])).not.toBe(graph.node('list', '', [one, one]));
});

test('parts come before what they are part of, each once', () => {
  const part = graph.node('column', 'a');
  const whole = graph.node('list', '', [part, graph.node('call', 'f', [part])]);
  expect(nodesOf(whole).map(({ label }) => label)).toEqual(['a', 'f', '']);
});

test('deep expressions do not end the program', () => {
  let node = graph.node('number', '0');
  for (let depth = 0; depth < 20_000; depth += 1) node = graph.node('call', 'f', [node]);
  expect(nodesOf(node)).toHaveLength(20_001);
});
