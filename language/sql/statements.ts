import type { Span } from '../span.ts'
import { isMeaningful, type SqlToken } from './tokens.ts'

/** One statement of a script. A statement inside a block stands for itself; so does the head of a block: `IF x > 1 THEN`. */
export interface StatementPiece extends Span {
  readonly tokens: readonly SqlToken[]
  /** Inside IF, LOOP, WHILE, FOR, CASE or an exception handler: it may run never, or several times. */
  readonly conditional: boolean
  /** A head, an end or another part of a block, no statement of its own. */
  readonly control: boolean
}

/** Words that open a block where a statement may start, and the word after which its statements follow. */
const BLOCKS: Readonly<Record<string, string>> = {
  IF: 'THEN',
  WHILE: 'DO',
  FOR: 'DO',
  CASE: 'THEN',
  LOOP: 'LOOP',
  REPEAT: 'REPEAT',
  BEGIN: 'BEGIN',
}

/** Splits a script at semicolons and at the borders of blocks. Lossless but for spaces, comments and semicolons between pieces. */
export function splitStatements(tokens: readonly SqlToken[]): StatementPiece[] {
  const pieces: StatementPiece[] = []
  const blocks: string[] = []
  let open: SqlToken[] = []
  let cases = 0
  const conditional = (): boolean => blocks.some(b => b !== 'BEGIN')
  const flush = (control: boolean): void => {
    if (open.length > 0) {
      pieces.push({ start: open[0]!.start, end: open[open.length - 1]!.end, tokens: open, conditional: conditional(), control })
    }
    open = []
  }
  const meaningful = tokens.every(isMeaningful) ? tokens : tokens.filter(isMeaningful)
  const word = (i: number): string => meaningful[i]?.word ?? ''
  let head: string | null = null
  for (let i = 0; i < meaningful.length; i++) {
    let at = word(i)
    const fresh = open.length === 0
    let token = meaningful[i]!
    if (at === ';' && cases === 0) {
      flush(head !== null)
      head = null
      continue
    }
    if (fresh && head === null) {
      if (at === 'END' && blocks.length > 0) {
        blocks.pop()
        open.push(token)
        while (i + 1 < meaningful.length && word(i + 1) !== ';') open.push(meaningful[++i]!)
        flush(true)
        continue
      }
      if ((at === 'ELSE' || at === 'EXCEPTION' || at === 'ELSEIF' || at === 'WHEN' || at === 'UNTIL') && blocks.length > 0) {
        open.push(token)
        if (at === 'ELSE') flush(true)
        else head = at === 'UNTIL' ? 'REPEAT' : 'THEN'
        continue
      }
      // A label is a part of the head of its block.
      if (word(i + 1) === ':' && isBlock(word(i + 2), word(i + 3))) {
        open.push(token, meaningful[i + 1]!)
        i += 2
        at = word(i)
        token = meaningful[i]!
      }
      const opener = isBlock(at, word(i + 1))
      if (opener) {
        open.push(token)
        if (opener === at) {
          flush(true)
          blocks.push(at)
        } else {
          head = opener
          blocks.push(at)
        }
        continue
      }
    }
    open.push(token)
    if (at === 'PROCEDURE' && isCreated(open.map((_, before) => word(i - before)))) {
      for (const end = endOfProcedure(i, meaningful.length, word); i < end; ) open.push(meaningful[++i]!)
      continue
    }
    if (at === 'CASE' && word(i - 1) !== '.' && word(i - 1) !== 'END') cases++
    else if (at === 'END' && cases > 0 && word(i - 1) !== '.') cases--
    else if (head !== null && cases === 0 && at === head && (head !== 'REPEAT' || word(i - 1) === 'END')) {
      // UNTIL ends its block with the same words, and with its label.
      if (head === 'REPEAT') while (i + 1 < meaningful.length && word(i + 1) !== ';') open.push(meaningful[++i]!)
      flush(true)
      if (head === 'REPEAT') blocks.pop()
      head = null
    }
  }
  flush(head !== null)
  return pieces
}

/** Whether words, the last one first, are `CREATE [OR REPLACE] PROCEDURE`. */
function isCreated(words: readonly string[]): boolean {
  return /^PROCEDURE (REPLACE OR )?CREATE$/.test(words.join(' '))
}

/** Words after which another statement starts. */
const STARTERS: ReadonlySet<string> = new Set([';', 'BEGIN', 'THEN', 'ELSE', 'DO', 'LOOP', 'REPEAT'])

/** Place of the last token of a procedure: its body runs when it is called, so the whole is one statement. */
function endOfProcedure(from: number, count: number, word: (i: number) => string): number {
  let at = from
  while (at < count && word(at) !== 'BEGIN' && word(at) !== ';') at++
  if (word(at) === ';') return at - 1
  const blocks: string[] = []
  for (; at < count; at++) {
    const now = word(at)
    if (now === 'END') {
      blocks.pop()
      if (blocks.length === 0) return at
      // What it ends may be named again: END IF.
      if (BLOCKS[word(at + 1)] !== undefined) at++
    } else if (now === 'CASE' || (BLOCKS[now] !== undefined && startsStatement(at, blocks.at(-1), word))) blocks.push(now)
  }
  return count - 1
}

/** A BEGIN always does; in a CASE, IF with a parenthesis is taken for the function. */
function startsStatement(at: number, block: string | undefined, word: (i: number) => string): boolean {
  if (word(at) === 'BEGIN') return isBlock('BEGIN', word(at + 1)) !== null
  if (block === 'CASE' && word(at) === 'IF' && word(at + 1) === '(') return false
  return STARTERS.has(word(at - 1)) || word(at - 1) === ':'
}

function isBlock(word: string, next: string): string | null {
  if (word === 'BEGIN' && (next === ';' || next === 'TRANSACTION' || next === '')) return null
  return BLOCKS[word] ?? null
}
