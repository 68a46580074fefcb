import { type Edit, keywords, parse, type Span } from '#language'
import { edited, insertion, replacement } from './edits.ts'
import type { Fact, Fix, Places } from './fix.ts'
import { titles } from './titles.ts'

// Faults of the syntax. Where several ways are possible, the text is parsed with each, and the one that leaves the fewest faults counts.

interface Candidate {
  readonly title: string
  readonly edits: readonly Edit[]
}

/** Most ways that are tried for one fault. */
const mostTries = 12

/** The first of the ways that leave the fewest faults, if these are fewer than now. */
function best({ text, tree }: Places, candidates: readonly Candidate[]): Fix[] {
  let found: Candidate | null = null
  let fewest = tree.problems.length
  for (const candidate of candidates.slice(0, mostTries)) {
    const { length } = parse(edited(text, candidate.edits)).problems
    if (length < fewest) {
      fewest = length
      found = candidate
    }
  }
  return found ? [{ ...found, uncovers: true }] : []
}

const insert = (at: number, what: string, text = what): Candidate => ({ title: titles.insert(what), edits: [insertion(at, text)] })

/** A bracket that is missing stands in the tree where it was noticed, zero characters wide; other places are tried too. */
export function closeBracket(fact: Fact<'syntax/unclosed'>, places: Places): Fix[] {
  const { tree, layout, text } = places
  const { close } = fact.data
  const at = closerOf(places, fact)
  if (at === null) return []
  const open = layout.lineStart(fact.start)
  const candidates: Candidate[] = []
  if (layout.lineStart(at) === open) {
    // Before the closers that end the line, from the nearest to the farthest.
    const pad = close === '}' && /^\{[ \t]/.test(text.slice(fact.start, fact.start + 2)) ? ' ' : ''
    candidates.push(insert(at, close, pad + close))
  } else {
    const last = tree.tokens.findLast(token => token.end <= at && token.start < token.end)
    const lineEnd = layout.lineEnd(last?.end ?? at)
    candidates.push(insert(lineEnd, close, layout.eol + layout.indentation(fact.start) + close))
    // A list or map that was not closed on its own line most likely ended there.
    const end = layout.lineEnd(fact.start)
    const rest = text.slice(fact.start, end)
    const comment = /[ \t]*,?[ \t]*(\/\/.*)?$/.exec(rest)
    const pad = close === '}' && /^\{[ \t]/.test(rest) ? ' ' : ''
    const here = insert(fact.start + (comment?.index ?? rest.length), close, pad + close)
    if (isNextDeeper(places, fact.start)) candidates.push(here)
    else candidates.unshift(here)
  }
  return best(places, candidates)
}

/** Whether the next line with words is indented more than the one of a place. */
function isNextDeeper({ layout, text }: Places, offset: number): boolean {
  const end = layout.lineEnd(offset)
  const next = end + /^\s*/.exec(text.slice(end))![0].length
  return layout.indentation(next).length > layout.indentation(offset).length
}

/** Where the closer of a bracket was put in. */
function closerOf({ tree }: Places, { start }: Span): number | null {
  let depth = 0
  for (const token of tree.tokens) {
    if (token.start < start) continue
    if (/^[[({]$/.test(token.image)) depth++
    else if (/^[\])}]$/.test(token.image) || token.start === token.end) {
      depth--
      if (depth === 0) return token.start
    }
  }
  return null
}

export function removeToken(fact: Fact<'syntax/unopened' | 'syntax/character'>, places: Places): Fix[] {
  const what = 'close' in fact.data ? fact.data.close : fact.data.character
  const alone = places.layout.isFirstOnLine(fact.start) && places.layout.isLastOnLine(fact.end)
  const edit = alone ? places.layout.removal(fact) : { start: fact.start, end: fact.end, text: '' }
  const quote = what === "'" || what === '`' ? inDoubleQuotes(fact, places) : []
  const instead = others[what]
  const isOther = what === '#' || what === '→'
  const replaced: Candidate[] =
    instead === undefined ? [] : [{ title: titles.replace(instead), edits: [{ start: fact.start, end: fact.end, text: instead }] }]
  return best(places, [...quote, ...(isOther ? replaced : []), { title: titles.remove(what), edits: [edit] }, ...replaced])
}

/** What other languages write, and this one. */
const others: Readonly<Record<string, string>> = { '#': '//', ';': ',', '→': '->' }

/** Longest text in other quotes that is looked for, in characters. */
const longestText = 20_000

function inDoubleQuotes(fact: Span, { text, layout }: Places): Candidate[] {
  const line = text.slice(fact.start, layout.lineEnd(fact.start))
  const found =
    /^'''(?<inner>[^']*)'''/.exec(text.slice(fact.start, fact.start + longestText)) ?? /^(['`])(?<inner>(?:(?!\1)[^"\\])+)\1/.exec(line)
  if (!found) return []
  const quotes = found[0].startsWith("'''") ? '"""' : '"'
  const by = quotes + found.groups!['inner'] + quotes
  return [
    {
      title: quotes === '"' ? titles.replace(by) : titles.doubleQuotes(),
      edits: [{ start: fact.start, end: fact.start + found[0].length, text: by }],
    },
  ]
}

/** A string ends on its line: before what closes brackets or separates there, or at the very end. */
export function closeString(fact: Fact<'syntax/unclosed-string'>, places: Places): Fix[] {
  const { layout, text } = places
  const end = layout.lineEnd(fact.start)
  const line = text.slice(fact.start, end)
  const tail = /[\s\]}),]*$/.exec(line)!
  const places_ = new Set([fact.start + tail.index])
  for (let at = tail.index; at <= line.length; at++) if (/\s*[\]}),]|$/.test(line.slice(at))) places_.add(fact.start + at)
  const comment = line.indexOf(' //')
  if (comment > 0) places_.add(fact.start + line.slice(0, comment).trimEnd().length)
  const entry = /[,\]})]/.exec(line.slice(1))
  if (entry) places_.add(fact.start + 1 + entry.index)
  return best(places, [...asText(fact, places), ...[...places_].map(at => insert(at, '"'))])
}

