import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import type { AttemptContext, Evaluation } from '#language'
import type { RunEvent } from '../../../runtime/events.ts'
import { readSecrets } from '../../../runtime/runner/secrets.ts'
import { asValue, duration } from '../graph-builder.ts'
import { atEnd, line, openWorkspace, state } from '../workspace.ts'

const returns = 'export default params => params'
const output =
  (task: number, name: string) =>
  ({ outputs }: AttemptContext): Evaluation => ({ ok: true, value: asValue(outputs(task)?.[name] ?? null) })

test('outputs of one task are params of the next, and null where it was skipped', async t => {
  const { run } = await openWorkspace(t, { 'echo.mjs': returns })
  const { tasks } = await run({
    a: { engine: 'js', script: 'echo.mjs', params: { v: 5 } },
    off: { engine: 'js', script: 'echo.mjs', when: false, params: { v: 6 } },
    b: {
      engine: 'js',
      script: 'echo.mjs',
      after: ['a', 'off'],
      trigger: 'none_failed',
      params: ((context: AttemptContext) => ({
        ok: true,
        value: asValue({ a: context.outputs(0)?.['v'] ?? null, off: context.outputs(1) === null, attempt: context.attempt }),
      })) as never,
    },
  })
  assert.deepEqual(tasks['b']?.outputs, { a: 5, off: true, attempt: 1 })
  assert.deepEqual(tasks['off'], { state: 'skipped', attempts: 0 })
})

test('an expression that cannot be evaluated fails its task at its place, without another try', async t => {
  const { run } = await openWorkspace(t, { 'echo.mjs': returns })
  const place = { file: 'x.dag', line: 7, column: 3, endLine: 7, endColumn: 9 }
  const broken = (): Evaluation => ({ ok: false, failure: { code: 'wrong-type', message: 'There is no entry 9.', place } })
  const { tasks } = await run({
    attempt: { engine: 'js', script: 'echo.mjs', retries: 3, params: broken as never },
    when: { engine: 'js', script: 'echo.mjs', when: broken },
    policy: { engine: 'js', script: 'echo.mjs', timeout: broken },
  })
  assert.deepEqual([tasks['attempt']?.state, tasks['attempt']?.attempts], ['failed', 1])
  assert.deepEqual(tasks['attempt']?.error, { code: 'wrong-type', message: 'There is no entry 9.', place })
  for (const task of ['when', 'policy'])
    assert.deepEqual([tasks[task]?.state, tasks[task]?.attempts, tasks[task]?.error?.place], ['failed', 0, place])
})

test('a retry follows a failure, and the states tell it', async t => {
  const { run, events } = await openWorkspace(t)
  const { tasks } = await run({
    a: {
      engine: 'shell',
      run: 'n=$(cat n 2>/dev/null || echo 0); echo $((n+1)) > n; [ "$n" -ge 2 ]',
      retries: 5,
      retry_delay: duration(10),
    },
  })
  assert.deepEqual([tasks['a']?.state, tasks['a']?.attempts], ['success', 3])
  const states = events.flatMap(event => (event.type === 'task-state' ? [event.state] : []))
  assert.deepEqual(states.join(' '), 'running retrying running retrying running success')
})

test('`when` sees outputs', async t => {
  const { run } = await openWorkspace(t, { 'echo.mjs': returns })
  const { tasks } = await run({
    count: { engine: 'js', script: 'echo.mjs', params: { none: false, some: true } },
    none: { engine: 'js', script: 'echo.mjs', after: ['count'], when: output(0, 'none') },
    some: { engine: 'js', script: 'echo.mjs', after: ['count'], when: output(0, 'some') },
  })
  assert.deepEqual([tasks['none']?.state, tasks['some']?.state], ['skipped', 'success'])
})

