import { createHash, randomBytes } from 'node:crypto'
import { lstatSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from '../engines/engine.ts'

/** What a client needs to come to a runtime; kept in `.dagline/runtime.json`, readable by its owner only. */
export interface RuntimeAddress {
  readonly pid: number
  /** Path of a socket, or name of a pipe. */
  readonly socket: string
  readonly token: string
  readonly protocol: number
}

/** What naming a socket needs of the system; injected in tests. */
export interface SocketSystem {
  readonly platform: NodeJS.Platform
  readonly env: Environment
  readonly temporary: string
  readonly user: number
  /** Makes a folder that only its owner can enter; false where somebody else has it. */
  makePrivate(folder: string): boolean
}

/** The kernel's limit for the path of a socket is 108 bytes on Linux and 104 on macOS, the end included. */
const longestSocketPath = 100

/** Where the runtime of a workspace listens. Workspaces have long paths, so a hash stands for them in a short one. */
export function socketFor(folder: string, system: SocketSystem = realSocketSystem()): string {
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 20)
  if (system.platform === 'win32') return `\\\\.\\pipe\\dagline-${hash}-${randomBytes(6).toString('hex')}`
  const runtimeFolder = system.env['XDG_RUNTIME_DIR']
  const bases = [...(runtimeFolder ? [runtimeFolder] : []), system.temporary, '/tmp']
  for (const base of bases) {
    const own = join(base, `dagline-${system.user}`)
    const socket = join(own, `${hash}.sock`)
    if (Buffer.byteLength(socket) <= longestSocketPath && system.makePrivate(own)) return socket
  }
  throw new Error(`None of ${bases.join(', ')} can hold the runtime's socket. Set XDG_RUNTIME_DIR to a short path of a folder of your own.`)
}

export function readAddress(stateFolder: string): RuntimeAddress | null {
  try {
    return JSON.parse(readFileSync(addressFile(stateFolder), 'utf8')) as RuntimeAddress
  } catch {
    // Missing, or a file half written by a system that went down: either way no runtime is known.
    return null
  }
}

/** Written beside and renamed, so that nobody reads half of it. */
export function writeAddress(stateFolder: string, address: RuntimeAddress): void {
  const beside = `${addressFile(stateFolder)}.new`
  rmSync(beside, { force: true })
  writeFileSync(beside, JSON.stringify(address), { mode: 0o600 })
  renameSync(beside, addressFile(stateFolder))
}

export function removeAddress(stateFolder: string): void {
  rmSync(addressFile(stateFolder), { force: true })
}

/** One name for a folder, by whatever links one comes to it. */
export function realFolder(folder: string): string {
  return realpathSync.native(folder)
}

function addressFile(stateFolder: string): string {
  return join(stateFolder, 'runtime.json')
}

/** The system as it is. */
export function realSocketSystem(): SocketSystem {
  const user = process.getuid?.() ?? 0
  return {
    platform: process.platform,
    env: process.env as Environment,
    temporary: tmpdir(),
    user,
    makePrivate: folder => {
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        const status = lstatSync(folder)
        // Windows has no such modes; its temporary folder is each user's own.
        return status.isDirectory() && (process.platform === 'win32' || (status.uid === user && (status.mode & 0o077) === 0))
      } catch {
        return false
      }
    },
  }
}
