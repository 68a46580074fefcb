import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Candidate, type ExpectedTask, lookAhead, tablesStand } from '../../../runtime/cache/look-ahead.ts'
import { TableVersions } from '../../../runtime/cache/table-versions.ts'

interface Sketch {
  /** Table to version; without it there is no candidate. */
  readonly tables?: Readonly<Record<string, string | null>>
  readonly needs?: readonly number[]
  /** Tables that it wrote, of `tables`. */
  readonly wrote?: readonly string[]
  readonly mayWrite?: readonly string[] | null
  readonly mayRead?: readonly string[]
  readonly kept?: boolean
  /** Done in the run that is resumed, and yet to run again. */
  readonly again?: boolean
}

/** Tasks are named by their place: task 0 has the writer `r/0`. */
function look(sketches: readonly Sketch[], written: readonly (readonly [string, string])[]) {
  const versions = new TableVersions()
  for (const [table, version] of written) versions.wrote({ [table]: version })
  const tasks = sketches.map(
    ({ tables, wrote = [], needs = [], mayWrite = [], mayRead = [], kept = false, again = false }, i): ExpectedTask => ({
      candidate:
        tables === undefined
          ? null
          : ({ writer: `r/${i}`, tables: new Map(Object.entries(tables)), writes: new Set(wrote), kept } satisfies Candidate),
      needs,
      ...(again ? { wrote: `r/${i}` } : {}),
      mayTouch: () => (mayWrite === null ? null : { reads: mayRead, writes: mayWrite }),
    }),
  )
  const { reused, demotions } = lookAhead(tasks, table => versions.of(table))
  return { reused: reused.flatMap((is, i) => (is ? [i] : [])), why: Object.fromEntries(demotions) }
}

test('a table that later tasks of the chain wrote stands while all of them are reused', () => {
  const written = [
    ['t', 'r/0/1'],
    ['t', 'r/1/1'],
  ] as const
  assert.deepEqual(look([{ tables: { t: 'r/0/1' } }, { tables: { t: 'r/1/1' } }], written).reused, [0, 1])
  const edited = look([{ tables: { t: 'r/0/1' } }, { mayWrite: ['t'] }], written)
  assert.deepEqual(edited.reused, [])
  assert.deepEqual(edited.why, { 0: { kind: 'table', table: 't' } })
})

test('a table that a stranger wrote, or that is gone, does not stand', () => {
  const own = { tables: { t: 'r/0/1' } }
  assert.deepEqual(look([own], [['t', 'r/0/1']]).reused, [0])
  assert.deepEqual(
    look(
      [own],
      [
        ['t', 'r/0/1'],
        ['t', 'x/9/1'],
      ],
    ).reused,
    [],
  )
  assert.deepEqual(look([own], []).reused, [])
  assert.deepEqual(look([{ tables: { t: null } }], []).reused, [0])
  assert.deepEqual(look([{ tables: { t: null } }], [['t', 'x/9/1']]).reused, [])
})

test('what is taken back takes back what rests on it, before it and after it', () => {
  const written = [
    ['a', 'r/0/1'],
    ['a', 'r/2/1'],
    ['b', 'r/1/1'],
  ] as const
  // 2 adds to what 0 made, and needs an output of 1, which a stranger's write of b spoils.
  const tasks = [{ tables: { a: 'r/0/1' }, mayWrite: ['a'] }, { tables: { b: 'r/1/1' } }, { tables: { a: 'r/2/1' }, needs: [1] }]
  assert.deepEqual(look(tasks, written).reused, [0, 1, 2])
  const spoilt = look(tasks, [...written, ['b', 'x/9/1']])
  assert.deepEqual(spoilt.reused, [])
  assert.deepEqual(spoilt.why, {
    0: { kind: 'writer', table: 'a', task: 2 },
    1: { kind: 'table', table: 'b' },
    2: { kind: 'needs', task: 1 },
  })
})

test('a task that runs before may spoil what comes after it, one whose tables are not known any', () => {
  const later = { tables: { t: 'r/1/1' } }
  const written = [['t', 'r/1/1']] as const
  assert.deepEqual(look([{ mayWrite: ['other'] }, later], written).reused, [1])
  assert.deepEqual(look([{ mayWrite: ['t'] }, later], written).reused, [])
  assert.deepEqual(look([{ mayWrite: null }, later, { tables: {} }], written).reused, [2])
  assert.deepEqual(look([{ tables: { t: 'r/0/1' } }, { mayWrite: null }], [['t', 'r/0/1']]).reused, [0])
})

test('what a running task reads must not hold yet what only comes after it', () => {
  const written = [
    ['t', 'r/0/1'],
    ['t', 'r/2/1'],
  ] as const
  const maker = { tables: { t: 'r/0/1' }, wrote: ['t'] }
  const adder = { tables: { t: 'r/2/1' }, wrote: ['t'] }
  assert.deepEqual(look([maker, { mayRead: ['t'] }, adder], written).reused, [])
  assert.deepEqual(look([maker, { mayRead: ['u'] }, adder], written).reused, [0, 2])
  assert.deepEqual(look([maker, {}, adder, { mayRead: ['t'] }], written).reused, [0, 2])
})

test('what was done in the run that goes on stays, unless something before it runs', () => {
  const written = [
    ['t', 'r/0/1'],
    ['t', 'x/9/1'],
  ] as const
  assert.deepEqual(look([{ tables: { t: 'r/0/1' }, kept: true }], written).reused, [0])
  assert.deepEqual(look([{}, { tables: {}, kept: true, needs: [0] }], []).reused, [])
})

test('what was done is done again where a later writer of its table was done too, and runs again', () => {
  const written = [
    ['t', 'r/0/1'],
    ['t', 'r/1/1'],
  ] as const
  const maker = { tables: { t: 'r/0/1' }, wrote: ['t'], kept: true }
  const edited = look([maker, { again: true, mayWrite: ['t'] }], written)
  assert.deepEqual(edited.reused, [])
  assert.deepEqual(edited.why, { 0: { kind: 'writer', table: 't', task: 1 } })
  assert.deepEqual(look([maker, { mayWrite: ['t'] }], [['t', 'r/0/1']]).reused, [0])
})

test('when its time comes, later writers count only if they are certain to be reused', () => {
  const versions = new TableVersions()
  versions.wrote({ t: 'r/a/1' })
  versions.wrote({ t: 'r/b/2' })
  const stands = (...certain: string[]): boolean =>
    tablesStand(
      new Map([['t', 'r/a/1']]),
      table => versions.of(table),
      writer => certain.includes(writer),
    ).ok
  assert.equal(stands('r/b'), true)
  assert.equal(stands('r/a'), false)
})
