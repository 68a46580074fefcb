import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { loadSelection } from '../../../runtime/load-selection.ts'
import { digest, expectedSeconds, middleMean } from '../../../runtime/runner/history.ts'
import { openDatabase } from '../../../runtime/store/database.ts'
import { makeStateFolder } from '../../../runtime/store/state-folder.ts'
import { Store } from '../../../runtime/store/store.ts'
import { atEnd, makeFolder } from '../workspace.ts'

const now = (): string => '2026-01-01T00:00:00.000Z'

function openStore(t: TestContext): Store {
  const store = new Store(openDatabase(join(makeStateFolder(makeFolder(t)), 'dagline.db'), now))
  atEnd(t, () => store.close())
  return store
}

/** Records a run of one task, `a`, that did `work` and ended so. */
function record(store: Store, run: string, work: string, seconds: number, state: 'success' | 'failed' = 'success'): void {
  store.transaction(() => {
    const tasks = [{ name: 'a', declaration: 'a', engine: 'shell', upstreams: [] }]
    const works = new Map([['a', work]])
    const event = { type: 'run-started', run, at: now(), file: '/x.dag', dag: 'd', target: 'local', parallelism: 1, tasks } as const
    store.createRun({ run, origin: 'cli', inputs: {}, date: '2026-01-01', works }, event)
    store.append(1, { type: 'task-state', run, at: now(), task: 'a', attempt: 1, state: 'running' })
    store.append(2, { type: 'task-state', run, at: now(), task: 'a', attempt: 1, state, seconds })
  })
}

for (const [values, mean] of [
  [[4], 4],
  [[2, 4], 3],
  [[1, 2, 900], 2],
  [[5, 1, 2, 900, 3], 10 / 3],
  [[1, 1, 1, 4, 5, 6, 99, 99, 99], 5],
] as const) {
  test(`of ${values.join(', ')} the middle is ${mean.toFixed(2)}`, () => {
    assert.equal(middleMean(values), mean)
  })
}

test('the last successes of the same work say how long a task takes; failures and other work do not', t => {
  const store = openStore(t)
  record(store, 'r01', 'other', 70)
  for (let i = 0; i < 9; i++) record(store, `r1${i}`, 'same', 2)
  record(store, 'r20', 'same', 50, 'failed')
  for (let i = 0; i < 9; i++) record(store, `r3${i}`, 'same', 3)
  record(store, 'r40', 'later', 8)
  assert.deepEqual(
    expectedSeconds(store, new Map(Object.entries({ a: 'same', b: 'later', c: 'never' }))),
    new Map(Object.entries({ a: 3, b: 8 })),
  )
})

test('what was recorded before work was known counts for nothing', t => {
  const store = openStore(t)
  record(store, 'r1', 'w', 2)
  assert.deepEqual(store.recentSeconds([], 9), new Map())
  assert.deepEqual(store.recentSeconds(['w'], 9), new Map([['w', [2]]]))
})

test('the work of a task changes with its code, its files and the inputs that it names, and with nothing else', async t => {
  const file = (text: string): Record<string, string> => ({ 'x.dag': text, 'a.sh': 'echo a' })
  const text =
    'dag d { input n: number = 1 task a: shell { script: "a.sh" } task b: shell { run: "b" params: { n, day: run.date } after: [a] } }'
  const worksOf = async (folder: string, inputs: Record<string, string> = {}, date = '2026-01-01'): Promise<Record<string, string>> => {
    const loaded = await loadSelection({ folder, now: () => 0 }, { file: join(folder, 'x.dag'), workspace: folder, inputs, date, env: {} })
    assert.ok(loaded.kind === 'graph')
    // The place is a part of it, and each sketch has its own.
    return Object.fromEntries(loaded.works(words => digest(words.replaceAll(JSON.stringify(folder).slice(1, -1), ''))))
  }
  const folder = makeFolder(t, file(text))
  const before = await worksOf(folder)
  const changed = async (files: Record<string, string>, inputs?: Record<string, string>, date?: string): Promise<string[]> => {
    const after = await worksOf(makeFolder(t, files), inputs, date)
    return Object.keys(before).filter(name => before[name] !== after[name])
  }
  assert.deepEqual(await changed(file(text)), [])
  assert.deepEqual(await changed(file(text.replace('dag d', '// news\ndag d').replace('"b"', '"b" retries: 3 duration: 1h'))), [])
  assert.deepEqual(await changed(file(text), {}, '2026-02-02'), [])
  assert.deepEqual(await changed(file(text.replace('"b"', '"bb"'))), ['b'])
  assert.deepEqual(await changed({ ...file(text), 'a.sh': 'echo b' }), ['a'])
  assert.deepEqual(await changed(file(text), { n: '2' }), ['b'])
  assert.deepEqual(await changed(file(text), { n: '1' }), [])
})
