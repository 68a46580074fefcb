import type { RunEvent, RunFinished } from '../events.ts'
import type { RuntimeConnection } from '../process/connect.ts'
import type { NumberedEvent } from '../protocol.ts'

export interface FollowRunOptions {
  readonly run: string
  /** The connection over which the run was started or found. */
  readonly connection: RuntimeConnection
  /** What the connection has told of it so far, where it tells its events already. */
  readonly early?: readonly NumberedEvent[]
  /** Its runtime has died before it was followed. */
  readonly isLeft?: boolean
  /** Comes to the runtime of the workspace again, and starts one where the old one has died. */
  reconnect(): Promise<RuntimeConnection>
  /** Number of the first event that is wanted; without it, all are. */
  readonly from?: number
  /** The tasks, groups or instances whose lines of logs are wanted; without it, all are. */
  readonly logsOf?: readonly string[]
  /** Goes on with the run under a new runtime; answers why it does not, where that is so. Absent: it is only watched. */
  readonly claim?: (connection: RuntimeConnection, from: number) => Promise<string | null>
  show(event: RunEvent): void
  /** Something that is no part of the run is to be said. */
  tell(message: string): void
}

/** A run that is followed to its end, over the deaths of its runtime. */
export interface FollowedRun {
  readonly run: string
  /** Null where the runtime is gone for good. */
  readonly finished: Promise<RunFinished | null>
  /** The connection that is used now. */
  readonly connection: RuntimeConnection
  /** Looks no longer. */
  leave(): void
}

/** A runtime that ends so often before anything has happened is not started once more. */
const mostTries = 30
/** So often may a new runtime not come up at all: it, too, may have been killed. */
const mostFailures = 5

export function followRun(options: FollowRunOptions): FollowedRun {
  const { run, claim, logsOf } = options
  let { connection } = options
  let next = options.from ?? 0
  let tries = 0
  let over = false
  let settle!: (event: RunFinished | null) => void
  const finished = new Promise<RunFinished | null>(resolve => {
    settle = event => {
      over = true
      resolve(event)
    }
  })

  /** Hears what is told until the connection or the run has ended. */
  const hear = async (isFirst: boolean): Promise<void> => {
    const closed = new Promise<void>(resolve => {
      connection.onClose(resolve)
    })
    const take = ({ number, event }: NumberedEvent): void => {
      if (event.run !== run || number < next || over) return
      next = number + 1
      tries = 0
      options.show(event)
      if (event.type === 'run-finished') settle(event)
    }
    connection.onEvent(take)
    const early = isFirst ? options.early : undefined
    for (const event of early ?? []) take(event)
    try {
      const refusal = isFirst && options.isLeft !== true ? null : await claim?.(connection, next)
      if (refusal) options.tell(refusal)
      if (early === undefined)
        await connection.request('run/attach', { run, from: next, ...(logsOf === undefined ? {} : { logs_of: logsOf }) })
    } catch {
      // The runtime has died meanwhile; whatever else it is would not mend itself over this connection either.
      connection.dispose()
    }
    await Promise.race([closed, finished])
  }
  const reconnected = async (): Promise<RuntimeConnection> => {
    for (let failures = 1; ; failures++) {
      try {
        return await options.reconnect()
      } catch (problem) {
        if (failures >= mostFailures) throw problem
      }
    }
  }
  const hearAll = async (): Promise<void> => {
    for (let isFirst = true; ; isFirst = false) {
      await hear(isFirst)
      if (over) return
      if (++tries > mostTries) break
      connection = await reconnected()
      if (tries === 1) options.tell(claim === undefined ? words.ended(run) : words.goesOn(run))
    }
    settle(null)
  }
  hearAll().catch((problem: unknown) => {
    options.tell(problem instanceof Error ? problem.message : String(problem))
    settle(null)
  })
  return {
    run,
    finished,
    get connection() {
      return connection
    },
    leave: () => settle(null),
  }
}

const words = {
  ended: (run: string) => `The runtime ended in the middle of run ${run}.`,
  goesOn: (run: string) => `The runtime ended in the middle of run ${run}; a new one goes on with it.`,
} as const
