import type { Shape, tree } from '#language'
import type { CompletionContext, Suggestion } from './suggestion.ts'

/** The words that a property takes: those of its list, limits that the dag declares, time zones. */
export function wordsOf(context: CompletionContext, shape: Shape): Suggestion[] {
  switch (shape.kind) {
    case 'word':
      return shape.words.map((label, i) => ({ label, kind: 'word', rank: i / 100 }))
    case 'limit':
      return entriesOf(context.around.dag?.properties.get('limits')?.value).map(entry => ({
        label: entry.key.text,
        kind: 'word',
        detail: 'limit',
        rank: 0,
      }))
    case 'timezone':
      return ['UTC', ...Intl.supportedValuesOf('timeZone')].map((label, i) => ({ label, kind: 'word', rank: i / 1000 }))
    default:
      return []
  }
}

export function entriesOf(value: tree.Expression | undefined): readonly tree.MapEntry[] {
  return value?.kind === 'map' ? value.entries : []
}

/** Targets of the file; `local` is always there. `taken`: those that have a block already. */
export function targetSuggestions({ analyzed, around, cursor }: CompletionContext): Suggestion[] {
  const taken = new Set(
    around.task?.overrides.filter(override => override.node.target?.start !== cursor.word.start).map(override => override.target),
  )
  return [...new Set(['local', ...analyzed.analysis.file.targets.keys()])]
    .filter(name => !taken.has(name))
    .map((label, i) => ({ label, kind: 'target', rank: i / 100 }))
}
