import * as t from '../tokens.ts'

/** What a value may end with. */
export const endsOperand = (kind: number): boolean =>
  t.isWord(kind) || t.isCloser(kind) || kind === t.StringLiteral || kind === t.Text || kind === t.Numeric

/** Beside these a line may end where its writer ended it; beside `:` in a conditional too. */
export const isBreakable = (kind: number): boolean => t.isBinaryOperator(kind) || kind === t.Arrow || kind === t.Question

/** What is open at a line's end behind one of these goes on in the next. */
export const isUnfinished = (kind: number): boolean =>
  isBreakable(kind) || kind === t.Equals || kind === t.Colon || kind === t.Dot || kind === t.Not

export const isLineComment = (image: string): boolean => image.startsWith('//')
export const isDocumentation = (image: string): boolean => image.startsWith('///')
