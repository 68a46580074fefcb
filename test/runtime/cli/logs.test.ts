import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { LogFile } from '../../../runtime/store/log-files.ts'
import { attach, follow, makeRuntimeFolder } from '../process/runtime-process.ts'
import { dagline, startDagline } from './dagline.ts'

const file = `dag d {
  task a: shell { matrix: { n: [1, 2] } run: "echo line $n; echo odd $n >&2" params: { n } }
  task b: shell { run: "echo try $DAGLINE_ATTEMPT; [ $DAGLINE_ATTEMPT = 2 ]" after: [a] retries: 1 retry_delay: 0s }
}
`

test('logs are merged in the order of time, and filtered', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': file })
  await dagline(t, folder, ['run', 'x.dag'])
  const logs = async (...args: string[]): Promise<string[]> => {
    const { out, err } = await dagline(t, folder, ['runs', 'logs', 'last', ...args])
    assert.equal(err, '')
    return out.split('\n').filter(line => line !== '')
  }
  const all = await logs()
  assert.deepEqual(all.slice(-2), ['b | try 1', 'b | try 2'])
  assert.deepEqual(all.slice(0, -2).sort(), ['a[1] | line 1', 'a[1] | odd 1', 'a[2] | line 2', 'a[2] | odd 2'])
  assert.deepEqual((await logs('a[1]', 'b', '--stream', 'stdout')).sort(), ['a[1] | line 1', 'b | try 1', 'b | try 2'])
  assert.deepEqual(await logs('b', '--attempt', '2'), ['try 2'])
  assert.deepEqual((await logs('--grep', 'odd')).sort(), ['a[1] | odd 1', 'a[2] | odd 2'])
  assert.deepEqual(await logs('--since', '2100-01-01'), [])
  assert.equal((await logs('--since', '1h')).length, 6)
  const document = JSON.parse((await logs('b', '--json')).join('')) as { lines: { attempt: number; text: string }[] }
  assert.deepEqual(
    document.lines.map(line => [line.attempt, line.text]),
    [
      [1, 'try 1'],
      [2, 'try 2'],
    ],
  )
  const [first, ...more] = await logs('b', '--json', '--follow')
  assert.deepEqual([(JSON.parse(first!) as { text: string }).text, more.length], ['try 1', 1])
  assert.deepEqual(JSON.parse((await logs('--grep', 'nosuch', '--json')).join('')), {
    run: (document as unknown as { run: string }).run,
    lines: [],
  })
  assert.equal((await dagline(t, folder, ['runs', 'logs', 'last', 'a', 'nosuch'])).status, 2)
  assert.equal((await dagline(t, folder, ['runs', 'logs', 'last', '--since', 'yesterday'])).status, 2)
  assert.equal((await dagline(t, folder, ['runs', 'logs', 'last', '--stream', 'stdin'])).status, 2)
})

test('logs --follow tells what was, then what comes, once each, to the end of the run', async t => {
  const folder = makeRuntimeFolder(t, {
    'x.dag': 'dag d { task a: shell { run: "for i in 1 2 3; do echo early $i; done; while [ ! -e go ]; do sleep 0.01; done; echo late" } }',
  })
  const editor = await attach(t, folder)
  const answer = await editor.request('run/start', { file: join(folder, 'x.dag'), origin: 'editor' })
  assert.ok(answer.kind === 'started')
  const { finished } = follow(editor, answer.run)
  await editor.request('run/attach', { run: answer.run, from: 0 })
  const following = startDagline(t, folder, ['runs', 'logs', 'last', 'a', '--follow'])
  await following.line(line => line === 'early 3')
  writeFileSync(join(folder, 'go'), '')
  await finished
  const { status, out } = await following.ended
  assert.deepEqual([status, out], [0, 'early 1\nearly 2\nearly 3\nlate\n'])
})

test('logs --follow of one task is told nothing of what the others write', async t => {
  const folder = makeRuntimeFolder(t, {
    'x.dag': `dag d {
  parallelism: 2
  task noisy: shell { run: "touch noise; while [ ! -e go ]; do echo noise; done" }
  group g { task quiet: shell { run: "echo early; while [ ! -e go ]; do sleep 0.01; done; echo late" } }
}
`,
  })
  const editor = await attach(t, folder)
  const answer = await editor.request('run/start', { file: join(folder, 'x.dag'), origin: 'editor' })
  assert.ok(answer.kind === 'started')
  const { events, finished } = follow(editor, answer.run)
  const logs = await editor.request('run/logs', { run: answer.run, tasks: ['g'] })
  await editor.request('run/attach', { run: answer.run, from: 0, logs_of: ['g'] })
  // The log of a task that never falls silent is not waited for either.
  const following = startDagline(t, folder, ['runs', 'logs', 'last', 'g', '--follow'])
  await following.line(line => line === 'g.quiet | early')
  writeFileSync(join(folder, 'go'), '')
  await finished
  const lines = events.filter(event => event.type === 'task-log').map(({ task, text }) => `${task} ${text}`)
  assert.deepEqual(lines, ['g.quiet early', 'g.quiet late'])
  assert.ok(logs!.attempts.every(({ task }) => task === 'g.quiet'))
  const { status, out } = await following.ended
  assert.deepEqual([status, out], [0, 'g.quiet | early\ng.quiet | late\n'])
})

test('what is flushed of a log is what was written so far, while more comes', async t => {
  const folder = makeRuntimeFolder(t, {})
  const log = new LogFile(folder, 'run', 0, 'a', 1)
  const line = { type: 'task-log', run: 'run', at: '', task: 'a', attempt: 1, stream: 'stdout', text: 'x' } as const
  let written = 0
  let flushed = false
  const write = (): void => {
    log.write(written++, line)
    // As soon as one turn is over there is a line more, so that the file is never at rest.
    if (!flushed) setImmediate(write)
  }
  write()
  await log.flush()
  flushed = true
  await log.close()
  const lines = readFileSync(join(folder, log.place), 'utf8').trimEnd().split('\n')
  assert.equal(lines.length, written)
})
