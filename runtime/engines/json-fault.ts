const space = /[ \t\n\r]*/y
const atom = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

/**
 * Offset of what makes a text no JSON (RFC 8259), the text's length where its end is missing; null where it is JSON. The engine's own
 * message quotes the text around it, which may be a part of a secret.
 */
export function jsonFault(text: string): number | null {
  let at = 0
  const eat = (pattern: RegExp): boolean => {
    pattern.lastIndex = at
    if (!pattern.test(text)) return false
    at = pattern.lastIndex
    return true
  }
  /** Brackets that are open; a loop instead of recursion, since a text may nest as deep as it is long. */
  const open: string[] = []
  let wants: 'value' | 'first' | 'key' | 'comma' = 'value'
  for (;;) {
    eat(space)
    const next = text[at]
    const around = open.at(-1)
    if (wants === 'comma') {
      if (around === undefined) return at === text.length ? null : at
      if (next === ',') wants = around === '{' ? 'key' : 'value'
      else if (next === (around === '{' ? '}' : ']')) open.pop()
      else return at
      at++
      continue
    }
    if (wants === 'first' && next === (around === '{' ? '}' : ']')) {
      open.pop()
      at++
      wants = 'comma'
      continue
    }
    if (around === '{' && (wants === 'first' || wants === 'key')) {
      const end = endOfString(text, at)
      if (end < 0) return -end - 1
      at = end
      eat(space)
      if (text[at] !== ':') return at
      at++
      wants = 'value'
      continue
    }
    if (next === '{' || next === '[') {
      open.push(next)
      at++
      wants = 'first'
      continue
    }
    if (next === '"') {
      const end = endOfString(text, at)
      if (end < 0) return -end - 1
      at = end
    } else if (!eat(atom)) return at
    wants = 'comma'
  }
}

/** Offset after the string that begins at `start`; `-1 - offset` of the fault where none does. */
function endOfString(text: string, start: number): number {
  if (text[start] !== '"') return -1 - start
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at]!
    if (character === '"') return at + 1
    if (character < ' ') return -1 - at
    if (character !== '\\') continue
    at++
    if (text[at] === 'u') {
      if (!/^[0-9a-fA-F]{4}$/.test(text.slice(at + 1, at + 5))) return -1 - at
      at += 4
    } else if (at < text.length && !'"\\/bfnrt'.includes(text[at]!)) return -1 - at
  }
  return -1 - text.length
}
