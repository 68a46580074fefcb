import { durationUnits, inputTypes, keywords, sizeUnits } from '../language/tokens.ts'
import type { GrammarWords } from './grammar.ts'

/** The words that the grammar colours: what the language itself declares. */
export const words: GrammarWords = {
  keywords,
  types: inputTypes,
  durationUnits: durationUnits.map(([unit]) => unit),
  sizeUnits: sizeUnits.map(([unit]) => unit),
  engines: ['bq', 'spark', 'iac', 'shell', 'python', 'js', 'http'],
  functions: ['env', 'secret', 'file', 'range', 'format', 'join', 'split', 'at', 'lower', 'upper', 'trim', 'replace', 'len'],
}
