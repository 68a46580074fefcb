import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import type { Trigger } from '#language'
import { TableVersions } from '../../../runtime/cache/table-versions.ts'
import { cloudTarget } from '../../../runtime/clouds/cloud-target.ts'
import { RemoteScripts } from '../../../runtime/clouds/storage/remote-scripts.ts'
import type { Attempt, AttemptResult, Engine } from '../../../runtime/engines/engine.ts'
import type { RunEvent, RunFinished } from '../../../runtime/events.ts'
import { FileDigests } from '../../../runtime/fingerprint/file-digests.ts'
import { Fingerprinter } from '../../../runtime/fingerprint/fingerprinter.ts'
import { realClock } from '../../../runtime/runner/clock.ts'
import { MachineSlots } from '../../../runtime/runner/machine-slots.ts'
import { recordedTasks } from '../../../runtime/runner/past.ts'
import { Run } from '../../../runtime/runner/run.ts'
import { Turn } from '../../../runtime/runner/turn.ts'
import { openDatabase } from '../../../runtime/store/database.ts'
import { Store } from '../../../runtime/store/store.ts'
import { buildGraph, duration, type RunTaskSketch } from '../graph-builder.ts'
import { makeFolder } from '../workspace.ts'

interface Sketch {
  readonly back: readonly number[]
  readonly trigger: Trigger
  readonly when: boolean
  readonly retries: number
  readonly reruns: boolean
  /** Whether each attempt succeeds, over and over. */
  readonly outcomes: readonly boolean[]
}

