import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { meetingPlace } from '../budget/meeting-place.ts'
import { joinBudgetAt } from '../budget/member.ts'
import type { ProtocolVersion } from '../protocol.ts'
import { makeStateFolder } from '../store/state-folder.ts'
import { realFolder, removeAddress, socketFor, writeAddress } from './address.ts'
import { Client } from './client.ts'
import { takeLock } from './lock.ts'
import { Runtime } from './runtime.ts'

const protocol: ProtocolVersion = 1

/** Becomes the runtime of a workspace and serves it until it is idle. Answers when it listens, or that another does. */
export async function serve(folderAsGiven: string): Promise<'ready' | 'locked'> {
  const folder = realFolder(folderAsGiven)
  const stateFolder = makeStateFolder(folder)
  const lock = takeLock(stateFolder)
  if (lock === null) return 'locked'
  const place = meetingPlace()
  const runtime = await Runtime.open({
    folder,
    ...(place === null ? {} : { joinBudget: joinBudgetAt(place) }),
    broken: problem => {
      // Without its record a run cannot go on. The spawner ends the children, and the next start marks them interrupted.
      process.stderr.write(`${new Date().toISOString()} the metadata database cannot be written: ${String(problem)}\n`)
      process.exit(1)
    },
    settingsFault: line => process.stderr.write(`${new Date().toISOString()} ${line}\n`),
    changed: () => idle.look(),
  })
  const socket = socketFor(folder)
  const token = randomBytes(24).toString('hex')
  const clients = new Set<Client>()
  const server = createServer()
  let ending = false

  const end = async (): Promise<void> => {
    if (ending) return
    ending = true
    removeAddress(stateFolder)
    server.close()
    await runtime.close()
    for (const client of clients) client.dispose()
    lock.release()
    process.exit(0)
  }
  const idle = idleTimer(() => clients.size === 0 && runtime.active.length === 0, end)

  server.on('connection', connection => {
    idle.look()
    const client = new Client(connection, runtime, { token, protocol, end: () => void end(), changed: () => idle.look() })
    clients.add(client)
    connection.on('close', () => {
      clients.delete(client)
      idle.look()
    })
  })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void end())
  await listen(server, socket)
  writeAddress(stateFolder, { pid: process.pid, socket, token, protocol })
  idle.look()
  // Whose run was left comes for it at once, and it takes the language to go on with it.
  if (runtime.left.size > 0) import('#language').catch(() => undefined)
  return 'ready'
}

function listen(server: Server, socket: string): Promise<void> {
  // Whoever holds the lock owns the socket: one that is left is of a process that was killed.
  if (process.platform !== 'win32') rmSync(socket, { force: true })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(socket, resolve)
  })
}

/** Ends a process that nobody has asked anything for a while. `DAGLINE_IDLE_SECONDS` sets the while. */
function idleTimer(isIdle: () => boolean, end: () => Promise<void>): { look(): void } {
  const stated = Number(process.env['DAGLINE_IDLE_SECONDS'] ?? '')
  const idleMs = (Number.isFinite(stated) && stated > 0 ? stated : 3) * 1000
  let timer: NodeJS.Timeout | undefined
  return {
    look: () => {
      clearTimeout(timer)
      timer = isIdle() ? setTimeout(() => (isIdle() ? void end() : undefined), idleMs) : undefined
    },
  }
}
