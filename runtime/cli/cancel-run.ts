import { type RuntimeConnection, RuntimeEnded } from '../process/connect.ts'
import type { RunRecord } from '../protocol.ts'
import { exit, print, printJson, warn } from './output.ts'

/** A runtime that is killed so often before it has answered would be again. */
const mostTries = 10

/** `dagline runs cancel`: a runtime that dies over it may have left the run going on, so the next one is asked again. */
export async function cancelRun(
  first: RuntimeConnection,
  { run, state }: RunRecord,
  json: boolean,
  reconnect: () => Promise<RuntimeConnection>,
): Promise<void> {
  let connection = first
  try {
    for (let tries = 1; ; tries++) {
      try {
        const { cancelled } = await connection.request('run/cancel', { run })
        // How it ended is not in the answer where the runtime that ended it is gone.
        const now = tries === 1 ? state : ((await connection.request('run/show', { run }))?.run.state ?? state)
        process.exitCode = tell(run, cancelled || now === 'cancelled', tries === 1 ? null : now, state, json)
        return
      } catch (problem) {
        if (!(problem instanceof RuntimeEnded) || tries === mostTries) throw problem
        connection.dispose()
        connection = await reconnect()
      }
    }
  } finally {
    connection.dispose()
  }
}

/** `left`: what has become of it under a later runtime than the one that was asked first. Answers the exit status. */
function tell(run: string, cancelled: boolean, left: RunRecord['state'] | null, before: RunRecord['state'], json: boolean): number {
  const cutOff = left === 'interrupted'
  if (json) printJson({ run, cancelled })
  else if (cancelled) print(`Run ${run} is cancelled.`)
  else if (cutOff) print(`Run ${run} does not go on: its runtime ended before the run did, and cut it off.`)
  else warn(before === 'running' ? `Run ${run} had ended before.` : `Run ${run} is not going on: ${before}.`)
  return cancelled || cutOff ? exit.success : exit.failed
}
