import assert from 'node:assert/strict'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { ShownPlan } from '../../../runtime/protocol.ts'
import { attach, makeRuntimeFolder } from '../process/runtime-process.ts'
import { makeFolder } from '../workspace.ts'
import { dagline, eventsOf } from './dagline.ts'

const diamond = `dag d {
  limits: { narrow: 1 }
  task first: shell { run: "true" duration: 1m }
  task long: shell { run: "true" duration: 10m after: [first] }
  task short: shell { run: "true" after: [first] duration: 2m }
  task remote: http { url: "http://localhost:1" after: [first] duration: 3m limit: "narrow" }
  task last: shell { run: "true" after: [long, short, remote] }
}
`

test('plan says the order, when each task starts and ends, what is critical and how much the rest may be late', async t => {
  const folder = makeFolder(t, { 'x.dag': diamond })
  const { status, out, err } = await dagline(t, folder, ['plan', 'x.dag', '--json', '--parallelism', '2'])
  assert.deepEqual([status, err], [0, ''])
  assert.deepEqual(JSON.parse(out), {
    dag: 'd',
    target: 'local',
    parallelism: 2,
    makespan_seconds: 661,
    lower_bound_seconds: 661,
    critical_path: ['first', 'long', 'last'],
    tasks: [
      { name: 'first', engine: 'shell', after: [], slot: 0, start_seconds: 0, end_seconds: 60, slack_seconds: 0, basis: 'duration' },
      {
        name: 'remote',
        engine: 'http',
        after: ['first'],
        slot: null,
        start_seconds: 60,
        end_seconds: 240,
        slack_seconds: 420,
        basis: 'duration',
      },
      {
        name: 'long',
        engine: 'shell',
        after: ['first'],
        slot: 0,
        start_seconds: 60,
        end_seconds: 660,
        slack_seconds: 0,
        basis: 'duration',
      },
      {
        name: 'short',
        engine: 'shell',
        after: ['first'],
        slot: 1,
        start_seconds: 60,
        end_seconds: 180,
        slack_seconds: 480,
        basis: 'duration',
      },
      {
        name: 'last',
        engine: 'shell',
        after: ['long', 'short', 'remote'],
        slot: 0,
        start_seconds: 660,
        end_seconds: 661,
        slack_seconds: 0,
        basis: 'engine',
      },
    ],
    processors: [
      { parallelism: 1, makespan_seconds: 781 },
      { parallelism: 2, makespan_seconds: 661 },
    ],
  })
  assert.ok(!existsSync(join(folder, '.dagline')), 'nothing is created')
})

test('plan prints a table for people', async t => {
  const folder = makeFolder(t, { 'x.dag': diamond })
  const { status, out } = await dagline(t, folder, ['plan', 'x.dag', '--parallelism', '2', '--until', 'long'])
  assert.equal(status, 0)
  assert.deepEqual(out.split('\n'), [
    'd on local with 2 processors: 11m 00s predicted, the shortest there is',
    ' start   end      slack     task   by',
    ' 0.0 s   1m 00s   critical  first  duration',
    ' 1m 00s  11m 00s  critical  long   duration',
    'Critical path: first → long',
    'By processors: 1: 11m 00s · 2: 11m 00s',
    '',
  ])
})

test('a second run is planned by how long its tasks took, and tells what was predicted', async t => {
  const folder = makeRuntimeFolder(t, {
    'x.dag': 'dag d { task a: js { script: "a.mjs" duration: 1h } task b: js { script: "a.mjs" after: [a] } }',
    'a.mjs': 'export default () => ({})',
  })
  const run = async () => {
    const events = eventsOf((await dagline(t, folder, ['run', 'x.dag', '--json'])).out)
    const [started, finished] = [events[0], events.at(-1)]
    assert.ok(started?.type === 'run-started' && finished?.type === 'run-finished')
    return { predicted: started.predicted!, finished }
  }
  const first = await run()
  assert.deepEqual(first.predicted.critical_path, ['a', 'b'])
  assert.equal(first.predicted.tasks[0]?.[1], 3600)
  assert.equal(first.finished.predicted_makespan_seconds, first.predicted.makespan_seconds)
  const took = (name: string): number => first.finished.tasks[name]!.seconds!
  const planned = JSON.parse((await dagline(t, folder, ['plan', 'x.dag', '--json'])).out) as ShownPlan
  assert.deepEqual(
    planned.tasks.map(task => task.basis),
    ['history', 'history'],
  )
  assert.ok(planned.makespan_seconds <= took('a') + took('b') + 0.002)
  const second = await run()
  assert.equal(second.predicted.makespan_seconds, planned.makespan_seconds)
  const shown = (await dagline(t, folder, ['runs', 'show', 'last'])).out
  assert.match(shown, /^\S+ +✓ success +d +local +[\d.]+ s \([\d.]+ s predicted\)/)
  assert.match(shown, /✓ success +a +[\d.]+ s +\([\d.]+ s predicted\)/)
  // A changed script is other work.
  writeFileSync(join(folder, 'a.mjs'), 'export default () => ({ n: 1 })')
  const changed = JSON.parse((await dagline(t, folder, ['plan', 'x.dag', '--json'])).out) as ShownPlan
  assert.deepEqual(
    changed.tasks.map(task => task.basis),
    ['duration', 'engine'],
  )
})

