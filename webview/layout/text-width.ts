/**
 * About how wide a text is in the interface fonts of the three systems. Nothing is measured, so the same graph has the same layout on
 * every machine; the estimate leans to the wide side, and what draws shortens a text that is wider still.
 */
export function textWidth(text: string, size: number, weight: 400 | 600 = 400): number {
  let em = 0
  for (const character of text) em += characterWidth(character)
  return em * size * (weight === 600 ? 1.05 : 1)
}

/** The text, or its beginning and an ellipsis, so that it fits. */
export function shortened(text: string, width: number, size: number, weight: 400 | 600 = 400): string {
  if (textWidth(text, size, weight) <= width) return text
  const rest = width - textWidth('…', size, weight)
  const characters = [...text]
  let used = 0
  let kept = 0
  for (const character of characters) {
    used += textWidth(character, size, weight)
    if (used > rest) break
    kept++
  }
  return `${characters.slice(0, kept).join('').trimEnd()}…`
}

/** The largest size, up to a limit, in which a text fits; never smaller than the usual one. */
export function fittingSize(text: string, width: number, usual: number, largest: number, weight: 400 | 600 = 400): number {
  return Math.max(usual, Math.min(largest, Math.floor((usual * width) / Math.max(1, textWidth(text, usual, weight)))))
}

function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x80) return narrow.has(character) ? 0.29 : slim.has(character) ? 0.38 : wide.has(character) ? 0.9 : plain(code)
  // Ideographs, kana, hangul and emoji take a whole em.
  return code >= 0x1100 && (code < 0x2000 || code >= 0x2e80) ? 1 : 0.62
}

function plain(code: number): number {
  const isCapital = code >= 0x41 && code <= 0x5a
  return isCapital ? 0.68 : 0.57
}

const narrow = new Set("iljI|.,:;'!`")
const slim = new Set('ftr()[]{}-/\\" ')
const wide = new Set('mwMW@%')
