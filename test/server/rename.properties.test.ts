import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { codeOf, graphsOf } from '#language'
import type { Analyzed } from '../../server/analyses.ts'
import { rename } from '../../server/features/rename/rename.ts'
import { type Fixture, fixture } from './fixture.ts'
import { renamed } from './rename.ts'

// A longer search: DAGLINE_TEST_RUNS=20000 DAGLINE_TEST_SEED=7 node --test test/server/rename.properties.test.ts
const numRuns = Number(process.env['DAGLINE_TEST_RUNS'] ?? 400)
const seed = Number(process.env['DAGLINE_TEST_SEED'] ?? 5)

/** Few names, so that they hide each other. */
const name = fc.constantFrom('a', 'b', 'c', 'd', 'e')
const names = fc.uniqueArray(name, { maxLength: 3 })
const entry = fc.tuple(name, name).map(([key, value]) => (key === value ? key : `${key}: ${value}`))
const map = fc
  .uniqueArray(entry, { maxLength: 3, selector: text => text.split(':')[0]! })
  .map(entries => (entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`))
const value = fc.oneof(
  name,
  fc.constant('1'),
  map,
  name.map(each => `"x \${${each}}"`),
  name.map(each => `[${each}, 2]`),
)
const matrix = fc.oneof(
  { weight: 2, arbitrary: fc.constant('') },
  name.map(each => `    matrix: { ${each}: [1, 2] }\n`),
  name.map(each => `    matrix: { ${each} }\n`),
  name.map(each => `    matrix: ${each}\n`),
)
const task = fc
  .record({
    matrix,
    params: map,
    after: names,
    when: fc.oneof(
      fc.constant(''),
      name.map(each => `    when: ${each}.rows > 0\n`),
    ),
    wants: names,
  })
  .map(
    ({ matrix, params, after, when, wants }) =>
      `: bq {\n${matrix}    sql: "select 1 ${wants.map((each, i) => (i === 0 ? `{${each}}` : `@${each}`)).join(' ')}"\n    params: ${params}\n    after: [${after.join(', ')}]\n${when}  }\n`,
  )
const declaration = fc.oneof(
  { weight: 4, arbitrary: task.map(body => (own: string) => `  task ${own}${body}`) },
  { weight: 2, arbitrary: value.map(each => (own: string) => `  let ${own} = ${each}\n`) },
)
/** Declarations of one block, each with a name of its own. */
const block = (inner: fc.Arbitrary<(own: string) => string>, maxLength: number): fc.Arbitrary<string> =>
  fc
    .uniqueArray(fc.tuple(name, inner), { selector: ([own]) => own, maxLength })
    .map(declared => declared.map(([own, text]) => text(own)).join(''))
const lets = block(
  value.map(each => (own: string) => `let ${own} = ${each}\n`),
  2,
)
const edge = fc.tuple(name, name).map(([from, to]) => `  ${from} -> ${to}\n`)
const members = block(
  fc.oneof(
    { weight: 5, arbitrary: declaration },
    { weight: 1, arbitrary: block(declaration, 3).map(text => (own: string) => `  group ${own} {\n${text}  }\n`) },
    { weight: 1, arbitrary: fc.constant((own: string) => `  input ${own}: number = 1\n`) },
  ),
  5,
)
const files = fc.record({ lib: lets, top: lets, members, edges: fc.array(edge, { maxLength: 3 }) }).map(({ lib, top, members, edges }) => ({
  lib,
  main: `import "lib.dag"\n${top}dag g {\n${members}${edges.join('')}}\n`,
}))

const other = 'import "lib.dag"\ndag o { task t: bq { sql: "select {a}", params: { a, b } } }\n'
const beside = (lib: string): Record<string, string> => ({ 'lib.dag': lib, 'other.dag': other })

const codes = ({ analysis }: Analyzed): string[] => analysis.diagnostics.map(codeOf).sort()

/** The graph without names and places. */
function shape({ analysis }: Analyzed): unknown {
  return graphsOf(analysis).map(({ tasks, groups, edges }) => {
    const at = new Map(tasks.map((each, i) => [each.name, i]))
    const groupAt = new Map(groups.map((each, i) => [each.name, i]))
    return {
      tasks: tasks.map(({ engine, group }) => `${engine} ${group === null ? '' : groupAt.get(group)}`),
      edges: edges.map(({ from, to, why }) => `${at.get(from)} ${at.get(to)} ${why}`).sort(),
    }
  })
}

/** Places of names in a text. */
const places = (text: string): number[] => [...text.matchAll(/(?<![\w"$])[a-e](?=\W)|(?<=[@{])[a-e](?=\W)/g)].map(match => match.index)

/** Where a name of one letter is after the edits: what stands before it grew. */
function placeAfter({ analyzed, project }: Fixture, offset: number, to: string): number {
  const found = rename(analyzed, offset, to, project)
  assert.equal(found.kind, 'renamed')
  const own = found.kind === 'renamed' ? found.edits.filter(edit => edit.file === analyzed.file).sort((a, b) => a.start - b.start) : []
  let shift = 0
  for (const edit of own) {
    if (edit.end <= offset) shift += edit.text.length - (edit.end - edit.start)
    // The name is the end of an edit, but for that of a key.
    else if (edit.start <= offset) return edit.start + shift + Math.max(edit.text.lastIndexOf(to), 0)
  }
  return offset + shift
}

test('a rename keeps the graph and the codes of diagnostics, and back again it restores the texts', () => {
  let count = 0
  fc.assert(
    fc.property(files, fc.nat(1000), fc.constantFrom('a', 'b', 'c', 'd', 'e', 'fresh', 'z'), ({ lib, main }, at, to) => {
      const found = places(main)
      const offset = found[at % Math.max(found.length, 1)]
      if (offset === undefined || main[offset] === to) return
      const from = main[offset]!
      const before = fixture(`${main.slice(0, offset)}$0${main.slice(offset)}`, beside(lib))
      // A clash may be mended by it.
      if (codes(before.analyzed).includes('duplicate-name')) return
      if (rename(before.analyzed, offset, to, before.project).kind === 'refused') return
      count++
      const texts = { 'main.dag': main, ...beside(lib), ...renamed(before, to) }
      const { 'main.dag': text, ...rest } = texts
      const next = placeAfter(before, offset, to)
      const after = fixture(`${text.slice(0, next)}$0${text.slice(next)}`, rest)
      assert.deepEqual(codes(after.analyzed), codes(before.analyzed), text)
      assert.deepEqual(shape(after.analyzed), shape(before.analyzed), text)
      // Of a key that has become a shorthand the value is renamed at that place; the key is by the words that name it.
      if (main[offset + 1] === ':' && text[next + to.length] !== ':') return
      const restored = { ...texts, ...renamed(after, from) }
      assert.deepEqual(restored, { 'main.dag': main, ...beside(lib) })
    }),
    { numRuns, seed },
  )
  assert.ok(count > numRuns / 8, `only ${count} were renamed`)
})
