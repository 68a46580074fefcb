import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Analysis, analyze, type Diagnostic, TreeCache } from '#language'
import { memoryHost } from './memory-host.ts'
import { sample } from './sample.ts'

/** Longer: `DAGLINE_TEST_RUNS=20000 DAGLINE_TEST_SEED=7 node --test test/language/incremental.test.ts`. */
const seed = Number(process.env['DAGLINE_TEST_SEED'] ?? 20261130)
const runs = Number(process.env['DAGLINE_TEST_RUNS'] ?? 1000)

/** A dag in which most that tasks can say to each other is said. */
const dag = `dag more {
  let unused = 1
  let tab = "p.d.t1"
  limits: { w: 2 }
  defaults bq { location: "US" }
  task a: bq { sql: "create or replace table p.d.t1 as select 1 as x, 2 as y" }
  task b: bq { sql: "select x, z from p.d.t1" after: [a] limit: "w" }
  task c: bq { sql: "select * from p.d.t1" }
  task d: shell { run: "echo \${a.rows}" when: a.rows > 1 retries: 2 }
  task e: shell {
    run: """
      echo x
      """
    after: [a, b, d]
    trigger: all_done
  }
  task f: bq {
    sql: """
      insert into {tt} select x from p.d.t1 where y = @yy
      """
    params: { tt: tab, yy: 1 }
    after: [c]
    on prod { timeout: 5m }
  }
  group g {
    task h: bq { matrix: { n: [1, 2] } sql: "select {n} from p.d.t\${n}" params: { n } }
    task i: shell { run: "x" after: [h] }
  }
  // dagline-ignore redundant-edge: wanted
  a -> e
  a -> b -> g
  task j: http { url: "http://x" expect: 200 }
}
target prod { location: "EU" }
`
const text = `${sample}\n${dag}`

const words = ['a', 'b', 'h', 'after', 'rows', 'select', 'from', 'p.d.t1', 'tab', '1', 'all_done', 'drop table', 'x', 'n', 'task k: js { }']
const signs = [...'abn012 .,:[]{}()"$@\n', '"""', '->', '//', '/*']
const edits = fc.array(
  fc.record({
    at: fc.nat(text.length),
    length: fc.oneof(fc.constant(0), fc.nat(6)),
    put: fc.constantFrom('', ...words, ...signs),
    unseen: fc.constantFrom('no' as const, 'no' as const, 'tree' as const, 'both' as const),
  }),
  { minLength: 1, maxLength: 5 },
)

const host = memoryHost({})

/** Everything that an analysis says, in plain data. */
function said(analysis: Analysis): unknown {
  const plain = ({ file, start, end, reason, data, related }: Diagnostic): unknown => [file, start, end, reason, data, related]
  return {
    diagnostics: analysis.diagnostics.map(plain),
    uses: analysis.uses.map(({ name, declared }) => `${name.start} ${name.text} ${declared.kind} ${declared.name}`),
    edges: [...analysis.edges.values()].map(edges =>
      edges.map(({ from, to, why, place }) => `${from.path} ${to.path} ${why} ${place.file} ${place.start} ${place.end}`),
    ),
    instances: [...analysis.instances.values()].map(({ list }) => list.map(({ name }) => name)),
  }
}

interface Edit {
  readonly at: number
  readonly length: number
  readonly put: string
  /** Nobody looks at the text between this edit and the next one, as with several cursors; the next tree may yet be made. */
  readonly unseen: 'no' | 'tree' | 'both'
}

/** Types the edits one after the other, from one analysis to the next, and compares each with one that is made anew. */
function follow(list: readonly Edit[]): void {
  const trees = new TreeCache()
  let now = text
  let analysis = analyze(host, 'main.dag', now, { trees })
  for (const [i, { at, length, put, unseen }] of list.entries()) {
    const from = Math.min(at, now.length)
    now = now.slice(0, from) + put + now.slice(from + length)
    if (unseen === 'tree') trees.tree('main.dag', now)
    if (unseen !== 'no' && i + 1 < list.length) continue
    analysis = analyze(host, 'main.dag', now, { trees, previous: analysis })
    const found = said(analysis)
    const expected = said(analyze(host, 'main.dag', now))
    // Texts are compared faster than objects.
    if (JSON.stringify(found) !== JSON.stringify(expected)) assert.deepEqual(found, expected)
  }
}

