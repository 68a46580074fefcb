import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { codeOf, graphsOf, inspect, isError, known, toJson } from '#language'
import { describeNote, importPyDag } from '#language/import'
import { checkGrowth } from '../check-growth.ts'
import { checked, imported, type Success } from './imported.ts'

const seed = 20260131

type Params = Readonly<Record<string, unknown>>

/** A task as pyDag takes it, and what was put into it. */
interface Task {
  readonly task_id: string
  readonly script: string
  readonly params: Params
  readonly dependencies: readonly string[]
}

const words = fc.constantFrom(
  'a',
  'b',
  'x-y',
  'task',
  'null',
  'run',
  'target',
  'project',
  'project_name',
  'region',
  'cluster_name',
  '1st',
  'é',
  '',
)
const text = fc.oneof(words, fc.string({ maxLength: 6 }), fc.constantFrom('${a}', '$', '\\', '\n', '"', '// x', '"""', '\u{1F600}'))
/** Quotes are what the single-quoted form cannot say; a lone surrogate is what no file can. */
const plain = text.map(one => one.replace(/'/g, '')).filter(one => one.isWellFormed())
const key = fc.tuple(fc.constantFrom('', '', '', '*', '**'), plain).map(parts => parts.join(''))
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
const { value } = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small' },
    plain,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(plain, tie('value'), { maxKeys: 3 }),
  ),
}))
const engine = fc.constantFrom('bq', 'bq', 'spark', 'iac', 'nothing')
const script = fc
  .tuple(fc.constantFrom('gcs', 's3', 'database'), engine, fc.constantFrom('load', 'create_x', 'stop_x'))
  .map(([storage, engine, name]) => `${storage}.b.f.${engine}.${name}`)
/** Tasks that wait only for tasks before them. */
const tasks: fc.Arbitrary<readonly Task[]> = fc
  .uniqueArray(
    text.filter(id => id.trim() !== ''),
    { minLength: 1, maxLength: 6 },
  )
  .chain(ids =>
    fc.tuple(
      ...ids.map((task_id, i) =>
        fc.record({
          task_id: fc.constant(task_id),
          script,
          params: fc.dictionary(key, value, { maxKeys: 4 }),
          dependencies: fc.subarray(ids.slice(0, i)),
        }),
      ),
    ),
  )

/** How pyDag writes params: as JSON whose quotes are single ones. */
const asText = (params: Params): string => JSON.stringify(params).replaceAll('"', "'")

function importOf(all: readonly Task[], facts: object = {}): Success {
  return imported({ dag: { dag_id: 'd', ...facts, tasks: all.map(task => ({ ...task, params: asText(task.params) })) } })
}

/** A value as it comes out of JSON. By hand: JSON.parse of Node 24 confuses short keys with escapes, `"\\\\"` and `"\\n"`. */
function inJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inJson)
  if (typeof value === 'number') return value === 0 ? 0 : value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inJson(inner)]))
}

/** The params of a task in the imported file, and what became properties of it, by the name that pyDag has for it. */
function factsOf(result: Success, name: string): ReadonlyMap<string, unknown> {
  const { analysis, host } = checked(result)
  const task = analysis.file.dags[0]!.tasks.find(one => one.name === name)!
  const read = (property: string): unknown => {
    const found = task.properties.get(property)
    const value = found && known(inspect(analysis, host, found.value, task.scope, { task }))
    return value ? toJson(value) : undefined
  }
  const {
    params = {},
    cluster,
    region,
    config,
  } = Object.fromEntries(['params', 'cluster', 'region', 'config'].map(one => [one, read(one)]))
  return new Map([...Object.entries({ cluster_name: cluster, cluster, region, config }), ...Object.entries(params as object)])
}

/** The key without its mark, or with it where both are there. */
function keyOf(key: string, params: Params): string {
  const name = key.replace(/^\*\*(?=.)|^\*(?=.)/s, '')
  return name !== key && Object.hasOwn(params, name) ? key : name
}

/** Keys of which two come to one name: `*a` and `**a`. */
const clashes = (params: Params): boolean =>
  new Set(Object.keys(params).map(one => one.replace(/^\*+/, ''))).size < Object.keys(params).length

test('every task and every dependency is in the graph of the imported file', () => {
  fc.assert(
    fc.property(tasks, all => {
      const result = importOf(all)
      const [graph] = graphsOf(checked(result).analysis)
      const names = new Map(result.tasks.map(({ id, name }) => [id, name]))
      assert.equal(new Set(names.values()).size, all.length)
      assert.deepEqual(
        graph?.tasks.map(({ name }) => name),
        all.map(({ task_id }) => names.get(task_id)),
      )
      const edges = all.flatMap(({ task_id, dependencies }) => dependencies.map(one => `${names.get(one)}->${names.get(task_id)}`))
      assert.deepEqual(graph?.edges.map(({ from, to }) => `${from}->${to}`).sort(), edges.sort())
    }),
    { seed, numRuns: 300 },
  )
})

