import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { followRun } from '../../../runtime/cli/follow-run.ts'
import type { RunEvent, RunFinished } from '../../../runtime/events.ts'
import { readAddress } from '../../../runtime/process/address.ts'
import { connectRuntime, type RuntimeConnection } from '../../../runtime/process/connect.ts'

export interface KillOptions {
  readonly folder: string
  /** The runtime's program. */
  readonly entry: string
  readonly tasks: number
  readonly kills: number
  /** The most tasks that end between two kills, by choice; what is under way when one comes is not counted. */
  readonly between: number
  /** In [0, 1): when the next kill comes. */
  readonly random: () => number
}

export interface Killed {
  readonly run: string
  readonly end: RunFinished | null
  /** What the client was told, in order. */
  readonly events: readonly RunEvent[]
  readonly kills: number
  /** From each kill, or the last of several in a row, until the client had its run going on again, milliseconds. */
  readonly recoveries: readonly number[]
}

/** Takes a while, appends a line to `effects` for each attempt, and has it on the disk before it ends. */
const effect = `import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
export default () => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
  const file = openSync('effects', 'a')
  writeSync(file, process.env.DAGLINE_TASK + ' ' + process.env.DAGLINE_ATTEMPT + '\\n')
  fsyncSync(file)
  closeSync(file)
}
`

/** Tasks in layers of ten, each after three of the layer before; every third one is a process. */
function longFile(tasks: number): string {
  const lines = Array.from({ length: tasks }, (_, i) => {
    const layer = Math.floor(i / 10)
    const after = layer === 0 ? '' : ` after: [${[0, 4, 8].map(j => `t${(layer - 1) * 10 + j}`).join(', ')}]`
    const work =
      i % 3 === 0
        ? `shell { run: "echo $DAGLINE_TASK $DAGLINE_ATTEMPT >> effects && sync effects" on_interrupt: rerun`
        : `js { script: "effect.mjs"`
    return `  task t${i}: ${work}${after} }`
  })
  return `dag long {\n${lines.join('\n')}\n}\n`
}

/** Runs many tasks to their end while the runtime is killed again and again, at moments of all kinds. */
export async function killOften({ folder, entry, tasks, kills, between, random }: KillOptions): Promise<Killed> {
  writeFileSync(join(folder, 'effect.mjs'), effect.replace("'effects'", JSON.stringify(join(folder, 'effects'))))
  writeFileSync(join(folder, 'long.dag'), longFile(tasks))
  const env = process.env as Record<string, string>
  const connect = async (): Promise<RuntimeConnection> => (await connectRuntime({ folder, entry, start: true }))!
  const recoveries: number[] = []
  const events: RunEvent[] = []
  let left = kills
  let killedAt: number | null = null
  /** Tasks that end before the next kill; the numbers below 0 are moments of the recovery itself. */
  const draw = (): number => Math.floor(random() * (between + 2)) - 2
  let wait = draw() + 2
  let dead = false
  const kill = (): void => {
    // What a dead runtime had still sent is no moment to kill it again.
    if (left === 0 || dead) return
    left--
    dead = true
    wait = draw()
    killedAt = performance.now()
    process.kill(readAddress(join(folder, '.dagline'))!.pid, 'SIGKILL')
  }

  const connection = await connect()
  const answer = await connection.request('run/start', { file: join(folder, 'long.dag'), origin: 'cli', parallelism: 2, env })
  if (answer.kind === 'refused') throw new Error(answer.message)
  const { run } = answer
  const following = followRun({
    run,
    connection,
    reconnect: async () => {
      const next = await connect()
      dead = false
      if (wait === -2) kill()
      return next
    },
    claim: async (next, from) => {
      const continued = await next.request('run/continue', { run, from, origin: 'cli', env })
      if (killedAt !== null && continued.kind === 'continued') recoveries.push(performance.now() - killedAt)
      killedAt = null
      if (wait === -1) kill()
      return continued.kind === 'refused' ? continued.message : null
    },
    show: event => {
      events.push(event)
      if (event.type !== 'task-state') return
      // With what follows the last end as often as with that end itself.
      if (!dead && wait === 0 && random() < 0.5) kill()
      else if (!dead && event.state === 'success' && wait > 0) wait--
    },
    tell: () => undefined,
  })
  const end = await following.finished
  following.connection.dispose()
  return { run, end, events, kills: kills - left, recoveries }
}
