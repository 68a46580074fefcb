import type { TableHistory } from './table-versions.ts'

/** A task as it stands before a run; in topological order. */
export interface ExpectedTask {
  /** What it could reuse, going by its fingerprint alone. */
  readonly candidate: Candidate | null
  /** What it is called as a writer of tables in the run that is resumed, where it was done there and yet runs again. */
  readonly wrote?: string
  /** Tasks whose outputs it was given for that, or which must not run again: if one runs, nothing is certain. */
  readonly needs: readonly number[]
  /** Tables that it may read and write if it runs; null: any. Asked only of those that run. */
  mayTouch(): TaskTables | null
}

export interface TaskTables {
  readonly reads: readonly string[]
  readonly writes: readonly string[]
}

export interface Candidate {
  /** What its attempt is called as a writer of tables: `run/task/attempt`, without the attempt. */
  readonly writer: string
  /** Tables that it read or wrote, with the version that it met, or left; null: one that nobody had written. */
  readonly tables: ReadonlyMap<string, string | null>
  readonly writes: ReadonlySet<string>
  /** It was done in the run that is resumed: it stays done, whatever others have made of its tables. */
  readonly kept: boolean
}

/** Why a candidate is not reused. */
export type Demotion =
  /** Somebody else has written the table since, or it is gone. */
  | { readonly kind: 'table'; readonly table: string }
  /** Another task that writes the table runs again, or one before it that reads what was there before. */
  | { readonly kind: 'writer'; readonly table: string; readonly task: number }
  /** A task whose outputs it reads runs again. */
  | { readonly kind: 'needs'; readonly task: number }

/**
 * Which candidates will be reused. A table must stand as the task left or met it, or as later writers left it which will be
 * reused too: where one of these runs again, so must the task, or that one would write on top of what it wrote before.
 * And what runs must not find what only tasks after it have written.
 * Starts from the hope that all are reused, and takes back until nothing changes; so the answer is the largest that is consistent.
 */
export function lookAhead(
  tasks: readonly ExpectedTask[],
  historyOf: (table: string) => TableHistory,
): { readonly reused: readonly boolean[]; readonly demotions: ReadonlyMap<number, Demotion> } {
  const reused = tasks.map(task => task.candidate !== null)
  const demotions = new Map<number, Demotion>()
  const owners = new Map<string, number>()
  const needers = new Map<number, number[]>()
  const touching = new Map<string, Touch[]>()
  const rewriters = new Map<string, number>()
  for (const [i, { candidate, needs, wrote }] of tasks.entries()) {
    if (wrote !== undefined) rewriters.set(wrote, i)
    if (candidate === null) continue
    owners.set(candidate.writer, i)
    for (const need of needs) push(needers, need, i)
    for (const [table, version] of candidate.tables)
      push(touching, table, { task: i, at: placeOf(historyOf(table), version), writes: candidate.writes.has(table) })
  }
  const running: number[] = []
  const demote = (task: number, why: Demotion): void => {
    if (!reused[task] || (tasks[task]!.candidate?.kept === true && why.kind === 'table')) return
    reused[task] = false
    demotions.set(task, why)
    running.push(task)
  }
  /** The writer of a version runs again, or is nobody who could be reused: what came before it does not stand. */
  const written = (table: string, at: number, why: Demotion): void => {
    for (const touch of touching.get(table) ?? []) if (touch.at !== null && touch.at < at) demote(touch.task, why)
  }
  for (const [table, touches] of touching) {
    const { versions, standing } = historyOf(table)
    for (const touch of touches) if (touch.at === null || !standing) demote(touch.task, { kind: 'table', table })
    for (const [at, version] of versions.entries()) {
      const writer = writerOf(version)
      const again = rewriters.get(writer)
      if (!owners.has(writer)) written(table, at, again === undefined ? { kind: 'table', table } : { kind: 'writer', table, task: again })
    }
  }
  for (const [i, task] of tasks.entries()) if (task.candidate === null) running.push(i)
  for (let task = running.pop(); task !== undefined; task = running.pop()) {
    for (const needer of needers.get(task) ?? []) demote(needer, { kind: 'needs', task })
    const own = tasks[task]!.candidate
    if (own !== null)
      for (const table of own.tables.keys())
        for (const [at, version] of historyOf(table).versions.entries())
          if (writerOf(version) === own.writer) written(table, at, { kind: 'writer', table, task })
    if (touching.size === 0) continue
    const touched = tasks[task]!.mayTouch()
    const later = (table: string, fits: (touch: Touch) => boolean): void => {
      for (const touch of touching.get(table) ?? [])
        if (touch.task > task && fits(touch) && tasks[touch.task]!.candidate?.kept !== true)
          demote(touch.task, { kind: 'writer', table, task })
    }
    for (const table of touched?.writes ?? touching.keys()) later(table, () => true)
    for (const table of touched?.reads ?? []) later(table, touch => touch.writes)
  }
  return { reused, demotions }
}

/** Whether tables stand for one task now, when the tasks of these writers are or will be reused. */
export function tablesStand(
  tables: ReadonlyMap<string, string | null>,
  historyOf: (table: string) => TableHistory,
  isReused: (writer: string) => boolean,
): { readonly ok: true } | { readonly ok: false; readonly table: string } {
  for (const [table, version] of tables) {
    const history = historyOf(table)
    const at = placeOf(history, version)
    const fits = at !== null && history.standing && history.versions.slice(at + 1).every(later => isReused(writerOf(later)))
    if (!fits) return { ok: false, table }
  }
  return { ok: true }
}

/** The writer of a version: a task of a run, in whichever attempt. */
export function writerOf(version: string): string {
  return version.slice(0, version.lastIndexOf('/'))
}

interface Touch {
  readonly task: number
  readonly writes: boolean
  /** Place of the version in the table's history, -1 before the first; null where it is not there. */
  readonly at: number | null
}

function placeOf({ versions }: TableHistory, version: string | null): number | null {
  if (version === null) return -1
  const at = versions.lastIndexOf(version)
  return at < 0 ? null : at
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}
