import assert from 'node:assert/strict'
import { once } from 'node:events'
import { renameSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { MeetingPlace } from '../../../runtime/budget/meeting-place.ts'
import { type BudgetMember, joinBudgetAt } from '../../../runtime/budget/member.ts'
import { takeLock } from '../../../runtime/process/lock.ts'
import { atEnd, makeFolder } from '../workspace.ts'

const onWindows = process.platform === 'win32'

function placeIn(folder: string): MeetingPlace {
  return {
    folder,
    socket: onWindows ? `\\\\.\\pipe\\dagline-test-${process.pid}-${folder.slice(-6)}` : join(folder, 'b.sock'),
    isFile: !onWindows,
  }
}

interface Joined {
  readonly member: BudgetMember
  allowance: number
  changed(): void
  /** Settles with the next change. */
  change(): Promise<void>
  /** Settles when it is allowed that many. */
  comesTo(allowance: number): Promise<void>
}

function join8(t: TestContext, place: MeetingPlace): Joined {
  const waiting = new Set<() => void>()
  const changes = new Set<() => void>()
  const joined: Joined = {
    allowance: 8,
    changed: () => undefined,
    change: () => new Promise(resolve => changes.add(resolve)),
    member: joinBudgetAt(place)(8, allowance => {
      joined.allowance = allowance
      joined.changed()
      for (const resolve of changes) resolve()
      changes.clear()
      for (const check of [...waiting]) check()
    }),
    comesTo: wanted =>
      new Promise(resolve => {
        const check = (): void => {
          if (joined.allowance !== wanted) return
          waiting.delete(check)
          resolve()
        }
        waiting.add(check)
        check()
      }),
  }
  atEnd(t, () => joined.member.close())
  return joined
}

/** Settles when these are the allowances, whoever has which. */
async function settled(members: readonly Joined[], shares: readonly number[]): Promise<void> {
  for (;;) {
    const found = members.map(one => one.allowance).sort()
    if (found.join() === shares.join()) return
    await Promise.race(members.map(one => one.change()))
  }
}

test('runtimes divide the processors, and use what another leaves idle', async t => {
  const place = placeIn(makeFolder(t))
  const [a, b] = [join8(t, place), join8(t, place)]
  a.member.report(20, 0)
  b.member.report(20, 0)
  await Promise.all([a.comesTo(4), b.comesTo(4)])
  b.member.report(1, 1)
  await Promise.all([a.comesTo(7), b.comesTo(1)])
  b.member.report(9, 1)
  a.member.report(20, 7)
  await a.comesTo(4)
  a.member.report(20, 4)
  await b.comesTo(4)
})

// One of them is the broker; in one of the two orders it is not the last to end.
for (const order of ['first to last', 'last to first'])
  test(`when the broker ends, the others elect the next and go on with what they had: ${order}`, async t => {
    const place = placeIn(makeFolder(t))
    const members = [join8(t, place), join8(t, place), join8(t, place), join8(t, place)]
    for (const { member } of members) member.report(20, 0)
    await Promise.all(members.map(one => one.comesTo(2)))
    if (order === 'last to first') members.reverse()
    const sums: number[] = []
    for (const one of members) {
      // All that it may use it does.
      one.changed = () => {
        sums.push(members.reduce((sum, { allowance }) => sum + allowance, 0))
        one.member.report(20, one.allowance)
      }
      one.changed()
    }
    for (const shares of [[2, 3, 3], [4, 4], [8]]) {
      await members.shift()!.member.close()
      await settled(members, shares)
    }
    assert.ok(Math.max(...sums) <= 8, `${Math.max(...sums)} were allowed at once`)
  })

test('a socket that a killed broker left behind is taken over', async t => {
  const place = placeIn(makeFolder(t))
  if (place.isFile) {
    const dead = createServer().listen(place.socket)
    await once(dead, 'listening')
    // The file stays where only the descriptor goes: as after a kill.
    renameSync(place.socket, `${place.socket}.kept`)
    await new Promise(resolve => dead.close(resolve))
    renameSync(`${place.socket}.kept`, place.socket)
  }
  const [a, b] = [join8(t, place), join8(t, place)]
  a.member.report(20, 0)
  b.member.report(20, 0)
  await Promise.all([a.comesTo(4), b.comesTo(4)])
})

test('while another is becoming the broker a runtime has all processors, and joins as soon as it can', async t => {
  const place = placeIn(makeFolder(t))
  const lock = takeLock(place.folder, 'budget.lock')
  assert.ok(lock !== null)
  const [a, b] = [join8(t, place), join8(t, place)]
  a.member.report(20, 0)
  b.member.report(20, 0)
  assert.deepEqual([a.allowance, b.allowance], [8, 8])
  lock.release()
  await Promise.all([a.comesTo(4), b.comesTo(4)])
})

test('where nothing can be shared each has all processors', async t => {
  const place = { folder: join(makeFolder(t), 'nosuch'), socket: join(makeFolder(t), 'x'.repeat(200)), isFile: true }
  const alone = join8(t, place)
  alone.member.report(20, 3)
  assert.equal(alone.allowance, 8)
  await alone.member.close()
})

test('who talks nonsense to the broker is cut off, and changes nothing', async t => {
  const place = placeIn(makeFolder(t))
  const [a, b] = [join8(t, place), join8(t, place)]
  a.member.report(20, 0)
  b.member.report(20, 0)
  await Promise.all([a.comesTo(4), b.comesTo(4)])
  const stranger = connect(place.socket)
  await once(stranger, 'connect')
  stranger.resume().write('hello\n')
  await once(stranger, 'close')
  b.member.report(0, 0)
  await a.comesTo(8)
})
