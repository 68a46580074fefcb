import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Analyses } from '../../server/analyses.ts'
import { definitions } from '../../server/features/definition.ts'
import { graphResult } from '../../server/features/graph.ts'
import { hover } from '../../server/features/hover.ts'
import { fixture } from './fixture.ts'

/** `make` creates a table with a script of its own, `fill` adds to it, `look` reads it, `late` declares that it does. */
const dag = (marked: {
  readonly make?: string
  readonly fill?: string
  readonly look?: string
  readonly late?: string
}): string => `let set = "d"
dag d {
  task ${marked.make ?? 'make'}: bq { script: "make.sql", params: { set, table: "t" } }
  task ${marked.fill ?? 'fill'}: bq {
    sql: """
      insert into {set}.t (n) select n from other.source
      """
    params: { set }
  }
  task look: bq {
    sql: ${marked.look ?? '"select n from d.t"'}
    destination: "d.result"
  }
  task late: shell { run: "x", reads: [${marked.late ?? `"\${set}.t"`}] }
  make -> fill -> [look, late]
}
`
const files = { 'make.sql': 'create table `{set}.{table}` (n int64)' }

/** The hover at `$0`, without its code block: each line. */
function checkHover(source: string, ...expected: readonly string[]): void {
  const { analyzed, offset } = fixture(source, files)
  const markdown = hover(analyzed, offset)?.markdown ?? ''
  const lines = markdown.replaceAll(/```\w+\n[\s\S]*?\n```/g, '').split('\n')
  assert.deepEqual(
    lines.map(line => line.trim()).filter(line => line !== ''),
    expected,
  )
}

/** The words that the definition at `$0` leads to. */
function checkDefinition(source: string, ...expected: readonly string[]): void {
  const { analyzed, offset, text } = fixture(source, files)
  const found = definitions(analyzed, offset)?.found ?? []
  assert.deepEqual(
    found.map(({ name }) => text.slice(name.start, name.end)),
    expected,
  )
}

const ofTable = ['Table `local.d.t`', 'Written by `make`, `fill`.', 'Read by `look`, `late`.']

test('a task: the tables that it reads and writes, and who is at their other end', () => {
  checkHover(dag({ make: 'ma$0ke' }), 'Before `fill` (3 in all)', '- writes `local.d.t`, read by `look`, `late`')
  checkHover(
    dag({ fill: 'fi$0ll' }),
    'Starts after `make` · before `look`, `late`',
    '- reads `local.other.source`',
    '- writes `local.d.t`, read by `look`, `late`',
  )
})

test('a table in SQL, in `reads` and in `writes`: who writes it and who reads it', () => {
  checkHover(dag({ look: '"select n from d.$0t"' }), ...ofTable)
  checkHover(dag({ look: '"""\n  select n\n  from `$0d.t`\n  """' }), ...ofTable)
  checkHover(dag({ late: '"d.$0t"' }), ...ofTable)
  checkHover(dag({ look: '"select n from d.n$0o"' }), 'Table `local.d.no`', 'Nobody here writes it.', 'Read by `look`.')
  checkHover(dag({ look: '"sele$0ct n from d.t"' }))
})

test('a placeholder in the name of a table says what it is, and of what table it is a part', () => {
  checkHover(dag({}).replace('{set}.t (n)', '{se$0t}.t (n)'), 'Is `"d"`.', 'Param of `fill`.', ...ofTable)
})

test('a table leads to the tasks that create it, else to those that write it', () => {
  checkDefinition(dag({ look: '"select n from d.$0t"' }), 'make')
  checkDefinition(dag({ late: '"d.$0t"' }), 'make')
  checkDefinition('dag d {\n task a: bq { sql: "insert into s.t select 1" }\n task b: bq { sql: "select * from s.t$0" }\n a -> b\n}', 'a')
  checkDefinition(dag({ look: '"select n from d.n$0o"' }))
})

test('of many tasks the first are named', () => {
  const readers = Array.from({ length: 8 }, (_, i) => `task r${i}: bq { sql: "select * from s.t", after: [a] }`).join('\n')
  checkHover(
    `dag d {\n task a: bq { sql: "create table $0s.t (n int64)" }\n${readers}\n}`,
    'Table `local.s.t`',
    'Written by `a`.',
    'Read by `r0`, `r1`, `r2`, `r3`, `r4` and 3 more.',
  )
})

test('an edit of one task is seen by the hover of another', () => {
  const before = dag({})
  const after = before.replace('select n from d.t', 'select n from d.other')
  const { workspace, analyzed } = fixture(before, files)
  const analyses = new Analyses(workspace)
  const shown = (version: number, text: string): string =>
    hover(analyses.of({ uri: analyzed.uri, version, getText: () => text }), text.indexOf('make:'))?.markdown ?? ''
  assert.match(shown(1, before), /read by `look`, `late`/)
  assert.match(shown(2, after), /read by `late`\n/)
})

test('edges carry the tables that both ends use, where one of them writes', () => {
  const { dags } = graphResult(fixture(dag({}), files).analyzed)
  assert.deepEqual(
    dags[0]!.edges.map(({ from, to, tables }) => [from, to, tables]),
    [
      ['make', 'fill', ['local.d.t']],
      ['fill', 'look', ['local.d.t']],
      ['fill', 'late', ['local.d.t']],
    ],
  )
  const readers = 'dag d {\n task a: bq { sql: "select * from s.t" }\n task b: bq { sql: "select * from s.t" }\n a -> b\n}'
  assert.deepEqual(graphResult(fixture(readers).analyzed).dags[0]!.edges, [{ from: 'a', to: 'b', why: 'edge' }])
})

test('of a matrix all tables are counted', () => {
  const source = `dag d {
  task mak$0e: bq { matrix: { i: range(1, 120) }, sql: "create or replace table ds.x{i} as select 1 as n", params: { i } }
}
`
  const tables = Array.from({ length: 8 }, (_, i) => `- writes \`local.ds.x${i + 1}\``)
  checkHover(source, '120 instances', ...tables, '- writes 112 more')
})
