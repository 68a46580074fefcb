import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { columns, dataText, lengthText, timeText } from '../../../runtime/cli/output.ts'
import { LiveTable } from '../../../runtime/cli/table.ts'
import type { RunEvent } from '../../../runtime/events.ts'

const at = '2026-01-01T00:00:00.000Z'
const base = { run: 'r1', at } as const

function play(width: number, rows: number, names: readonly string[], events: readonly RunEvent[]): string {
  const screen = Object.assign(new PassThrough(), { isTTY: true, columns: width, rows })
  const table = new LiveTable(screen as unknown as NodeJS.WriteStream)
  const tasks = names.map(name => ({ name, declaration: name, engine: 'shell', upstreams: [] }))
  table.show({ ...base, type: 'run-started', file: '/w/x.dag', dag: 'd', target: 'local', parallelism: 2, tasks })
  for (const event of events) table.show(event)
  table.show({
    ...base,
    type: 'run-finished',
    state: 'failed',
    tasks: { ok: { state: 'success', attempts: 1 }, bad: { state: 'failed', attempts: 1 } },
    makespan_seconds: 75,
    critical_path: [],
  })
  return stripVTControlCharacters(String(screen.read() ?? ''))
}

test('the table ends as it stands, then what failed with its last lines, then the summary', () => {
  const task = { ...base, type: 'task-state', attempt: 1 } as const
  const out = play(
    100,
    30,
    ['ok', 'bad', 'last'],
    [
      { ...task, task: 'ok', state: 'running' },
      { ...task, task: 'ok', state: 'success', seconds: 1.25, outputs: { rows: 1500 } },
      { ...base, type: 'task-log', task: 'bad', attempt: 1, stream: 'stderr', text: 'why it failed' },
      { ...task, task: 'bad', state: 'failed', seconds: 61, error: { code: 'exit-code', message: 'sh ended with exit code 3.' } },
      { ...task, task: 'last', attempt: 0, state: 'upstream_failed', reason: 'A task before it failed.' },
    ],
  )
  assert.match(out, /✓ success +ok +1\.3 s +1500 rows/)
  assert.match(out, /✗ failed +bad +1m 01s +sh ended with exit code 3\./)
  assert.match(out, /▲ upstream failed +last +A task before it failed\./)
  assert.match(out, /bad: sh ended with exit code 3\.\n {2}why it failed\n✗ failed: 1 success, 1 failed in 1m 15s · run r1\n$/)
})

test('only lines of the last attempt are shown, and a message of several lines is one', () => {
  const task = { ...base, type: 'task-state', task: 'bad' } as const
  const out = play(
    100,
    30,
    ['bad'],
    [
      { ...task, attempt: 1, state: 'running' },
      { ...base, type: 'task-log', task: 'bad', attempt: 1, stream: 'stderr', text: 'of the first' },
      { ...task, attempt: 1, state: 'retrying', error: { code: 'exit-code', message: 'first' } },
      { ...task, attempt: 2, state: 'running' },
      { ...base, type: 'task-log', task: 'bad', attempt: 2, stream: 'stderr', text: 'of the second' },
      { ...task, attempt: 2, state: 'failed', error: { code: 'outputs', message: 'no JSON: "a\nb"\u001b[2J' } },
    ],
  )
  assert.ok(!out.includes('of the first') && out.includes('of the second'))
  assert.match(out, /^bad: no JSON: "a b"$/m)
  assert.match(out, /^ ✗ failed +bad +no JSON: "a b"/m)
})

test('the title says which run is gone on with', () => {
  const screen = Object.assign(new PassThrough(), { isTTY: true, columns: 100, rows: 30 })
  const table = new LiveTable(screen as unknown as NodeJS.WriteStream)
  table.show({ ...base, type: 'run-started', file: '/w/x.dag', dag: 'd', target: 'local', parallelism: 2, tasks: [], resumed: 'r0' })
  table.end()
  assert.match(stripVTControlCharacters(String(screen.read())), /^d on local · run r1, going on with run r0$/m)
})

test('no line is wider than the terminal, and no more are drawn than it has', () => {
  const names = Array.from({ length: 50 }, (_, i) => `a_rather_long_name_of_a_task_${i}`)
  const out = play(30, 10, names, [])
  const [first = ''] = out.split('a_rather_long_name_of_a_task_49')
  for (const line of out.split('\n')) if (!line.includes('run r1')) assert.ok(line.length <= 30, line)
  assert.ok(first.includes('… and 43 more tasks') || out.includes('more tasks'))
})

test('columns are as wide as their widest, and lengths are short', () => {
  assert.deepEqual(
    columns(
      [
        ['a', 'bb', ''],
        ['ccc', 'd', 'e'],
      ],
      text => text.length,
    ),
    ['a    bb', 'ccc  d   e'],
  )
  assert.deepEqual([0.04, 59.9, 60, 3599.6, 7380].map(lengthText), ['0.0 s', '59.9 s', '1m 00s', '1h 00m', '2h 03m'])
  assert.deepEqual([86_399, 86_400, 186_300, 8_639_913_600].map(lengthText), ['23h 59m', '1d 00h', '2d 03h', '99999d 00h'])
})

test('a time is that of this place, whatever the language of the machine', () => {
  const time = new Date(2026, 10, 3, 0, 7, 4)
  assert.equal(timeText(time.toISOString()), '2026-11-03 00:07:04')
})

test('data keeps its blanks on one line, and nothing of it moves the cursor', () => {
  assert.equal(dataText(' a  b '), ' a  b ')
  assert.equal(dataText('a\r\nb\tc\\d\u001b[2J\u009b'), 'a\\r\\nb\\tc\\d\\u{1b}[2J\\u{9b}')
})
