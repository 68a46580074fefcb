import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { RunEvent, RunFinished } from '../../../runtime/events.ts'
import type { RuntimeAddress } from '../../../runtime/process/address.ts'
import { connectRuntime, type RuntimeConnection } from '../../../runtime/process/connect.ts'
import { runtimeEntry } from '../../../runtime/process/entry.ts'
import type { StartRun } from '../../../runtime/protocol.ts'
import { atEnd, makeFolder } from '../workspace.ts'

// What runs on this machine beside the tests must not slow them down, nor they each other.
process.env['DAGLINE_BUDGET'] ??= 'off'

/** A folder whose runtime process, if any, is gone when the test is over. */
export function makeRuntimeFolder(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = makeFolder(t, files)
  atEnd(t, () => endRuntimeOf(folder))
  return folder
}

/** Attaches to the runtime of a folder, and starts it where none runs. */
export async function attach(t: TestContext, folder: string): Promise<RuntimeConnection> {
  const connection = (await connectRuntime({ folder, entry: runtimeEntry, start: true }))!
  atEnd(t, () => connection.dispose())
  return connection
}

/** Starts a run, and answers its id and its last event. */
export async function start(
  connection: RuntimeConnection,
  params: Omit<StartRun, 'origin'> & Partial<StartRun>,
): Promise<{ run: string; events: RunEvent[]; finished: Promise<RunFinished> }> {
  const answer = await connection.request('run/start', { origin: 'cli', ...params })
  if (answer.kind === 'refused') throw new Error(answer.message)
  const followed = follow(connection, answer.run)
  await connection.request('run/attach', { run: answer.run, from: 0 })
  return { run: answer.run, ...followed }
}

/** Collects the events of a run that a connection is sent. */
export function follow(connection: RuntimeConnection, run: string): { events: RunEvent[]; finished: Promise<RunFinished> } {
  const events: RunEvent[] = []
  const finished = new Promise<RunFinished>(resolve => {
    connection.onEvent(({ event }) => {
      if (event.run !== run) return
      events.push(event)
      if (event.type === 'run-finished') resolve(event)
    })
  })
  return { events, finished }
}

/** Settles with the first event that fits and is still to come. */
export function nextEvent(connection: RuntimeConnection, fits: (event: RunEvent) => boolean): Promise<RunEvent> {
  return new Promise(resolve => {
    const listening = connection.onEvent(({ event }) => {
      if (!fits(event)) return
      listening.dispose()
      resolve(event)
    })
  })
}

export function addressOf(folder: string): RuntimeAddress {
  return JSON.parse(readFileSync(join(folder, '.dagline', 'runtime.json'), 'utf8')) as RuntimeAddress
}

/** Kills the runtime of a folder; settles when the connection has noticed. */
export async function killRuntime(folder: string, connection: RuntimeConnection): Promise<void> {
  const closed = new Promise<void>(resolve => {
    connection.onClose(resolve)
  })
  process.kill(addressOf(folder).pid, 'SIGKILL')
  await closed
}

/** Ends the runtime of a folder, and what runs in it. */
export async function endRuntimeOf(folder: string): Promise<void> {
  const connection = await connectRuntime({ folder, entry: runtimeEntry, start: false })
  if (connection === null) return
  const closed = new Promise<void>(resolve => {
    connection.onClose(resolve)
  })
  connection.request('shutdown', { force: true }).catch(() => undefined)
  await closed
}