test('a secret is in no log, event, output, error or file', async t => {
  const secret = 'hunter2 "and" more'
  const { run, runtime, events } = await openWorkspace(t, {
    'leak.mjs': 'export default ({ s }) => {\n  console.log("it is", s, JSON.stringify(s))\n  return { text: "<" + s + ">", list: [s] }\n}',
    'throw.mjs': 'export default ({ s }) => { throw new Error(s) }',
  })
  writeFileSync(join(runtime.stateFolder, 'secrets.env'), "OTHER='from a file'\n")
  const params = (({ secret: read }: AttemptContext) => ({ ok: true, value: asValue({ s: read('TOKEN') ?? '' }) })) as never
  const { tasks } = await run(
    {
      js: { engine: 'js', script: 'leak.mjs', params },
      error: { engine: 'js', script: 'throw.mjs', params },
      shell: {
        engine: 'shell',
        run: 'echo "$s" | base64; printf "%s\\n" "$s" >&2; echo from a file; env; printf "u:%s" "$s" | base64; printf "%s" "$s" | od -An -tx1 | tr -d " \\n"',
        params,
      },
    },
    { secrets: readSecrets(runtime.stateFolder, { DAGLINE_SECRET_TOKEN: secret }) },
  )
  assert.deepEqual(tasks['js']?.outputs, { text: '<***>', list: ['***'] })
  assert.equal(tasks['error']?.error?.message, 'Error: ***')
  const encoded = Buffer.from(secret).toString('base64')
  const told = JSON.stringify(events)
  const inside = Buffer.from(`u:${secret}`).toString('base64').slice(4, 16)
  for (const leak of ['hunter2', encoded.slice(0, 12), inside, Buffer.from('hunter2').toString('hex'), 'from a file'])
    assert.ok(!told.includes(leak), `${leak} is told`)
  for (const file of readdirSync(runtime.stateFolder, { recursive: true, withFileTypes: true })) {
    if (!file.isFile() || file.name === 'secrets.env') continue
    const bytes = readFileSync(join(file.parentPath, file.name))
    assert.ok(!bytes.includes('hunter2') && !bytes.includes('from a file'), `a secret is in ${file.name}`)
  }
})

test('one attempt of each kind blocks, and the event loop and the other tasks go on', async t => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1')
  atEnd(t, () => silent.close().closeAllConnections())
  await once(silent, 'listening')
  const asked = once(silent, 'request')
  const { start, event, events } = await openWorkspace(
    t,
    { 'block.mjs': 'export default () => {\n  console.log("up")\n  for (;;);\n}', 'quick.mjs': returns },
    { processors: 8 },
  )
  const hour = `create or replace table local.d.up as select 1 as x;
    select count(*) from unnest(generate_array(1, 1000000)) as a, unnest(generate_array(1, 1000000)) as b where mod(a * b, 7) = 3`
  const blockers = {
    js: { engine: 'js', script: 'block.mjs' },
    shell: { engine: 'shell', run: 'echo up; while :; do :; done' },
    python: { engine: 'python', run: 'print("up")\nwhile True: pass' },
    bq: { engine: 'bq', sql: hour },
    http: { engine: 'http', url: `http://127.0.0.1:${(silent.address() as AddressInfo).port}/` },
  }
  const run = start(
    {
      ...blockers,
      first: { engine: 'shell', run: 'echo from shell' },
      second: { engine: 'js', script: 'quick.mjs', after: ['first'] },
      third: { engine: 'python', run: 'pass', after: ['second'] },
      fourth: { engine: 'bq', sql: 'select 1 as x', after: ['third'] },
    },
    { parallelism: 6 },
  )
  const ups = ['js', 'shell', 'python'].map(task => event(line(task, 'up')))
  await Promise.all([...ups, event(line('bq', 'local.d.up: created with 1 row')), asked])
  await event(state('fourth', 'success'))
  const ended = events.flatMap(each => (each.type === 'task-state' && each.state === 'success' ? [each.task] : []))
  assert.deepEqual(ended, ['first', 'second', 'third', 'fourth'])
  run.cancel()
  const { tasks } = await run.finished
  for (const name of Object.keys(blockers)) assert.equal(tasks[name]?.state, 'cancelled', name)
})

