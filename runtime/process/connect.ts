import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, renameSync, statSync } from 'node:fs'
import { connect as connectSocket, type Socket } from 'node:net'
import { join } from 'node:path'
import type { MessageConnection } from 'vscode-jsonrpc/node'
import type { NumberedEvent, ProtocolVersion, RuntimeNotifications, RuntimeRequests } from '../protocol.ts'
import { makeStateFolder } from '../store/state-folder.ts'
import { type RuntimeAddress, readAddress, realFolder } from './address.ts'
import type { StartMessage } from './messages.ts'

export interface ConnectOptions {
  /** The workspace: the folder of the `.dag` file. */
  readonly folder: string
  /** The runtime's program: `runtime/process/main.ts`, or its bundle. */
  readonly entry: string
  /** Whether to start a runtime where none runs; without, the answer may be null. */
  readonly start: boolean
  /** The program that runs `entry`; without it, the one that runs this. */
  readonly execPath?: string
}

/** A connection to the runtime process of one workspace. */
export interface RuntimeConnection {
  request<M extends keyof RuntimeRequests>(method: M, params: RuntimeRequests[M]['params']): Promise<RuntimeRequests[M]['result']>
  onEvent(listener: (event: NumberedEvent) => void): { dispose(): void }
  /** Of runs that begin, whoever starts them; comes once `runs/watch` was asked for. */
  onStarted(listener: (run: string) => void): { dispose(): void }
  onClose(listener: () => void): { dispose(): void }
  dispose(): void
}

/** The runtime could not be reached or started; the message says why, and what to do. */
export class RuntimeProblem extends Error {}

/** The runtime ended, or was killed, with a request unanswered: it may have been carried out or not. */
export class RuntimeEnded extends RuntimeProblem {
  constructor() {
    super('The runtime ended before it had answered. Try again: another one is started.')
  }
}

const protocol: ProtocolVersion = 1
/** How long a runtime that another has begun to start may take until it answers. */
const patienceMs = 20_000
const pauseMs = 40
/** A log of the runtime that is longer is put away when another runtime starts. */
/** A runtime is killed so often by accident while it starts, not more. */
const mostKills = 5
const longestLogBytes = 1024 * 1024

/** Attaches to the runtime of a workspace, and starts it where none runs and `start` says so. Throws `RuntimeProblem`. */
export async function connectRuntime(options: ConnectOptions): Promise<RuntimeConnection | null> {
  if (!options.start && !existsSync(join(options.folder, '.dagline'))) return null
  // The library of the protocol is loaded while the runtime starts.
  const wire = import('./wire.ts')
  const folder = realFolder(options.folder)
  const stateFolder = options.start ? stateFolderOf(folder) : join(folder, '.dagline')
  const giveUp = Date.now() + patienceMs
  let kills = 0
  for (;;) {
    const address = readAddress(stateFolder)
    const connection = address === null ? null : await attach(address, wire)
    if (connection !== null) return connection
    if (!options.start) return null
    // Somebody else may just be starting one, or just be ending: both pass.
    const outcome = await startProcess(options, folder, stateFolder)
    // One that somebody has killed while it started says nothing against the next.
    if (outcome === 'killed' && ++kills > mostKills)
      throw new RuntimeProblem('The runtime could not be started: it is killed again and again.')
    if (outcome === 'locked') await new Promise(resolve => setTimeout(resolve, pauseMs))
    if (Date.now() > giveUp)
      throw new RuntimeProblem(
        `The runtime of ${folder} does not answer. End the process ${address?.pid ?? 'that holds .dagline/runtime.lock'} and try again.`,
      )
  }
}

function stateFolderOf(folder: string): string {
  try {
    return makeStateFolder(folder)
  } catch (problem) {
    throw notWritable(join(folder, '.dagline'), problem)
  }
}

function openLog(stateFolder: string): number {
  const file = join(stateFolder, 'logs', 'runtime.log')
  try {
    // The one before it is kept; where a runtime still has it open and the system minds, it grows a little more.
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > longestLogBytes) renameSync(file, `${file}.1`)
  } catch {
    // What stands in the way is told below.
  }
  try {
    return openSync(file, 'a')
  } catch (problem) {
    throw notWritable(stateFolder, problem)
  }
}

function notWritable(stateFolder: string, problem: unknown): RuntimeProblem {
  return new RuntimeProblem(`Runs are recorded in ${stateFolder}, which cannot be written: ${(problem as Error).message}`)
}

