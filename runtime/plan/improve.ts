import { ListSchedule } from './list-schedule.ts'
import { lowerBound } from './lower-bound.ts'
import { tailsOf, type Workload } from './workload.ts'

/** An order of starting, and what it comes to where every task takes as long as expected. */
export interface ImprovedOrder {
  /** Smaller starts first. */
  readonly keys: Float64Array
  readonly makespan: number
  /** No schedule is shorter. */
  readonly lowerBound: number
  /** How many schedules were simulated. */
  readonly simulations: number
}

/** The most schedules that are simulated, and the most steps that they may come to together. */
const mostSimulations = 2000
const mostSteps = 800_000
/** A step takes some 25 ns. The search may take a quarter of what it can gain at most. */
const stepsPerMs = 10_000
const mostMoves = 4
const farthestMove = 10
/** Of so many orders the schedule is justified, which costs two simulations and more. */
const justifiedShare = 0.3
/** Nobody can tell a makespan that is longer by so little. */
const nearEnough = 1 + 1e-4

/**
 * Looks for an order that makes the run short: longest remaining path first, then an iterated local search over orders,
 * each schedule justified backwards and forwards. It ends at the lower bound, or when its steps are used up, so the same
 * `random` gives the same order, and a big graph costs a few passes.
 */
export function improveOrder(workload: Workload, random: () => number): ImprovedOrder {
  const search = new OrderSearch(workload, random)
  search.run()
  return search
}

class OrderSearch implements ImprovedOrder {
  readonly keys: Float64Array
  readonly lowerBound: number
  makespan: number
  simulations = 0
  readonly #random: () => number
  readonly #forwards: ListSchedule
  readonly #backwards: ListSchedule
  readonly #trial: Float64Array
  readonly #order: Int32Array
  readonly #most: number

  constructor(workload: Workload, random: () => number) {
    this.#random = random
    this.#forwards = new ListSchedule(workload)
    this.#backwards = new ListSchedule(workload, true)
    this.#trial = new Float64Array(workload.size)
    this.#order = new Int32Array(workload.size)
    this.lowerBound = lowerBound(workload)
    this.keys = tailsOf(workload).map(tail => -tail)
    this.simulations = 1
    this.makespan = this.#forwards.run(this.keys)
    const steps = Math.min(mostSteps, (this.makespan - this.lowerBound) * stepsPerMs)
    this.#most = Math.min(mostSimulations, steps / stepsOf(workload))
  }

  run(): void {
    if (this.#isOver) return
    const current = this.#forwards.startOrder.slice()
    let least = Math.min(this.makespan, this.#justify())
    current.set(this.#forwards.startOrder)
    const order = current.slice()
    while (!this.#isOver) {
      order.set(current)
      disturb(order, this.#random)
      let makespan = this.#simulate(order)
      if (this.#random() < justifiedShare) makespan = this.#justify()
      if (makespan > least) continue
      least = makespan
      current.set(this.#forwards.startOrder)
    }
  }

  get #isOver(): boolean {
    return this.makespan <= this.lowerBound * nearEnough || this.simulations >= this.#most
  }

  /**
   * Schedules from the end to the start, what ended last first, and from the start again: what the one way leaves idle is
   * closed by the other. Repeated while it helps.
   */
  #justify(): number {
    const order = this.#order
    let before = Number.POSITIVE_INFINITY
    for (;;) {
      order.set(this.#forwards.endOrder)
      this.#backwards.run(ranks(order.reverse(), this.#trial))
      this.simulations++
      order.set(this.#backwards.endOrder)
      const makespan = this.#simulate(order.reverse())
      if (makespan >= before || this.#isOver) return makespan
      before = makespan
    }
  }

  #simulate(order: Int32Array): number {
    const makespan = this.#forwards.run(ranks(order, this.#trial))
    this.simulations++
    if (makespan < this.makespan) {
      this.makespan = makespan
      this.keys.set(this.#trial)
    }
    return makespan
  }
}

/** What one simulation costs: each task and edge is touched, and a heap grows with its depth and with what no longer is in the cache. */
function stepsOf({ size, downstreams }: Workload): number {
  return ((size + downstreams.list.length) * Math.log2(size + 2)) / Math.log2(64)
}

/** Writes the place of each task in the order. */
function ranks(order: Int32Array, into: Float64Array): Float64Array {
  for (let i = 0; i < order.length; i++) into[order[i]!] = i
  return into
}

/** Moves a few tasks some places up or down. */
function disturb(order: Int32Array, random: () => number): void {
  const size = order.length
  for (let moves = 1 + Math.floor(random() * mostMoves); moves > 0; moves--) {
    const from = Math.floor(random() * size)
    const to = Math.max(0, Math.min(size - 1, from + Math.round((random() * 2 - 1) * farthestMove)))
    const task = order[from]!
    if (to < from) order.copyWithin(to + 1, to, from)
    else order.copyWithin(from, from + 1, to + 1)
    order[to] = task
  }
}
