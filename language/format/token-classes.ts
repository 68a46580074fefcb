import type { TokenType } from 'chevrotain'
import * as t from '../tokens.ts'

const inCategory = (category: TokenType): ReadonlySet<TokenType> =>
  new Set(t.vocabulary.filter(type => type.CATEGORIES?.includes(category) === true))

export const openers: ReadonlySet<TokenType> = inCategory(t.Opener)
export const closers: ReadonlySet<TokenType> = inCategory(t.Closer)
/** Names and keywords. */
export const words: ReadonlySet<TokenType> = inCategory(t.Word)
const operators: ReadonlySet<TokenType> = inCategory(t.BinaryOperator)

/** What a value may end with. */
export const operandEnds: ReadonlySet<TokenType> = new Set([...words, ...closers, t.StringLiteral, t.Text, t.Numeric])

/** Beside these a line may end where its writer ended it; `:` is one of them in a conditional only. */
export const breakable: ReadonlySet<TokenType> = new Set([...operators, t.Arrow, t.Question])

/** What is open at a line's end behind one of these goes on in the next. */
export const unfinished: ReadonlySet<TokenType> = new Set([...breakable, t.Equals, t.Colon, t.Dot, t.Not])

export const isLineComment = (type: TokenType): boolean => type === t.LineComment || type === t.DocComment
