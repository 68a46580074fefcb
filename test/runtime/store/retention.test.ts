import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { openDatabase } from '../../../runtime/store/database.ts'
import { tidy } from '../../../runtime/store/retention.ts'
import { keepScript } from '../../../runtime/store/script-files.ts'
import { defaultRetention, type Retention, readSettings, settingsFaultLine } from '../../../runtime/store/settings.ts'
import { makeStateFolder } from '../../../runtime/store/state-folder.ts'
import { Store } from '../../../runtime/store/store.ts'
import { atEnd, makeFolder } from '../workspace.ts'

const day = 86_400_000
const now = Date.parse('2026-06-01T00:00:00.000Z')

interface Past {
  readonly store: Store
  readonly stateFolder: string
  /** Runs that are recorded, newest first; those whose logs are kept have a star. */
  runs(): string[]
  tidy(retention: Partial<Retention>): void
}

/** Runs of these ages in days, named by them; one that still runs has a minus. */
function past(t: TestContext, ages: readonly number[]): Past {
  const stateFolder = makeStateFolder(makeFolder(t))
  const store = new Store(openDatabase(join(stateFolder, 'dagline.db'), () => new Date(now).toISOString()))
  atEnd(t, () => store.close())
  for (const age of ages) {
    const run = `r${Math.abs(age)}`
    const at = new Date(now - Math.abs(age) * day).toISOString()
    const tasks = [{ name: 'a', declaration: 'a', engine: 'shell', upstreams: [] }]
    const started = { type: 'run-started', run, at, file: '/w/x.dag', dag: 'd', target: 'local', parallelism: 1, tasks } as const
    store.transaction(() => {
      store.createRun({ run, origin: 'cli', inputs: {}, date: '2026-01-01' }, started)
      store.append(1, { type: 'task-state', run, at, task: 'a', attempt: 1, state: 'running' })
      store.setLog(run, 'a', 1, `logs/${run}/0000-a.1.jsonl`)
      if (age < 0) return
      store.append(2, { type: 'task-state', run, at, task: 'a', attempt: 1, state: 'success' })
      store.append(3, { type: 'run-finished', run, at, state: 'success', tasks: {}, makespan_seconds: 1, critical_path: [] })
    })
    mkdirSync(join(stateFolder, 'logs', run))
    writeFileSync(join(stateFolder, 'logs', run, '0000-a.1.jsonl'), '')
  }
  return {
    store,
    stateFolder,
    runs: () =>
      store.list(1000).map(({ run }) => {
        const kept = existsSync(join(stateFolder, 'logs', run))
        const types = store.events(run, 0).map(({ event }) => event.type)
        assert.equal(types.includes('task-state'), kept)
        assert.equal(types[0], 'run-started')
        assert.equal(store.past.keepsLogs(run), kept)
        assert.equal(store.logs(run).length > 0, kept)
        return kept ? `${run}*` : run
      }),
    tidy: retention => {
      while (!tidy(store, stateFolder, { ...defaultRetention, ...retention }, now));
    },
  }
}

test('logs go with age and with number, the rest of the record stays; what runs is not touched', t => {
  const { runs, tidy: tidyUp, store } = past(t, [-90, 40, 31, 20, 10, 1])
  tidyUp({})
  assert.deepEqual(runs(), ['r1*', 'r10*', 'r20*', 'r31', 'r40', 'r90*'])
  assert.equal(store.tasks('r40')['a']?.state, 'success')
  tidyUp({ logRuns: 2 })
  assert.deepEqual(runs(), ['r1*', 'r10*', 'r20', 'r31', 'r40', 'r90*'])
})

test('much later a run is forgotten, but never the newest of its dag', t => {
  const { runs, tidy: tidyUp } = past(t, [500, 400, 300])
  tidyUp({})
  assert.deepEqual(runs(), ['r300'])
  const old = past(t, [500, 400])
  old.tidy({ historyRuns: 1, logRuns: 1 })
  assert.deepEqual(old.runs(), ['r400'])
})