/** Null where nobody listens there any more. */
async function attach(address: RuntimeAddress, wire: Promise<typeof import('./wire.ts')>): Promise<RuntimeConnection | null> {
  const socket = await open(address.socket)
  if (socket === null) return null
  const connection = (await wire).connectionOver(socket)
  const wrapped = wrap(connection, socket)
  connection.listen()
  try {
    const { accepted, version } = await wrapped.request('hello', { token: address.token, protocol })
    if (accepted) return wrapped
    wrapped.dispose()
    if (address.protocol === protocol) return null
    throw new RuntimeProblem(
      `The runtime that is going on here is of another version of Dagline (${version}). Wait until its runs have ended, or end process ${address.pid}.`,
    )
  } catch (problem) {
    wrapped.dispose()
    // That it ended while we were coming is no more than that nobody is there.
    if (problem instanceof RuntimeProblem && !(problem instanceof RuntimeEnded)) throw problem
    return null
  }
}

function open(path: string): Promise<Socket | null> {
  return new Promise(resolve => {
    const socket = connectSocket(path)
    socket.once('connect', () => resolve(socket))
    socket.once('error', () => resolve(null))
  })
}

function wrap(connection: MessageConnection, socket: Socket): RuntimeConnection {
  const closed = new Set<() => void>()
  // The connection keeps one handler a method, the last one; here everybody hears.
  const listeners = new Set<(event: NumberedEvent) => void>()
  connection.onNotification('run/events', ({ events }: RuntimeNotifications['run/events']) => {
    for (const event of events) for (const listener of [...listeners]) listener(event)
  })
  const watchers = new Set<(run: string) => void>()
  connection.onNotification('run/started', ({ run }: RuntimeNotifications['run/started']) => {
    for (const watcher of [...watchers]) watcher(run)
  })
  socket.once('close', () => {
    connection.dispose()
    for (const listener of closed) listener()
  })
  socket.on('error', () => undefined)
  connection.onError(() => undefined)
  return {
    request: async (method, params) => {
      try {
        return await connection.sendRequest(method, params)
      } catch (problem) {
        throw socket.destroyed ? new RuntimeEnded() : problem
      }
    },
    onEvent: listener => {
      listeners.add(listener)
      return { dispose: () => listeners.delete(listener) }
    },
    onStarted: listener => {
      watchers.add(listener)
      return { dispose: () => watchers.delete(listener) }
    },
    onClose: listener => {
      // Who asks too late is told as well.
      if (socket.destroyed) queueMicrotask(listener)
      else closed.add(listener)
      return { dispose: () => closed.delete(listener) }
    },
    dispose: () => {
      socket.destroy()
    },
  }
}

/** Started from a task of another run, the runtime is no part of that run, and does not end with it. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^DAGLINE_(RUN_ID|DAG|TASK|TARGET|ATTEMPT|OUTPUT|SPAWNER)$/.test(name)),
  )
}

/**
 * Starts the runtime, apart from this process in every way: it leads its own session, holds none of our files, and reports
 * over a channel that is closed as soon as it has said how the start went.
 */
function startProcess({ entry, execPath }: ConnectOptions, folder: string, stateFolder: string): Promise<'ready' | 'locked' | 'killed'> {
  const log = openLog(stateFolder)
  const electron = process.versions['electron'] !== undefined
  return new Promise((resolve, reject) => {
    const child = spawn(execPath ?? process.execPath, [entry, folder], {
      cwd: folder,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log, log, 'ipc'],
      env: { ...proxyWish(process.env), ...ownEnvironment(), ...(electron ? { ELECTRON_RUN_AS_NODE: '1' } : {}) },
    })
    closeSync(log)
    let answered = false
    const fail = (why: string): void => {
      if (!answered) reject(new RuntimeProblem(`The runtime could not be started: ${why}`))
      answered = true
    }
    child.on('message', (message: StartMessage) => {
      if (message.type === 'failed') fail(message.message)
      else resolve(message.type)
      answered = true
      if (child.connected) child.disconnect()
      child.unref()
    })
    child.on('error', problem => fail(problem.message))
    child.on('exit', (code, signal) => {
      if (signal !== null) resolve('killed')
      else fail(`it ended at once (exit code ${code}). ${join(stateFolder, 'logs', 'runtime.log')} says more.`)
    })
  })
}

/** Has Node's own requests go by the proxies that the environment names, as those of other programs do. */
function proxyWish(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.keys(env).some(name => /^https?_proxy$/i.test(name)) ? { NODE_USE_ENV_PROXY: '1' } : {}
}
