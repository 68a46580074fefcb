import { describe, test } from 'node:test'
import { checkEdges, checkMarks } from './check.ts'

const tasks = (...names: string[]): string => names.map(name => `task ${name}: shell { run: "true" }`).join('\n')
/** A dag of some tasks and other statements. */
const dag = (names: string, body: string): string => `dag d {\n${tasks(...names.split(' ').filter(Boolean))}\n${body}\n}\n`

/** Statements of a dag, and the edges they make. */
function table(name: string, rows: readonly (readonly [title: string, tasks: string, body: string, edges: string])[]): void {
  describe(name, () => {
    for (const [title, names, body, edges] of rows) test(title, () => checkEdges(dag(names, body), edges))
  })
}

table('written edges', [
  ['one', 'a b', 'a -> b', 'a->b'],
  ['a chain', 'a b c', 'a -> b -> c', 'a->b; b->c'],
  ['the product of neighbours', 'a b c x y', '[a, b] -> c -> [x, y]', 'a->c; b->c; c->x; c->y'],
  ['a product of two lists', 'a b x y', '[a, b] -> [x, y]', 'a->x; a->y; b->x; b->y'],
  ['a list of one', 'a b', '[a] -> [b,]', 'a->b'],
  ['after', 'a b c', 'task z: shell { run: "true" after: [a, b] }', 'a->z; b->z'],
  ['the same edge twice', 'a b', 'a -> b\na -> b\n[a, a] -> b', 'a->b'],
  ['none', 'a b', '', ''],
  [
    'into groups',
    'a',
    `group g { ${tasks('b', 'c')} group h { ${tasks('e')} } b -> h.e }\na -> g.b -> g.c\ng.h.e -> g.c`,
    'g.b->g.h.e; a->g.b; g.b->g.c; g.h.e->g.c',
  ],
  ['from inside a group to the outside', 'a', `group g { ${tasks('b')} a -> b }`, 'a->g.b'],
])

table('groups', [
  ['before an arrow: the last tasks', 'x', `group g { ${tasks('a', 'b', 'c')} a -> b }\ng -> x`, 'g.a->g.b; g.b->x; g.c->x'],
  ['after an arrow: the first tasks', 'x', `group g { ${tasks('a', 'b', 'c')} a -> b }\nx -> g`, 'g.a->g.b; x->g.a; x->g.c'],
  ['edges outside do not count', 'x y', `group g { ${tasks('a', 'b')} }\nx -> g.a -> y\ng -> y`, 'x->g.a; g.a->y; g.b->y'],
  [
    'edges of every kind count',
    'x y',
    `group g { ${tasks('a')} task b: shell { run: "true" after: [a] } task c: js { script: "a.mjs" params: { n: b.n } } }\nx -> g -> y`,
    'g.a->g.b; g.b->g.c; x->g.a; g.c->y',
  ],
  [
    'a group of groups',
    'x y',
    `group g { group h { ${tasks('a', 'b')} a -> b } group i { ${tasks('c')} } h -> i }\nx -> g -> y`,
    'g.h.a->g.h.b; g.h.b->g.i.c; x->g.h.a; g.i.c->y',
  ],
  [
    'an inner group by itself',
    'x',
    `group g { ${tasks('c')} group h { ${tasks('a', 'b')} } c -> h }\nx -> g.h`,
    'g.c->g.h.a; g.c->g.h.b; x->g.h.a; x->g.h.b',
  ],
  [
    'group to group',
    '',
    `group g { ${tasks('a', 'b')} }\ngroup h { ${tasks('c', 'e')} }\ng -> h`,
    'g.a->h.c; g.a->h.e; g.b->h.c; g.b->h.e',
  ],
  ['in a list', 'x z', `group g { ${tasks('a', 'b')} }\n[x, g] -> z`, 'x->z; g.a->z; g.b->z'],
  ['after of a group', 'x', `group g { after: [x] ${tasks('a', 'b')} a -> b }`, 'g.a->g.b; x->g.a'],
  ['after a group', '', `group g { ${tasks('a', 'b')} }\ntask z: shell { run: "true" after: [g] }`, 'g.a->z; g.b->z'],
  ['when of a group reads an output', 'x', `group g { when: x.ok == 1 ${tasks('a', 'b')} a -> b }`, 'g.a->g.b; x->g.a; x->g.b'],
])

table('what is empty passes the order through', [
  ['an empty group', 'x y', 'group g { }\nx -> g -> y', 'x->y'],
  ['empty groups in a row', 'x y', 'group g { }\ngroup h { group i { } }\nx -> g -> h -> y', 'x->y'],
  ['an inner empty group', 'x y', `group g { ${tasks('a')} group h { } a -> h }\nx -> g -> y`, 'x->g.a; g.a->y'],
  ['only empty groups in it', 'x y', 'group g { group h { } group i { } h -> i }\nx -> g -> y', 'x->y'],
  ['beside others', 'x y z', 'group g { }\n[x, y] -> g -> z', 'x->z; y->z'],
  ['an empty matrix', 'x y', 'task m: js { script: "a.mjs" matrix: { n: [] } }\nx -> m -> y', 'x->y'],
  ['a group of empty matrices', 'x y', 'group g { task m: js { script: "a.mjs" matrix: { n: [] } } }\nx -> g -> y', 'x->y'],
  [
    'with an empty matrix in a group',
    'x y',
    `group g { ${tasks('a')} task m: js { script: "a.mjs" matrix: { n: [] } } a -> m }\nx -> g -> y`,
    'x->g.a; g.a->y',
  ],
  [
    'by after and outputs',
    'x',
    'task m: js { script: "a.mjs" matrix: { n: [] } after: [x] }\ntask y: js { script: "a.mjs" params: { o: m.o } }',
    'x->y',
  ],
  ['with nothing on one side', 'x', 'group g { }\nx -> g', ''],
  ['a diamond of empties', 'x y', 'group a { }\ngroup b { }\nx -> [a, b] -> y', 'x->y'],
])

