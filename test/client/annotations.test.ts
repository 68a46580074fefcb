import assert from 'node:assert/strict'
import { test } from 'node:test'
import { annotate } from '../../client/annotations/annotate.ts'
import { DeclaredLines } from '../../client/annotations/declared-lines.ts'
import { duration, rowCount } from '../../client/annotations/format.ts'
import { taskResults } from '../../client/annotations/task-result.ts'
import { fingerprints, RanTexts } from '../../client/run/ran-texts.ts'
import { RunProgress } from '../../client/run/run-progress.ts'
import type { RunEvent } from '../../runtime/events.ts'
import type { GraphResultDag } from '../../server/protocol.ts'
import { dag, range, started, state, task } from './fixtures.ts'

const noon = '2026-01-31T12:00:00.000Z'
const seconds = (count: number): string => new Date(Date.parse(noon) + count * 1000).toISOString()

function runOf(tasks: readonly string[], ...events: readonly RunEvent[]): RunProgress {
  const run = new RunProgress(started('r', tasks))
  for (const event of events) run.apply(event)
  return run
}

/** The texts of a run's results, `now` being three seconds after noon. */
function texts(tasks: readonly string[], ...events: readonly RunEvent[]): readonly string[] {
  return taskResults(runOf(tasks, ...events).tasks.values(), Date.parse(seconds(3))).map(result => result.text)
}

const results: Readonly<Record<string, readonly [readonly string[], readonly RunEvent[], string]>> = {
  'nothing has happened': [['a'], [], '○ waiting'],
  'it runs, and its time grows': [['a'], [state('r', 'a', 'running', { at: noon })], '● 3.0 s'],
  'a second attempt says so': [['a'], [state('r', 'a', 'running', { at: noon, attempt: 2 })], '● attempt 2 · 3.0 s'],
  'it succeeded with rows': [['a'], [state('r', 'a', 'success', { seconds: 1.24, outputs: { rows: 512 } })], '✓ 1.2 s · 512 rows'],
  'it failed: the first line of the reason': [
    ['a'],
    [state('r', 'a', 'failed', { seconds: 0.01, error: { code: 'exit-code', message: 'It ended with 1.\nmore' } })],
    '✗ failed · 10 ms · It ended with 1.',
  ],
  'it was skipped: the reason': [
    ['a'],
    [state('r', 'a', 'skipped', { attempt: 0, reason: 'Its when is false.' })],
    '⤼ skipped · Its when is false.',
  ],
  'its upstream failed': [['a'], [state('r', 'a', 'upstream_failed', { attempt: 0 })], '⊘ upstream failed'],
  'all instances are well': [
    ['a[1]', 'a[2]'],
    [
      state('r', 'a[1]', 'running', { at: noon }),
      state('r', 'a[2]', 'running', { at: seconds(0.2) }),
      state('r', 'a[1]', 'success', { at: seconds(1), seconds: 1, outputs: { rows: 500 } }),
      state('r', 'a[2]', 'success', { at: seconds(1.2), seconds: 1, outputs: { rows: 12 } }),
    ],
    '✓ 2/2 · 1.2 s · 512 rows',
  ],
  'one instance still runs': [
    ['a[1]', 'a[2]'],
    [state('r', 'a[1]', 'success', { at: noon, seconds: 1 }), state('r', 'a[2]', 'running', { at: noon })],
    '● 1/2 · 3.0 s',
  ],
  'one instance failed': [
    ['a[1]', 'a[2]', 'a[3]'],
    [
      state('r', 'a[1]', 'success', { seconds: 1 }),
      state('r', 'a[2]', 'failed', { seconds: 1 }),
      state('r', 'a[3]', 'success', { seconds: 1 }),
    ],
    '✗ 1/3 failed',
  ],
  'a matrix of one is a matrix': [['a[1]'], [state('r', 'a[1]', 'success', { seconds: 2 })], '✓ 1/1 · 2.0 s'],
}
for (const [title, [tasks, events, expected]] of Object.entries(results)) {
  test(`result: ${title}`, () => assert.deepEqual(texts(tasks, ...events), [expected]))
}

