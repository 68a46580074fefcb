import assert from 'node:assert/strict'
import { test } from 'node:test'
import { criticalPath } from '../../../runtime/runner/summary.ts'

test('the critical path is the longest by actual lengths, without tasks that never ran', () => {
  const tasks = [
    { name: 'a', upstreams: [], seconds: 1 },
    { name: 'b', upstreams: [], seconds: 3 },
    { name: 'skipped', upstreams: [0, 1], seconds: null },
    { name: 'c', upstreams: [2], seconds: 2 },
    { name: 'd', upstreams: [0], seconds: 3.5 },
  ]
  assert.deepEqual(criticalPath(tasks), ['b', 'c'])
  assert.deepEqual(criticalPath([]), [])
  assert.deepEqual(criticalPath([{ name: 'x', upstreams: [], seconds: null }]), [])
})