test('every key and value of params is in the model of the imported file', () => {
  fc.assert(
    fc.property(
      tasks.filter(all => !all.some(({ params }) => clashes(params))),
      all => {
        const result = importOf(all)
        for (const { task_id, params } of all) {
          const facts = factsOf(result, result.tasks.find(({ id }) => id === task_id)!.name)
          for (const [key, value] of Object.entries(params)) assert.deepEqual(facts.get(keyOf(key, params)), inJson(value), result.text)
        }
      },
    ),
    { seed, numRuns: 300 },
  )
})

test('an imported file has no errors, and no warnings but of Spark at home', () => {
  fc.assert(
    fc.property(tasks, all => {
      const result = importOf(all)
      const { diagnostics } = checked(result).analysis
      assert.deepEqual(
        diagnostics.map(codeOf).filter(code => code !== 'no-local-stand-in' && code !== 'redundant-edge'),
        [],
        result.text,
      )
    }),
    { seed, numRuns: 300 },
  )
})

/** A document where anything may stand anywhere. Each string in it is one of a kind. */
const marked = fc
  .tuple(
    fc.dictionary(
      fc.constantFrom(
        'dag_id',
        'description',
        'owner',
        'tags',
        'schedule_interval',
        'start_date',
        'script_cache',
        'expire_cache',
        'processors',
        'concurrency',
        'retries',
        'catchup',
        'default_args',
        'x',
        'y',
      ),
      value,
    ),
    fc.array(
      fc.dictionary(
        fc.constantFrom('task_id', 'script', 'params', 'dependencies', 'description', 'owner', 'tags', 'retries', 'retry_delay_sec', 'x'),
        value,
      ),
      { minLength: 1, maxLength: 3 },
    ),
    fc.dictionary(fc.constantFrom('version', 'x'), value),
    fc.boolean(),
  )
  .map(([dag, tasks, beside, wrapped]) => {
    const strings: string[] = []
    const mark = (value: unknown): unknown => {
      if (typeof value === 'string') {
        strings.push(`mark${strings.length}_`)
        return strings.at(-1)
      }
      if (Array.isArray(value)) return value.map(mark)
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => {
          if (!/^[a-z_]+$/.test(key)) strings.push(`mark${strings.length}_`)
          return [/^[a-z_]+$/.test(key) ? key : strings.at(-1), mark(inner)]
        }),
      )
    }
    const root = { ...(mark(dag) as object), tasks: mark(tasks) }
    return { document: wrapped ? { dag: root, ...(mark(beside) as object) } : root, strings }
  })

test('nothing of a document is dropped, whatever stands where', () => {
  fc.assert(
    fc.property(marked, ({ document, strings }) => {
      const result = imported(document)
      assert.deepEqual(
        strings.filter(one => !result.text.includes(one)),
        [],
        result.text,
      )
      const { diagnostics } = checked(result).analysis
      assert.deepEqual(
        diagnostics
          .filter(isError)
          .map(codeOf)
          .filter(code => code !== 'cycle'),
        [],
        result.text,
      )
    }),
    { seed, numRuns: 500 },
  )
})

test('any text is refused with a place in it, or imported', () => {
  const pieces = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"',
    "'",
    '"dag_id"',
    '"tasks"',
    '"task_id"',
    '"params"',
    '"{\'a\':1}"',
    '1',
    'null',
    '\\',
    '\n',
    '/*',
    '//',
    'e',
    '-',
    '\u{1F600}',
    '\ud800',
  )
  const soup = fc.array(pieces, { maxLength: 40 }).map(parts => parts.join(''))
  const edited = fc.tuple(tasks, fc.nat(), fc.nat(20), fc.oneof(soup, fc.string({ unit: 'binary' }))).map(([all, at, length, put]) => {
    const whole = JSON.stringify({ dag_id: 'd', tasks: all.map(task => ({ ...task, params: asText(task.params) })) })
    const from = at % (whole.length + 1)
    return whole.slice(0, from) + put + whole.slice(from + length)
  })
  fc.assert(
    fc.property(fc.oneof(soup, edited, fc.string({ unit: 'binary' }), fc.json()), source => {
      const result = importPyDag(source)
      assert.ok(result.kind === 'imported' || result.notes.length === 1)
      for (const note of result.notes) {
        assert.ok(0 <= note.start && note.start <= note.end && note.end <= source.length, JSON.stringify(note))
        assert.ok(describeNote(note).length > 0)
      }
      if (result.kind === 'imported') assert.ok(!checked(result).analysis.diagnostics.some(one => codeOf(one) === 'syntax'), result.text)
    }),
    { seed, numRuns: 1000 },
  )
})

test('an import takes as long as its document is', () =>
  checkGrowth(300, count => {
    const all = Array.from({ length: count }, (_, i) => ({
      task_id: `task ${i % 7 === 0 ? 'x' : i}`,
      script: 'gcs.b.f.bq.n',
      params: `{'*v':'${i}','a':{'b':[1,2,3]}}`,
      dependencies: [...new Set([0, i >> 1, i - 1])].filter(one => one >= 0 && one < i).map(one => `task ${one}`),
    }))
    const source = JSON.stringify({ dag_id: 'd', tasks: all })
    return () => importPyDag(source)
  }))
