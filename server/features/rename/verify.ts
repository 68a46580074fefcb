import { analyze, type Declared, type Diagnostic, describe, graphsOf, type Host, isError, LineIndex, type Span, TreeCache } from '#language'
import type { Analyzed } from '../../analyses.ts'
import { definitionOf } from '../definition.ts'
import { edited, editsByFile, type FileEdit } from '../edits.ts'
import { placeOf } from './place.ts'
import { type Refused, refusals, refused } from './refusals.ts'

/** What a rename may change besides names. */
export interface Allowed {
  /** The graph's edges are compared too: instances are paired by the names of their variables. */
  readonly pairs: boolean
  readonly name: string
}

/**
 * Makes the edits in copies of the texts and understands them anew: every word must mean what it meant before, and no error may have
 * come. Gives the reason against them; null where there is none.
 */
export function objectionTo(edits: readonly FileEdit[], documents: readonly Analyzed[], allowed: Allowed): Refused | null {
  const byFile = editsByFile(edits)
  const shifts = new Map([...byFile].map(([file, list]) => [file, new Shift(list)]))
  const trees = new TreeCache()
  for (const before of documents) {
    const host = withEdits(before.host, byFile)
    const text = edited(before.text, byFile.get(before.file) ?? [])
    const analysis = analyze(host, before.file, text, { trees, hints: false })
    const after = { ...before, text, analysis, lines: new LineIndex(text) }
    const found = changeOfMeaning(before, after, shifts) ?? newProblem(before, after)
    if (found) return found
    if (allowed.pairs && edgesOf(before) !== edgesOf(after)) return refused(refusals.pairing(allowed.name))
  }
  return null
}

function withEdits(host: Host, edits: ReadonlyMap<string, readonly FileEdit[]>): Host {
  return {
    read: file => {
      const found = host.read(file)
      const own = edits.get(file)
      return found.kind === 'text' && own ? { kind: 'text', text: edited(found.text, own) } : found
    },
    resolve: (from, path) => host.resolve(from, path),
    env: name => host.env(name),
    now: () => host.now(),
  }
}

/** Where places of a text are once its edits are made. */
class Shift {
  readonly #edits: readonly FileEdit[]
  /** By how much what follows each edit has moved. */
  readonly #sums: readonly number[]

  constructor(edits: readonly FileEdit[]) {
    this.#edits = edits
    let sum = 0
    this.#sums = edits.map(({ start, end, text }) => {
      sum += text.length - (end - start)
      return sum
    })
  }

  /** Of where a word begins: an edit there begins at the same place. */
  start(offset: number): number {
    return offset + this.#before(edit => edit.start < offset)
  }

  /** Of where a word ends: the name is the last thing of an edit. */
  end(offset: number): number {
    return offset + this.#before(edit => edit.end <= offset)
  }

  #before(isBefore: (edit: FileEdit) => boolean): number {
    let low = 0
    let high = this.#edits.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (isBefore(this.#edits[middle]!)) low = middle + 1
      else high = middle
    }
    return this.#sums[low - 1] ?? 0
  }
}

const none = new Shift([])

function changeOfMeaning(before: Analyzed, after: Analyzed, shifts: ReadonlyMap<string, Shift>): Refused | null {
  const shift = shifts.get(before.file) ?? none
  const meant = new Map<number, string>()
  for (const { name, declared } of before.analysis.uses) meant.set(shift.end(name.end), identity(declared, shifts))
  for (const { name, declared } of after.analysis.uses) {
    const meaning = meant.get(name.end)
    meant.delete(name.end)
    if (meaning === identity(declared, new Map())) continue
    const place = placeOf(after, name)
    return refused(meaning === undefined ? refusals.gained(place, name.text) : refusals.captured(place, name.text, nounOf(declared)))
  }
  for (const end of meant.keys()) {
    const span = wordBefore(after.text, end)
    return refused(refusals.lost(placeOf(after, span), after.text.slice(span.start, span.end)))
  }
  return null
}

/** The same for one declaration in two models, also when its place has moved. */
function identity(declared: Declared, shifts: ReadonlyMap<string, Shift>): string {
  const [definition] = definitionOf(declared)
  if (!definition) return declared.kind
  const { file, start } = definition.name
  return `${declared.kind} ${file} ${(shifts.get(file) ?? none).start(start)}`
}

function wordBefore(text: string, end: number): Span {
  let start = end
  while (start > 0 && /\w/.test(text[start - 1]!)) start--
  return { start, end }
}

function nounOf(declared: Declared): string {
  switch (declared.kind) {
    case 'let':
    case 'task':
    case 'group':
    case 'input':
      return `the ${declared.kind} \`${declared.name}\``
    case 'matrix':
      return `the variable \`${declared.name}\` of the matrix`
    case 'run':
    case 'target':
    case 'params':
      return `\`${declared.name}\` of the language`
  }
}

/** An error that was not there: of each code there may be as many as before. */
function newProblem(before: Analyzed, after: Analyzed): Refused | null {
  const left = new Map<string, number>()
  const keyOf = ({ reason, file }: Diagnostic): string => `${reason} ${file}`
  for (const diagnostic of before.analysis.diagnostics)
    if (isError(diagnostic)) left.set(keyOf(diagnostic), (left.get(keyOf(diagnostic)) ?? 0) + 1)
  for (const diagnostic of after.analysis.diagnostics) {
    if (!isError(diagnostic)) continue
    const rest = left.get(keyOf(diagnostic)) ?? 0
    if (rest > 0) left.set(keyOf(diagnostic), rest - 1)
    else return refused(refusals.problem(placeOf(after, diagnostic, diagnostic.file), describe(diagnostic)))
  }
  return null
}

/** The edges of all dags, by the numbers of their tasks. */
function edgesOf({ analysis }: Analyzed): string {
  return graphsOf(analysis)
    .map(({ tasks, edges }) => {
      const numbers = new Map(tasks.map((task, i) => [task.name, i]))
      const pairs = edges.map(({ from, to, why }) => `${numbers.get(from)} ${numbers.get(to)} ${why}`)
      return `${tasks.length}: ${pairs.sort().join(', ')}`
    })
    .join('\n')
}
