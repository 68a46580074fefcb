import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import fc from 'fast-check'
import { runtimeEntry } from '../../../runtime/process/entry.ts'
import { makeRuntimeFolder } from '../process/runtime-process.ts'
import { atEnd } from '../workspace.ts'
import { checkRecord } from './check-record.ts'
import { killOften } from './harness.ts'

test('in a long run whose runtime is killed 20 times, no finished task is lost, and none is done again', async t => {
  const folder = makeRuntimeFolder(t, {})
  const [seed] = fc.sample(fc.nat(), 1)
  let state = seed!
  // Any seed will do, and a failure names the one that it came with.
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const { run, end, events, kills } = await killOften({ folder, entry: runtimeEntry, tasks: 400, kills: 20, between: 17, random })
  const told = `seed ${seed}`
  assert.equal(kills, 20, told)
  assert.equal(end?.state, 'success', told)
  assert.equal(events.filter(event => event.type === 'run-finished').length, 1, told)
  const database = new DatabaseSync(join(folder, '.dagline', 'dagline.db'), { readOnly: true })
  atEnd(t, () => database.close())
  assert.deepEqual(checkRecord(database, run, readFileSync(join(folder, 'effects'), 'utf8')), { faults: [], tasks: 400 }, told)
})