describe('an analysis that goes on from the one before', () => {
  test('says what one that is made anew says, after any edits', () => {
    fc.assert(fc.property(edits, follow), { seed, numRuns: runs })
  })

  test('says so of edges between tasks that are written, taken away, and form cycles', () => {
    const names = 'abcdef'
    const task = (name: string): string => `  task ${name}: js { script: "x", after: [] params: { p: 1 } }\n`
    const source = `dag plain {\n${[...names].map(task).join('')}  a -> b -> c\n  d -> e\n}\n`
    const step = fc.record({ of: fc.constantFrom(...names), put: fc.subarray([...names, 'none'], { maxLength: 2 }), output: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 10 }), steps => {
        let now = source
        const trees = new TreeCache()
        let analysis = analyze(host, 'main.dag', now, { trees })
        for (const { of, put, output } of steps) {
          const at = now.indexOf(`task ${of}:`)
          const rest = now
            .slice(at)
            .replace(
              /after: \[.*?\] params: \{ p: .*? \}/,
              `after: [${put.join(', ')}] params: { p: ${output && put[0] ? `${put[0]}.x` : 1} }`,
            )
          now = now.slice(0, at) + rest
          analysis = analyze(host, 'main.dag', now, { trees, previous: analysis })
          assert.deepEqual(said(analysis), said(analyze(host, 'main.dag', now)))
        }
      }),
      { seed, numRuns: Math.ceil(runs / 4) },
    )
  })

  test('says at the right places what stands between two edits', () => {
    const source = `dag d {
  task a: shell { run: "x" }
  group g {
    task b: bq { sql: "select 1" params: { unused: 1 } }
    nope: 1
  }
  task f: shell { run: "w" nope: 2 }
}
`
    const trees = new TreeCache()
    let analysis = analyze(host, 'main.dag', source, { trees })
    for (const [first, second] of [
      ['"xxy"', '"w1"'],
      ['"xxy" /*\n*/', '"w1" //\n'],
    ] as const) {
      const now = source.replace('"x"', first).replace('"w"', second)
      analysis = analyze(host, 'main.dag', now, { trees, previous: analysis })
      assert.deepEqual(said(analysis), said(analyze(host, 'main.dag', now)))
    }
  })

  test('redoes the task that was edited, and no other', () => {
    const trees = new TreeCache()
    const before = analyze(host, 'main.dag', text, { trees })
    const tasks = before.file.dags.flatMap(each => each.tasks)
    const nodes = new Map(tasks.map(task => [task, task.node]))
    const after = analyze(host, 'main.dag', text.replace('retries: 2 }', 'retries: 3 }'), { trees, previous: before })
    // The models are the same objects, so it went on from the analysis before.
    assert.ok(after.file === before.file)
    assert.deepEqual(
      tasks.flatMap(task => (nodes.get(task) === task.node ? [] : [task.path])),
      ['d'],
    )
  })

  test('keeps its models while edges and tables change', () => {
    const trees = new TreeCache()
    const before = analyze(host, 'main.dag', text, { trees })
    const { file } = before
    const after = analyze(host, 'main.dag', text.replace('after: [a, b, d]', 'after: [a, d]'), { trees, previous: before })
    assert.ok(after.file === file)
    const last = analyze(host, 'main.dag', after.file.tree.text.replace('select * from p.d.t1', 'drop table p.d.t1'), {
      trees,
      previous: after,
    })
    assert.ok(last.file === file)
    assert.deepEqual(said(last), said(analyze(host, 'main.dag', last.file.tree.text)))
  })
})
