import { createToken, Lexer, type TokenType } from 'chevrotain'
import { scanBlockComment, scanNumeric, scanString, scanText } from './scan.ts'

/** Words that are reserved as the name of a declaration and as the first word of a reference. */
export const keywords = ['import', 'let', 'input', 'target', 'defaults', 'dag', 'group', 'task', 'on', 'true', 'false', 'null'] as const
export type Keyword = (typeof keywords)[number]

/** Types that an input may have. */
export const inputTypes = ['string', 'number', 'boolean', 'date', 'duration', 'size', 'list', 'map'] as const
export type InputType = (typeof inputTypes)[number]

/** Units of a duration, largest first, in milliseconds. */
export const durationUnits: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
]

/** Units of a size, in bytes. */
export const sizeUnits: readonly (readonly [string, number])[] = [
  ['TiB', 1024 ** 4],
  ['TB', 1000 ** 4],
  ['GiB', 1024 ** 3],
  ['GB', 1000 ** 3],
  ['MiB', 1024 ** 2],
  ['MB', 1000 ** 2],
  ['KiB', 1024],
  ['KB', 1000],
  ['B', 1],
]

const digitHints = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']

function scanned(name: string, scan: (text: string, offset: number) => number, hints: string[], lines: boolean): TokenType {
  // Chevrotain wants a RegExp result from a custom pattern; the matched text is all that it reads.
  const exec = (text: string, offset: number): [string] | null => {
    const end = scan(text, offset)
    return end > offset ? [text.slice(offset, end)] : null
  }
  return createToken({ name, pattern: exec, start_chars_hint: hints, line_breaks: lines, categories: [Loose] })
}

/** Every token. */
export const Any = createToken({ name: 'Any', pattern: Lexer.NA })
/** Everything but brackets: what a parser may pass over. */
export const Loose = createToken({ name: 'Loose', pattern: Lexer.NA, categories: [Any] })
/** `{`, `[` and `(`. */
export const Opener = createToken({ name: 'Opener', pattern: Lexer.NA, categories: [Any] })
/** `}`, `]` and `)`. */
export const Closer = createToken({ name: 'Closer', pattern: Lexer.NA, categories: [Any] })
/** Any word: a name, or a keyword where a key may stand. */
export const Word = createToken({ name: 'Word', pattern: Lexer.NA, categories: [Loose] })
export const Identifier = createToken({ name: 'Identifier', pattern: /[A-Za-z_][A-Za-z0-9_]*/, categories: [Word] })
export const Keyword = createToken({ name: 'Keyword', pattern: Lexer.NA, categories: [Word] })

const keyword = (word: Keyword): TokenType =>
  createToken({ name: word, pattern: word, longer_alt: Identifier, categories: [Keyword, Word] })

export const Import = keyword('import')
export const Let = keyword('let')
export const Input = keyword('input')
export const Target = keyword('target')
export const Defaults = keyword('defaults')
export const Dag = keyword('dag')
export const Group = keyword('group')
export const Task = keyword('task')
export const On = keyword('on')
export const True = keyword('true')
export const False = keyword('false')
export const Null = keyword('null')

export const Text = scanned('Text', scanText, ['"'], true)
export const StringLiteral = scanned('String', scanString, ['"'], false)
/** Everything that begins with a digit: number, duration, size, date, or a malformed one of them. */
export const Numeric = scanned('Numeric', scanNumeric, digitHints, false)

const bracket = (name: string, pattern: string): TokenType =>
  createToken({ name, pattern, categories: [name.startsWith('L') ? Opener : Closer] })
const symbol = (name: string, pattern: string): TokenType => createToken({ name, pattern, categories: [Loose] })
export const LBrace = bracket('LBrace', '{')
export const RBrace = bracket('RBrace', '}')
export const LBracket = bracket('LBracket', '[')
export const RBracket = bracket('RBracket', ']')
export const LParen = bracket('LParen', '(')
export const RParen = bracket('RParen', ')')
export const Comma = symbol('Comma', ',')
export const Colon = symbol('Colon', ':')
export const Dot = symbol('Dot', '.')
export const Question = symbol('Question', '?')
export const Arrow = symbol('Arrow', '->')
export const Equals = symbol('Equals', '=')

/** Operators between two operands; `Minus` and `Not` also stand before one. */
export const BinaryOperator = createToken({ name: 'BinaryOperator', pattern: Lexer.NA, categories: [Loose] })
export const PrefixOperator = createToken({ name: 'PrefixOperator', pattern: Lexer.NA, categories: [Loose] })
const operator = (name: string, pattern: string, categories: TokenType[] = [BinaryOperator]): TokenType =>
  createToken({ name, pattern, categories })
const Or = operator('Or', '||')
const And = operator('And', '&&')
const EqualTo = operator('EqualTo', '==')
const NotEqual = operator('NotEqual', '!=')
const LessEqual = operator('LessEqual', '<=')
const GreaterEqual = operator('GreaterEqual', '>=')
const Less = operator('Less', '<')
const Greater = operator('Greater', '>')
const Plus = operator('Plus', '+')
export const Minus = operator('Minus', '-', [BinaryOperator, PrefixOperator])
const Star = operator('Star', '*')
const Slash = operator('Slash', '/')
const Percent = operator('Percent', '%')
export const Not = operator('Not', '!', [PrefixOperator])

const Blank = createToken({ name: 'Blank', pattern: /[ \t\r\n\f\v\u00a0\ufeff]+/, group: Lexer.SKIPPED, line_breaks: true })
export const DocComment = createToken({ name: 'DocComment', pattern: /\/\/\/[^\r\n]*/, group: 'comments' })
export const LineComment = createToken({ name: 'LineComment', pattern: /\/\/[^\r\n]*/, group: 'comments' })
export const BlockComment = createToken({
  name: 'BlockComment',
  pattern: (text: string, offset: number): [string] | null => {
    const end = scanBlockComment(text, offset)
    return end > offset ? [text.slice(offset, end)] : null
  },
  start_chars_hint: ['/'],
  line_breaks: true,
  group: 'comments',
})
export const vocabulary: TokenType[] = [
  Blank,
  DocComment,
  LineComment,
  BlockComment,
  Text,
  StringLiteral,
  Numeric,
  Import,
  Let,
  Input,
  Target,
  Defaults,
  Dag,
  Group,
  Task,
  On,
  True,
  False,
  Null,
  Identifier,
  LBrace,
  RBrace,
  LBracket,
  RBracket,
  LParen,
  RParen,
  Comma,
  Colon,
  Dot,
  Question,
  Arrow,
  EqualTo,
  Equals,
  NotEqual,
  LessEqual,
  GreaterEqual,
  Less,
  Greater,
  Or,
  And,
  Plus,
  Minus,
  Star,
  Slash,
  Percent,
  Not,
  Any,
  Loose,
  Opener,
  Closer,
  Word,
  Keyword,
  BinaryOperator,
  PrefixOperator,
]

/** Finds tokens; comments come in their own group, and what begins no token is in `errors`. */
export const lexer = new Lexer(vocabulary, { positionTracking: 'onlyOffset' })
