import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { RunFinished, TaskStateChanged } from '../../../runtime/events.ts'
import type { RuntimeConnection } from '../../../runtime/process/connect.ts'
import type { StartRun } from '../../../runtime/protocol.ts'
import { line } from '../workspace.ts'
import { addressOf, attach, makeRuntimeFolder, nextEvent, start } from './runtime-process.ts'

/** Each task notes that it ran; `b` fails until `mended` is there. */
const pipeline = `dag d {
  input word: string = "x"
  task a: shell { run: "echo a >> ran; echo '{\\"n\\": 1}' > $DAGLINE_OUTPUT" params: { word, name: "t_\${run.id}", at: run.date } }
  task b: shell { run: "echo b >> ran; [ -e mended ]" params: { n: a.n } }
  task c: shell { run: "echo c >> ran" after: [b] }
  task other: shell { run: "echo other >> ran" }
}
`

interface Bench {
  readonly folder: string
  readonly connection: RuntimeConnection
  run(params?: Partial<StartRun>): Promise<{ run: string; end: RunFinished; states: TaskStateChanged[] }>
  /** Tasks that ran since it was asked last, sorted. */
  ran(): string[]
  refused(params: Partial<StartRun>): Promise<string>
}

async function openBench(t: TestContext, text: string): Promise<Bench> {
  const folder = makeRuntimeFolder(t, { 'x.dag': text, ran: '' })
  const connection = await attach(t, folder)
  const file = join(folder, 'x.dag')
  return {
    folder,
    connection,
    run: async params => {
      const { run, events, finished } = await start(connection, { file, ...params })
      const end = await finished
      return { run, end, states: events.filter(event => event.type === 'task-state') }
    },
    ran: () => {
      const names = readFileSync(join(folder, 'ran'), 'utf8')
        .split('\n')
        .filter(name => name !== '')
      writeFileSync(join(folder, 'ran'), '')
      return names.sort()
    },
    refused: async params => {
      const answer = await connection.request('run/start', { file, origin: 'cli', ...params })
      assert.ok(answer.kind === 'refused' && answer.reason === 'usage', JSON.stringify(answer))
      return answer.message
    },
  }
}

const stateOf = ({ tasks }: RunFinished): Record<string, string> =>
  Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, task.state]))

test('a resumed run does what had not been done, and carries over the rest', async t => {
  const { folder, run, ran, connection } = await openBench(t, pipeline)
  const first = await run({ inputs: { word: 'kept' } })
  assert.deepEqual(stateOf(first.end), { a: 'success', b: 'failed', c: 'upstream_failed', other: 'success' })
  assert.deepEqual(ran(), ['a', 'b', 'other'])
  writeFileSync(join(folder, 'mended'), '')
  const second = await run({ resume: first.run })
  assert.notEqual(second.run, first.run)
  assert.deepEqual(stateOf(second.end), { a: 'success', b: 'success', c: 'success', other: 'success' })
  assert.deepEqual(ran(), ['b', 'c'])
  assert.deepEqual(second.end.tasks['a'], { state: 'success', attempts: 1, outputs: { n: 1 } })
  const told = second.states.filter(event => event.task === 'a')
  assert.deepEqual(
    told.map(({ state, reason }) => [state, reason]),
    [['success', `Done in run ${first.run}.`]],
  )
  const shown = await connection.request('run/show', { run: second.run })
  assert.deepEqual([shown?.run.resumed, shown?.tasks['a']?.attempts, shown?.tasks['a']?.outputs], [first.run, 1, { n: 1 }])
})

test('what was edited runs again, with all that comes after it', async t => {
  const { folder, run, ran } = await openBench(t, pipeline)
  const first = await run()
  ran()
  writeFileSync(join(folder, 'mended'), '')
  writeFileSync(join(folder, 'x.dag'), pipeline.replace('echo a >> ran', 'echo a >> ran; true'))
  const second = await run({ resume: first.run.slice(0, -1) })
  assert.equal(second.end.state, 'success')
  assert.deepEqual(ran(), ['a', 'b', 'c'])
})

test('an upstream that ran again has its downstream run again, although that is as it was', async t => {
  const chain = `dag d {
    task a: shell { run: "echo a >> ran" }
    task b: shell { run: "echo b >> ran" after: [a] }
    task bad: shell { run: "[ -e mended ]" after: [b] }
  }`
  const { folder, run, ran } = await openBench(t, chain)
  const first = await run()
  assert.deepEqual(ran(), ['a', 'b'])
  writeFileSync(join(folder, 'mended'), '')
  writeFileSync(join(folder, 'x.dag'), chain.replace('task a: shell {', 'task a: shell { env: { MODE: "new" }'))
  const second = await run({ resume: 'last' })
  assert.equal(second.end.state, 'success')
  assert.deepEqual(ran(), ['a', 'b'])
  assert.notEqual(second.run, first.run)
})

