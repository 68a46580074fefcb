import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FaultSchedule, seededFaults } from './faults.ts'

test('a call goes wrong once, by its number', () => {
  const faults = new FaultSchedule([{ method: 'get', nth: 2, kind: 'reset' }])
  assert.deepEqual(
    ['get', 'put', 'get', 'get'].map(method => faults.take(method)?.kind ?? null),
    [null, null, 'reset', null],
  )
  faults.addNext({ method: 'get', kind: 'exists' })
  assert.equal(faults.take('get')?.kind, 'exists')
  assert.deepEqual(
    faults.happened.map(fault => fault.nth),
    [2, 4],
  )
  assert.equal(faults.calls('get'), 4)
})

test('a schedule follows from its seed', () => {
  const sketch = { kinds: { get: ['reset', 'too-many'], make: ['job-failure'] }, calls: 50, part: 0.3, reasons: ['backendError'] } as const
  assert.deepEqual(seededFaults({ ...sketch, seed: 3 }), seededFaults({ ...sketch, seed: 3 }))
  assert.notDeepEqual(seededFaults({ ...sketch, seed: 3 }), seededFaults({ ...sketch, seed: 4 }))
  for (const fault of seededFaults({ ...sketch, seed: 3 })) assert.equal(fault.reason !== undefined, fault.kind === 'job-failure')
})
