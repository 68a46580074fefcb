import { closeSync, readSync } from 'node:fs'
import { Socket } from 'node:net'
import type { ProcessEnd } from '../engines/engine.ts'
import type { Child, ChildListener, Launcher } from './child.ts'
import { destroyWhenIdle } from './idle-stream.ts'
import { LineSplitter } from './lines.ts'
import { launchByNode } from './node-child.ts'
import type { PosixSpawn } from './posix-spawn.ts'

/** A child that is younger is most often gone before anybody would have listened to it. */
const youngMs = 10
const readBytes = 64 * 1024

type Stream = 'stdout' | 'stderr'

/** Starts children by `posix_spawn`, and those that it cannot start, or that read an input, as Node does. */
export function posixLauncher(spawn: PosixSpawn): Launcher {
  const running = new Set<PosixChild>()
  let young: PosixChild[] = []
  let timer: NodeJS.Timeout | undefined
  const listen = (): void => {
    timer = undefined
    const old = performance.now() - youngMs
    for (const child of young) if (child.began <= old) child.listen()
    young = young.filter(child => running.has(child) && child.began > old)
    if (young.length > 0) timer = setTimeout(listen, youngMs)
  }
  process.on('SIGCHLD', () => {
    // Signals of the same kind become one: each may stand for any of them.
    for (const child of running) if (child.look()) running.delete(child)
  })
  return (launch, listener) => {
    const started = launch.input === undefined ? spawn.start(launch) : null
    if (started === null) return launchByNode(launch, listener)
    const child = new PosixChild(spawn, started.pid, { stdout: started.stdout, stderr: started.stderr }, listener)
    running.add(child)
    young.push(child)
    if (timer === undefined) timer = setTimeout(listen, youngMs)
    return child
  }
}

/** The output of a short child is read once, when it has ended; that of a longer one as it comes. */
class PosixChild implements Child {
  readonly pid: number
  readonly began: number = performance.now()
  readonly #spawn: PosixSpawn
  readonly #listener: ChildListener
  readonly #outputs: readonly Output[]
  #end: ProcessEnd | null = null

  constructor(spawn: PosixSpawn, pid: number, files: Readonly<Record<Stream, number>>, listener: ChildListener) {
    this.#spawn = spawn
    this.pid = pid
    this.#listener = listener
    const closed = (): void => this.#closed()
    this.#outputs = [new Output('stdout', files.stdout, listener, closed), new Output('stderr', files.stderr, listener, closed)]
  }

  listen(): void {
    for (const output of this.#outputs) output.listen()
  }

  /** Whether the child is gone. */
  look(): boolean {
    const end = this.#spawn.ended(this.pid)
    if (end === null) return false
    for (const output of this.#outputs) output.readRest(this.#spawn)
    this.#listener.exited()
    this.#end = end
    this.#closed()
    return true
  }

  finish(): void {
    for (const output of this.#outputs) output.finish()
  }

  abandon(): void {
    for (const output of this.#outputs) output.abandon()
  }

  #closed(): void {
    if (this.#end === null || this.#outputs.some(output => output.open)) return
    this.#listener.closed(this.#end)
  }
}

/** One of the two pipes of a child. */
class Output {
  open = true
  readonly #stream: Stream
  readonly #file: number
  readonly #listener: ChildListener
  readonly #closed: () => void
  readonly #splitter = new LineSplitter()
  #socket: Socket | null = null

  constructor(stream: Stream, file: number, listener: ChildListener, closed: () => void) {
    this.#stream = stream
    this.#file = file
    this.#listener = listener
    this.#closed = closed
  }

  listen(): void {
    if (!this.open || this.#socket !== null) return
    const socket = new Socket({ fd: this.#file, readable: true, writable: false })
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => this.#tell(this.#splitter.push(chunk)))
    socket.on('end', () => this.#tell(this.#splitter.end()))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      // Where it is not read to its end.
      this.#tell(this.#splitter.end())
      this.open = false
      this.#closed()
    })
  }

  /** What is there to read of a child that has ended; where something else may still write, listens. */
  readRest(spawn: PosixSpawn): void {
    if (!this.open || this.#socket !== null) return
    const found = spawn.look(this.#file)
    if (found.ready && !found.ended) {
      // A pipe holds no more than this at a time, so that one reading gets all that the child wrote.
      const buffer = Buffer.allocUnsafe(readBytes)
      this.#tell(this.#splitter.push(buffer.subarray(0, readSync(this.#file, buffer))))
    }
    if (!found.ended && !spawn.look(this.#file).ended) {
      this.listen()
      return
    }
    this.#tell(this.#splitter.end())
    closeSync(this.#file)
    this.open = false
  }

  finish(): void {
    if (this.#socket !== null) destroyWhenIdle(this.#socket)
  }

  abandon(): void {
    this.#socket?.destroy()
  }

  #tell(lines: string[]): void {
    if (lines.length === 0) return
    const socket = this.#socket
    socket?.pause()
    this.#listener.lines(this.#stream, lines, () => socket?.resume())
  }
}
