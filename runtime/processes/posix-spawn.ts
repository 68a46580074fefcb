import { constants } from 'node:os'
import type { Environment, ProcessEnd } from '../engines/engine.ts'

/** A program as a child is to run it. */
export interface Program {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Environment
}

/** A child that was started, and the ends of its pipes that are read. */
export interface Started {
  readonly pid: number
  readonly stdout: number
  readonly stderr: number
}

/** What the reading ends of two pipes can give at the moment. */
export interface Readable {
  /** There is something to read, or the end. */
  readonly ready: boolean
  /** All writers are gone and everything was read. */
  readonly ended: boolean
}

/**
 * `posix_spawn` of the C library. Node forks, which copies the tables of all its memory and then each page that is touched; the
 * library lends its memory to the child until that runs its program, which costs a fifth.
 */
export interface PosixSpawn {
  /** Starts a program that leads a process group; null where that has to be tried, and to fail, in the ordinary way. */
  start(program: Program): Started | null
  /** How a child has ended; null while it runs. */
  ended(pid: number): ProcessEnd | null
  /** As `process.kill`, but that there is nobody is no exception: of most groups nobody is left when their leader has ended. */
  signal(pid: number, signal: NodeJS.Signals): void
  /** Looks without waiting. */
  look(fd: number): Readable
}

type Native = (...args: readonly unknown[]) => number

/** Numbers of Linux. macOS needs none of this: there Node itself uses `posix_spawn`. */
const closeOnExec = 0x80000
const noHang = 1
const setGroup = 0x02
const setSignalDefaults = 0x04
const setSignalMask = 0x08
const pollIn = 0x01
const pollHangUp = 0x10
/** More than the largest of the library's opaque structures (336 bytes). */
const structureBytes = 512

// Of two names of one signal the first is the usual one: `SIGABRT`, not `SIGIOT`.
const signalNames = new Map(
  Object.entries(constants.signals)
    .reverse()
    .map(([name, number]) => [number, name]),
)

/** Null where there is none: on another system, or without the package that calls C. */
export async function loadPosixSpawn(platform: NodeJS.Platform = process.platform): Promise<PosixSpawn | null> {
  if (platform !== 'linux') return null
  try {
    return bind(await import('koffi'))
  } catch {
    return null
  }
}

function bind({ load }: typeof import('koffi')): PosixSpawn {
  const library = load(null)
  const native = (declaration: string): Native => library.func(declaration) as Native
  const spawn = native(
    'int posix_spawnp(void *pid, const char *file, void *actions, void *attributes, const char **argv, const char **env)',
  )
  const beginActions = native('int posix_spawn_file_actions_init(void *actions)')
  const freeActions = native('int posix_spawn_file_actions_destroy(void *actions)')
  const addDuplicate = native('int posix_spawn_file_actions_adddup2(void *actions, int from, int to)')
  const addOpen = native('int posix_spawn_file_actions_addopen(void *actions, int fd, const char *path, int flags, int mode)')
  const addFolder = native('int posix_spawn_file_actions_addchdir_np(void *actions, const char *path)')
  const makePipe = native('int pipe2(void *ends, int flags)')
  const close = native('int close(int fd)')
  const wait = native('int waitpid(int pid, void *status, int options)')
  const kill = native('int kill(int pid, int signal)')
  const poll = native('int poll(void *files, unsigned long count, int timeout)')

  const attributes = Buffer.alloc(structureBytes)
  native('int posix_spawnattr_init(void *attributes)')(attributes)
  native('int posix_spawnattr_setflags(void *attributes, short flags)')(attributes, setGroup | setSignalDefaults | setSignalMask)
  // Node ignores some signals; a child must not inherit that.
  native('int posix_spawnattr_setsigdefault(void *attributes, void *signals)')(attributes, Buffer.alloc(structureBytes, 0xff))
  native('int posix_spawnattr_setsigmask(void *attributes, void *signals)')(attributes, Buffer.alloc(structureBytes))

  const actions = Buffer.alloc(structureBytes)
  const number = new Int32Array(1)
  const outputEnds = new Int32Array(2)
  const errorEnds = new Int32Array(2)
  const polled = Buffer.alloc(8)

  return {
    start: ({ command, args, cwd, env }) => {
      const words = [command, ...args]
      const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`)
      // The library would take the text before a null byte for the whole.
      if (words.some(hasNull) || variables.some(hasNull) || hasNull(cwd)) return null
      setPath(env['PATH'])
      if (makePipe(outputEnds, closeOnExec) !== 0) return null
      if (makePipe(errorEnds, closeOnExec) !== 0) {
        for (const end of outputEnds) close(end)
        return null
      }
      beginActions(actions)
      addOpen(actions, 0, '/dev/null', 0, 0)
      addDuplicate(actions, outputEnds[1], 1)
      addDuplicate(actions, errorEnds[1], 2)
      addFolder(actions, cwd)
      const failed = spawn(number, command, actions, attributes, [...words, null], [...variables, null]) !== 0
      freeActions(actions)
      close(outputEnds[1])
      close(errorEnds[1])
      if (!failed) return { pid: number[0]!, stdout: outputEnds[0]!, stderr: errorEnds[0]! }
      close(outputEnds[0])
      close(errorEnds[0])
      return null
    },
    ended: pid => {
      if (wait(pid, number, noHang) !== pid) return null
      const status = number[0]!
      const signal = status & 0x7f
      if (signal === 0) return { kind: 'exited', code: (status >> 8) & 0xff }
      return { kind: 'signalled', signal: signalNames.get(signal) ?? `signal ${signal}` }
    },
    signal: (pid, signal) => {
      kill(pid, constants.signals[signal])
    },
    look: fd => {
      polled.writeInt32LE(fd, 0)
      polled.writeInt16LE(pollIn, 4)
      polled.writeInt16LE(0, 6)
      poll(polled, 1, 0)
      const found = polled.readInt16LE(6)
      return { ready: found !== 0, ended: (found & pollIn) === 0 && (found & pollHangUp) !== 0 }
    },
  }
}

function hasNull(text: string): boolean {
  return text.includes('\0')
}

/** The library looks for the program by the variable of this process; what is meant is the child's. */
function setPath(path: string | undefined): void {
  if (process.env['PATH'] === path) return
  if (path === undefined) delete process.env['PATH']
  else process.env['PATH'] = path
}
