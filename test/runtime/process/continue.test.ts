import assert from 'node:assert/strict'
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { RunEvent, TaskStateChanged } from '../../../runtime/events.ts'
import type { RuntimeConnection } from '../../../runtime/process/connect.ts'
import type { ContinuedRun } from '../../../runtime/protocol.ts'
import { dagline, eventsOf, startDagline } from '../cli/dagline.ts'
import { line, state } from '../workspace.ts'
import { addressOf, attach, follow, killRuntime, makeRuntimeFolder, nextEvent, start } from './runtime-process.ts'

/** A task that notes each of its attempts and waits for the file `go`. */
const waits = (more: string): string =>
  `run: "echo $DAGLINE_TASK $DAGLINE_ATTEMPT >> effects; echo up; while [ ! -e go ]; do sleep 0.01; done" ${more}`

const effects = (folder: string): string[] => readFileSync(join(folder, 'effects'), 'utf8').trim().split('\n')

const statesOf = (events: readonly RunEvent[], task: string): string =>
  events
    .filter((event): event is TaskStateChanged => event.type === 'task-state' && event.task === task)
    .map(event => `${event.state} ${event.attempt}`)
    .join(', ')

/** Starts a run, waits until its tasks say `up`, and kills the runtime. */
async function crash(
  t: TestContext,
  folder: string,
  ups: readonly string[],
  origin: 'cli' | 'editor' = 'cli',
): Promise<{ run: string; events: RunEvent[] }> {
  const connection = await attach(t, folder)
  const up = Promise.all(ups.map(task => nextEvent(connection, line(task, 'up'))))
  const { run, events } = await start(connection, { file: join(folder, 'x.dag'), parallelism: 4, origin })
  await up
  await killRuntime(folder, connection)
  return { run, events }
}

async function goOn(
  t: TestContext,
  folder: string,
  run: string,
  from: number,
): Promise<{ answer: ContinuedRun; connection: RuntimeConnection }> {
  const connection = await attach(t, folder)
  return { answer: await connection.request('run/continue', { run, origin: 'cli', from }), connection }
}

test('a run goes on in a new runtime: what had ended stays, what was in flight does as `on_interrupt` says', async t => {
  const folder = makeRuntimeFolder(t, {
    'x.dag': `dag d {
      input n: number = 1
      task first: js { script: "echo.mjs" params: { n, run: run.id, day: run.date } }
      task again: shell { ${waits('on_interrupt: rerun after: [first] retries: 0')} }
      task once: shell { ${waits('after: [first]')} }
      task last: js { script: "echo.mjs" after: [again] params: { n: first.n, day: first.day, now: run.date, run: run.id } }
      task lost: shell { run: "true" after: [once] }
    }`,
    'echo.mjs': 'export default params => params',
  })
  const terminal = startDagline(t, folder, ['run', 'x.dag', '--json', '--input', 'n=7', '--parallelism', '4'])
  await Promise.all(['again', 'once'].map(task => terminal.line(text => text.includes('"text":"up"') && text.includes(`"${task}"`))))
  process.kill(addressOf(folder).pid, 'SIGKILL')
  await terminal.line(text => text.includes('"text":"up"') && text.includes('"again"') && text.includes('"attempt":2'))
  writeFileSync(join(folder, 'go'), '')
  const { status, out, err } = await terminal.ended
  assert.equal(status, 1)
  assert.match(err, /^The runtime ended in the middle of run \S+; a new one goes on with it\.\n$/)
  const events = eventsOf(out)
  assert.equal(statesOf(events, 'first'), 'running 1, success 1')
  assert.equal(statesOf(events, 'again'), 'running 1, interrupted 1, running 2, success 2')
  assert.equal(statesOf(events, 'once'), 'running 1, interrupted 1, failed 1')
  assert.equal(statesOf(events, 'lost'), 'upstream_failed 0')
  const ends = events.filter(event => event.type === 'run-finished')
  assert.equal(ends.length, 1)
  const started = events.find(event => event.type === 'run-started')
  assert.ok(started?.type === 'run-started' && started.predicted !== undefined)
  assert.equal(ends[0]!.predicted_makespan_seconds, started.predicted.makespan_seconds)
  const tasks = ends[0]!.tasks
  const { run, day } = tasks['first']!.outputs as { run: string; day: string }
  assert.equal(run, ends[0]!.run)
  assert.deepEqual(tasks['last']?.outputs, { n: 7, day, now: day, run })
  assert.equal(tasks['once']?.error?.code, 'interrupted')
  assert.deepEqual([tasks['again']?.attempts, tasks['once']?.attempts], [2, 1])
  assert.deepEqual(effects(folder).sort(), ['again 1', 'again 2', 'once 1'])
  const shown = JSON.parse((await dagline(t, folder, ['runs', 'show', 'last', '--json'])).out) as {
    run: { run: string; state: string }
    tasks: unknown
  }
  assert.deepEqual([shown.run.run, shown.run.state], [run, 'failed'])
  // Beside its end, what is shown of a task says why.
  assert.deepEqual(shown.tasks, { ...tasks, lost: { ...tasks['lost'], reason: 'A task that it starts after has not succeeded.' } })
})