test('two runs share the slots of the machine', async t => {
  const { start, event } = await openWorkspace(t, {}, { processors: 1 })
  const first = start({ a: { engine: 'shell', run: 'echo up; while [ ! -e go ]; do sleep 0.01; done' } }, { parallelism: 1 })
  await event(line('a', 'up'))
  const second = start({ b: { engine: 'shell', run: 'true' }, free: { engine: 'shell', run: 'touch go', slots: 0 } }, { parallelism: 1 })
  await event(state('b', 'ready'))
  const [one, two] = await Promise.all([first.finished, second.finished])
  const begun = Date.parse(two.tasks['b']!.started!)
  const ended = Date.parse(one.tasks['a']!.started!) + one.tasks['a']!.seconds! * 1000
  assert.deepEqual([one.state, two.state], ['success', 'success'])
  assert.ok(begun >= ended, 'b began while a had the only slot')
})

test('tasks taken as done are not told, and their outputs are those of the last run', async t => {
  const { run, events } = await openWorkspace(t, { 'echo.mjs': returns })
  const { tasks } = await run(
    {
      a: { engine: 'js', script: 'echo.mjs' },
      b: {
        engine: 'js',
        script: 'echo.mjs',
        after: ['a'],
        params: (({ outputs }: AttemptContext) => ({ ok: true, value: asValue({ v: outputs(0)?.['v'] ?? null }) })) as never,
      },
    },
    { selected: new Set([1]), givenOutputs: new Map([[0, { v: 9 }]]) },
  )
  assert.deepEqual(Object.keys(tasks), ['b'])
  assert.deepEqual(tasks['b']?.outputs, { v: 9 })
  assert.ok(!events.some(event => event.type === 'task-state' && event.task === 'a'))
})

test('the critical path goes over the tasks that ran, not through one that was taken as done', async t => {
  const { folder, start, event } = await openWorkspace(t, {}, { processors: 2 })
  const running = start(
    {
      a: { engine: 'shell', run: 'while [ ! -e go ]; do sleep 0.01; done' },
      between: { engine: 'shell', run: 'true', after: ['a'] },
      b: { engine: 'shell', run: 'true', after: ['between'] },
      last: { engine: 'shell', run: 'true', after: ['b'] },
    },
    { selected: new Set([0, 2, 3]) },
  )
  // `a` ends only once the end of the others is told: a process that has done its work may be slow to end.
  await event(state('last', 'success'))
  writeFileSync(join(folder, 'go'), '')
  const { critical_path } = await running.finished
  assert.deepEqual(critical_path, ['a'])
})

test('the events of a run begin with its start, end with its end, and every state is recorded before it is told', async t => {
  const { runtime, start, folder } = await openWorkspace(t)
  const untold: string[] = []
  runtime.listen(`run-${process.pid}-0`, (number: number, event: RunEvent) => {
    if (event.type !== 'task-log' && !runtime.store.events(`run-${process.pid}-0`, number).some(one => one.number === number))
      untold.push(event.type)
  })
  const end = await start({ a: { engine: 'shell', run: 'sleep 0.02' }, b: { engine: 'shell', run: 'true', after: ['a'] } }).finished
  assert.deepEqual(untold, [])
  const stored = runtime.store.events(`run-${process.pid}-0`, 0).map(one => one.event)
  assert.equal(stored[0]?.type, 'run-started')
  assert.deepEqual(stored.at(-1), end)
  assert.deepEqual(end.critical_path, ['a', 'b'])
  assert.deepEqual(runtime.store.tasks(`run-${process.pid}-0`), end.tasks)
  assert.equal(runtime.store.record(`run-${process.pid}-0`)?.state, 'success')
  assert.equal(runtime.store.list(5, join(folder, 'test.dag')).length, 1)
})