const triggers: readonly Trigger[] = ['all_success', 'none_failed', 'all_done', 'any_success', 'any_failed']
const graphs = fc.array(
  fc.record({
    back: fc.array(fc.nat(), { maxLength: 3 }),
    trigger: fc.constantFrom(...triggers),
    when: fc.nat(5).map(n => n > 0),
    retries: fc.nat(2),
    reruns: fc.boolean(),
    outcomes: fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 10 },
)
const ends = new Set(['success', 'cached', 'failed', 'skipped', 'upstream_failed', 'cancelled'])

/** A database in memory that holds what a process had committed when it died. */
function storeOf(events: readonly RunEvent[]): Store {
  const store = new Store(openDatabase(':memory:', () => '2026-01-01T00:00:00.000Z'))
  store.transaction(() => {
    for (const [number, event] of events.entries()) {
      if (event.type === 'run-started') store.createRun({ run: 'r', origin: 'cli', inputs: {}, date: '2026-01-01' }, event)
      else if (event.type === 'task-state') store.append(number, event)
    }
  })
  return store
}

/** Runs what is left of a run whose record is `before`, and answers all of its events. */
async function play(
  folder: string,
  sketches: readonly Sketch[],
  onFailure: string,
  before: readonly RunEvent[],
): Promise<{ events: RunEvent[]; ran: string[] }> {
  const store = storeOf(before)
  const ran: string[] = []
  const engine: Engine = {
    name: 'fake',
    typicalSeconds: () => 1,
    slots: () => 1,
    readinessProperties: [],
    readiness: () => Promise.resolve({ ready: true, detail: '' }),
    run: (attempt: Attempt): Promise<AttemptResult> => {
      ran.push(`${attempt.task} ${attempt.number}`)
      const { outcomes } = sketches[Number(attempt.task.slice(1))]!
      const succeeds = outcomes[attempt.number % outcomes.length]
      return Promise.resolve(
        succeeds ? { kind: 'success', outputs: { attempt: attempt.number } } : { kind: 'failure', error: { code: 'x', message: 'no' } },
      )
    },
    dispose: () => Promise.resolve(),
  }
  const tasks = sketches.map(({ back, trigger, when, retries, reruns }, i): [string, RunTaskSketch] => [
    `t${i}`,
    {
      engine: 'fake',
      after: i === 0 ? [] : [...new Set(back.map(n => `t${n % i}`))],
      trigger,
      when,
      retries,
      retry_delay: duration(0),
      on_interrupt: reruns ? 'rerun' : 'fail',
    },
  ])
  const graph = buildGraph(folder, Object.fromEntries(tasks), { on_failure: onFailure })
  const broken = (problem: unknown): never => {
    throw problem
  }
  const run = new Run(
    {
      run: 'r',
      graph,
      selected: new Set(graph.tasks.keys()),
      givenOutputs: new Map(),
      parallelism: 2,
      origin: 'cli',
      inputs: {},
      date: '2026-01-01',
      workspace: folder,
      env: {},
      secrets: { get: () => undefined, values: [], warnings: [] },
      stored: null,
      ...(before.length === 0
        ? {}
        : { past: { startedAt: 0, tasks: recordedTasks(before), nextNumber: before.length, stopping: false, committed: new Map() } }),
    },
    {
      store,
      stateFolder: join(folder, '.dagline'),
      engines: new Map([['fake', engine]]),
      slots: new MachineSlots(2),
      tables: new TableVersions(),
      fingerprinter: (of, workspace) => new Fingerprinter(of, workspace, text => text, new FileDigests()),
      remoteScripts: (of, env) =>
        new RemoteScripts({
          index: store.remoteScripts,
          stateFolder: join(folder, '.dagline'),
          target: cloudTarget({ name: of.target, properties: of.targetProperties }),
          folder,
          env,
          reuseMs: 0,
          now: () => 0,
        }),
      logBucket: () => null,
      turn: new Turn(work => store.transaction(work), broken),
      clock: realClock,
      random: () => 0,
      publish: () => undefined,
    },
  )
  await run.finished
  const events = store.events('r', 0).map(one => one.event)
  store.close()
  return { events, ran }
}

function statesBy(events: readonly RunEvent[]): Map<string, string[]> {
  const states = new Map<string, string[]>()
  for (const event of events) {
    if (event.type !== 'task-state') continue
    const list = states.get(event.task) ?? []
    states.set(event.task, list)
    list.push(event.state)
  }
  return states
}

function attemptsOf(events: readonly RunEvent[], task: string): number[] {
  return events.flatMap(event => (event.type === 'task-state' && event.task === task && event.state === 'running' ? [event.attempt] : []))
}

async function crashes(t: TestContext, sketches: readonly Sketch[], onFailure: string, places: readonly number[]): Promise<void> {
  const folder = makeFolder(t)
  let { events } = await play(folder, sketches, onFailure, [])
  for (const place of places) {
    // Anywhere, the first event being recorded and the last one not.
    const before = events.slice(0, 1 + (place % (events.length - 1)))
    const over = new Set(before.flatMap(event => (event.type === 'task-state' && ends.has(event.state) ? [event.task] : [])))
    const next = await play(folder, sketches, onFailure, before)
    events = next.events
    assert.deepEqual(events.slice(0, before.length), before, 'what was recorded stays')
    for (const one of next.ran) assert.ok(!over.has(one.split(' ')[0]!), `${one} is run again`)
    const finished = events.filter((event): event is RunFinished => event.type === 'run-finished')
    assert.equal(finished.length, 1)
    assert.equal(events.at(-1), finished[0])
    for (const [i, { retries }] of sketches.entries()) {
      const states = statesBy(events).get(`t${i}`) ?? []
      assert.equal(states.filter(state => ends.has(state)).length, 1, `t${i} comes to its end once: ${states}`)
      assert.ok(ends.has(states.at(-1)!), `nothing follows its end: ${states}`)
      assert.equal(finished[0]!.tasks[`t${i}`]?.state, states.at(-1))
      const attempts = attemptsOf(events, `t${i}`)
      assert.deepEqual(
        attempts,
        [...attempts.keys()].map(n => n + 1),
        'attempts are numbered without gap or repeat',
      )
      assert.equal(finished[0]!.tasks[`t${i}`]?.attempts, attempts.length)
      const interrupted = states.filter(state => state === 'interrupted').length
      assert.ok(attempts.length - interrupted <= retries + 1, 'an interruption uses up no retry, and gives none')
    }
  }
}

test('a crash after any event: every task comes to its end, and none that was recorded done is run again', async t => {
  await fc.assert(
    fc.asyncProperty(
      graphs,
      fc.constantFrom('stop', 'continue'),
      fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
      (sketches, onFailure, places) => crashes(t, sketches, onFailure, places),
    ),
    { numRuns: 100 },
  )
})
