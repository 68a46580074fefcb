import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import type { RunEvent, RunFinished } from '../../runtime/events.ts'
import { Runtime, type RuntimeOptions } from '../../runtime/process/runtime.ts'
import type { Run } from '../../runtime/runner/run.ts'
import type { RunRequest } from '../../runtime/runner/run-request.ts'
import { readSecrets, taskEnvironment } from '../../runtime/runner/secrets.ts'
import { buildGraph, type RunTaskSketch } from './graph-builder.ts'

const endings = new WeakMap<TestContext, (() => unknown)[]>()

/** Has something done when the test is over; what was set up last is taken down first. */
export function atEnd(t: TestContext, ending: () => unknown): void {
  const known = endings.get(t)
  if (known !== undefined) {
    known.push(ending)
    return
  }
  const list = [ending]
  endings.set(t, list)
  t.after(async () => {
    for (const each of list.reverse()) await each()
  })
}

/** A folder of the test's own with these files in it. */
export function makeFolder(t: TestContext, files: Readonly<Record<string, string>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'dagline-test-')))
  atEnd(t, () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

export interface Workspace {
  readonly folder: string
  readonly runtime: Runtime
  readonly events: RunEvent[]
  start(tasks: Readonly<Record<string, RunTaskSketch>>, options?: StartSketch): Run
  /** Runs to the end. */
  run(tasks: Readonly<Record<string, RunTaskSketch>>, options?: StartSketch): Promise<RunFinished>
  /** Settles with the first event that fits, also one that has been. */
  event(fits: (event: RunEvent) => boolean): Promise<RunEvent>
}

export interface StartSketch extends Partial<RunRequest> {
  readonly properties?: Readonly<Record<string, unknown>>
}

/** A runtime in a folder of its own, in this process; runs are graphs written by hand. */
export async function openWorkspace(
  t: TestContext,
  files: Readonly<Record<string, string>> = {},
  options: Partial<RuntimeOptions> = {},
): Promise<Workspace> {
  const folder = makeFolder(t, files)
  const runtime = await Runtime.open({ folder, ...options })
  atEnd(t, () => runtime.close())
  const events: RunEvent[] = []
  const waiting = new Set<() => void>()
  let runs = 0
  const start = (tasks: Readonly<Record<string, RunTaskSketch>>, { properties, ...request }: StartSketch = {}): Run => {
    const graph = { ...buildGraph(folder, tasks, properties), dag: `d${runs}` }
    // Unlike those of other test files: by it a run finds the processes that its tasks have left.
    const run = `run-${process.pid}-${runs++}`
    const env = process.env as Record<string, string>
    runtime.listen(run, (_number, event) => {
      events.push(event)
      for (const check of [...waiting]) check()
    })
    return runtime.start({
      run,
      graph,
      selected: new Set(graph.tasks.keys()),
      givenOutputs: new Map(),
      parallelism: 4,
      origin: 'cli',
      inputs: {},
      date: '2026-01-01',
      workspace: folder,
      env: taskEnvironment(env),
      secrets: readSecrets(runtime.stateFolder, env),
      stored: null,
      ...request,
    })
  }
  return {
    folder,
    runtime,
    events,
    start,
    run: (tasks, request) => start(tasks, request).finished,
    event: fits =>
      new Promise(resolve => {
        const check = (): void => {
          const found = events.find(fits)
          if (found === undefined) return
          waiting.delete(check)
          resolve(found)
        }
        waiting.add(check)
        check()
      }),
  }
}

/** Fits the event with which a task comes to a state. */
export function state(task: string, wanted: string): (event: RunEvent) => boolean {
  return event => event.type === 'task-state' && event.task === task && event.state === wanted
}

/** Fits a line of a task's log. */
export function line(task: string, text: string): (event: RunEvent) => boolean {
  return event => event.type === 'task-log' && event.task === task && event.text === text
}