test('inputs, date, selection and run.id are those of the run before; given anew they count as any change', async t => {
  const { folder, run, ran } = await openBench(t, pipeline)
  const first = await run({ inputs: { word: 'kept' }, date: '2026-01-31', until: ['b'] })
  assert.deepEqual(Object.keys(first.end.tasks), ['a', 'b'])
  ran()
  const second = await run({ resume: first.run })
  assert.deepEqual(ran(), ['b'])
  assert.deepEqual(stateOf(second.end), { a: 'success', b: 'failed' })
  // A run that was resumed can be resumed again, and is still the first one by name.
  const third = await run({ resume: second.run, inputs: { word: 'other' } })
  assert.deepEqual(ran(), ['a', 'b'])
  writeFileSync(join(folder, 'mended'), '')
  const fourth = await run({ resume: third.run, until: ['c'] })
  assert.deepEqual(ran(), ['b', 'c'])
  assert.equal(fourth.end.state, 'success')
})

test('a run that ended well, or that nobody knows, is not resumed', async t => {
  const { folder, run, refused } = await openBench(t, pipeline)
  const file = join(folder, 'x.dag')
  assert.equal(await refused({ resume: 'last' }), `There is no run of ${file} to resume.`)
  assert.equal(await refused({ resume: 'last', dag: 'd' }), `There is no run of d in ${file} to resume.`)
  writeFileSync(join(folder, 'mended'), '')
  const { run: id } = await run()
  assert.equal(await refused({ resume: id }), `Run ${id} ended well: there is nothing left to resume.`)
  assert.equal(await refused({ resume: 'last' }), `Run ${id}, the last one of ${file}, ended well: there is nothing left to resume.`)
  assert.equal(await refused({ resume: 'nobody' }), 'There is no run nobody.')
})

test('a run that was cut off by the end of its process goes on where it was', async t => {
  const waits = `dag d {
    task a: shell { run: "echo a >> ran" }
    task b: shell { run: "echo up; echo b >> ran; while [ ! -e go ]; do sleep 0.01; done" after: [a] }
    task c: shell { run: "echo c >> ran" after: [b] }
  }`
  const { folder, connection, ran } = await openBench(t, waits)
  const file = join(folder, 'x.dag')
  const up = nextEvent(connection, line('b', 'up'))
  const first = await start(connection, { file })
  await up
  const closed = new Promise<void>(resolve => {
    connection.onClose(resolve)
  })
  process.kill(addressOf(folder).pid, 'SIGKILL')
  await closed
  assert.deepEqual(ran(), ['a', 'b'])
  writeFileSync(join(folder, 'go'), '')
  const again = await attach(t, folder)
  const { finished } = await start(again, { file, resume: first.run })
  assert.equal((await finished).state, 'success')
  assert.deepEqual(ran(), ['b', 'c'])
})

test('what a secret stands in is not kept, and a run that is resumed asks for it again', async t => {
  const { run, ran, refused } = await openBench(t, pipeline)
  const env = { ...(process.env as Record<string, string>), DAGLINE_SECRET_KEY: 'k3y-of-mine' }
  const first = await run({ env, inputs: { word: 'k3y-of-mine' }, until: ['b'], date: '2026-01-31' })
  ran()
  const message = `Run ${first.run} was asked for with secrets, which are not kept. Give again what they were part of: --input word=…`
  assert.equal(await refused({ env, resume: first.run }), message)
  const second = await run({ env, resume: first.run, inputs: { word: 'k3y-of-mine' } })
  assert.deepEqual(stateOf(second.end), { a: 'success', b: 'failed' })
  // Input, date and selection were the same.
  assert.deepEqual(ran(), ['b'])
})

test('an instance that would be named by a secret is named by its place', async t => {
  const { run, refused } = await openBench(
    t,
    `dag d {
      input keys: list = ["x"]
      task a: shell { matrix: { key: keys, n: [1, 2] } run: "echo a >> ran; [ -e mended ]" }
    }`,
  )
  const env = { ...(process.env as Record<string, string>), DAGLINE_SECRET_KEY: 'k3y-of-mine', DAGLINE_SECRET_X: 'x' }
  const inputs = { keys: '["x", "plain", "k3y-of-mine"]' }
  const { run: id, end, states } = await run({ env, inputs, only: ['a[#2,#0]', 'a[plain,1]', 'a[x,1]'] })
  assert.deepEqual(Object.keys(end.tasks).sort(), ['a[#2,#0]', 'a[plain,1]', 'a[x,1]'])
  assert.ok(!JSON.stringify([end, states]).includes('k3y-of-mine'))
  assert.match(await refused({ env, resume: id }), /: --input keys=…, --only, --from and --until$/)
})
