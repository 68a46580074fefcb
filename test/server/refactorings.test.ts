import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkAction, titlesAt } from './code-actions.ts'

/** At `$0` (to `$1`) the refactoring of that title gives the other text. Both are what is in a dag. */
function checkRefactoring(inside: string, title: string, expected: string): void {
  const file = (content: string): string => `dag d {\n${content}\n}\n`
  checkAction('refactor', file(inside), title, file(expected))
  checkAction('refactor', file(inside).replaceAll('\n', '\r\n'), title, file(expected).replaceAll('\n', '\r\n'))
}

const titles = (inside: string): string[] => titlesAt('refactor', `dag d {\n${inside}\n}\n`)
const tasks = (...names: readonly string[]): string => names.map(name => `  task ${name}: shell { run: "true" }\n`).join('')

test('edges as `after`', () => {
  checkRefactoring(
    `${tasks('a', 'b', 'c')}  a $0-> b -> c`,
    'Write as `after`',
    '  task a: shell { run: "true" }\n  task b: shell { run: "true", after: [a] }\n  task c: shell { run: "true", after: [b] }',
  )
  checkRefactoring(
    `${tasks('a', 'b')}  task c: shell {\n    run: "true"\n    after: [a]\n  }\n  [a, b] $0-> c`,
    'Write as `after`',
    `${tasks('a', 'b')}  task c: shell {\n    run: "true"\n    after: [a, b]\n  }`,
  )
  checkRefactoring(
    `  group g {\n    task a: shell { run: "true" }\n  }\n${tasks('b')}  b $0-> g`,
    'Write as `after`',
    `  group g {\n    after: [b]\n    task a: shell { run: "true" }\n  }\n${tasks('b').trimEnd()}`,
  )
})

test('`after` as edges', () => {
  checkRefactoring(
    `${tasks('a', 'c')}  task b: shell {\n    run: "true"\n    after: [$0a, c]\n  }`,
    'Write as an edge with `->`',
    `${tasks('a', 'c')}  task b: shell {\n    run: "true"\n  }\n  [a, c] -> b`,
  )
  checkRefactoring(
    `${tasks('a')}  group g {\n    after: [$0a]\n    task b: shell { run: "true" }\n  }`,
    'Write as an edge with `->`',
    `${tasks('a')}  group g {\n    task b: shell { run: "true" }\n  }\n  a -> g`,
  )
})

test('chains are split and joined', () => {
  checkRefactoring(`${tasks('a', 'b', 'c')}  a $0-> b -> c`, 'Split into single edges', `${tasks('a', 'b', 'c')}  a -> b\n  b -> c`)
  checkRefactoring(
    `${tasks('a', 'b', 'c')}  a $0-> [b, c]\n  [c, b] -> d -> e`,
    'Join with the next edge',
    `${tasks('a', 'b', 'c')}  a -> [b, c] -> d -> e`,
  )
  assert.deepEqual(titles(`${tasks('a', 'b')}  a $0-> b`), ['Write as `after`'])
  assert.deepEqual(titles(`${tasks('a', 'b', 'c')}  a $0-> b /* why */ -> c`), [])
})

test('what is wrong, or a word of a list, is not given a name', () => {
  assert.deepEqual(titles('  task a: shell { run: "true", retries: "$03" }'), [])
  assert.deepEqual(titles('  task a: shell { run: "true", trigger: "$0all_done" }'), [])
  assert.deepEqual(titles('  task a: shell { run: "tr$0ue'), [])
  assert.deepEqual(titles(`${tasks('a')}  task b: shell { run: "true", after: ["$0a"] }`), [])
})

test('what has a comment at its end stays as it is', () => {
  assert.deepEqual(titles(`${tasks('a', 'b')}  a $0-> b // this matters`), [])
  assert.deepEqual(titles(`${tasks('a')}  task b: shell {\n    run: "true"\n    after: [$0a] // because\n  }`), [])
  assert.deepEqual(titles('  let $0x = "a" // short for it\n  task a: shell { run: x }'), [])
})

