import type { TestContext } from 'node:test'
import type { RunFinished } from '../../../../runtime/events.ts'
import type { Run } from '../../../../runtime/runner/run.ts'
import { type DataprocServer, type DataprocServerOptions, startDataprocServer } from '../../../servers/dataproc/server.ts'
import { type StorageServer, startStorageServer } from '../../../servers/storage/server.ts'
import { asValue, buildGraph, type RunTaskSketch } from '../../graph-builder.ts'
import { atEnd, openWorkspace, type Workspace } from '../../workspace.ts'

export type Tasks = Readonly<Record<string, RunTaskSketch>>

export interface Prod extends Workspace {
  readonly dataproc: DataprocServer
  readonly storage: StorageServer
  /** Starts a run on the target `prod`. */
  startThere(tasks: Tasks, target?: Readonly<Record<string, unknown>>): Run
  runThere(tasks: Tasks, target?: Readonly<Record<string, unknown>>): Promise<RunFinished>
  /** The texts of what was logged by a task. */
  lines(task: string, stream?: string): string[]
}

/** Dataproc and Storage on loopback, and a workspace whose target `prod` is there. */
export async function openProd(
  t: TestContext,
  files: Readonly<Record<string, string>> = {},
  options: DataprocServerOptions = {},
): Promise<Prod> {
  const { dataproc, storage, target } = await startServers(t, options)
  const workspace = await openWorkspace(t, files)
  let runs = 0
  const startThere = (tasks: Tasks, more: Readonly<Record<string, unknown>> = {}): Run => {
    const properties = { ...target, ...more }
    const graph = {
      ...buildGraph(workspace.folder, tasks),
      dag: `d${runs++}`,
      target: 'prod',
      targetProperties: new Map(Object.entries(properties).map(([name, value]) => [name, asValue(value)])),
    }
    return workspace.start(tasks, { graph })
  }
  return {
    ...workspace,
    dataproc,
    storage,
    startThere,
    runThere: (tasks, more) => startThere(tasks, more).finished,
    lines: (task, stream = 'system') =>
      workspace.events.flatMap(event => (event.type === 'task-log' && event.task === task && event.stream === stream ? [event.text] : [])),
  }
}

/** Both servers, and the properties of a target that is there. */
export async function startServers(
  t: TestContext,
  options: DataprocServerOptions = {},
): Promise<{ dataproc: DataprocServer; storage: StorageServer; target: Record<string, string> }> {
  const storage = await startStorageServer({ project: 'p-1', buckets: ['staging-1', 'dataproc-bucket'] })
  atEnd(t, () => storage.close())
  const dataproc = await startDataprocServer({
    storage: {
      read: uri => {
        const [, bucket = '', name = ''] = /^gs:\/\/([^/]+)\/(.+)$/.exec(uri) ?? []
        return Promise.resolve(storage.objects.get(bucket, name)?.bytes ?? null)
      },
      write: (uri, bytes) => {
        storage.put(uri, bytes)
        return Promise.resolve()
      },
    },
    ...options,
  })
  atEnd(t, () => dataproc.close())
  const target = {
    project: 'p-1',
    region: 'us-central1',
    staging: 'staging-1',
    dataproc_endpoint: dataproc.endpoint,
    storage_endpoint: storage.endpoint,
  }
  return { dataproc, storage, target }
}