/** A string of several lines is a text. */
function asText({ start }: Span, { text }: Places): Candidate[] {
  const found = /^"[^"]*\n[^"]*"/.exec(text.slice(start, start + longestText))
  if (!found) return []
  const end = start + found[0].length
  return [{ title: titles.doubleQuotes(), edits: [insertion(start, '""'), insertion(end, '""')] }]
}

/** A text ends before the first line that is indented no more than the line it begins on, or at the end of the file. */
export function closeText(fact: Fact<'syntax/unclosed-text'>, places: Places): Fix[] {
  const { layout, text } = places
  const outer = layout.indentation(fact.start)
  const closing = `${layout.eol}${outer}${layout.step}"""`
  const candidates: Candidate[] = []
  let at = layout.lineEnd(fact.start)
  let end = at
  while (at < text.length && candidates.length < mostTries) {
    const start = text.indexOf('\n', at) + 1
    if (start === 0) break
    at = layout.lineEnd(start)
    if (at === start || text.slice(start, at).trim() === '') continue
    if (layout.indentation(start).length <= outer.length) candidates.push(insert(end, '"""', closing))
    end = at
  }
  candidates.push(insert(end, '"""', closing), insert(layout.lineEnd(fact.start), '"""'))
  return best(places, candidates)
}

export function closeComment(fact: Fact<'syntax/unclosed-comment'>, places: Places): Fix[] {
  const { layout, text } = places
  return best(places, [insert(layout.lineEnd(fact.start), '*/', ' */'), insert(text.trimEnd().length, '*/', ' */')])
}

/** `${name` ends with its name, or where the string does. */
export function closeInterpolation(fact: Fact<'syntax/unclosed-interpolation'>, places: Places): Fix[] {
  const { layout, text } = places
  const line = text.slice(fact.end, layout.lineEnd(fact.end))
  const name = /^\s*[\w.]+/.exec(line)?.[0].length ?? 0
  const quote = line.indexOf('"')
  return best(places, [insert(fact.end + name, '}'), ...(quote >= 0 ? [insert(fact.end + quote, '}')] : [])])
}

export function escapeBackslash(fact: Fact<'syntax/escape'>, places: Places): Fix[] {
  return best(places, [{ title: titles.escape(), edits: [insertion(fact.start, '\\')] }])
}

const units: Readonly<Record<string, string>> = {
  msec: 'ms',
  msecs: 'ms',
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  min: 'm',
  mins: 'm',
  minute: 'm',
  minutes: 'm',
  hr: 'h',
  hrs: 'h',
  hour: 'h',
  hours: 'h',
  day: 'd',
  days: 'd',
  kb: 'KB',
  mb: 'MB',
  gb: 'GB',
  tb: 'TB',
  kib: 'KiB',
  mib: 'MiB',
  gib: 'GiB',
  tib: 'TiB',
}

/** The unit that a word stands for; `undefined`: none. */
export const unitFor = (word: string): string | undefined =>
  Object.hasOwn(units, word.toLowerCase()) ? units[word.toLowerCase()] : /^(ms|[dhms])$/.test(word) ? word : undefined