table('outputs', [
  [
    'in params, when, strings and lets',
    'a b c e',
    `let n = c.x
task z: js { script: "a.mjs" params: { x: a.x, y: "\${b.x}", n } when: e.ok == 1 }`,
    'a->z; b->z; c->z; e->z',
  ],
  ['through lets of lets', 'a', 'let x = y\nlet y = { z: a.n }\ntask z: js { script: "a.mjs" params: { v: x.z } }', 'a->z'],
  ['in a branch that is not taken', 'a b', 'task z: js { script: "a.mjs" params: { v: false ? a.x : b.x } }', 'a->z; b->z'],
  ['of a task in a group', '', `group g { ${tasks('a', 'b')} }\ntask z: js { script: "a.mjs" params: { v: g.a.x } }`, 'g.a->z'],
  ['in defaults', 'a', 'defaults js { timeout: a.t }\ntask z: js { script: "a.mjs" }', 'a->z'],
  ['in any property that may have one', 'a', 'task z: shell { run: a.script retries: a.n timeout: a.t cwd: a.d env: { X: a.e } }', 'a->z'],
  ['a let that is not read makes none', 'a', 'let x = a.n\ntask z: shell { run: "true" }', ''],
  ['on a target', 'a', 'task z: js { script: "a.mjs" on local { params: { v: a.x } } }', 'a->z'],
])

describe('what waits for itself', () => {
  test('a task', () =>
    checkMarks(`dag d {
  task a: shell { run: "true" after: [a] }                 //! self-dependency@39
  task b: js { script: "a.mjs" params: { x: b.x } }        //! self-dependency@45
  task c: js { script: "a.mjs" when: n == 1 }              //! self-dependency@38
  let n = c.x
  task e: shell { run: "true" }
  e -> e                                                   //! self-dependency@8
  [e, a] -> [a, b]                                         //! self-dependency@14
  task f: shell { run: "\${f.x}" on local { run: "\${f.y}" } }   //! self-dependency@27, self-dependency@52
}
`))
  test('a group and what is in it', () =>
    checkMarks(`dag d {
  group g {
    after: [h]                                             //! self-dependency@13
    task a: shell { run: "true" after: [g] }               //! self-dependency@41
    group h {
      task b: shell { run: "true" }
      after: [a]
    }
    g -> x                                                 //! self-dependency@10
    task x: shell { run: "true" }
  }
  g -> g                                                   //! self-dependency@8
  g -> g.a                                                 //! self-dependency@8
  g.h.b -> g                                               //! self-dependency@12
  group i { when: c.n == 1 task c: js { script: "a.mjs" } }     //! self-dependency@19
}
`))
})

describe('cycles', () => {
  test('at the last in the file of the references that form it', () =>
    checkMarks(`dag d {
  ${tasks('a', 'b', 'c')}
  a -> b -> c
  c -> a            //! cycle@8
}
`))
  test('on one line', () => checkMarks(`dag d {\n${tasks('a', 'b')}\n  a -> b -> a    //! cycle@13\n}\n`))
  test('whatever the order of the statements', () =>
    checkMarks(`dag d {
  c -> a
  b -> c
  ${tasks('a', 'c')}
  task b: shell { run: "true" after: [a] }   //! cycle@39
}
`))
  test('of outputs', () =>
    checkMarks(`dag d {
  task a: js { script: "a.mjs" params: { x: b.x } }
  task b: js { script: "a.mjs" params: { x: a.x } }        //! cycle@45
}
`))
  test('through groups', () =>
    checkMarks(`dag d {
  ${tasks('x')}
  group g { ${tasks('a', 'b')} }
  g.a -> x
  x -> g.b
  g -> x            //! cycle
}
`))
  test('no cycle through a group whose parts are apart', () =>
    checkMarks(`dag d {
  ${tasks('x')}
  group g { ${tasks('a', 'b')} }
  g.a -> x -> g.b
}
`))
  test('through groups in groups', () =>
    checkMarks(`dag d {
  group g { group h { ${tasks('a')} } ${tasks('b')} }
  group i { ${tasks('c')} }
  g.h -> i
  i -> g.b
  g.b -> g.h.a      //! cycle@10
}
`))
  test('through what is empty', () =>
    checkMarks(`dag d {
  ${tasks('a', 'b')}
  group g { }
  a -> b
  b -> g -> a       //! cycle@13
}
`))
  test('two cycles are two, of one component the shortest', () =>
    checkMarks(`dag d {
  ${tasks('a', 'b', 'c', 'e', 'f')}
  a -> b -> a       //! cycle@13
  c -> e -> f
  f -> c
  e -> c            //! cycle@8
}
`))
  test('it leaves the other checks alone', () =>
    checkMarks(`dag d {
  task a: shell { run: "true" bogus: 1 }       //! unknown-property
  task b: shell { run: "true" }
  a -> b -> a -> nosuch                        //! cycle@13, unknown-name@18
}
`))
  test('a matrix is one task', () =>
    checkMarks(`dag d {
  task a: js { script: "a.mjs" matrix: { n: [1, 2] } params: { n } }
  task b: js { script: "a.mjs" matrix: { n: [1, 2] } params: { n, x: a.x } }
  b -> a            //! cycle@8
}
`))
})
