/** Macros in macros: each level may write its arguments several times. */
const DEEPEST = 2

/** A text longer than this is not written several times. */
const LONGEST = 2000

/**
 * Writes a call of a macro, which repeats its arguments. Where they are calls themselves, many levels deep, they would become
 * a text without end: then they are worked out once, as the item of a list, and the macro gets these.
 */
export function bindOnce(values: readonly string[], write: (values: readonly string[]) => string): string {
  if (!values.some(isHeavy)) return write(values)
  const bound = [...new Set(values.filter(v => !isPlain(v)))]
  const nameOf = (value: string): string => (bound.length === 1 ? 'once' : `struct_extract(once, ${bound.indexOf(value) + 1})`)
  const names = values.map(v => (isPlain(v) ? v : nameOf(v)))
  const item = bound.length === 1 ? bound[0] : `row(${bound.join(', ')})`
  return `list_transform([${item}], lambda once: ${write(names)})[1]`
}

/** A literal or a param, which costs nothing to repeat. */
function isPlain(sql: string): boolean {
  return /^(?:CAST\((?:'(?:[^']|'')*'|\$?\w+) AS [\w(), ]+\)|'(?:[^']|'')*'|-?\d+)$/.test(sql)
}

function isHeavy(sql: string): boolean {
  return sql.length > LONGEST || macroDepth(sql) >= DEEPEST
}

/** How many levels of macros stand in one another. */
function macroDepth(sql: string): number {
  const open: boolean[] = []
  let depth = 0
  let deepest = 0
  for (const [token, macro] of sql.matchAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|(\bbq_\w+)?\(|\)/g)) {
    if (token === ')') {
      if (open.pop()) depth--
    } else if (token.endsWith('(')) {
      open.push(macro !== undefined)
      if (macro !== undefined) deepest = Math.max(deepest, ++depth)
    }
  }
  return deepest
}