test('all redundant edges at once', () => {
  checkRefactoring(
    `${tasks('a', 'b', 'c', 'd')}  a $0-> b -> c -> d\n  a -> c // far\n  a -> d -> e\n  a -> b\n  task e: shell { run: "true", after: [d, c] }`,
    'Remove all redundant edges',
    `${tasks('a', 'b', 'c', 'd')}  a -> b -> c -> d\n  task e: shell { run: "true", after: [d] }`
      .replace('  task e', '  d -> e\n  task e')
      .replace(', after: [d]', ''),
  )
})

test('a value gets a name', () => {
  checkRefactoring(
    '  owner: "x"\n  task a: shell {\n    run: "true"\n    timeout: $01h + 5m$1\n  }',
    'Extract to `let timeout`',
    '  owner: "x"\n  let timeout = 1h + 5m\n  task a: shell {\n    run: "true"\n    timeout: timeout\n  }',
  )
  checkRefactoring(
    '  let a = 1\n  group g {\n    let b = a\n    task t: shell { run: "true", params: { n: $0b + 1$1 } }\n  }',
    'Extract to `let n`',
    '  let a = 1\n  group g {\n    let b = a\n    let n = b + 1\n    task t: shell { run: "true", params: { n } }\n  }',
  )
  checkRefactoring(
    '  let n = 1\n  task t: shell { run: "true", params: { n: $0"x", m: n } }',
    'Extract to `let n2`',
    '  let n = 1\n  let n2 = "x"\n  task t: shell { run: "true", params: { n: n2, m: n } }',
  )
  checkRefactoring('  task t: shell { run: $0"true" }', 'Extract to `let run2`', '  let run2 = "true"\n  task t: shell { run: run2 }')
  assert.deepEqual(titles('  task t: shell { matrix: { n: [1] }, run: "true", params: { x: n $0+ 1 } }'), [])
  assert.deepEqual(titles('  task t: shell { matrix: { n$0: [1] }, run: "true" }'), [])
})

test('at the top of a file the name stands before the declaration', () => {
  checkAction(
    'refactor',
    '/// Where.\ntarget t {\n  project: $0"x"\n}\n',
    'Extract to `let project`',
    'let project = "x"\n/// Where.\ntarget t {\n  project: project\n}\n',
  )
})

test('a let is written where it is used', () => {
  const inlined = '  task a: shell { run: "true", params: { x: 1 + 2, y: (1 + 2) * 2, z: "${1 + 2}" } }'
  checkRefactoring('  let $0x = 1 + 2\n  task a: shell { run: "true", params: { x, y: x * 2, z: "${x}" } }', 'Inline `x`', inlined)
  checkRefactoring('  let x = 1 + 2\n  task a: shell { run: "true", params: { x, y: $0x * 2, z: "${x}" } }', 'Inline `x`', inlined)
  // There `n` is another one.
  assert.ok(
    !titles('  let n = 1\n  let $0x = n\n  task a: shell { run: "true", matrix: { n: [1] }, params: { x } }').includes('Inline `x`'),
  )
})

test('members are wrapped in a group, and what names them follows', () => {
  checkRefactoring(
    `${tasks('z')}  // First.
  $0task a: shell {
    run: """
      x

      """
  }
  task b: shell { run: "true" }
  a -> b$1
  z -> a
  task c: shell { run: "true", params: { x: a.x }, after: [b] }`,
    'Wrap in a group',
    `${tasks('z')}  group tasks {
    // First.
    task a: shell {
      run: """
        x

        """
    }
    task b: shell { run: "true" }
    a -> b
  }
  z -> tasks.a
  task c: shell { run: "true", params: { x: tasks.a.x }, after: [tasks.b] }`,
  )
  checkRefactoring(
    '  group g {\n    $0task a: shell { run: "true" }$1\n  }\n  task tasks: shell { run: "true" }\n  g.a -> tasks',
    'Wrap in a group',
    '  group g {\n    group tasks2 {\n      task a: shell { run: "true" }\n    }\n  }\n  task tasks: shell { run: "true" }\n  g.tasks2.a -> tasks',
  )
  assert.ok(!titles(`  $0let x = 1\n${tasks('a')}$1`).includes('Wrap in a group'))
})
