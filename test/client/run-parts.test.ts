import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failuresOf } from '../../client/failures/failures.ts'
import { dagAt, findTask, taskAt } from '../../client/graph/places.ts'
import { RestartPolicy } from '../../client/language/restart-policy.ts'
import { pictureGraph } from '../../client/preview/picture-graph.ts'
import { givenInputs, taskEnvironment } from '../../client/run/run-inputs.ts'
import { RunProgress } from '../../client/run/run-progress.ts'
import { fromLogPath, logPath, logText } from '../../client/run/task-log.ts'
import type { RunError } from '../../runtime/events.ts'
import { dag, log, range, started, state, task } from './fixtures.ts'

function failed(error: RunError): RunProgress {
  const run = new RunProgress(started('r', ['a[1]', 'b']))
  run.apply(state('r', 'a[1]', 'failed', { seconds: 1, error }))
  return run
}
const declared = [dag('d', [task('a[1]', 4, { declaration: 'a' })])]
const same = (a: string, b: string): boolean => a === b

test('a failure with a place in a script stands there, and leads back to the task', () => {
  const place = { file: '/w/s.sql', line: 3, column: 1, endLine: 3, endColumn: 8 }
  const [failure] = failuresOf(failed({ code: 'sql-syntax', message: 'Expected FROM.', place }), declared, same)
  assert.deepEqual(failure, {
    run: 'r',
    dag: 'd',
    task: 'a[1]',
    file: '/w/s.sql',
    dagFile: '/w/a.dag',
    range: range(2, 0, 2, 7),
    code: 'sql-syntax',
    message: 'Task a[1] failed: Expected FROM.',
    declaredAt: declared[0]!.tasks[0]!.nameRange,
    isPlaced: true,
  })
})

test('a place over several lines is underlined as a whole, and a whole line without the next', () => {
  const ranges = [
    { file: '/w/a.dag', line: 3, column: 5, endLine: 9, endColumn: 8 },
    { file: '/w/a.dag', line: 3, column: 1, endLine: 4, endColumn: 1 },
  ].map(place => failuresOf(failed({ code: 'exit-code', message: 'It ended with 1.', place }), declared, same)[0]?.range)
  assert.deepEqual(ranges[0], range(2, 4, 8, 7))
  assert.deepEqual([ranges[1]?.start, ranges[1]?.end.line], [{ line: 2, character: 0 }, 2])
})

test('a failure without a place stands at the task’s name', () => {
  const [failure] = failuresOf(failed({ code: 'exit-code', message: 'It ended with 1.' }), declared, same)
  assert.deepEqual([failure?.file, failure?.range, failure?.declaredAt], ['/w/a.dag', declared[0]!.tasks[0]!.nameRange, null])
})

test('a failure of a task that is no longer in the text stands at the top of the file', () => {
  const [failure] = failuresOf(failed({ code: 'exit-code', message: 'It ended with 1.' }), [], same)
  assert.deepEqual(failure?.range, range(0, 0))
})

test('only inputs that differ from their defaults are sent, and those without one always', () => {
  const inputs = [
    { name: 'years', type: 'list', defaultText: '[2022]' },
    { name: 'day', type: 'date', defaultText: '2026-01-01' },
    { name: 'note', type: 'string', defaultText: null },
  ]
  const answers = new Map([
    ['years', '[2022]'],
    ['day', '2026-02-02'],
    ['note', ''],
  ])
  assert.deepEqual(givenInputs(dag('d', [], { inputs }), answers), { day: '2026-02-02', note: '' })
})

test('tasks do not see what is only about the editor', () => {
  const environment = { PATH: '/bin', ELECTRON_RUN_AS_NODE: '1', VSCODE_PID: '7', NODE_OPTIONS: '--x', EMPTY: undefined }
  assert.deepEqual(taskEnvironment(environment), { PATH: '/bin' })
})

test('a place belongs to the task around it', () => {
  const dags = [dag('d', [task('a', 1), task('b', 5)], { range: range(0, 0, 9, 1) }), dag('e', [], { range: range(11, 0, 12, 1) })]
  assert.equal(taskAt(dags, { line: 2, character: 3 })?.task.name, 'a')
  assert.equal(taskAt(dags, { line: 4, character: 0 }), undefined)
  assert.equal(dagAt(dags, { line: 11, character: 2 })?.name, 'e')
})

test('a task is found by its own name or its declaration', () => {
  assert.equal(findTask(declared, 'd', 'a[1]')?.name, 'a[1]')
  assert.equal(findTask(declared, 'd', 'a')?.name, 'a[1]')
  assert.equal(findTask(declared, 'e', 'a'), undefined)
})

test('a picture has no places, so that moving lines changes nothing', () => {
  const moved = [dag('d', [task('a[1]', 40, { declaration: 'a' })])]
  assert.deepEqual(pictureGraph(moved[0]!), pictureGraph(declared[0]!))
})

test('a server that ends now and then is restarted, one that keeps ending is not', () => {
  let now = 0
  const policy = new RestartPolicy({ restarts: 2, withinMilliseconds: 1000 }, () => now)
  assert.deepEqual([policy.mayRestart(), policy.mayRestart(), policy.mayRestart()], [true, true, false])
  policy.reset()
  assert.ok(policy.mayRestart())
  for (const later of [1000, 2000, 3000]) {
    now = later
    assert.ok(policy.mayRestart())
  }
})

test('a log’s identity survives odd names', () => {
  const path = logPath('2026-01', 'tables.staging[a/b,ü]')
  assert.deepEqual(fromLogPath(path), { run: '2026-01', task: 'tables.staging[a/b,ü]' })
  assert.equal(fromLogPath('/x'), null)
})

test('a log as a text', () => {
  const run = new RunProgress(started('r', ['a']))
  run.apply(log('r', 'a', 'first\nsecond\n'))
  run.apply(log('r', 'a', 'oh no', 1, 'stderr'))
  run.apply(log('r', 'a', 'again', 2, 'system'))
  run.apply(state('r', 'a', 'failed', { attempt: 2, seconds: 1, error: { code: 'exit-code', message: 'It ended with 1.' } }))
  assert.equal(
    logText(run, run.tasks.get('a')!),
    `Task a (bq) of d on local, run r

06:00:00.000   first
06:00:00.000   second
06:00:00.000 ! oh no

Attempt 2
06:00:00.000 # again

State: failed after 1 s
It ended with 1.
`,
  )
})
