import type { tree } from '#language'

/** All that a tree says, with all places, as text. */
export function printed({ items, problems, tokens, comments }: tree.Tree): string {
  const words = (list: readonly tree.Token[]): string =>
    list.map(({ kind, start, end, image }) => `${kind}@${start}-${end} ${image}`).join('\n')
  return [written(items), written(problems), words(tokens), words(comments)].join('\n\n')
}

const hidden: ReadonlySet<string> = new Set(['unit', 'from', 'to', 'start', 'end'])

function written(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined'
  if (Array.isArray(value)) return `[${value.map(written).join()}]`
  const place = 'start' in value && 'end' in value ? `@${value.start}-${value.end}` : ''
  const fields = Object.entries(value).filter(([key]) => !hidden.has(key))
  return `${place}{${fields.map(([key, field]) => `${key}:${written(field)}`).join()}}`
}