test('numbers of events go on, above all that was told', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': `dag d { task a: shell { ${waits('on_interrupt: rerun')} } }` })
  const { run } = await crash(t, folder, ['a'])
  const { answer, connection } = await goOn(t, folder, run, 5000)
  assert.deepEqual(answer, { kind: 'continued' })
  const numbers: number[] = []
  connection.onEvent(({ number }) => numbers.push(number))
  const { finished } = follow(connection, run)
  await connection.request('run/attach', { run, from: 0 })
  writeFileSync(join(folder, 'go'), '')
  assert.equal((await finished).state, 'success')
  assert.deepEqual(
    numbers,
    [...new Set(numbers)].sort((a, b) => a - b),
  )
  assert.deepEqual(numbers.slice(0, 2), [0, 1])
  // The line that the task printed may have been told and not yet written when the runtime was killed.
  assert.ok(numbers.slice(2).every(number => number === 2 || number >= 5000) && numbers.at(-1)! >= 5000)
})

test('a run whose file has changed does not go on by itself', async t => {
  const folder = makeRuntimeFolder(t, {
    'x.dag': `dag d { task a: shell { ${waits('on_interrupt: rerun')} } task b: shell { run: "true" after: [a] } }`,
  })
  const { run } = await crash(t, folder, ['a'])
  appendFileSync(join(folder, 'x.dag'), '// edited\n')
  const { answer, connection } = await goOn(t, folder, run, 0)
  assert.ok(answer.kind === 'refused')
  assert.match(answer.message, new RegExp(`^x\\.dag or a file that it names has changed since run ${run} began, .*--resume ${run}`))
  const shown = await connection.request('run/show', { run })
  assert.deepEqual([shown?.run.state, shown?.tasks['a']?.state, shown?.tasks['b']?.state], ['interrupted', 'interrupted', 'cancelled'])
  assert.deepEqual(await connection.request('run/continue', { run, origin: 'cli', from: 0 }), { kind: 'over' })
})

test('a run with a secret in its inputs is not recorded so that it could go on, nor is the secret', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': `dag d { input s: string task a: shell { ${waits('on_interrupt: rerun')} } }` })
  const connection = await attach(t, folder)
  const up = nextEvent(connection, line('a', 'up'))
  const env = { ...(process.env as Record<string, string>), DAGLINE_SECRET_S: 'hunter2' }
  const { run } = await start(connection, { file: join(folder, 'x.dag'), inputs: { s: 'hunter2' }, env })
  await up
  await killRuntime(folder, connection)
  const { answer } = await goOn(t, folder, run, 0)
  assert.ok(answer.kind === 'refused' && /is not recorded/.test(answer.message))
  for (const file of ['dagline.db', 'dagline.db-wal'])
    if (existsSync(join(folder, '.dagline', file))) assert.ok(!readFileSync(join(folder, '.dagline', file)).includes('hunter2'), file)
})

