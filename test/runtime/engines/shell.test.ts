import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { duration } from '../graph-builder.ts'
import { line, openWorkspace, state } from '../workspace.ts'

test('a shell task gets its params by the environment, and its outputs are what it writes', async t => {
  const { run } = await openWorkspace(t)
  const text = 'it\'s "quoted" $HOME'
  const { tasks } = await run({
    a: {
      engine: 'shell',
      run: `
        [ "$DAGLINE_PARAM_HOME" = param ] || exit 12
        [ "$HOME" != param ] || exit 11
        [ "$list" = '[1,"two"]' ] || exit 13
        [ "$map" = '{"a":{"b":true}}' ] || exit 14
        [ -z "\${nothing+set}" ] || exit 15
        [ -z "\${DAGLINE_PARAM_NOTHING+set}" ] || exit 16
        [ "$seconds" = 90 ] || exit 17
        [ "$number" = 1.5 ] || exit 20
        printf '{"text": "%s", "n": 3}' "$(printf '%s' "$text" | sed 's/"/\\\\"/g')" > "$DAGLINE_OUTPUT"
      `,
      params: {
        HOME: 'param',
        list: [1, 'two'],
        map: { a: { b: true } },
        nothing: null,
        seconds: duration(90_000) as never,
        number: 1.5,
        text,
      },
    },
  })
  assert.deepEqual(tasks['a']?.error, undefined)
  assert.deepEqual(tasks['a']?.outputs, { text, n: 3 })
})

test('a failing line of a script is told with its message and place', async t => {
  const { run, folder } = await openWorkspace(t, { 'fail.sh': 'echo one\nno_such_program x\nexit $?\n' })
  const { tasks, state: ended } = await run({
    text: { engine: 'shell', run: 'true\n  no_such_program x' },
    file: { engine: 'shell', script: 'fail.sh' },
    plain: { engine: 'shell', run: 'echo reason >&2; exit 7' },
    syntax: { engine: 'shell', run: 'true\n\n) echo' },
    option: { engine: 'shell', run: '-x' },
    long: { engine: 'shell', run: `# ${'x'.repeat(200_000)}\nno_such_program` },
  })
  assert.equal(ended, 'failed')
  assert.equal(tasks['text']?.error?.code, 'exit-code')
  assert.match(tasks['text']?.error?.message ?? '', /exit code 127: .*no_such_program/)
  assert.equal(tasks['text']?.error?.place?.line, 1000 + 'true\n  '.length)
  assert.deepEqual([tasks['file']?.error?.place?.file, tasks['file']?.error?.place?.line], [join(folder, 'fail.sh'), 2])
  assert.match(tasks['plain']?.error?.message ?? '', /exit code 7: reason/)
  assert.equal(tasks['syntax']?.error?.place?.line, 1000 + 'true\n\n'.length)
  assert.match(tasks['option']?.error?.message ?? '', /exit code 127: -x/)
  assert.equal(tasks['long']?.error?.place?.line, 1000 + 200_003)
})

test('a script that is missing, or outside the workspace, is told at its property', async t => {
  const { run } = await openWorkspace(t)
  const { tasks } = await run({
    missing: { engine: 'shell', script: 'nosuch.sh', retries: 3 },
    outside: { engine: 'shell', script: '../../etc/passwd' },
  })
  assert.equal(tasks['missing']?.error?.code, 'script-not-found')
  assert.equal(tasks['missing']?.attempts, 1)
  assert.match(tasks['outside']?.error?.message ?? '', /outside the workspace/)
})

test('a killed child is told by its signal', async t => {
  const { run } = await openWorkspace(t)
  const { tasks } = await run({ a: { engine: 'shell', run: 'kill -9 $$' } })
  assert.deepEqual([tasks['a']?.state, tasks['a']?.error?.code], ['failed', 'signal'])
  assert.match(tasks['a']?.error?.message ?? '', /SIGKILL/)
})

test('a cancelled run ends its children and their children', async t => {
  const { start, event, folder } = await openWorkspace(t)
  const run = start({
    a: { engine: 'shell', run: '(sleep 60; touch late) & echo $! > pid; echo up; wait' },
    b: { engine: 'shell', after: ['a'], run: 'true' },
  })
  await event(line('a', 'up'))
  run.cancel()
  const end = await run.finished
  assert.deepEqual([end.state, end.tasks['a']?.state, end.tasks['b']?.state], ['cancelled', 'cancelled', 'cancelled'])
  assert.ok(!existsSync(join(folder, 'late')))
})

test('an attempt beyond its timeout is stopped and fails', async t => {
  const { run } = await openWorkspace(t)
  const { tasks } = await run({ a: { engine: 'shell', run: 'sleep 60', timeout: duration(50) } })
  assert.deepEqual([tasks['a']?.state, tasks['a']?.error?.code], ['failed', 'timeout'])
})

test('what a script leaves running does not hold its task up', async t => {
  const { run } = await openWorkspace(t)
  assert.equal((await run({ a: { engine: 'shell', run: 'sleep 60 & echo done' } })).state, 'success')
})

test('outputs that are no JSON object fail the attempt', async t => {
  const { run } = await openWorkspace(t)
  const { tasks } = await run({
    text: { engine: 'shell', run: 'echo hello > "$DAGLINE_OUTPUT"' },
    list: { engine: 'shell', run: 'echo [] > "$DAGLINE_OUTPUT"' },
    none: { engine: 'shell', run: 'true' },
  })
  assert.deepEqual([tasks['text']?.error?.code, tasks['list']?.error?.code, tasks['none']?.state], ['outputs', 'outputs', 'success'])
})

test('the lines of a task are its log, in one file an attempt', async t => {
  const { run, runtime, event } = await openWorkspace(t)
  await run({ a: { engine: 'shell', run: 'echo out; echo err >&2; printf rest' } })
  await event(state('a', 'success'))
  const history = await runtime.history('run-0', 0)
  assert.deepEqual(history.flatMap(({ event: one }) => (one.type === 'task-log' ? [`${one.stream} ${one.text}`] : [])).sort(), [
    'stderr err',
    'stdout out',
    'stdout rest',
  ])
  assert.equal(readdirSync(join(runtime.stateFolder, 'logs', 'run-0')).length, 1)
  assert.deepEqual(
    history.map(one => one.number),
    history.map((_, i) => i),
  )
})
