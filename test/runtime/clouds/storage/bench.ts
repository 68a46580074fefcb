import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { CloudTarget } from '../../../../runtime/clouds/cloud-target.ts'
import type { RunEvent, RunFinished } from '../../../../runtime/events.ts'
import { newRunId } from '../../../../runtime/process/run-id.ts'
import { Runtime } from '../../../../runtime/process/runtime.ts'
import { startRun } from '../../../../runtime/process/start-run.ts'
import type { StartRun } from '../../../../runtime/protocol.ts'
import { realClock } from '../../../../runtime/runner/clock.ts'
import { type StorageServer, type StorageServerOptions, startStorageServer } from '../../../servers/storage/server.ts'
import { atEnd, makeFolder } from '../../workspace.ts'

export interface Bench {
  readonly folder: string
  readonly runtime: Runtime
  readonly server: StorageServer
  /** Events of the last run. */
  readonly events: RunEvent[]
  write(name: string, text: string): void
  /** Runs `x.dag` to its end. */
  run(params?: Partial<StartRun>): Promise<RunFinished>
  /** Lets so many milliseconds go by. */
  pass(ms: number): void
}

/** A runtime in this process and a server of Cloud Storage; `STORAGE` in `x.dag` stands for its endpoint. */
export async function openBench(
  t: TestContext,
  files: Readonly<Record<string, string>>,
  options: Partial<StorageServerOptions> = {},
): Promise<Bench> {
  const server = await startStorageServer({ buckets: ['bucket'], ...options })
  atEnd(t, () => server.close())
  const own = ({ file, text }: { readonly file: string; readonly text: string }): string =>
    file === 'x.dag' ? text.replaceAll('STORAGE', server.endpoint) : text
  const folder = makeFolder(t, Object.fromEntries(Object.entries(files).map(([file, text]) => [file, own({ file, text })])))
  let passed = 0
  const runtime = await Runtime.open({ folder, clock: { ...realClock, now: () => realClock.now() + passed } })
  atEnd(t, () => runtime.close())
  const events: RunEvent[] = []
  return {
    folder,
    runtime,
    server,
    events,
    write: (file, text) => writeFileSync(join(folder, file), own({ file, text })),
    pass: ms => {
      passed += ms
    },
    run: async params => {
      events.length = 0
      const id = newRunId(runtime.now())
      runtime.listen(id, (_number, event) => events.push(event))
      const answer = await startRun(runtime, { file: join(folder, 'x.dag'), origin: 'cli', id, workspace: folder, ...params })
      if (answer.kind === 'refused') throw new Error(answer.message)
      return answer.run.finished
    },
  }
}

/** A target whose Cloud Storage is there; null: Google's own. */
export function targetAt(endpoint: string | null, staging: string | null = 'stage'): CloudTarget {
  return {
    name: 'prod',
    project: 'test-project',
    location: null,
    region: null,
    credentials: null,
    impersonate: null,
    staging,
    logs: null,
    endpoints: { bigquery: null, dataproc: null, storage: endpoint },
  }
}

/** How each task ended. */
export function states({ tasks }: RunFinished): Record<string, string> {
  return Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, task.state]))
}

/** Lines that a task has written. */
export function linesOf(events: readonly RunEvent[], task: string): string[] {
  return events.flatMap(event => (event.type === 'task-log' && event.task === task ? [event.text] : []))
}
