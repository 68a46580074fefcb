import assert from 'node:assert/strict'
import { applyEdits, codeOf, documentationOf, format, graphsOf, parse, type tree } from '#language'
import { bodyOf } from '../../../language/placement.ts'
import { analyzed } from '../check.ts'

/** The text as it is formatted, which must be so for good and mean the same; null where it is refused. */
export function formatted(source: string): string | null {
  const before = parse(source)
  const result = format(before)
  if (result.kind === 'refused') return null
  const text = applyEdits(source, result.edits)
  const after = parse(text)
  assert.deepEqual(meaningOf(after), meaningOf(before), text)
  const again = format(after)
  assert.deepEqual(again.kind === 'formatted' && again.edits, [], `formatting twice is formatting once:\n${text}`)
  return text
}

export function checkFormat(source: string, expected: string): void {
  assert.equal(formatted(source), expected)
}

/** The text is formatted already. */
export function checkStays(source: string): void {
  checkFormat(source, source)
}

/** The same in a dag: lines are indented by two. */
export function checkInDag(source: string, expected: string): void {
  const inDag = (body: string): string => `dag d {\n${body.replaceAll(/^(?=.)/gm, '  ')}\n}\n`
  checkFormat(inDag(source), inDag(expected))
}

/** All that a tree says but where it says it: statements, values, documentation, comments, syntax errors. */
function meaningOf(tree: tree.Tree): unknown {
  return {
    items: withoutPlaces(tree.items),
    documentation: documentationIn(tree, tree.items),
    comments: tree.comments.map(({ image }) => image.split('\n').map(line => line.trim())),
    problems: tree.problems.map(problem => problem.reason),
  }
}

function documentationIn(whole: tree.Tree, items: readonly tree.Statement[]): (string | null)[] {
  return items.flatMap(item => [documentationOf(whole, item), ...documentationIn(whole, bodyOf(item)?.body.items ?? [])])
}

const places: ReadonlySet<string> = new Set(['start', 'end', 'unit', 'from', 'to', 'lines'])

function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaces)
  if (typeof value !== 'object' || value === null || value instanceof Map) return value
  const entries = Object.entries(value).filter(([key]) => !places.has(key))
  return Object.fromEntries(entries.map(([key, each]) => [key, withoutPlaces(each)]))
}

/** What a whole analysis says of a text: its graphs, and the codes of what is wrong. */
export function findingsOf(text: string): unknown {
  const analysis = analyzed(text)
  return {
    codes: analysis.diagnostics.map(codeOf).sort(),
    graphs: graphsOf(analysis).map(({ name, tasks, edges }) => ({
      name,
      tasks: tasks.map(task => [task.name, task.engine, task.group]),
      edges: edges.map(({ from, to, why }) => `${from} ${why} ${to}`),
    })),
  }
}
