import type { AttemptFailure } from '../../engines/engine.ts'
import type { CloudTarget } from '../cloud-target.ts'
import { DataprocConnection } from './connection.ts'
import { dataprocEndpoint } from './endpoint.ts'

/** What keeps Dataproc from being asked: one sentence, and what to do about it. */
export interface Missing {
  readonly missing: string
  readonly mend: string
}

/** One connection for each target and region: what it takes to open one is spent once. */
export class DataprocConnections {
  readonly #open = new Map<string, DataprocConnection>()

  /**
   * @param region of the task, where it says one.
   * @param folder from which a relative path of a key file is meant.
   */
  of(target: CloudTarget, region: string | undefined, folder: string): DataprocConnection | Missing {
    const { name, project } = target
    const where = region ?? target.region
    if (project === null) return { missing: `The target ${name} has no project.`, mend: 'Write `project: "…"` into it.' }
    if (where === null)
      return { missing: `The target ${name} has no region.`, mend: 'Write `region: "us-central1"`, or the like, into it.' }
    if (dataprocEndpoint(target, where) === null) {
      const endpoint = target.endpoints.dataproc
      return endpoint === null
        ? { missing: `${where} is no region.`, mend: 'A region is a name such as us-central1.' }
        : { missing: `${endpoint} is no endpoint.`, mend: 'Write `dataproc_endpoint` as HOST:PORT.' }
    }
    const key = JSON.stringify([target, where, folder])
    let connection = this.#open.get(key)
    if (connection === undefined) {
      connection = new DataprocConnection(target, project, where, folder)
      this.#open.set(key, connection)
    }
    return connection
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#open.values()].map(connection => connection.close()))
    this.#open.clear()
  }
}

export function missingFailure({ missing, mend }: Missing): AttemptFailure {
  return { kind: 'failure', error: { code: 'engine-not-ready', message: `${missing} ${mend}` }, retry: 'never' }
}
