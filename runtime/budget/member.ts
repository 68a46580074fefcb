import { rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { StringDecoder } from 'node:string_decoder'
import { type Lock, takeLock } from '../process/lock.ts'
import { type Entry, Ledger } from './ledger.ts'
import type { MeetingPlace } from './meeting-place.ts'

/** A runtime among those that share the machine's processors. */
export interface BudgetMember {
  /** Processors that its tasks would occupy if they could, and those that they do. */
  report(demand: number, used: number): void
  close(): Promise<void>
}

/** Joins those that share the processors; `allow` is told how many this runtime may use, whenever that changes. */
export type JoinBudget = (processors: number, allow: (processors: number) => void) => BudgetMember

/** How long to wait before looking again for the broker that another runtime is just becoming. */
const pauseMs = 20
/** How long the followers of a broker that has ended may take to come to the next one. */
const settleMs = 100
/** Sums of parts of a processor are not exact. */
const tolerance = 1e-6

/**
 * Has the runtimes of one user share the processors of the machine. One of them is the broker: it holds the lock of the
 * meeting place and listens there; the others connect to it. When it ends, however it ends, the system lets its lock go and the
 * others elect the next and report again. Until a broker has answered, and where none can be had, all processors are ours.
 */
export function joinBudgetAt(place: MeetingPlace): JoinBudget {
  return (processors, allow) => new Member(place, processors, allow)
}

class Member implements BudgetMember {
  readonly #place: MeetingPlace
  readonly #processors: number
  readonly #allow: (processors: number) => void
  #allowance: number
  #demand = 0
  #used = 0
  #told = ''
  /** Where reports go: our own ledger, or the broker. */
  #entry: Entry | null = null
  #broker: Broker | null = null
  #socket: Socket | null = null
  #timer: NodeJS.Timeout | undefined
  #closed = false
  /** Whether it has had an allowance of a broker. */
  #followed = false

  constructor(place: MeetingPlace, processors: number, allow: (processors: number) => void) {
    this.#place = place
    this.#processors = processors
    this.#allow = allow
    this.#allowance = processors
    this.#elect()
  }

  report(demand: number, used: number): void {
    this.#demand = Math.min(this.#processors, Math.ceil(demand - tolerance))
    this.#used = Math.ceil(used - tolerance)
    this.#report()
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    clearTimeout(this.#timer)
    this.#socket?.destroy()
    await this.#broker?.close()
  }

  #elect(): void {
    if (this.#closed) return
    const socket = connect(this.#place.socket)
    socket.unref()
    this.#socket = socket
    socket.once('connect', () => this.#follow(socket))
    socket.on('error', () => undefined)
    socket.once('close', () => {
      this.#entry = null
      this.#socket = null
      // It was the broker's end, or nobody listens.
      if (!this.#closed) this.#lead()
    })
  }

  #follow(socket: Socket): void {
    readMessages(socket, ({ allowance }) => {
      if (typeof allowance !== 'number' || allowance < 1) return
      this.#followed = true
      this.#take(allowance)
    })
    this.#enter({ report: (demand, held) => send(socket, { demand, held }), leave: () => socket.destroy() })
  }

  #lead(): void {
    let lock: Lock | null
    try {
      lock = takeLock(this.#place.folder, 'budget.lock')
    } catch {
      // Without a place to meet each runtime has all processors, as if it were alone.
      this.#take(this.#processors)
      return
    }
    if (lock === null) {
      this.#again()
      return
    }
    const broker = new Broker(this.#place, this.#processors, lock, this.#followed, () => {
      this.#broker = null
      this.#entry = null
      this.#take(this.#processors)
    })
    this.#broker = broker
    this.#enter(broker.ledger.join(allowance => this.#take(allowance)))
  }

  #again(): void {
    this.#timer = setTimeout(() => this.#elect(), pauseMs)
    this.#timer.unref()
  }

  #enter(entry: Entry): void {
    this.#entry = entry
    this.#told = ''
    this.#report()
  }

  #report(): void {
    const held = Math.max(this.#used, this.#allowance)
    const text = `${this.#demand} ${held}`
    if (this.#entry === null || text === this.#told) return
    this.#told = text
    this.#entry.report(this.#demand, held)
  }

  #take(allowance: number): void {
    const mine = Math.min(this.#processors, Math.floor(allowance))
    if (mine === this.#allowance) return
    this.#allowance = mine
    this.#allow(mine)
    this.#report()
  }
}

/** Listens at the meeting place for the other runtimes. */
class Broker {
  readonly ledger: Ledger
  readonly #server: Server
  readonly #lock: Lock
  readonly #sockets = new Set<Socket>()

  /** `succeeds`: another broker was before it. `failed`: it could not listen; nobody else can come. */
  constructor({ socket, isFile }: MeetingPlace, processors: number, lock: Lock, succeeds: boolean, failed: () => void) {
    this.ledger = new Ledger(processors, succeeds)
    if (succeeds) setTimeout(() => this.ledger.settle(), settleMs).unref()
    this.#lock = lock
    // Whoever holds the lock owns the socket: one that is left is of a process that was killed.
    if (isFile) rmSync(socket, { force: true })
    this.#server = createServer(connection => this.#serve(connection))
    this.#server.unref()
    this.#server.on('error', () => {
      lock.release()
      failed()
    })
    this.#server.listen(socket)
  }

  async close(): Promise<void> {
    const closed = new Promise(resolve => this.#server.close(resolve))
    for (const socket of this.#sockets) socket.destroy()
    await closed
    this.#lock.release()
  }

  #serve(socket: Socket): void {
    socket.unref()
    this.#sockets.add(socket)
    const entry = this.ledger.join(allowance => send(socket, { allowance }))
    readMessages(socket, ({ demand, held }) => {
      if (isCount(demand) && isCount(held)) entry.report(demand, held)
    })
    socket.on('error', () => undefined)
    socket.once('close', () => {
      this.#sockets.delete(socket)
      entry.leave()
    })
  }
}

interface Message {
  readonly demand?: unknown
  readonly held?: unknown
  readonly allowance?: unknown
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0
}

function send(socket: Socket, message: Message): void {
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`)
}

/** One message a line; whoever sends anything else is no runtime. */
function readMessages(socket: Socket, take: (message: Message) => void): void {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  socket.on('data', chunk => {
    const lines = (rest + decoder.write(chunk)).split('\n')
    rest = lines.pop() ?? ''
    try {
      for (const line of lines) take(JSON.parse(line) as Message)
    } catch {
      socket.destroy()
    }
    if (rest.length > 1000) socket.destroy()
  })
}
