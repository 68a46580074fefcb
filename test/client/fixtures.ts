import type { Timer } from '../../client/timer.ts'
import type { RunEvent, RunFinished, RunStarted, TaskStateChanged } from '../../runtime/events.ts'
import type { GraphResult, GraphResultDag, GraphResultTask, ProtocolRange } from '../../server/protocol.ts'

/** A timer that a test winds on by hand. */
export class HandTimer implements Timer {
  #now = 0
  #waiting: { readonly at: number; readonly callback: () => void }[] = []

  after(milliseconds: number, callback: () => void): () => void {
    const entry = { at: this.#now + milliseconds, callback }
    this.#waiting.push(entry)
    return () => {
      this.#waiting = this.#waiting.filter(other => other !== entry)
    }
  }

  pass(milliseconds: number): void {
    this.#now += milliseconds
    const due = this.#waiting.filter(entry => entry.at <= this.#now)
    this.#waiting = this.#waiting.filter(entry => entry.at > this.#now)
    for (const entry of due) entry.callback()
  }
}

export function range(line: number, character: number, endLine = line, endCharacter = character): ProtocolRange {
  return { start: { line, character }, end: { line: endLine, character: endCharacter } }
}

/** A task of three lines, its name at column 5 of the first. */
export function task(name: string, line: number, more: Partial<GraphResultTask> = {}): GraphResultTask {
  return {
    name,
    declaration: name,
    label: name,
    engine: 'bq',
    group: null,
    description: null,
    nameRange: range(line, 5, line, 5 + name.length),
    range: range(line, 0, line + 2, 1),
    fingerprint: `text of ${name}`,
    ...more,
  }
}

export function dag(name: string, tasks: readonly GraphResultTask[], more: Partial<GraphResultDag> = {}): GraphResultDag {
  return { name, description: null, nameRange: range(0, 4), range: range(0, 0, 100, 0), groups: [], tasks, edges: [], ...more }
}

export function graph(version: number, dags: readonly GraphResultDag[], more: Partial<GraphResult> = {}): GraphResult {
  return { uri: 'file:///w/a.dag', version, dags, ...more }
}

const at = '2026-01-31T06:00:00.000Z'

export function started(run: string, tasks: readonly string[], more: Partial<RunStarted> = {}): RunStarted {
  return {
    type: 'run-started',
    run,
    at,
    file: '/w/a.dag',
    dag: 'd',
    target: 'local',
    parallelism: 2,
    tasks: tasks.map(name => ({ name, declaration: name.replace(/\[.*$/, ''), engine: 'bq', upstreams: [] })),
    ...more,
  }
}

export function state(run: string, name: string, to: TaskStateChanged['state'], more: Partial<TaskStateChanged> = {}): TaskStateChanged {
  return { type: 'task-state', run, at, task: name, attempt: 1, state: to, ...more }
}

export function finished(run: string, to: RunFinished['state'], more: Partial<RunFinished> = {}): RunFinished {
  return { type: 'run-finished', run, at, state: to, tasks: {}, makespan_seconds: 1.5, critical_path: [], ...more }
}

export function log(run: string, name: string, text: string, attempt = 1, stream: 'stdout' | 'stderr' | 'system' = 'stdout'): RunEvent {
  return { type: 'task-log', run, at, task: name, attempt, stream, text }
}
