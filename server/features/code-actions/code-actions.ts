import type { Diagnostic, Edit, Span } from '#language'
import type { Analyzed } from '../../analyses.ts'
import type { Workspace } from '../../workspace.ts'
import { type Fix, Places } from './fix.ts'
import { fixAll, hasSafeFix, removeAllRedundant } from './fix-all.ts'
import { fixesOf } from './fixes.ts'
import { extractLet, inlineLet, letAt } from './lets.ts'
import { afterAt, edgesModelAt, join, split, toAfter, toEdges } from './rewrite-edges.ts'
import { titles } from './titles.ts'
import { Trial } from './trial.ts'
import { membersIn, wrapInGroup } from './wrap.ts'

/** Kinds of actions, as LSP spells them. */
export const actionKinds = ['quickfix', 'refactor.extract', 'refactor.inline', 'refactor.rewrite', 'source.fixAll.dagline'] as const
export type ActionKind = (typeof actionKinds)[number]

/** Something that the editor may offer to do. */
export interface CodeAction {
  readonly title: string
  readonly kind: ActionKind
  /** What it mends. */
  readonly diagnostic: Diagnostic | null
  /** The obvious way to mend it. */
  readonly isPreferred: boolean
  /** An empty file that it makes. */
  readonly creates: string | null
  /** The edits; made when they are asked for, where that takes time. */
  edits(): readonly Edit[]
}

/** What can be done at a span. `only`: kinds that are wanted, each with all below it; without it all but what is for the whole file. */
export function codeActions(analyzed: Analyzed, workspace: Workspace, span: Span, only?: readonly string[]): CodeAction[] {
  const places = new Places(analyzed, workspace)
  const wants = (kind: ActionKind): boolean => only === undefined || only.some(each => kind === each || kind.startsWith(`${each}.`))
  const found: CodeAction[] = []
  if (wants('quickfix')) found.push(...quickFixes(places, span))
  if (wants('refactor.extract') || wants('refactor.inline') || wants('refactor.rewrite'))
    found.push(...refactorings(places, span).filter(({ kind }) => wants(kind)))
  if (only !== undefined && wants('source.fixAll.dagline') && hasSafeFix(places))
    found.push(lazy('source.fixAll.dagline', titles.fixAll(), () => fixAll(places)))
  return found
}

/** Most diagnostics of a selection that are mended. */
const mostDiagnostics = 20

/** Fixes of the diagnostics that a span touches, each tried before it is offered. */
function quickFixes(places: Places, span: Span): CodeAction[] {
  const { diagnostics } = places.analyzed.analysis
  const touched = diagnostics.filter(each => each.file === places.analyzed.file && each.start <= span.end && span.start <= each.end)
  if (touched.length === 0) return []
  const trial = new Trial(places)
  const seen = new Set<string>()
  return touched.slice(0, mostDiagnostics).flatMap(diagnostic => {
    let isFirst = true
    return fixesOf(diagnostic, places).flatMap((fix): CodeAction[] => {
      const key = `${fix.title} ${JSON.stringify(fix.edits)}`
      if (seen.has(key)) return []
      // Untried, no fix is the obvious one.
      const result = trial.isPossible ? trial.of(diagnostic, fix) : 'untried'
      if (result === 'fails') return []
      seen.add(key)
      const isPreferred = isFirst && !fix.choice && result === 'mends'
      isFirst = false
      return [quickFix(fix, diagnostic, isPreferred)]
    })
  })
}

function quickFix(fix: Fix, diagnostic: Diagnostic, isPreferred: boolean): CodeAction {
  return { title: fix.title, kind: 'quickfix', diagnostic, isPreferred, creates: fix.creates ?? null, edits: () => fix.edits }
}

function refactorings(places: Places, span: Span): CodeAction[] {
  const found: CodeAction[] = []
  const add = (kind: ActionKind, title: string, edits: readonly Edit[] | null): void => {
    if (edits && edits.length > 0) found.push(lazy(kind, title, () => edits))
  }
  const edges = edgesModelAt(places, span)
  if (edges) {
    add('refactor.rewrite', titles.toAfter(), toAfter(places, edges))
    add('refactor.rewrite', titles.split(), split(places, edges))
    add('refactor.rewrite', titles.join(), join(places, edges))
  }
  const after = afterAt(places, span)
  if (after) add('refactor.rewrite', titles.toEdges(), toEdges(places, after))
  if ((edges || after) && places.analyzed.analysis.diagnostics.some(each => each.reason.startsWith('redundant-edge/')))
    found.push(lazy('refactor.rewrite', titles.removeRedundant(), () => removeAllRedundant(places) ?? []))
  const extraction = extractLet(places, span)
  if (extraction) add('refactor.extract', titles.extract(extraction.name), extraction.edits)
  const declared = letAt(places, span.start)
  if (declared) add('refactor.inline', titles.inline(declared.name), inlineLet(places, declared))
  const members = span.end > span.start ? membersIn(places, span) : null
  if (members) found.push(lazy('refactor.rewrite', titles.wrap(), () => wrapInGroup(places, members) ?? []))
  return found
}

const lazy = (kind: ActionKind, title: string, edits: () => readonly Edit[]): CodeAction => ({
  title,
  kind,
  diagnostic: null,
  isPreferred: false,
  creates: null,
  edits,
})