test('a run with the newest result of a task stays', t => {
  const { runs, tidy: tidyUp, store } = past(t, [500, 400, 300])
  const keep = (run: string, fingerprint: string, ended: string): void =>
    store.results.keep({
      file: '/w/x.dag',
      dag: 'd',
      target: 'local',
      task: 'a',
      print: { fingerprint, parts: {} as never },
      run,
      position: 0,
      ended,
      tables: { reads: {}, writes: {} },
    })
  keep('r500', 'one', '2025-01-01T00:00:00.000Z')
  keep('r400', 'two', '2025-02-01T00:00:00.000Z')
  tidyUp({})
  assert.deepEqual(runs(), ['r300', 'r400'])
})

test('many are tidied a little at a time', t => {
  const { runs, store, stateFolder } = past(
    t,
    Array.from({ length: 45 }, (_, i) => 100 + i),
  )
  assert.equal(tidy(store, stateFolder, defaultRetention, now), false)
  assert.equal(runs().filter(run => run.endsWith('*')).length, 25)
})

/** What settings of that text say, and the faults that are told of them. */
function settingsOf(t: TestContext, text: string | null): { retention: Retention; faults: string[] } {
  const stateFolder = makeStateFolder(makeFolder(t))
  if (text !== null) writeFileSync(join(stateFolder, 'settings.json'), text)
  const { retention, faults } = readSettings(stateFolder)
  return { retention, faults: faults.map(fault => settingsFaultLine(fault, 's.json')) }
}

test('settings of the workspace say how much is kept', t => {
  assert.deepEqual(settingsOf(t, null), { retention: defaultRetention, faults: [] })
  assert.deepEqual(settingsOf(t, '\uFEFF{ "keep_logs_runs": 5 }'), { retention: { ...defaultRetention, logRuns: 5 }, faults: [] })
})

test('a slip in the settings removes nothing, and is told with its place', t => {
  const slips = settingsOf(
    t,
    '{ "keep_logs_runs": 5, "keep_logs_days": 0, "keep_history_days": "7", "keep_history_runs": null, "keep_log_days": 3 }',
  )
  assert.deepEqual(slips.retention, { ...defaultRetention, logRuns: 5 })
  assert.deepEqual(slips.faults, [
    's.json: warning settings: There is no setting "keep_log_days". Settings are keep_logs_runs, keep_logs_days, keep_history_runs, keep_history_days.',
    's.json: warning settings: keep_logs_days is 0. Write a number from 1; until then the default, 30, is used.',
    's.json: warning settings: keep_history_runs is null. Write a number from 1; until then the default, 1000, is used.',
    's.json: warning settings: keep_history_days is a text. Write a number from 1; until then the default, 365, is used.',
  ])
  for (const [text, fault] of [
    ['{\n  "keep_logs_runs": 5', 's.json:2:22: warning settings: Its end is missing, so the defaults are used.'],
    ['{\n  "keep_logs_runs": 5,\n}', 's.json:3:1: warning settings: This is no JSON from here on, so the defaults are used.'],
    ['[]', 's.json: warning settings: It is a list, so the defaults are used. Write an object, such as { "keep_logs_runs": 100 }.'],
  ] as const) {
    assert.deepEqual(settingsOf(t, text), { retention: defaultRetention, faults: [fault] }, text)
  }
})

test('texts of scripts go when nobody has asked for them for as long as logs are kept', t => {
  const { store, stateFolder, tidy: tidyUp } = past(t, [])
  const keep = (name: string, days: number): string => {
    const { file, digest } = keepScript(stateFolder, name, Buffer.from(name))
    utimesSync(dirname(file), new Date(now - days * day), new Date(now - days * day))
    return digest
  }
  const fetched = (name: string, keptDays: number, askedDays: number): void =>
    store.remoteScripts.fetched({
      url: `gs://bucket/${name}`,
      endpoint: '',
      version: '1',
      digest: keep(name, keptDays),
      name,
      checked: now - askedDays * day,
    })
  fetched('used.sql', 50, 1)
  fetched('old.sql', 50, 50)
  keep('stored.sql', 50)
  keep('new.sql', 1)
  tidyUp({ logDays: 30 })
  const names = readdirSync(join(stateFolder, 'scripts')).flatMap(folder => readdirSync(join(stateFolder, 'scripts', folder)))
  assert.deepEqual(names.sort(), ['new.sql', 'used.sql'])
  assert.equal(store.remoteScripts.get('gs://bucket/old.sql', ''), null)
})
