import type { Value } from '#language'

/** Of a key and of a value alike. */
const longest = 63

export type LabelsAnswer =
  | { readonly ok: true; readonly labels: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly message: string }

/** Labels of a job: of what it is a part, and what the task says, which may be more. */
export function jobLabels(own: Readonly<Record<string, string>>, stated: Value | undefined): LabelsAnswer {
  const labels = Object.fromEntries(Object.entries(own).map(([key, text]) => [key, labelText(text)]))
  if (stated?.type !== 'map') return { ok: true, labels }
  for (const [key, value] of stated.entries) {
    if (!/^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u.test(key)) return { ok: false, message: refusal(`The label ${key}`, key, 'l') }
    const text = textOf(value)
    if (text === null) return { ok: false, message: `The label ${key} is a ${value.type}: a label is a string.` }
    if (!/^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u.test(text)) return { ok: false, message: refusal(`The value of the label ${key}`, text, '') }
    labels[key] = text
  }
  if (Object.keys(labels).length > 64) return { ok: false, message: 'A job has at most 64 labels.' }
  return { ok: true, labels }
}

/** A text as near as a label can come to it: small letters, digits, dashes and underscores. */
export function labelText(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{Ll}\p{Lo}\p{N}_-]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, longest)
}

function refusal(what: string, text: string, head: string): string {
  const near = labelText(text).replace(/^[\p{N}_-]+/u, head === '' ? '$&' : '')
  const mend = near === '' ? '' : ` Write ${JSON.stringify(near)}.`
  const start = head === '' ? '' : ' and begin with a letter'
  return `${what} must be of small letters, digits, dashes and underscores, at most ${longest}${start}.${mend}`
}

function textOf(value: Value): string | null {
  if (value.type === 'string' || value.type === 'boolean') return String(value.value)
  return value.type === 'number' ? (value.text ?? String(value.value)) : null
}
