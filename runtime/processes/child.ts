import type { Environment, ProcessEnd } from '../engines/engine.ts'

/** What a child is to run, and where. */
export interface Launch {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Environment
  readonly input?: string
}

/** A child that was started; it leads a process group. */
export interface Child {
  readonly pid: number
  /** Reads no more of its output once there is nothing to read at the moment: others may hold it open for ever. May be called again. */
  finish(): void
  /** Reads no more of its output. */
  abandon(): void
}

/** What becomes of a child, in this order. */
export interface ChildListener {
  /** `sent` is called when the lines have left; until then no more are read of that stream. */
  lines(stream: 'stdout' | 'stderr', lines: string[], sent: () => void): void
  /** The child is gone; what it started may hold its output open. */
  exited(): void
  /** The child is gone, and all its output was told. */
  closed(end: ProcessEnd): void
}

/** Starts children; answers the end of one that could not start. */
export type Launcher = (launch: Launch, listener: ChildListener) => Child | ProcessEnd
