import type { SyntaxFact } from './diagnostics.ts'
import type { Findings } from './lexer.ts'

/** Says what a lexer found besides tokens. */
export function reportFindings({ characters, openComments }: Findings, text: string, report: (fact: SyntaxFact) => void): void {
  for (let i = 0; i < characters.length; i += 2) reportCharacters(text, characters[i]!, characters[i + 1]!, report)
  for (const start of openComments) report({ reason: 'syntax/unclosed-comment', data: {}, start, end: start + 2, related: [] })
}

/** One report a character, but not more than a line of them. */
function reportCharacters(text: string, start: number, end: number, report: (fact: SyntaxFact) => void): void {
  let at = start
  for (const character of text.slice(start, end)) {
    report({ reason: 'syntax/character', data: { character }, start: at, end: at + character.length, related: [] })
    at += character.length
    if (at - start > 80) return
  }
}