test('a run that nobody comes for is shown as interrupted, and closed when another of its dag starts', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': `dag d { task a: shell { ${waits('on_interrupt: rerun')} } }` })
  const { run } = await crash(t, folder, ['a'])
  const second = await attach(t, folder)
  const { runs } = await second.request('run/list', { limit: 5 })
  assert.deepEqual(
    runs.map(record => record.state),
    ['interrupted'],
  )
  const watched = follow(second, run)
  await second.request('run/attach', { run, from: 0 })
  assert.ok(!watched.events.some(event => event.type === 'run-finished'), 'its client may yet come')
  writeFileSync(join(folder, 'go'), '')
  const next = await start(second, { file: join(folder, 'x.dag') })
  const end = await watched.finished
  assert.deepEqual([end.state, end.error?.code, end.tasks['a']?.state], ['failed', 'interrupted', 'interrupted'])
  assert.equal((await next.finished).state, 'success')
  assert.deepEqual(effects(folder), ['a 1', 'a 1'])
})

test('a run goes on for the kind of client that had started it, and once, whoever comes', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': `dag d { task a: shell { ${waits('on_interrupt: rerun')} } }` })
  const { run } = await crash(t, folder, ['a'], 'editor')
  const terminal = await goOn(t, folder, run, 0)
  assert.deepEqual(terminal.answer, { kind: 'left' })
  const editors = await Promise.all([1, 2].map(() => attach(t, folder)))
  const answers = await Promise.all(editors.map(editor => editor.request('run/continue', { run, origin: 'editor', from: 0 })))
  assert.deepEqual(answers, [{ kind: 'continued' }, { kind: 'continued' }])
  const { finished } = follow(terminal.connection, run)
  await terminal.connection.request('run/attach', { run, from: 0 })
  for (const editor of editors) editor.dispose()
  writeFileSync(join(folder, 'go'), '')
  assert.equal((await finished).state, 'success')
  assert.deepEqual(effects(folder), ['a 1', 'a 2'])
})

test('a run that was being cancelled when its runtime died goes on only to end so', async t => {
  const folder = makeRuntimeFolder(t, {
    'x.dag': `dag d {
      task a: shell { run: "trap '' TERM; echo up; while [ ! -e go ]; do sleep 0.01; done" on_interrupt: rerun }
      task b: shell { run: "true" after: [a] }
    }`,
  })
  const connection = await attach(t, folder)
  const up = nextEvent(connection, line('a', 'up'))
  const { run } = await start(connection, { file: join(folder, 'x.dag') })
  await up
  const cancelled = nextEvent(connection, state('b', 'cancelled'))
  connection.request('run/cancel', { run }).catch(() => undefined)
  await cancelled
  await killRuntime(folder, connection)
  const next = await attach(t, folder)
  const { finished, events } = follow(next, run)
  assert.deepEqual(await next.request('run/continue', { run, origin: 'cli', from: 0 }), { kind: 'continued' })
  await next.request('run/attach', { run, from: 0 })
  assert.equal((await finished).state, 'cancelled')
  assert.equal(statesOf(events, 'a'), 'running 1, interrupted 1, cancelled 1')
})

test('a folder that is called like a secret does not keep a run from going on; a secret in its inputs does, and that is said', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': `dag d { input word: string = "x" task a: shell { ${waits('on_interrupt: rerun')} } }` })
  const env = { ...(process.env as Record<string, string>), DAGLINE_SECRET_FOLDER: basename(folder), DAGLINE_SECRET_KEY: 'k3y-of-mine' }
  for (const inputs of [{}, { word: 'k3y-of-mine' }]) {
    const connection = await attach(t, folder)
    const up = nextEvent(connection, line('a', 'up'))
    const { run } = await start(connection, { file: join(folder, 'x.dag'), env, inputs })
    await up
    await killRuntime(folder, connection)
    const next = await attach(t, folder)
    const answer = await next.request('run/continue', { run, origin: 'cli', from: 0, env })
    if ('word' in inputs) {
      assert.ok(answer.kind === 'refused')
      assert.match(answer.message, /has a secret in it and is not recorded, .*`dagline run x.dag --resume \S+ --input word=…`/)
    } else {
      assert.equal(answer.kind, 'continued')
      const { finished } = follow(next, run)
      await next.request('run/attach', { run, from: 0 })
      writeFileSync(join(folder, 'go'), '')
      assert.equal((await finished).state, 'success')
      rmSync(join(folder, 'go'))
    }
  }
})
