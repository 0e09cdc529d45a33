import { FunctionReading } from './python-function-fixture';

const read = new FunctionReading();

test.each<[string, string[], string[]]>([
  ['names', ['a = t', 'return a'], ['return t']],
  ['types of names', ['a: int = t', 'return a'], ['return t']],
  ['several targets', ['a = b = t', 'return a, b'], ['return t, t']],
  ['parts of a value', ['a, (b, c) = 1, (2, 3)', 'return [a, b, c]'], ['return [1, 2, 3]']],
  ['parts of a value that is not known', ['a, b = x', 'return b'], ['c, d = x', 'return d']],
  ['a name that grows', ['a = "a"', 'a += "b"', 'return a'], ['return "ab"']],
  [
    'a branch that returns',
    ['if x:', '    return t', 'return u'],
    ['if x:', '    return t', 'else:', '    return u'],
  ],
  ['a branch that gives a value', ['a = t', 'if x:', '    a = u', 'return a'], ['return u if x else t']],
  [
    'branches',
    ['if x:', '    a = 1', 'elif t:', '    a = 2', 'else:', '    a = 3', 'return a'],
    ['if x:', '    return 1', 'if t:', '    return 2', 'return 3'],
  ],
  ['a branch that changes nothing', ['if x:', '    pass', 'return t'], ['return t']],
  [
    'a loop over a list',
    ['a = []', 'for n in ["a", "b"]:', '    a = a + [n]', 'return a'],
    ['return ["a", "b"]'],
  ],
  ['a function within', ['def g(a, b=1):', '    return a + b', 'return g(2)'], ['return 3']],
  ['no value', ['return'], ['return None']],
  ['nothing that is returned', ['a = t'], ['return None']],
])('reads %s', (_what, left, right) => {
  expect(read.body(...left)).toBe(read.body(...right));
});

test.each<[string, string[], string[]]>([
  ['a call for what it does', ['a = [1]', 'a.append(x)', 'return a'], ['a = [1]', 'a.append(t)', 'return a']],
  ['an item that is set', ['a = {}', 'a["b"] = x', 'return a'], ['a = {}', 'a["b"] = t', 'return a']],
  [
    'a loop that is not known',
    ['a = t', 'for n in x:', '    a = a.drop(n)', 'return a'],
    ['a = t', 'for n in u:', '    a = a.drop(n)', 'return a'],
  ],
  [
    'a loop that is left',
    ['for n in [1, 2]:', '    if x:', '        break', 'return n'],
    ['for n in [1, 2]:', '    if t:', '        break', 'return n'],
  ],
  ['while', ['a = 1', 'while x:', '    a += 1', 'return a'], ['a = 1', 'while x:', '    a += 2', 'return a']],
  [
    'try',
    ['try:', '    return t', 'except E:', '    return u'],
    ['try:', '    return t', 'except E:', '    return x'],
  ],
  ['raise', ['if x:', '    raise E', 'return t'], ['if u:', '    raise E', 'return t']],
  ['assert', ['assert x', 'return t'], ['return t']],
  ['del', ['a = x', 'del a', 'return t'], ['return u']],
  [
    'match',
    ['match x:', '    case 1:', '        return t', 'return u'],
    ['match x:', '    case 2:', '        return t', 'return u'],
  ],
])('does not take %s for what it is not', (_what, left, right) => {
  expect(read.body(...left)).not.toBe(read.body(...right));
});
