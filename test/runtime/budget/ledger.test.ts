import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Entry, Ledger } from '../../../runtime/budget/ledger.ts'

/** A runtime whose tasks end when the test says so. What it is told reaches it when it `hears`. */
class Member {
  allowance: number
  used = 0
  ready = 0
  readonly #entry: Entry
  #inbox: number[] = []

  constructor(ledger: Ledger, allowance = 1) {
    this.allowance = allowance
    this.#entry = ledger.join(told => this.#inbox.push(told))
    // It says what it holds, and hears what it may.
    this.hear()
    this.hear()
  }

  hear(): void {
    for (const allowance of this.#inbox.splice(0)) this.allowance = allowance
    this.#start()
  }

  want(tasks: number): void {
    this.ready += tasks
    this.#start()
  }

  end(tasks: number): void {
    this.used -= Math.min(tasks, this.used)
    this.#start()
  }

  leave(): void {
    this.#entry.leave()
  }

  #start(): void {
    const starts = Math.max(0, Math.min(this.ready, this.allowance - this.used))
    this.used += starts
    this.ready -= starts
    this.#entry.report(this.used + this.ready, Math.max(this.used, this.allowance))
  }
}

function settle(members: readonly Member[]): void {
  for (let round = 0; round < 4; round++) for (const member of members) member.hear()
}

test('alone a runtime has all processors at once; beside another that works it gives up what its tasks free', () => {
  const ledger = new Ledger(4)
  const a = new Member(ledger)
  a.want(10)
  assert.equal(a.used, 4)
  const b = new Member(ledger)
  b.want(10)
  settle([a, b])
  assert.deepEqual([a.used, a.allowance, b.used], [4, 2, 1])
  a.end(3)
  settle([a, b])
  assert.deepEqual([a.used, b.used], [2, 2])
})

test('what one leaves idle the others use, and get more as soon as it is done', () => {
  const ledger = new Ledger(8)
  const members = [new Member(ledger), new Member(ledger), new Member(ledger)] as const
  const [a, b, c] = members
  settle(members)
  a.want(1)
  settle(members)
  b.want(20)
  settle(members)
  assert.deepEqual([a.used, b.used], [1, 7])
  a.end(1)
  settle(members)
  assert.equal(b.used, 8)
  c.leave()
  assert.equal(b.used, 8)
})

test('one that ends without a word gives back what it had', () => {
  const ledger = new Ledger(4)
  const a = new Member(ledger)
  const b = new Member(ledger)
  settle([a, b])
  a.want(9)
  b.want(9)
  settle([a, b])
  assert.deepEqual([a.used, b.used], [2, 2])
  a.leave()
  settle([b])
  assert.equal(b.used, 4)
})

test('one that takes over lets everybody go on with what they had, and divides when all have come', () => {
  const ledger = new Ledger(8, true)
  const a = new Member(ledger, 2)
  a.want(20)
  settle([a])
  assert.equal(a.used, 2)
  const b = new Member(ledger, 2)
  b.want(20)
  ledger.settle()
  settle([a, b])
  assert.deepEqual([a.used, b.used], [4, 4])
})

test('never more run than there are processors, but for one of each runtime; and in the end everyone has a fair part', () => {
  const step = fc.record({ member: fc.nat(3), what: fc.constantFrom('want', 'end', 'hear'), tasks: fc.integer({ min: 1, max: 6 }) })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 16 }), fc.array(step, { maxLength: 60 }), (processors, steps) => {
      const ledger = new Ledger(processors)
      const members = Array.from({ length: 4 }, () => new Member(ledger))
      for (const { member, what, tasks } of steps) {
        if (what === 'hear') members[member]!.hear()
        else members[member]![what as 'want' | 'end'](tasks)
        assert.ok(members.reduce((sum, one) => sum + one.used, 0) <= processors + members.length)
        settle([members[member]!])
      }
      for (const one of members) one.want(99)
      for (let round = 0; round < 40; round++) {
        for (const one of members) one.end(one.used > one.allowance ? one.used - one.allowance : 1)
        settle(members)
      }
      const fair = Math.max(1, Math.floor(processors / 4))
      for (const { used } of members)
        assert.ok(used >= fair && used <= fair + 4, `${members.map(one => one.used).join(' ')} of ${processors}`)
      assert.ok(members.reduce((sum, one) => sum + one.used, 0) <= Math.max(processors, 4))
    }),
  )
})
