import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { ProcessEnd } from '../../../runtime/engines/engine.ts'
import type { Launcher } from '../../../runtime/processes/child.ts'
import { Children } from '../../../runtime/processes/children.ts'
import { EnvironmentReader, EnvironmentWriter } from '../../../runtime/processes/environments.ts'
import type { FromSpawner } from '../../../runtime/processes/messages.ts'
import { launchByNode } from '../../../runtime/processes/node-child.ts'
import { Outbox } from '../../../runtime/processes/outbox.ts'
import { posixLauncher } from '../../../runtime/processes/posix-children.ts'
import { loadPosixSpawn } from '../../../runtime/processes/posix-spawn.ts'
import { atEnd, makeFolder } from '../workspace.ts'

/** Every way in which children are started on this system. */
const posix = await loadPosixSpawn()
const launchers: readonly (readonly [string, Launcher])[] = [
  ['Node', launchByNode],
  ...(posix === null ? [] : [['posix_spawn', posixLauncher(posix)] as const]),
]

interface Ran {
  readonly end: ProcessEnd
  readonly messages: readonly FromSpawner[]
  text(stream: 'stdout' | 'stderr'): string
}

async function run(
  t: TestContext,
  launch: Launcher,
  script: string,
  options: { env?: Record<string, string>; cwd?: string; patienceMs?: number } = {},
): Promise<Ran> {
  const messages: FromSpawner[] = []
  const end = await new Promise<ProcessEnd>(resolve => {
    const push = (message: FromSpawner, sent?: () => void): void => {
      messages.push(message)
      if (sent !== undefined) setImmediate(sent)
      if (message.type === 'ended') resolve(message.end)
    }
    const children = new Children({ push, pushLater: push }, launch, options)
    const env = options.env ?? { PATH: process.env['PATH'] ?? '' }
    children.take({ type: 'start', id: 0, command: 'sh', args: ['-c', script], cwd: options.cwd ?? makeFolder(t), env })
  })
  const text = (stream: 'stdout' | 'stderr'): string =>
    messages.flatMap(message => (message.type === 'lines' && message.stream === stream ? message.lines : [])).join('\n')
  return { end, messages, text }
}

test('on Linux children are started by posix_spawn', () => assert.equal(posix !== null, process.platform === 'linux'))

for (const [name, launch] of launchers) {
  test(`${name}: how a child ends is told exactly`, async t => {
    assert.deepEqual((await run(t, launch, 'exit 0')).end, { kind: 'exited', code: 0 })
    assert.deepEqual((await run(t, launch, 'exit 137')).end, { kind: 'exited', code: 137 })
    assert.deepEqual((await run(t, launch, 'kill -9 $$')).end, { kind: 'signalled', signal: 'SIGKILL' })
  })

  test(`${name}: a silent child costs two messages`, async t => {
    const { messages } = await run(t, launch, 'true')
    assert.deepEqual(
      messages.map(message => message.type),
      ['started', 'ended'],
    )
  })

  test(`${name}: both streams are told whole, of a short child, of a chatty one and of one that takes its time`, async t => {
    const short = await run(t, launch, 'echo out; echo err >&2; printf rest')
    assert.deepEqual([short.text('stdout'), short.text('stderr')], ['out\nrest', 'err'])
    const chatty = await run(t, launch, 'i=0; while [ $i -lt 30000 ]; do echo "line $i"; i=$((i+1)); done')
    assert.equal(chatty.text('stdout').split('\n').length, 30_000)
    assert.equal(chatty.text('stdout').split('\n').at(-1), 'line 29999')
    const slow = await run(t, launch, 'echo first; sleep 0.05; echo last; echo bad >&2')
    assert.deepEqual([slow.text('stdout'), slow.text('stderr')], ['first\nlast', 'bad'])
  })

  test(`${name}: what a child leaves running ends, and what it writes until then is told`, async t => {
    const { end, text } = await run(t, launch, '(trap "echo told; exit" TERM; while :; do sleep 0.01; done) & echo up')
    assert.deepEqual(end, { kind: 'exited', code: 0 })
    assert.match(text('stdout'), /^up/)
  })

  test(`${name}: what has left the group of a child and holds its output does not hold its end up`, async t => {
    const leave = `"$NODE" -e 'const c = require("child_process").spawn("sleep", ["60"], { detached: true, stdio: "inherit" }); c.unref(); console.log(c.pid)'`
    const { end, text } = await run(
      t,
      launch,
      `${leave}; i=0; while [ $i -lt 30000 ]; do echo "line $i"; i=$((i+1)); done; printf rest; exit 3`,
      {
        env: { PATH: process.env['PATH'] ?? '', NODE: process.execPath },
        // By this the test would not end.
        patienceMs: 3_600_000,
      },
    )
    const lines = text('stdout').split('\n')
    atEnd(t, () => process.kill(Number(lines[0]), 'SIGKILL'))
    assert.deepEqual(end, { kind: 'exited', code: 3 })
    assert.deepEqual([lines.length, lines.at(-2), lines.at(-1)], [30_002, 'line 29999', 'rest'])
  })

  test(`${name}: a child has its environment and nothing else, its folder, and no input`, async t => {
    const cwd = makeFolder(t)
    const { text } = await run(t, launch, 'echo "$A|${HOME-unset}|$(pwd -P)|$(cat)"', {
      env: { A: 'x=1', PATH: process.env['PATH']! },
      cwd,
    })
    assert.equal(text('stdout'), `x=1|unset|${cwd}|`)
  })

  test(`${name}: a child starts with every signal as usual`, async t => {
    // Node ignores SIGPIPE; a child that inherited that would not be ended by it.
    assert.deepEqual((await run(t, launch, 'kill -PIPE $$')).end, { kind: 'signalled', signal: 'SIGPIPE' })
  })
}

test('an environment goes as its difference from the one before', () => {
  const writer = new EnvironmentWriter()
  const reader = new EnvironmentReader()
  const base = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`NAME_${i}`, `value ${i}`]))
  const environments = [base, { ...base, TASK: 'a' }, { ...base, TASK: 'b', NAME_3: 'other' }, { NAME_3: 'value 3' }, {}, base]
  const changes = environments.map(env => writer.change(env))
  assert.deepEqual(
    changes.map(change => reader.read(change)),
    environments,
  )
  assert.deepEqual(changes[1], { set: { TASK: 'a' } })
  assert.deepEqual(changes[2], { set: { TASK: 'b', NAME_3: 'other' } })
})

test('what is sent in one step goes as one message, after what follows from it', async () => {
  const sent: (readonly string[])[] = []
  const left: string[] = []
  const outbox = new Outbox<string>((messages, done) => {
    sent.push(messages)
    done()
  })
  outbox.push('a', () => left.push('a'))
  void Promise.resolve()
    .then(() => Promise.resolve())
    .then(() => outbox.push('b'))
  await new Promise(resolve => setImmediate(resolve))
  outbox.push('c')
  await new Promise(resolve => setImmediate(resolve))
  outbox.pushLater('d')
  await new Promise(resolve => setImmediate(resolve))
  outbox.push('e')
  await new Promise(resolve => setImmediate(resolve))
  assert.deepEqual(sent, [['a', 'b'], ['c'], ['d', 'e']])
  assert.deepEqual(left, ['a'])
})