test('what will be reused is expected to take no time, in plans and at the start of a run', async t => {
  const folder = makeRuntimeFolder(t, {
    'x.dag': `dag d {
      cache: true
      task a: shell { run: "echo a" duration: 1h }
      task b: shell { run: "echo b" duration: 2h after: [a] }
      task c: shell { run: "echo c" duration: 3h after: [b] cache: false }
    }`,
  })
  await dagline(t, folder, ['run', 'x.dag', '--only', 'a', 'b'])
  const text = await dagline(t, folder, ['plan', 'x.dag', '--parallelism', '1'])
  assert.deepEqual(
    text.out
      .split('\n')
      .slice(1, 5)
      .map(row => row.trim().split(/ {2,}/).slice(3)),
    [
      ['task', 'by'],
      ['a', 'cached'],
      ['b', 'cached'],
      ['c', 'duration'],
    ],
  )
  assert.match(text.out, /^d on local with 1 processor: 3h 00m predicted/)
  const { tasks } = JSON.parse((await dagline(t, folder, ['plan', 'x.dag', '--json'])).out) as ShownPlan
  assert.deepEqual(
    tasks.map(({ name, end_seconds, basis, cached }) => [name, end_seconds, basis, cached]),
    [
      ['a', 0, 'history', true],
      ['b', 0, 'history', true],
      ['c', 10_800, 'duration', undefined],
    ],
  )
  const anew = JSON.parse((await dagline(t, folder, ['plan', 'x.dag', '--json', '--no-cache'])).out) as ShownPlan
  assert.ok(anew.makespan_seconds > 10_800 && anew.tasks.every(task => task.cached === undefined))
  const [started] = eventsOf((await dagline(t, folder, ['run', 'x.dag', '--json'])).out)
  assert.ok(started?.type === 'run-started')
  assert.deepEqual(started.predicted?.tasks, [
    [0, 0],
    [0, 0],
    [0, 10_800],
  ])
  const nothing = await dagline(t, folder, ['plan', 'x.dag', '--until', 'b'])
  assert.ok(!nothing.out.includes('Critical path'))
})

test('a task whose `when` is false before the run starts takes no time in plans', async t => {
  const folder = makeRuntimeFolder(t, {
    'x.dag': `dag d {
      input full: boolean = false
      task a: shell { run: "true" duration: 1h when: full }
      task b: shell { run: "true" duration: 2h after: [a] }
      task c: shell { run: "true" duration: 3h }
    }`,
  })
  const plan = async (...more: string[]): Promise<unknown[]> => {
    const { out } = await dagline(t, folder, ['plan', 'x.dag', '--json', '--parallelism', '1', ...more])
    const { makespan_seconds, tasks } = JSON.parse(out) as ShownPlan
    return [makespan_seconds, ...tasks.filter(task => task.skipped).map(task => task.name)]
  }
  assert.deepEqual(await plan(), [10_800, 'a'])
  assert.deepEqual(await plan('--input', 'full=true'), [21_600])
})

test('the runtime answers the same plan to the editor', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': diamond })
  const editor = await attach(t, folder)
  const answer = await editor.request('plan/show', { file: join(folder, 'x.dag'), parallelism: 2 })
  assert.ok(answer.kind === 'plan')
  const { kind: _, ...document } = answer
  assert.deepEqual(JSON.parse((await dagline(t, folder, ['plan', 'x.dag', '--json', '--parallelism', '2'])).out), document)
  const refused = await editor.request('plan/show', { file: join(folder, 'x.dag'), only: ['nosuch'] })
  assert.deepEqual(refused, { kind: 'refused', reason: 'usage', message: 'd has no task nosuch.' })
})

