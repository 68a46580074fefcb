import type { Child, Launcher } from './child.ts'
import { isTreeGone, type KillSystem, killTree, realKillSystem } from './kill-tree.ts'
import type { FromSpawner, ToSpawner } from './messages.ts'

/** How long what a child left running may take to end after it was asked, once the child itself has ended. */
const usualPatienceMs = 2000
/** So long after a child has ended it is looked whether its group is gone, and so often again. */
const lookMs = 10

export interface ChildrenOptions {
  readonly system?: KillSystem
  readonly patienceMs?: number
}

/** The way to the runtime. */
export interface Sender {
  /** Sends a message; calls back when it has left, so that a chatty child is slowed down to the reader's speed. */
  push(message: FromSpawner, sent?: () => void): void
  /** Sends a message that nobody waits for. */
  pushLater(message: FromSpawner): void
}

interface Running {
  readonly child: Child
  readonly ended: Promise<void>
  forced: NodeJS.Timeout | undefined
}

/** The children of one spawner. Each has a process group of its own, which ends as a whole. */
export class Children {
  readonly #sender: Sender
  readonly #launch: Launcher
  readonly #system: KillSystem
  readonly #patienceMs: number
  readonly #running = new Map<number, Running>()

  constructor(sender: Sender, launch: Launcher, { system = realKillSystem, patienceMs = usualPatienceMs }: ChildrenOptions = {}) {
    this.#sender = sender
    this.#launch = launch
    this.#system = system
    this.#patienceMs = patienceMs
  }

  take(message: ToSpawner): void {
    switch (message.type) {
      case 'start':
        this.#start(message)
        break
      case 'stop':
        this.#stop(message.id, message.graceMs)
        break
      default:
        message satisfies never
    }
  }

  /** Ends everything; resolves when nothing is left. */
  async endAll(graceMs: number): Promise<void> {
    await Promise.all(
      [...this.#running].map(([id, { ended }]) => {
        this.#stop(id, graceMs)
        return ended
      }),
    )
  }

  #start({ id, ...launch }: ToSpawner & { type: 'start' }): void {
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    const child = this.#launch(launch, {
      lines: (stream, lines, sent) => this.#sender.push({ type: 'lines', id, stream, lines }, sent),
      exited: () => this.#exited(id),
      closed: end => {
        clearTimeout(this.#running.get(id)?.forced)
        this.#running.delete(id)
        this.#sender.push({ type: 'ended', id, end })
        resolve()
      },
    })
    if ('kind' in child) {
      this.#sender.push({ type: 'ended', id, end: child })
      return
    }
    this.#running.set(id, { child, ended, forced: undefined })
    if (child.pid !== 0) this.#sender.pushLater({ type: 'started', id, pid: child.pid })
  }

  #exited(id: number): void {
    const running = this.#running.get(id)
    if (running === undefined) return
    const { child } = running
    // What it left in its group must not outlive it, and may hold its output open.
    if (this.#system.platform !== 'win32') killTree(child.pid, 'SIGTERM', this.#system)
    clearTimeout(running.forced)
    this.#lookAtRest(running, child, performance.now() + this.#patienceMs)
  }

  /** What is left in the group of a child that has ended may take its time. What holds the output beside it has left, and is not waited for. */
  #lookAtRest(running: Running, child: Child, giveUp: number): void {
    running.forced = setTimeout(() => {
      if (performance.now() >= giveUp) {
        killTree(child.pid, 'SIGKILL', this.#system)
        child.abandon()
        return
      }
      if (isTreeGone(child.pid, this.#system)) child.finish()
      this.#lookAtRest(running, child, giveUp)
    }, lookMs)
  }

  #stop(id: number, graceMs: number): void {
    const running = this.#running.get(id)
    if (running === undefined || running.child.pid === 0) return
    const { pid } = running.child
    killTree(pid, 'SIGTERM', this.#system)
    running.forced ??= setTimeout(() => killTree(pid, 'SIGKILL', this.#system), graceMs)
  }
}
