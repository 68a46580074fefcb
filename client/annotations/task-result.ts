import type { TaskState } from '../../runtime/events.ts'
import type { TaskProgress } from '../run/run-progress.ts'
import { byteCount, duration, rowCount } from './format.ts'

/** How a declaration's line ends: the result of its task, or of all its instances. */
export interface TaskResult {
  readonly declaration: string
  /** The state that matters most among the instances. */
  readonly state: TaskState
  /** `✓ 2/2 · 1.2 s · 512 rows` */
  readonly text: string
  /** An instance has answered rows, which can be looked at. */
  readonly hasRows: boolean
  /** Why tasks ran again, or did not have to: what does not fit into the line. */
  readonly reasons: readonly string[]
}

/** The glyph of a state, so that colour is never the only sign. */
export const glyphs: Readonly<Record<TaskState, string>> = {
  waiting: '○',
  ready: '○',
  running: '●',
  retrying: '↻',
  success: '✓',
  cached: '⇄',
  failed: '✗',
  skipped: '⤼',
  upstream_failed: '⊘',
  cancelled: '■',
  interrupted: '⚠',
}

/** What a person is told of several instances: the first of these states that one of them has. */
const byWeight: readonly TaskState[] = [
  'failed',
  'interrupted',
  'running',
  'retrying',
  'ready',
  'waiting',
  'upstream_failed',
  'cancelled',
  'skipped',
  'success',
  'cached',
]

/** The results of a run, one for each declaration. `now` is for attempts that are still running. */
export function taskResults(tasks: Iterable<TaskProgress>, now: number): readonly TaskResult[] {
  const instances = new Map<string, TaskProgress[]>()
  for (const task of tasks) {
    const group = instances.get(task.declaration)
    if (group) group.push(task)
    else instances.set(task.declaration, [task])
  }
  return [...instances].map(([declaration, group]) => {
    const state = byWeight.find(candidate => group.some(task => task.state === candidate)) ?? 'waiting'
    return {
      declaration,
      state,
      text: [glyphs[state], textOf(group, state, now)].filter(Boolean).join(' '),
      hasRows: group.some(hasRows),
      reasons: reasonsOf(group),
    }
  })
}

/** The reasons of a matrix are mostly the same one. */
function reasonsOf(group: readonly TaskProgress[]): readonly string[] {
  return [...new Set(group.flatMap(({ reason, ranBecause }) => reason ?? ranBecause ?? []))].slice(0, 3)
}

/** Whether there may be rows of a task to look at: those that it answered, or those of the table that it wrote. */
export function hasRows({ engine, state }: TaskProgress): boolean {
  return engine === 'bq' && (state === 'success' || state === 'cached')
}

/** The result of one instance. */
export function taskText(task: TaskProgress, now: number): string {
  return textOf([task], task.state, now)
}

function textOf(group: readonly TaskProgress[], state: TaskState, now: number): string {
  const matrix = group.length > 1 || group[0]!.name !== group[0]!.declaration
  const parts: (string | null)[] = [
    matrix ? countText(group, state) : stateText(group[0]!),
    timeText(group, now),
    rowsText(group),
    bytesText(group),
  ]
  if (!matrix) parts.push(group[0]!.error?.message.split('\n', 1)[0] ?? group[0]!.reason)
  return parts.filter(Boolean).join(' · ')
}

/** How many of a matrix's instances are well, or in the state that matters. */
function countText(group: readonly TaskProgress[], state: TaskState): string {
  const well = group.filter(task => task.state === 'success' || task.state === 'cached').length
  if (well === group.length) return `${well}/${group.length}`
  switch (state) {
    case 'running':
    case 'ready':
    case 'waiting':
    case 'retrying':
      return well > 0 || state === 'running' ? `${well}/${group.length}` : word(state)
    case 'failed':
    case 'interrupted':
    case 'upstream_failed':
    case 'cancelled':
    case 'skipped':
      return `${group.filter(task => task.state === state).length}/${group.length} ${word(state)}`
    case 'success':
    case 'cached':
      return `${well}/${group.length}`
    default:
      return state satisfies never
  }
}

function stateText(task: TaskProgress): string {
  switch (task.state) {
    case 'success':
    case 'running':
      return task.attempt > 1 ? `attempt ${task.attempt}` : ''
    case 'failed':
      return task.attempt > 1 ? `failed after ${task.attempt} attempts` : 'failed'
    case 'waiting':
    case 'ready':
    case 'retrying':
    case 'cached':
    case 'skipped':
    case 'upstream_failed':
    case 'cancelled':
    case 'interrupted':
      return word(task.state)
    default:
      return task.state satisfies never
  }
}

function word(state: TaskState): string {
  return state === 'upstream_failed' ? 'upstream failed' : state
}

/** From the first start to the last end; to now where something runs. */
function timeText(group: readonly TaskProgress[], now: number): string {
  if (group.length === 1 && group[0]!.seconds !== null) return duration(group[0]!.seconds)
  const starts = group.flatMap(task => (task.started === null ? [] : [Date.parse(task.started)]))
  if (starts.length === 0) return ''
  const ends = group.map(task => {
    if (task.state === 'running') return now
    if (task.started !== null && task.seconds !== null) return Date.parse(task.started) + task.seconds * 1000
    return task.ended === null ? 0 : Date.parse(task.ended)
  })
  return duration(Math.max(0, Math.max(...ends) - Math.min(...starts)) / 1000)
}

function rowsText(group: readonly TaskProgress[]): string {
  const rows = group.flatMap(task => (task.rows === null ? [] : [task.rows]))
  return rows.length === 0 ? '' : rowCount(rows.reduce((sum, count) => sum + count, 0))
}

/** What was read, where anything was: on this computer nothing is counted. */
function bytesText(group: readonly TaskProgress[]): string {
  const bytes = group.reduce((sum, task) => sum + (task.bytes ?? 0), 0)
  return bytes === 0 ? '' : byteCount(bytes)
}
