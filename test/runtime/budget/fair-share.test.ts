import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fairShares } from '../../../runtime/budget/fair-share.ts'

test('who asks for less gets it, and the rest is divided evenly', () => {
  assert.deepEqual(fairShares(8, [8, 8]), [4, 4])
  assert.deepEqual(fairShares(8, [1, 8, 8]), [1, 3, 4])
  assert.deepEqual(fairShares(8, [3, 8]), [3, 5])
  assert.deepEqual(fairShares(8, [0, 20]), [0, 8])
  assert.deepEqual(fairShares(8, [2, 3]), [2, 3])
  assert.deepEqual(fairShares(8, []), [])
})

test('whoever asks gets one, even where there are more askers than processors', () => {
  assert.deepEqual(fairShares(2, [5, 5, 5, 0]), [1, 1, 1, 0])
})

test('nobody gets more than it asks for, nothing is left while somebody wants more, and no two differ without reason', () => {
  const machine = fc.record({ processors: fc.integer({ min: 1, max: 64 }), demands: fc.array(fc.nat(80), { maxLength: 12 }) })
  fc.assert(
    fc.property(machine, ({ processors, demands }) => {
      const shares = fairShares(processors, demands)
      const askers = demands.filter(demand => demand > 0).length
      const sum = shares.reduce((a, b) => a + b, 0)
      const wanted = demands.reduce((a, b) => a + b, 0)
      assert.ok(shares.every((share, i) => share <= demands[i]! && (demands[i] === 0 || share >= 1)))
      assert.equal(sum, Math.min(wanted, Math.max(processors, askers)))
      for (const [i, share] of shares.entries()) if (share < demands[i]!) assert.ok(shares.every(other => other <= share + 1))
    }),
  )
})
