import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Candidate, type ExpectedTask, lookAhead, tablesStand, writerOf } from '../../../runtime/cache/look-ahead.ts'
import { TableVersions } from '../../../runtime/cache/table-versions.ts'

interface Task {
  readonly table: string
  /** Makes its table anew, or adds to it. */
  readonly makes: boolean
  /** The table whose contents go into its own. */
  readonly reads: string | null
  readonly cache: boolean
}

interface Kept {
  readonly print: string
  readonly candidate: Candidate
}

type Contents = Map<string, string>

const tableNames = ['t', 'u', 'v']
const taskOf = fc.record({
  table: fc.constantFrom(...tableNames),
  makes: fc.boolean(),
  reads: fc.option(fc.constantFrom(...tableNames)),
  cache: fc.boolean(),
})
/** Each table is made before anything else is done with it, so that a whole run always ends alike. */
const pipelines = fc
  .array(taskOf, { minLength: 1, maxLength: 7 })
  .map(tasks => [...tableNames.map((table): Task => ({ table, makes: true, reads: null, cache: true })), ...tasks])
/** Before each run some tasks are edited, and perhaps a stranger writes a table. */
const histories = fc.array(
  fc.record({ edited: fc.array(fc.nat(9), { maxLength: 2 }), stranger: fc.option(fc.constantFrom(...tableNames)) }),
  {
    minLength: 1,
    maxLength: 5,
  },
)

function work(task: Task, text: string, contents: Contents): void {
  const row = `(${text}${task.reads === null ? '' : `:${contents.get(task.reads) ?? ''}`})`
  contents.set(task.table, task.makes ? row : `${contents.get(task.table) ?? ''}${row}`)
}

/** A workspace in which runs reuse what they may. */
class Model {
  readonly contents: Contents = new Map()
  readonly versions = new TableVersions()
  readonly #kept = new Map<number, Kept>()
  #runs = 0

  strange(table: string): void {
    this.contents.set(table, 'strange')
    this.versions.wrote({ [table]: `x${this.#runs}/s/1` })
  }

  /** Answers how many tasks ran. Tasks run in order; each is after the one before it by an edge or not, which only the prints tell. */
  run(tasks: readonly Task[], texts: readonly string[]): number {
    const run = `r${this.#runs++}`
    const historyOf = (table: string) => this.versions.of(table)
    const found = tasks.map((task, i) => {
      const kept = this.#kept.get(i)
      return task.cache && kept !== undefined && kept.print === texts[i] ? kept.candidate : null
    })
    const { reused } = lookAhead(
      tasks.map(
        (task, i): ExpectedTask => ({
          candidate: found[i]!,
          needs: [],
          mayTouch: () => ({ reads: task.reads === null ? [] : [task.reads], writes: [task.table] }),
        }),
      ),
      historyOf,
    )
    const writers = new Set(found.flatMap((candidate, i) => (candidate !== null && reused[i] ? [candidate.writer] : [])))
    let ran = 0
    for (const [i, task] of tasks.entries()) {
      const candidate = found[i]!
      if (candidate !== null && tablesStand(candidate.tables, historyOf, writer => writers.has(writer)).ok) continue
      ran++
      const version = `${run}/${i}/1`
      const tables = new Map(task.reads === null ? [] : [[task.reads, this.versions.last(task.reads)]])
      work(task, texts[i]!, this.contents)
      this.versions.wrote({ [task.table]: version })
      this.#kept.set(i, {
        print: texts[i]!,
        candidate: { writer: writerOf(version), tables: tables.set(task.table, version), writes: new Set([task.table]), kept: false },
      })
    }
    return ran
  }
}

test('whatever is reused, the tables are as if everything had run; and a second run of the same runs only what is not cached', () => {
  fc.assert(
    fc.property(pipelines, histories, (tasks, history) => {
      const model = new Model()
      const texts = tasks.map((_, i) => `${i}.0`)
      for (const [round, { edited, stranger }] of history.entries()) {
        for (const task of edited) if (task < texts.length) texts[task] = `${task}.${round + 1}`
        if (stranger !== null) model.strange(stranger)
        model.run(tasks, texts)
        const whole: Contents = new Map()
        for (const [i, task] of tasks.entries()) work(task, texts[i]!, whole)
        assert.deepEqual(Object.fromEntries(model.contents), Object.fromEntries(whole))
      }
      if (tasks.every(task => task.cache)) assert.equal(model.run(tasks, texts), 0)
    }),
    { numRuns: 2000 },
  )
})
