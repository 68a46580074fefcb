import type { RuntimeConnection } from '../process/connect.ts'
import { newRunId } from '../process/run-id.ts'
import type { NumberedEvent, RefusedRun, StartedRun, StartRun } from '../protocol.ts'

/** A runtime that dies so often before it has answered would do so again. */
const mostTries = 10

export interface BegunRun {
  readonly answer: StartedRun | RefusedRun
  /** The connection that is used now. */
  readonly connection: RuntimeConnection
  /** What it has told of the run so far, where it tells its events already. */
  readonly early?: readonly NumberedEvent[]
  /** The run had begun when its runtime died. */
  readonly isLeft: boolean
}

/**
 * Asks for a run, once: a runtime that dies before it has answered may have begun it or not, so the run is asked for by a
 * name that was chosen here, and again only where the next runtime does not know it.
 */
export async function startOnce(first: RuntimeConnection, reconnect: () => Promise<RuntimeConnection>, start: StartRun): Promise<BegunRun> {
  const id = newRunId(Date.now())
  let connection = first
  for (let tries = 1; ; tries++) {
    // The first events may come before the answer that names the run.
    const early: NumberedEvent[] = []
    const listening = connection.onEvent(event => early.push(event))
    let closed = false
    const closing = connection.onClose(() => {
      closed = true
    })
    try {
      const known = tries === 1 ? null : await connection.request('run/show', { run: id })
      if (known !== null) return { answer: { kind: 'started', run: id, dag: known.run.dag }, connection, isLeft: true }
      const answer = await connection.request('run/start', { ...start, id })
      return { answer, connection, isLeft: false, ...(answer.kind === 'started' && answer.followed ? { early } : {}) }
    } catch (problem) {
      // That it was closed is told a moment after its requests are given up.
      await new Promise(setImmediate)
      if (!closed || tries === mostTries) throw problem
      connection.dispose()
      connection = await reconnect()
    } finally {
      listening.dispose()
      closing.dispose()
    }
  }
}
