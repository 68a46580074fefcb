import { type CursorPlace, cursorAt, enclosing, inputTypes, type Span, type tree } from '#language'
import type { Analyzed } from '../../analyses.ts'
import type { Workspace } from '../../workspace.ts'
import { nodeSuggestions } from './nodes.ts'
import { missingParams, pathSuggestions, quotedSuggestions } from './quoted.ts'
import { engineSuggestions, statementSuggestions } from './statements.ts'
import type { CompletionContext, Suggestion } from './suggestion.ts'
import { nameSuggestions, valueSuggestions } from './values.ts'
import { targetSuggestions } from './words.ts'

export interface Completion {
  /** What is replaced where a suggestion does not say. */
  readonly word: Span
  /** In no order; `rank` and the label give it. */
  readonly suggestions: readonly Suggestion[]
  /** Whether there is more, which comes when more is typed. */
  readonly isPartial: boolean
}

/** What could be written at an offset. `afterBlank`: nobody asked, a blank was typed; then only where a word must follow. */
export function complete(analyzed: Analyzed, workspace: Workspace, offset: number, afterBlank = false): Completion {
  if (afterBlank && !/[:>] $/.test(analyzed.analysis.file.tree.text.slice(Math.max(0, offset - 2), offset)))
    return { word: { start: offset, end: offset }, suggestions: [], isPartial: false }
  const cursor = cursorAt(analyzed.analysis.file.tree, offset)
  const partial = { is: false }
  const context: CompletionContext = { analyzed, workspace, cursor, around: enclosing(analyzed.analysis.file, cursor.blocks), partial }
  const suggestions = unique(suggestionsAt(context, cursor.place)).map(suggestion => spaced(suggestion, context))
  return { word: { start: cursor.word.start, end: offset }, suggestions, isPartial: partial.is }
}

function suggestionsAt(context: CompletionContext, place: CursorPlace): Suggestion[] {
  switch (place.kind) {
    case 'nothing':
      return []
    case 'statement':
      return statementSuggestions(context)
    case 'engine':
      return engineSuggestions()
    case 'type':
      return inputTypes.map((label, i) => ({ label, kind: 'type', rank: i / 10 }))
    case 'target':
      return targetSuggestions(context)
    case 'arrow':
      return isNode(context) ? [{ label: '->', kind: 'operator', detail: 'starts after', insert: '-> ', goesOn: true }] : []
    case 'node':
      return nodeSuggestions(context, place.path, place.statement)
    case 'value':
      return valueSuggestions(context, place)
    case 'key':
      return keySuggestions(context, place)
    case 'quoted':
      return quotedSuggestions(context, place)
    case 'import':
      return pathSuggestions(context, place.content, ['.dag'])
  }
}

/** Edges are of dags and groups. */
function isNode({ cursor }: CompletionContext): boolean {
  return cursor.container === 'dag' || cursor.container === 'group'
}

/** The key of an entry: what the script wants, or a name that stands for itself. */
function keySuggestions(context: CompletionContext, place: Extract<CursorPlace, { kind: 'key' }>): Suggestion[] {
  const { statement, steps } = place
  const key = statement.kind === 'property' ? statement.key.text : ''
  // The keys of a matrix and of limits are new names.
  if (steps.length === 0 && (key === 'matrix' || key === 'limits')) return []
  const map = statement.kind === 'property' && statement.value.kind === 'map' ? statement.value : null
  const wanted = steps.length === 0 && key === 'params' ? missingParams(context, map) : []
  const given = steps.length === 0 ? givenKeys(map, context.cursor.word.start) : new Set<string>()
  const names = nameSuggestions(context, { kind: 'value', statement, steps, path: [] })
  return [...wanted, ...names.filter(({ label, kind }) => shorthands.has(kind) && !given.has(label))]
}

const shorthands: ReadonlySet<string> = new Set(['let', 'input', 'matrix'])

function givenKeys(map: tree.MapNode | null, except: number): Set<string> {
  return new Set(map?.entries.filter(entry => entry.key.start !== except).map(entry => entry.key.text))
}

/** Two suggestions of one label confuse: the better one stays. A param that is a name already is written as the name. */
function unique(suggestions: readonly Suggestion[]): Suggestion[] {
  const found = new Map<string, Suggestion>()
  for (const suggestion of suggestions) {
    const before = found.get(suggestion.label)
    if (!before) found.set(suggestion.label, suggestion)
    else if (before.kind === 'param' && shorthands.has(suggestion.kind))
      found.set(suggestion.label, { ...before, insert: suggestion.label })
  }
  return [...found.values()]
}

/** A blank between a sign and what is written after it. */
function spaced(suggestion: Suggestion, { analyzed, cursor }: CompletionContext): Suggestion {
  if (suggestion.span || cursor.place.kind === 'quoted') return suggestion
  const before = analyzed.text[cursor.word.start - 1] ?? ''
  const isSign = before === '>' || before === '=' || (before === ':' && cursor.place.kind !== 'statement')
  return isSign ? { ...suggestion, insert: ` ${suggestion.insert ?? suggestion.label}` } : suggestion
}