/** A unit that is spelt in another way. */
export function spellUnit(fact: Fact<'syntax/number'>, places: Places): Fix[] {
  const found = /^(\d+)([A-Za-z]+)$/.exec(fact.data.text)
  const unit = found && (units[found[2]!.toLowerCase()] ?? (/^[DHMS]$/.test(found[2]!) ? found[2]!.toLowerCase() : undefined))
  if (!found || unit === undefined) return []
  const by = found[1]! + unit
  return best(places, [{ title: titles.replace(by), edits: [replacement(places.text, fact, by)] }])
}

export function indentLine(fact: Fact<'syntax/indentation'>, places: Places): Fix[] {
  const { layout } = places
  const text = places.tree.tokens.find(token => token.start < fact.start && fact.start < token.end)
  if (!text) return []
  const start = layout.lineStart(fact.start)
  const blanks = { start, end: start + layout.indentation(fact.start).length }
  return [{ title: titles.indent(), edits: [replacement(places.text, blanks, layout.indentation(text.end))], uncovers: true }]
}

export function separate(fact: Fact<'syntax/separator'>, places: Places): Fix[] {
  const before = places.tree.tokens.findLast(token => token.end <= fact.start)
  // Behind a sign or a dot something else is wrong: `cost-center` is no list of two.
  if (!before || !/[\w"\])}]$/.test(before.image)) return []
  return [{ title: titles.insert(','), edits: [insertion(before.end, ',')], safe: true, uncovers: true }]
}

/** What is missing, where one word or sign is meant. */
export function insertExpected(fact: Fact<'syntax/expected'>, places: Places): Fix[] {
  const { what } = fact.data
  const there = places.sourceOf(fact)
  const here = places.tree.tokens.find(token => token.start <= fact.start && fact.end <= token.end) ?? null
  const before = places.tree.tokens.findLast(token => token.end <= fact.start) ?? null
  const replace = (by: string): Candidate => ({ title: titles.replace(by.trim()), edits: [replacement(places.text, fact, by)] })
  const remove: Candidate = { title: titles.remove(there), edits: [{ start: fact.start, end: fact.end, text: '' }] }
  const candidates: Candidate[] = []
  switch (what) {
    case '`{`':
      candidates.push(...withoutDashes(places, fact))
      candidates.push(...[fact.end, before?.end ?? fact.end].flatMap(at => [insert(at, '{', ' {'), insert(at, '{}', ' {}')]))
      break
    case '`->`':
      candidates.push(...[fact.end, before?.end ?? fact.end].map(at => insert(at, '->', ' ->')))
      if (there === '-' || there === '>' || there === '=') candidates.unshift(replace('->'))
      break
    case '`:` and a type':
      candidates.push(insert(there === '=' && before ? before.end : fact.end, `: ${typeBehind(places, fact.end)}`))
      break
    case '`:`':
    case '`:` and an engine':
      candidates.push(...withoutDashes(places, fact))
      if (there === '=') candidates.push(replace(':'))
      if (before) candidates.push(insert(before.end, ':'))
      candidates.push(insert(fact.end, ':'))
      break
    case '`=` and a value':
      if (there === ':') candidates.push(replace(/\s/.test(places.text[fact.start - 1] ?? ' ') ? '=' : ' ='))
      if (before) candidates.push(insert(before.end, '=', ' ='))
      break
    case 'the path of a file in quotes': {
      const path = /^[\w./-]+/.exec(places.text.slice(fact.start, places.layout.lineEnd(fact.start)))?.[0]
      if (path !== undefined)
        candidates.push({
          title: titles.replace(`"${path}"`),
          edits: [{ start: fact.start, end: fact.start + path.length, text: `"${path}"` }],
        })
      break
    }
    case 'a name': {
      const name = /^"([A-Za-z_]\w*)"$/.exec(there)?.[1]
      if (name !== undefined) candidates.push(replace(name))
      break
    }
    case '`dag`, `group` or `task`': {
      const near = ['dag', 'group', 'task'].filter(word => isNear(word, there))
      candidates.push(...(near.length > 0 ? near : ['task', 'group', 'dag']).map(replace))
      break
    }
    case 'an entry':
      candidates.push(...quotedKey(places, fact))
      if (there === '=') candidates.push(colonFor(places, fact))
      if (there === ',') candidates.push(remove)
      break
    case 'a value':
    case 'the name of a task':
      if (there === ',') candidates.push(remove)
      break
    case 'a declaration, a property or an edge': {
      const near = keywords.find(word => isNear(word, there))
      if (near !== undefined) candidates.push(replace(near))
      if (before && /^\w+$/.test(before.image)) candidates.push(insert(before.end, ':'))
      const next = here && places.tree.tokens.find(token => token.start >= here.end)
      candidates.push(...arrowFor(places, fact))
      if (next?.image === '=') candidates.push(colonFor(places, next))
      const follows = next ? places.text.slice(next.end, places.layout.lineEnd(next.end)) : ''
      if (next && /^\w/.test(next.image) && /^\s*$|^\s*->/.test(follows)) candidates.push(insert(fact.end, '->', ' ->'))
      candidates.push(insert(fact.end, ':'))
      if (!/^\w/.test(there)) candidates.push(remove)
      break
    }
  }
  return best(places, candidates)
}

/** The type of the literal that an input begins with; a string may stand for most. */
function typeBehind({ text, layout }: Places, offset: number): string {
  const literal = /^[ \t]*=?[ \t]*(\S*)/.exec(text.slice(offset, layout.lineEnd(offset)))![1]!
  const found = Object.entries(literals).find(([, form]) => form.test(literal))
  return found ? found[0] : 'string'
}

const literals: Readonly<Record<string, RegExp>> = {
  number: /^-?\d+(\.\d+)?$/,
  boolean: /^(true|false)$/,
  date: /^\d{4}-\d\d-\d\d/,
  duration: /^(\d+(ms|[dhms]))+$/,
  size: /^\d+([KMGT]i?)?B$/,
  list: /^\[/,
  map: /^\{/,
}

/** `cost-center: …` in a map: a key that is no word stands in quotes. */
function quotedKey({ text, layout }: Places, { start, end }: Span): Candidate[] {
  const before = /\w+$/.exec(text.slice(layout.lineStart(start), start))?.[0]
  const after = /^[\w.-]+(?=\s*:)/.exec(text.slice(end, layout.lineEnd(end)))?.[0]
  if (before === undefined || after === undefined || !/^[.-]$/.test(text.slice(start, end))) return []
  const by = `"${before}${text.slice(start, end)}${after}"`
  return [{ title: titles.replace(by), edits: [{ start: start - before.length, end: end + after.length, text: by }] }]
}

/** A name with dashes, with `_` for each of them, wherever it stands. */
function withoutDashes({ text, tree, layout }: Places, { start, end }: Span): Candidate[] {
  if (text.slice(start, end) !== '-') return []
  const before = /\w+$/.exec(text.slice(layout.lineStart(start), start))?.[0]
  const after = /^\w+(-\w+)*/.exec(text.slice(end, layout.lineEnd(end)))?.[0]
  if (before === undefined || after === undefined) return []
  const name = `${before}-${after}`
  const by = name.replaceAll('-', '_')
  const edits = tree.tokens.flatMap(({ start: at, end: until }): Edit[] => {
    const isWhole = until - at === before.length && text.startsWith(name, at) && !/^[\w-]/.test(text.slice(at + name.length))
    return isWhole && text[at - 1] !== '-' ? [{ start: at, end: at + name.length, text: by }] : []
  })
  return edits.length > 0 ? [{ title: titles.replace(by), edits }] : []
}

/** `key = value` with a colon, where one belongs. */
function colonFor({ text }: Places, { start, end }: Span): Candidate {
  const blanks = /[ \t]*$/.exec(text.slice(Math.max(0, start - 40), start))![0].length
  return { title: titles.replace(':'), edits: [{ start: start - blanks, end, text: ':' }] }
}

/** What other languages write for the arrow of edges. */
function arrowFor({ text, layout }: Places, { end }: Span): Candidate[] {
  const found = /^([ \t]*)(=>|>>|-+>|- +>|>|→|⇒)[ \t]*[[\w]/.exec(text.slice(end, layout.lineEnd(end)))
  if (!found) return []
  const start = end + found[1]!.length
  return [{ title: titles.replace('->'), edits: [{ start, end: start + found[2]!.length, text: '->' }] }]
}

/** Whether two words differ by one letter, or by two that changed places. */
function isNear(word: string, there: string): boolean {
  if (Math.abs(word.length - there.length) > 1 || there.length < 2) return false
  let start = 0
  while (start < word.length && word[start] === there[start]) start++
  const [a, b] = [word.slice(start), there.slice(start)]
  return (
    a.slice(1) === b.slice(1) ||
    a === b.slice(1) ||
    a.slice(1) === b ||
    (a.length > 1 && a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2))
  )
}
