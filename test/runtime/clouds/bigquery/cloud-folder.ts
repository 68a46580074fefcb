import type { TestContext } from 'node:test'
import { type BigQueryServer, type BigQueryServerOptions, startBigQueryServer } from '../../../servers/bigquery/bigquery-server.ts'
import { makeRuntimeFolder } from '../../process/runtime-process.ts'
import { atEnd, makeFolder } from '../../workspace.ts'

export interface CloudFolder {
  readonly folder: string
  /** The `.dag` file. */
  readonly file: string
  readonly server: BigQueryServer
}

/** What `text` has may name: the target `prod` is the server. */
export async function cloudFolder(
  t: TestContext,
  tasks: string,
  options: Partial<BigQueryServerOptions> & {
    readonly files?: Readonly<Record<string, string>>
    readonly target?: string
    readonly dag?: string
  } = {},
): Promise<CloudFolder> {
  const { files = {}, target = '', dag = '', ...more } = options
  const server = await startServer(t, more)
  const text = `dag d {
${dag}
${tasks}
}
target prod {
  project: "acme-dev"
  ${target.includes('location:') ? '' : 'location: "EU"'}
  bigquery_endpoint: "${server.endpoint}"
  ${target}
}
`
  const folder = makeRuntimeFolder(t, { 'd.dag': text, ...files })
  return { folder, file: `${folder}/d.dag`, server }
}

/** A server with the dataset `demo` in the EU. */
export async function startServer(t: TestContext, options: Partial<BigQueryServerOptions> = {}): Promise<BigQueryServer> {
  const server = await startBigQueryServer({
    folder: makeFolder(t),
    project: 'acme-dev',
    location: 'EU',
    datasets: ['demo'],
    ...options,
  })
  atEnd(t, () => server.close())
  return server
}