test('lengths of time are short', () => {
  assert.deepEqual([0, 0.0083, 0.0994, 1.24, 9.94, 9.96, 59.4, 60, 200, 3900, 7200].map(duration), [
    '0 ms',
    '8 ms',
    '99 ms',
    '1.2 s',
    '9.9 s',
    '10 s',
    '59 s',
    '1 min',
    '3 min 20 s',
    '1 h 5 min',
    '2 h',
  ])
  assert.deepEqual([1, 1234].map(rowCount), ['1 row', '1,234 rows'])
})

/** Lines of the annotations of a run of `a` (line 1) and `b` (line 5), by what was done to the text meanwhile. */
function linesAfter(
  change: (lines: DeclaredLines) => void,
  dags: readonly GraphResultDag[] = [before],
): Readonly<Record<string, number | 'faded'>> {
  const lines = new DeclaredLines()
  lines.reset([before])
  change(lines)
  const run = runOf(['a', 'b'])
  const context = { lines, dags, ranTexts: () => fingerprints(before), now: 0 }
  return Object.fromEntries(annotate([run], context).map(({ declaration, line, faded }) => [declaration, faded ? 'faded' : line]))
}
const before = dag('d', [task('a', 1), task('b', 5)])

test('a result stays with its task when lines move', () => {
  assert.deepEqual(
    linesAfter(lines => lines.edit([{ range: range(3, 0), text: '// one\n// two\n' }])),
    { a: 1, b: 7 },
  )
  assert.deepEqual(
    linesAfter(lines => lines.edit([{ range: range(0, 0, 1, 0), text: '' }])),
    { a: 0, b: 4 },
  )
})

test('several changes at once count in the text before them all', () => {
  assert.deepEqual(
    linesAfter(lines =>
      lines.edit([
        { range: range(4, 0), text: '\n' },
        { range: range(0, 0), text: '\n\n' },
      ]),
    ),
    { a: 3, b: 8 },
  )
})

test('typing in the line before a name moves nothing; breaking the line moves the name', () => {
  assert.deepEqual(
    linesAfter(lines => lines.edit([{ range: range(1, 0), text: '  ' }])),
    { a: 1, b: 5 },
  )
  assert.deepEqual(
    linesAfter(lines => lines.edit([{ range: range(1, 0), text: '\n' }])),
    { a: 2, b: 6 },
  )
})

test('a result goes when its task is deleted', () => {
  assert.deepEqual(
    linesAfter(lines => lines.edit([{ range: range(1, 0, 5, 0), text: '' }])),
    { b: 1 },
  )
  assert.deepEqual(
    linesAfter(lines => lines.reset([dag('d', [task('b', 5)])]), [dag('d', [task('b', 5)])]),
    { b: 5 },
  )
})

test('a result fades once its task says something else than what ran', () => {
  const edited = dag('d', [task('a', 1, { fingerprint: 'another' }), task('b', 5)])
  assert.deepEqual(
    linesAfter(() => {}, [edited]),
    { a: 'faded', b: 5 },
  )
})

test('of a matrix every instance counts', () => {
  const instances = (second: string): GraphResultDag =>
    dag('d', [task('a[1]', 1, { declaration: 'a', fingerprint: '1' }), task('a[2]', 1, { declaration: 'a', fingerprint: second })])
  assert.notDeepEqual(fingerprints(instances('2')), fingerprints(instances('3')))
})

test('what ran is remembered over a reload, for the newest runs', () => {
  const kept = new Map<string, unknown>()
  const memory = { get: (key: string) => kept.get(key), set: (key: string, value: unknown) => void kept.set(key, structuredClone(value)) }
  const texts = new RanTexts(memory)
  for (let number = 0; number < 40; number++) texts.remember(`r${number}`, before)
  const reloaded = new RanTexts(memory)
  assert.deepEqual(reloaded.of('r39'), fingerprints(before))
  assert.equal(reloaded.has('r0'), false)
  assert.equal(new RanTexts({ get: () => [1, ['r', 'x']], set: () => {} }).has('r'), false)
})
