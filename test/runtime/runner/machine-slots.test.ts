import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MachineSlots } from '../../../runtime/runner/machine-slots.ts'
import { Simulation, type TaskSketch } from '../plan/simulate.ts'

/** Runs that share a machine; a wake is taken when the machine `turns`, as the runtime does. */
class Machine {
  readonly slots: MachineSlots
  readonly #processors: number
  readonly #waking = new Set<Simulation>()

  constructor(processors: number) {
    this.#processors = processors
    this.slots = new MachineSlots(processors)
  }

  run(tasks: Readonly<Record<string, TaskSketch>>, parallelism = this.#processors): Simulation {
    const budget = this.slots.share(parallelism, () => this.#waking.add(run))
    const run: Simulation = new Simulation(tasks, { parallelism, budget })
    run.begin()
    return this.turn(run)
  }

  turn(answer: Simulation): Simulation {
    for (let rounds = 0; this.#waking.size > 0; rounds++) {
      assert.ok(rounds < 1000, 'the runs wake each other without end')
      const woken = [...this.#waking]
      this.#waking.clear()
      for (const run of woken) run.to(0)
    }
    return answer
  }

  end(run: Simulation, task: string | undefined = [...run.running][0]): void {
    run.end(task!)
    this.turn(run)
  }
}

function many(count: number, sketch: TaskSketch = {}): Record<string, TaskSketch> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`t${i}`, sketch]))
}

test('a run that comes later gets its part as the first one’s tasks end, however many that one has ready', () => {
  const machine = new Machine(4)
  const first = machine.run(many(20))
  const second = machine.run(many(20))
  assert.deepEqual([first.running.size, second.running.size], [4, 0])
  machine.end(first)
  machine.end(first)
  assert.deepEqual([first.running.size, second.running.size], [2, 2])
  for (let i = 0; i < 8; i++) machine.end(i % 2 === 0 ? first : second)
  assert.deepEqual([first.running.size, second.running.size], [2, 2])
})

test('what a small run does not use, a large one does', () => {
  const machine = new Machine(4)
  const small = machine.run({ only: {} })
  const large = machine.run(many(20))
  assert.deepEqual([small.running.size, large.running.size], [1, 3])
  machine.end(small)
  assert.equal(large.running.size, 4)
})

test('a wide task is not passed by for ever by the narrow ones of another run', () => {
  const machine = new Machine(4)
  const narrow = machine.run(many(40))
  const wide = machine.run({ wide: { policy: { slots: 4 } } })
  for (let i = 0; i < 4; i++) machine.end(narrow)
  assert.deepEqual([narrow.running.size, [...wide.running]], [0, ['wide']])
  machine.end(wide)
  assert.equal(narrow.running.size, 4)
})

test('while a run waits for its own task to end before a wide one, the others use what is free', () => {
  const machine = new Machine(4)
  machine.slots.allowance = 3
  const own = machine.run({ long: { ms: 9 }, wide: { ms: 5, policy: { slots: 3 } } })
  const other = machine.run(many(20))
  assert.deepEqual([[...own.running], other.running.size], [['long'], 2])
  machine.end(other)
  assert.equal(other.running.size, 2)
  machine.end(own)
  for (let i = 0; i < 4 && own.running.size === 0; i++) machine.end(other)
  assert.deepEqual([[...own.running], other.running.size], [['wide'], 0])
})

test('runs with tasks of different sizes take turns, and nobody starves', () => {
  const machine = new Machine(4)
  const runs = [1, 2, 3, 4].map(slots => machine.run(many(6, { policy: { slots } })))
  const ended = runs.map(() => 0)
  for (let i = 0; runs.some(run => run.finished === null); i++) {
    assert.ok(i < 200)
    const running = runs.findIndex(run => run.running.size > 0)
    assert.ok(running >= 0, 'nothing runs while tasks are ready')
    // What has run longest ends first.
    const busiest = runs.map((run, k) => ({ k, size: run.running.size })).filter(({ size }) => size > 0)
    const { k } = busiest[i % busiest.length]!
    machine.end(runs[k]!)
    ended[k]!++
    assert.ok(machine.slots.used <= 4)
  }
  assert.deepEqual(ended, [6, 6, 6, 6])
})

test('a run that asks for more than the machine has counts each task for less, and leaves the others their part', () => {
  const machine = new Machine(2)
  const waits = machine.run(many(40), 8)
  assert.equal(waits.running.size, 8)
  const works = machine.run(many(10), 2)
  for (let i = 0; i < 4; i++) machine.end(waits)
  assert.deepEqual([waits.running.size, works.running.size], [4, 1])
})

test('a run that is over, or wants no more, holds nobody back', () => {
  const machine = new Machine(2)
  const narrow = machine.run(many(10))
  const wide = machine.run({ wide: { policy: { slots: 2 } } })
  machine.end(narrow)
  assert.equal(narrow.running.size, 1)
  wide.cancel()
  machine.turn(wide)
  assert.equal(narrow.running.size, 2)
})

test('a smaller allowance stops nothing that runs; a task wider than it runs alone', () => {
  const machine = new Machine(4)
  const run = machine.run({ ...many(6, { ms: 9 }), wide: { policy: { slots: 3 } } })
  machine.slots.allowance = 1
  assert.equal(run.running.size, 4)
  for (let i = 0; i < 5; i++) machine.end(run)
  assert.equal(run.running.size, 1)
  machine.end(run)
  assert.deepEqual([...run.running], ['wide'])
})

test('demand is what runs and what would; a larger allowance is used at once', () => {
  const machine = new Machine(8)
  machine.slots.allowance = 1
  const run = machine.run(many(5))
  assert.deepEqual([machine.slots.used, machine.slots.demand], [1, 5])
  machine.slots.allowance = 4
  machine.turn(run)
  assert.deepEqual([machine.slots.used, machine.slots.demand], [4, 5])
})
