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

// Kinds of tokens, ordered so that a category is a range.

/** Nothing more: what stands before the first token and after the last one. */
export const End = 0
export const Identifier = 1
export const Import = 2
export const Let = 3
export const Input = 4
export const Target = 5
export const Defaults = 6
export const Dag = 7
export const Group = 8
export const Task = 9
export const On = 10
export const True = 11
export const False = 12
export const Null = 13
export const StringLiteral = 14
/** `"""…"""` */
export const Text = 15
/** Everything that begins with a digit: number, duration, size, date, or a malformed one of them. */
export const Numeric = 16
export const Comma = 17
export const Colon = 18
export const Dot = 19
export const Question = 20
export const Arrow = 21
export const Equals = 22
export const Not = 23
/** Stands before an operand too. */
export const Minus = 24
export const Or = 25
export const And = 26
export const EqualTo = 27
export const NotEqual = 28
export const LessEqual = 29
export const GreaterEqual = 30
export const Less = 31
export const Greater = 32
export const Plus = 33
export const Star = 34
export const Slash = 35
export const Percent = 36
export const LBrace = 37
export const LBracket = 38
export const LParen = 39
export const RBrace = 40
export const RBracket = 41
export const RParen = 42
export const Comment = 43

/** A word of the language. */
export const isKeyword = (kind: number): boolean => kind >= Import && kind <= Null
/** Any word: a name, or a keyword where a key may stand. */
export const isWord = (kind: number): boolean => kind >= Identifier && kind <= Null
/** `{`, `[` and `(`. */
export const isOpener = (kind: number): boolean => kind >= LBrace && kind <= LParen
/** `}`, `]` and `)`. */
export const isCloser = (kind: number): boolean => kind >= RBrace && kind <= RParen
/** Everything but brackets and the end: what a parser may pass over. */
export const isLoose = (kind: number): boolean => kind >= Identifier && kind < LBrace
/** Operators between two operands. */
export const isBinaryOperator = (kind: number): boolean => kind >= Minus && kind <= Percent
/** Operators before an operand. */
export const isPrefixOperator = (kind: number): boolean => kind === Minus || kind === Not
/** The closer of an opener. */
export const closerOf = (opener: number): number => opener + 3
