import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { ProcessEnd } from '../engines/engine.ts'
import type { Child, ChildListener, Launch } from './child.ts'
import { destroyWhenIdle } from './idle-stream.ts'
import { LineSplitter } from './lines.ts'

/** Starts a child as Node does: everywhere, and it says best why one cannot start. */
export function launchByNode({ command, args, cwd, env, input }: Launch, listener: ChildListener): Child | ProcessEnd {
  let child: ChildProcess
  try {
    child = spawn(command, args, {
      cwd,
      env,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    })
  } catch (problem) {
    // A null byte or a list of arguments that is too long is thrown, not told.
    return notStarted(problem, cwd)
  }
  if (child.pid === undefined) {
    child.on('error', problem => listener.closed(notStarted(problem, cwd)))
    return { pid: 0, finish: () => undefined, abandon: () => undefined }
  }
  read(child, 'stdout', listener)
  read(child, 'stderr', listener)
  child.on('error', () => undefined)
  // A child that ends without reading its input is no failure.
  child.stdin?.on('error', () => undefined).end(input)
  child.on('exit', () => listener.exited())
  child.on('close', (code, signal) =>
    listener.closed(signal === null ? { kind: 'exited', code: code ?? 0 } : { kind: 'signalled', signal }),
  )
  return {
    pid: child.pid,
    finish: () => {
      for (const stream of [child.stdout, child.stderr]) if (stream !== null) destroyWhenIdle(stream)
    },
    abandon: () => {
      child.stdout?.destroy()
      child.stderr?.destroy()
    },
  }
}

function read(child: ChildProcess, stream: 'stdout' | 'stderr', listener: ChildListener): void {
  const source = child[stream]
  if (source === null) return
  const splitter = new LineSplitter()
  const tell = (lines: string[]): void => {
    if (lines.length === 0) return
    source.pause()
    listener.lines(stream, lines, () => source.resume())
  }
  source.on('data', (chunk: Buffer) => tell(splitter.push(chunk)))
  source.on('end', () => tell(splitter.end()))
  // Where it is not read to its end. Before the child is told closed, which hears the same event.
  source.prependListener('close', () => tell(splitter.end()))
  source.on('error', () => undefined)
}

function notStarted(problem: unknown, cwd: string): ProcessEnd {
  const { code, message } = problem as NodeJS.ErrnoException
  // Node blames the program where the folder is missing.
  if (code === 'ENOENT' && !existsSync(cwd)) return { kind: 'not-started', code: 'no-folder', message: `The folder ${cwd} does not exist.` }
  return { kind: 'not-started', code: code ?? 'unknown', message }
}
