/** What a person is told of a result that is reused, or not; all such words stand here. */

export function cachedReason(run: string, ageMs: number): string {
  return `Nothing it depends on has changed since run ${run} (${ageText(ageMs)}).`
}

export function doneReason(run: string): string {
  return `Done in run ${run}.`
}

/** Why a task with `cache` runs although there is a result of it. */
export type MissReason =
  /** Its inputs are others. */
  | { readonly kind: 'changed'; readonly parts: readonly string[] }
  | { readonly kind: 'expired'; readonly ageMs: number; readonly limitMs: number }
  | { readonly kind: 'unknown' }
  /** Nothing that is known here keeps the result, but its table is not as it was. */
  | { readonly kind: 'table'; readonly table: string; readonly gone: boolean }
  | { readonly kind: 'writer'; readonly table: string; readonly by: string }
  | { readonly kind: 'needs'; readonly by: string }

export function missSentence(reason: MissReason): string {
  switch (reason.kind) {
    case 'changed': {
      const shown = reason.parts.slice(0, 3).join(', ')
      return `Runs again: ${shown}${reason.parts.length > 3 ? ` and ${reason.parts.length - 3} more` : ''}.`
    }
    case 'expired':
      return `Runs again: its result is ${lengthText(reason.ageMs)} old, and is kept for ${lengthText(reason.limitMs)}.`
    case 'unknown':
      return 'Runs again: what it depends on is not known before it starts.'
    case 'table':
      return reason.gone ? `Runs again: the table ${reason.table} is gone.` : `Runs again: the table ${reason.table} was changed since.`
    case 'writer':
      return `Runs again: ${reason.by}, which uses ${reason.table} too, runs again.`
    case 'needs':
      return `Runs again: ${reason.by}, which it depends on, runs again.`
    default:
      return reason satisfies never
  }
}

export function ageText(ms: number): string {
  return ms < 1000 ? 'just now' : `${lengthText(ms)} ago`
}

function lengthText(ms: number): string {
  const units = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
  ] as const
  for (const [unit, length] of units) if (ms >= length) return `${Math.floor(ms / length)} ${unit}`
  return `${Math.max(0, Math.floor(ms / 1000))} s`
}
