import assert from 'node:assert/strict'
import { type Analysis, analyze, codeOf, type Diagnostic, graphsOf, LineIndex } from '#language'
import { memoryHost, root } from './memory-host.ts'

export interface CheckOptions {
  /** Other files, by their path in the workspace. */
  readonly files?: Readonly<Record<string, string>>
  readonly target?: string
  /** Only these codes count; without it every diagnostic of the file but the advice must be marked. */
  readonly only?: readonly string[]
  /** Marks that cannot stand in the source: `line:column code`. */
  readonly also?: readonly string[]
}

/** Files that most tests may name. */
export const standardFiles: Readonly<Record<string, string>> = {
  'a.sql': 'select 1 as x',
  'two.sql': 'select {first} as a, @second as b',
  'a.mjs': 'export default () => 1',
  'a.py': 'print(1)',
  'a.sh': 'true',
  'c.yaml': 'config: {}',
  'a.txt': 'hello',
}

export function analyzed(source: string, options: CheckOptions = {}): Analysis {
  const file = `${root}/main.dag`
  return analyze(
    memoryHost({ ...standardFiles, ...options.files }),
    file,
    source,
    options.target === undefined ? {} : { target: options.target },
  )
}

/** Codes that small sources have no need to heed; their own tests name them. */
const advice: ReadonlySet<string> = new Set(['redundant-edge', 'unused-let', 'no-local-stand-in'])

/**
 * Checks a source against its marks. `//! code` at a line's end: the line has that diagnostic (`code@9`: in column 9; several with
 * commas). A line `//   ^^^ code`: the line above has it, from the first to the last `^`. There are no others.
 */
export function checkMarks(source: string, options: CheckOptions = {}): void {
  const lines = new LineIndex(source)
  const wanted = [...marksOf(source), ...(options.also ?? [])]
  const found = analyzed(source, options).diagnostics.filter(
    each => each.file === `${root}/main.dag` && (options.only ? options.only.includes(codeOf(each)) : !advice.has(codeOf(each))),
  )
  const rest = [...wanted]
  const extra: string[] = []
  for (const diagnostic of found) {
    const forms = formsOf(diagnostic, lines)
    const at = rest.findIndex(mark => forms.includes(mark))
    if (at >= 0) rest.splice(at, 1)
    else extra.push(forms[2]!)
  }
  assert.deepEqual({ missing: rest, extra }, { missing: [], extra: [] }, source)
}

/** `line code`, `line:column code`, `line:column-end code`. */
function formsOf(diagnostic: Diagnostic, lines: LineIndex): string[] {
  const place = lines.place('', diagnostic)
  const code = codeOf(diagnostic)
  return [
    `${place.line} ${code}`,
    `${place.line}:${place.column} ${code}`,
    `${place.line}:${place.column}-${place.endLine === place.line ? place.endColumn : '…'} ${code}`,
  ]
}

const trailing = /\/\/!\s+(\S.*?)\s*$/
const underline = /^\s*\/\/\s*(\^+)\s+(\S+)\s*$/

function marksOf(source: string): string[] {
  const marks: string[] = []
  let above = 0
  source.split(/\r\n|\n/).forEach((text, index) => {
    const under = underline.exec(text)
    if (under) {
      const column = text.indexOf('^') + 1
      marks.push(`${above}:${column}-${column + under[1]!.length} ${under[2]}`)
      return
    }
    above = index + 1
    for (const word of (trailing.exec(text)?.[1] ?? '').split(/\s*,\s*/).filter(Boolean)) {
      const [code, column] = word.split('@')
      marks.push(column ? `${above}:${column} ${code}` : `${above} ${code}`)
    }
  })
  return marks
}

/** Checks the edges of a source's graph: `a->b; b->c`, in any order; `''`: none. */
export function checkEdges(source: string, edges: string, options: CheckOptions = {}): void {
  const found = graphsOf(analyzed(source, options)).flatMap(dag => dag.edges.map(edge => `${edge.from}->${edge.to}`))
  assert.deepEqual(
    found.sort(),
    edges
      .split(/\s*;\s*/)
      .filter(Boolean)
      .sort(),
    source,
  )
}

/** Names of all instances, in order. */
export function instanceNames(source: string): string[] {
  return graphsOf(analyzed(source)).flatMap(dag => dag.tasks.map(task => task.name))
}

/** Diagnostics as `line:column code`. */
export function diagnosticsOf(source: string, options: CheckOptions = {}): string[] {
  const lines = new LineIndex(source)
  return analyzed(source, options)
    .diagnostics.filter(each => !advice.has(codeOf(each)))
    .map(each => formsOf(each, lines)[1]!)
}

/** A dag around some statements, with a task so that it is not empty. */
export const inDag = (body: string): string => `dag d {\n  task t_: shell { run: "true" }\n${body}\n}\n`