test('on errors plan prints them on standard error and nothing on standard output', async t => {
  const folder = makeFolder(t, {
    'bad.dag': 'dag d { task a: shell { run: "true" after: [nobody] } }',
    'two.dag': 'dag a { task t: shell { run: "true" } } dag b { task t: shell { run: "true" } }',
  })
  const bad = await dagline(t, folder, ['plan', 'bad.dag', '--json'])
  assert.deepEqual([bad.status, bad.out], [1, ''])
  assert.match(bad.err, /^bad\.dag:1:\d+: error unknown-name: /)
  assert.equal((await dagline(t, folder, ['plan', 'two.dag'])).status, 2)
  const named = await dagline(t, folder, ['plan', 'two.dag', '--dag', 'b', '--json'])
  assert.equal((JSON.parse(named.out) as ShownPlan).dag, 'b')
  for (const args of [['nosuch.dag'], ['two.dag', '--dag', 'a', '--only', 'x'], ['two.dag', '--dag', 'a', '--input', 'k=1']])
    assert.equal((await dagline(t, folder, ['plan', ...args])).status, 2, args.join(' '))
})

const counted = `dag d {
  input word: string = "x"
  task a: shell { run: "echo '{\\"n\\": 1}' > $DAGLINE_OUTPUT" params: { word } cache: true }
  task b: shell { run: "[ -e mended ]" params: { n: a.n } after: [a] }
  task c: shell { run: "true" after: [b] }
}
`

test('a dry run knows what is cached, and what is done in the run that it would go on with', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': counted })
  const dry = async (...args: string[]): Promise<string[]> => {
    const { status, out, err } = await dagline(t, folder, ['run', 'x.dag', '--dry-run', ...args])
    assert.deepEqual([status, err], [0, ''])
    return out.trimEnd().split('\n')
  }
  assert.equal((await dagline(t, folder, ['run', 'x.dag', '--resume', 'last', '--dry-run'])).status, 2)
  assert.equal((await dagline(t, folder, ['run', 'x.dag'])).status, 1)
  const [head, a, ...rest] = await dry()
  assert.equal(head, 'd on local would run 2 of 3 tasks:')
  assert.match(a!, /^ {2}a \(shell\): cached\. Nothing it depends on has changed since run /)
  assert.deepEqual(rest, ['  b (shell) after a', '  c (shell) after b'])
  assert.deepEqual(await dry('--input', 'word=y'), [
    'd on local would run 3 tasks:',
    '  a (shell): Runs again: param word changed.',
    '  b (shell) after a',
    '  c (shell) after b',
  ])
  assert.equal((await dry('--no-cache'))[0], 'd on local would run 3 tasks:')
  const resumed = await dagline(t, folder, ['run', 'x.dag', '--resume', 'last', '--dry-run', '--json'])
  const { tasks } = JSON.parse(resumed.out) as { tasks: { name: string; done?: true; reason?: string }[] }
  assert.deepEqual(
    tasks.map(({ name, done }) => [name, done]),
    [
      ['a', true],
      ['b', undefined],
      ['c', undefined],
    ],
  )
  assert.match(tasks[0]!.reason!, /^Done in run /)
  const plan = await dagline(t, folder, ['plan', 'x.dag', '--resume', 'last'])
  assert.match(plan.out, /\ba +done\n/)
  assert.equal((await dagline(t, folder, ['runs', 'list', '--json'])).out.split('"run":').length, 2, 'nothing was run')
})

test('what a run would refuse for want of outputs, a dry run and a plan refuse in the same words', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': counted })
  const refusals = async (): Promise<unknown[]> => {
    const asked = [
      ['plan', 'x.dag'],
      ['run', 'x.dag', '--dry-run'],
      ['run', 'x.dag'],
    ]
    const answers = await Promise.all(asked.map(args => dagline(t, folder, [...args, '--only', 'b'])))
    return answers.map(({ status, out, err }) => [status, out, err])
  }
  const expected = [2, '', 'No run has outputs of a yet, which the chosen tasks read. Run with these tasks first.\n']
  assert.deepEqual(await refusals(), [expected, expected, expected], 'where nothing has ever run')
  assert.deepEqual(await refusals(), [expected, expected, expected], 'by the runtime')
})
