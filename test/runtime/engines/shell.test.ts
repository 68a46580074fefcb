import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { AttemptResult, ProcessRequest } from '../../../runtime/engines/engine.ts'
import { createShellEngine } from '../../../runtime/engines/shell.ts'
import { memoryJournal } from '../clouds/memory-journal.ts'
import { asValue, duration } from '../graph-builder.ts'
import { atEnd, line, makeFolder, openWorkspace, state } from '../workspace.ts'

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

test('an attempt has a folder of its own only where something is to be noted in it', async t => {
  const { run, events } = await openWorkspace(t)
  const list = 'ls "$(dirname "$DAGLINE_OUTPUT")"'
  await run({ plain: { engine: 'shell', run: list } })
  assert.deepEqual(
    events.filter(event => event.type === 'task-log'),
    [],
  )
  await run({ watched: { engine: 'shell', run: list, shell: 'bash -eu' } })
  assert.deepEqual(
    events.flatMap(event => (event.type === 'task-log' ? [event.text] : [])),
    ['0.1'],
  )
})

test('a script that fails in another program than its first line names is told so', async t => {
  const { run } = await openWorkspace(t, { 'list.sh': '#!/usr/bin/env bash\na=(1 2)\n', 'same.sh': '#!/bin/sh -e\nexit 3\n' })
  const { tasks } = await run({
    text: { engine: 'shell', run: '#!/bin/bash -eu\na=(1 2)' },
    file: { engine: 'shell', script: 'list.sh' },
    same: { engine: 'shell', script: 'same.sh' },
    chosen: { engine: 'shell', run: '#!/bin/bash\nexit 3', shell: 'sh' },
    right: { engine: 'shell', run: '#!/bin/bash -eu\na=(1 2)', shell: 'bash -eu' },
  })
  const hint = (words: string): string => `(Its first line names bash, but it was run by sh: \`shell: "${words}"\` chooses the program.)`
  assert.ok(tasks['text']?.error?.message.endsWith(hint('bash -eu')), tasks['text']?.error?.message)
  assert.ok(tasks['file']?.error?.message.endsWith(hint('bash')), tasks['file']?.error?.message)
  for (const name of ['same', 'chosen']) assert.doesNotMatch(tasks[name]?.error?.message ?? '', /first line/)
  assert.equal(tasks['right']?.state, 'success')
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

test('a child that ends with the process which started it is told so, with the signal', async t => {
  const { start, event } = await openWorkspace(t)
  const run = start({ a: { engine: 'shell', run: 'echo $PPID; exec sleep 60' } })
  const told = await event(one => one.type === 'task-log' && one.task === 'a')
  assert.ok(told.type === 'task-log')
  process.kill(Number(told.text), 'SIGKILL')
  const { error } = (await run.finished).tasks['a']!
  assert.equal(error?.code, 'signal')
  assert.match(error?.message ?? '', /^The process that starts tasks was killed by SIGKILL, and sh with it\./)
})

test('a cancelled task that had to be killed says so', async t => {
  const { start, event } = await openWorkspace(t)
  // What it does itself when it is asked to end is what is otherwise done after a while.
  const deaf = `trap 'kill -9 $$' TERM; echo up; while :; do sleep 0.01; done`
  const run = start({
    killed: { engine: 'shell', run: deaf },
    ended: { engine: 'shell', run: 'echo up; exec sleep 60' },
  })
  await Promise.all([event(line('killed', 'up')), event(line('ended', 'up'))])
  run.cancel()
  const { killed, ended } = (await run.finished).tasks
  assert.equal(killed?.error?.message, 'Cancelled while it was running. It did not end when it was asked to, and was killed (SIGKILL).')
  assert.equal(ended?.error?.message, 'Cancelled while it was running.')
})

test('a cancelled run ends its children and their children, also one that does not hear SIGTERM', async t => {
  const server = createServer().listen(0, '127.0.0.1')
  atEnd(t, () => server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { start, event } = await openWorkspace(t, {
    'child.mjs': `import { connect } from 'node:net'
      process.on('SIGTERM', () => console.log('deaf'))
      connect(${port}, '127.0.0.1', () => console.log('up'))`,
  })
  const connected = once(server, 'connection') as Promise<[Socket]>
  const run = start({
    a: { engine: 'shell', run: '"$node" child.mjs & wait', params: { node: process.execPath } },
    b: { engine: 'shell', after: ['a'], run: 'true' },
  })
  const [socket] = await connected
  const gone = once(
    socket.resume().on('error', () => undefined),
    'close',
  )
  await event(line('a', 'up'))
  run.cancel()
  const end = await run.finished
  assert.deepEqual([end.state, end.tasks['a']?.state, end.tasks['b']?.state], ['cancelled', 'cancelled', 'cancelled'])
  await gone
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

if (process.platform === 'linux')
  test('a param that is too long for a process is named, and tried once', async t => {
    const { run } = await openWorkspace(t)
    const { tasks } = await run({
      a: { engine: 'shell', run: 'true', retries: 3, params: { short: 'x', long: 'y'.repeat(200_000) } },
      b: { engine: 'shell', run: 'true', params: { long: 'y'.repeat(120_000) } },
    })
    assert.equal(tasks['b']?.state, 'success')
    assert.equal(tasks['a']?.attempts, 1)
    assert.match(
      tasks['a']?.error?.message ?? '',
      /^The param long has 200 KB, which is more than this system lets sh be given at its start\. Write /,
    )
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
  const history = await runtime.history(`run-${process.pid}-0`, 0)
  assert.deepEqual(history.flatMap(({ event: one }) => (one.type === 'task-log' ? [`${one.stream} ${one.text}`] : [])).sort(), [
    'stderr err',
    'stdout out',
    'stdout rest',
  ])
  assert.equal(readdirSync(join(runtime.stateFolder, 'logs', `run-${process.pid}-0`)).length, 1)
  assert.deepEqual(
    history.map(one => one.number),
    history.map((_, i) => i),
  )
})

test('the failure is told as the shell saw it: an exit code, a signal of a program in it, its own complaint', async t => {
  const { run } = await openWorkspace(t)
  const { tasks } = await run({
    handled: { engine: 'shell', run: 'no_such_program || true\nexit 3' },
    inner: { engine: 'shell', run: "sh -c 'kill -9 $$'" },
    syntax: { engine: 'shell', run: 'true\nif then' },
    bash: { engine: 'shell', shell: 'bash -eu', run: 'true\n\necho "$nosuch"' },
    denied: { engine: 'shell', run: 'true\n./test.dag' },
  })
  assert.equal(tasks['handled']?.error?.place?.line, 1)
  assert.match(tasks['inner']?.error?.message ?? '', /exit code 137 \(SIGKILL\)/)
  assert.match(tasks['syntax']?.error?.message ?? '', /exit code 2: Syntax error|syntax error/)
  assert.equal(tasks['syntax']?.error?.place?.line, 1000 + 'true\n'.length)
  assert.match(tasks['bash']?.error?.message ?? '', /nosuch: unbound variable/)
  assert.equal(tasks['bash']?.error?.place?.line, 1000 + 'true\n\n'.length)
  assert.equal(tasks['denied']?.error?.place?.line, 1000 + 'true\n'.length)
})

test('where bash ends at the first failure, the line that failed is told; where that is not certain, the whole text', async t => {
  const { run } = await openWorkspace(t, { 'inner.sh': 'true\ntrue\nfalse\n' })
  const texts: Readonly<Record<string, readonly [run: string, failing: string | null, shell?: string]>> = {
    option: ['echo a\n  grep x /dev/null\necho no', 'grep'],
    within: ['set -euo pipefail\nfor i in 1 2; do\n  [ $i = 1 ]\ndone', '[ $i', 'bash'],
    pipe: ['set -eo pipefail\ntrue | false | cat\necho no', 'true |', 'bash'],
    chain: ['true &&\n  true &&\n  false', 'false'],
    quotes: ["echo 'it''s'\nfalse", 'false'],
    loud: ['ls /nosuch-of-the-test >&2\ntrue', 'ls'],
    // bash goes on, and ends as its last command did.
    goes: ['false\ntrue\nexit 1', null, 'bash'],
    pipes: ['set -o pipefail\ntrue | false |\n  cat\necho no', null],
    handled: ['false || true\nexit 1', null],
    own: ['true\nfalse', null, 'sh -e'],
    function: ['f() {\n  false\n}\ntrue\nf', null],
    read: ['true\n. ./inner.sh', null],
    evaluated: ['true\neval "true\nfalse"', null],
    subshell: ['true\n(true\nfalse\n)', null],
    trapped: ["trap 'true' ERR\nfalse", null],
  }
  const { tasks } = await run(
    Object.fromEntries(Object.entries(texts).map(([name, [text, , shell = 'bash -e']]) => [name, { engine: 'shell', run: text, shell }])),
  )
  for (const [i, [name, [text, failing]]] of Object.entries(texts).entries()) {
    const { state: ended, error } = tasks[name]!
    assert.deepEqual([ended, error?.place?.line], ['failed', failing === null ? i + 1 : 1000 + text.indexOf(failing)], name)
  }
})

/** What the engine would start on another system, with the script's text; it then ends as is said. */
async function started(
  t: TestContext,
  properties: Readonly<Record<string, string>>,
  lines: readonly string[] = [],
): Promise<{ request: ProcessRequest; script: string; result: AttemptResult }> {
  const scratch = makeFolder(t)
  let request: ProcessRequest | undefined
  let script = ''
  const engine = createShellEngine({
    stateFolder: scratch,
    platform: 'win32',
    processes: {
      run: asked => {
        request = asked
        script = readFileSync(asked.args.at(-1)!, 'utf8')
        for (const each of lines) asked.onLine('stderr', each.replaceAll('FILE', asked.args.at(-1)!))
        return Promise.resolve({ kind: 'exited', code: lines.length > 0 ? 1 : 0 })
      },
    },
  })
  const values = new Map(Object.entries(properties).map(([name, value]) => [name, asValue(value)]))
  const result = await engine.run({
    run: 'r',
    dag: 'd',
    file: join(scratch, 'x.dag'),
    folder: scratch,
    target: { name: 'local', properties: new Map() },
    task: 'a',
    number: 1,
    slots: 1,
    properties: values,
    params: new Map(),
    paramPhase: () => 'static',
    env: {},
    scratch,
    outputFile: join(scratch, 'out.json'),
    remote: memoryJournal(),
    timeoutMs: null,
    signal: new AbortController().signal,
    log: () => undefined,
    resolve: path => join(scratch, path),
    placeInText: (_property, offset) => ({ file: 'x.dag', line: offset, column: 1, endLine: offset, endColumn: 2 }),
    placeOf: () => ({ file: 'x.dag', line: 1, column: 1, endLine: 1, endColumn: 2 }),
  })
  return { request: request!, script, result }
}

test('on Windows it is cmd, or PowerShell where that is said', async t => {
  const cmd = await started(t, { run: 'echo a\necho b' })
  assert.deepEqual([cmd.request.command, ...cmd.request.args.slice(0, -1)], ['cmd.exe', '/d', '/c'])
  assert.match(cmd.request.args.at(-1)!, /run\.cmd$/)
  assert.equal(cmd.script, '@echo off\r\necho a\r\necho b\r\n')
  const power = await started(t, { run: 'Write-Host ü', shell: 'powershell' })
  assert.deepEqual(power.request.args.slice(0, -1), ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File'])
  assert.equal(power.script, '\ufeffWrite-Host ü\n')
})

test('PowerShell names the line after its message', async t => {
  const run = 'Write-Host a\nthrow "bad"'
  const { result } = await started(t, { run, shell: 'pwsh' }, ['bad', 'At FILE:2 char:1', '+ throw "bad"', '+ ~~~~~~'])
  assert.ok(result.kind === 'failure')
  assert.equal(result.error.message, 'pwsh ended with exit code 1: bad')
  assert.equal(result.error.place?.line, run.indexOf('throw'))
})
