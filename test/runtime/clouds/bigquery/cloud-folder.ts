import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { RunError, RunFinished, TaskLog } from '../../../../runtime/events.ts'
import { createFileHost } from '../../../../runtime/file-host.ts'
import { loadRunGraph } from '../../../../runtime/load.ts'
import type { Run } from '../../../../runtime/runner/run.ts'
import { type BigQueryServer, type BigQueryServerOptions, startBigQueryServer } from '../../../servers/bigquery/bigquery-server.ts'
import { makeRuntimeFolder } from '../../process/runtime-process.ts'
import { atEnd, makeFolder, openWorkspace, type Workspace } from '../../workspace.ts'

export interface CloudOptions extends Partial<BigQueryServerOptions> {
  readonly files?: Readonly<Record<string, string>>
  /** Properties of the target `prod`, besides its project and endpoint. */
  readonly target?: string
}

/** A dag of these tasks, whose target `prod` is the server. */
export function dagText(endpoint: string, body: string, target = 'location: "EU"'): string {
  return `dag d {\n${body}\n}\ntarget prod {\n  project: "acme-dev"\n  bigquery_endpoint: "${endpoint}"\n  ${target}\n}\n`
}

/** A folder with such a dag in `d.dag`, for runtime processes. */
export async function cloudFolder(
  t: TestContext,
  body: string,
  options: CloudOptions = {},
): Promise<{ readonly folder: string; readonly file: string; readonly server: BigQueryServer; rewrite(body: string): void }> {
  const server = await startServer(t, options)
  const write = (text: string): string => dagText(server.endpoint, text, options.target)
  const folder = makeRuntimeFolder(t, { 'd.dag': write(body), ...options.files })
  const file = join(folder, 'd.dag')
  return { folder, file, server, rewrite: text => writeFileSync(file, write(text)) }
}

export interface CloudRun {
  readonly end: RunFinished
  /** What a task has logged, in order. */
  log(task: string): string[]
  /** What a task failed with. */
  error(task: string): RunError | undefined
  outputs(task: string): Readonly<Record<string, unknown>> | undefined
}

export interface CloudRuntime {
  readonly server: BigQueryServer
  readonly workspace: Workspace
  /** Starts the dag of these tasks. */
  start(body: string, target?: string, endpoint?: string): Promise<Run>
  /** Runs it to its end. */
  run(body: string, target?: string): Promise<CloudRun>
}

/** A runtime in this process, and a server. */
export async function cloudRuntime(t: TestContext, options: CloudOptions = {}): Promise<CloudRuntime> {
  const server = await startServer(t, options)
  const workspace = await openWorkspace(t, options.files)
  let count = 0
  const start = async (body: string, target = 'prod', endpoint = server.endpoint): Promise<Run> => {
    const file = join(workspace.folder, `d${count++}.dag`)
    writeFileSync(file, dagText(endpoint, body, options.target))
    const host = createFileHost({ workspace: workspace.folder, env: name => process.env[name], now: () => Date.now() })
    const loaded = await loadRunGraph(host, { file, target, inputs: {}, run: { id: `run-${count}` } })
    if (loaded.kind === 'refused') throw new Error(`${loaded.message} ${JSON.stringify(loaded.diagnostics)}`)
    return workspace.start({}, { graph: loaded.graph, selected: new Set(loaded.graph.tasks.keys()) })
  }
  return {
    server,
    workspace,
    start,
    run: async (body, target) => {
      const end = await (await start(body, target)).finished
      const logs = workspace.events.filter((event): event is TaskLog => event.type === 'task-log' && event.run === end.run)
      return {
        end,
        log: task => logs.filter(event => event.task === task).map(event => event.text),
        error: task => end.tasks[task]?.error,
        outputs: task => end.tasks[task]?.outputs,
      }
    },
  }
}

/** A server with the dataset `demo` in the EU. */
export async function startServer(t: TestContext, options: CloudOptions = {}): Promise<BigQueryServer> {
  const { files: _, target: __, ...more } = options
  const server = await startBigQueryServer({ folder: makeFolder(t), project: 'acme-dev', location: 'EU', datasets: ['demo'], ...more })
  atEnd(t, () => server.close())
  return server
}

/** The `.dag` source of a `"""` block. */
export function block(sql: string): string {
  return `"""\n${sql.replace(/^/gm, '      ')}\n      """`
}
