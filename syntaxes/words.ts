import { engines, functions, inputTypes, keywords } from '#language'
import { durationUnits, sizeUnits } from '../language/tokens.ts'
import type { GrammarWords } from './grammar.ts'

/** The words that the grammar colours: what the language itself declares. */
export const words: GrammarWords = {
  keywords,
  types: inputTypes,
  durationUnits: durationUnits.map(([unit]) => unit),
  sizeUnits: sizeUnits.map(([unit]) => unit),
  engines: engines.map(({ name }) => name),
  functions: functions.map(({ name }) => name),
}
