import { readFileSync, writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { type Grammar, grammarOf } from './grammar.ts'
import { words } from './words.ts'

/** Where the grammar is, as a URL: the manifest names the same file. */
export const grammarFile = new URL('dagline.tmLanguage.json', import.meta.url)

/** Whether the committed file says what the language says. Layout does not count: the formatter decides on it. */
export function isUpToDate(): boolean {
  return isDeepStrictEqual(JSON.parse(readFileSync(grammarFile, 'utf8')), JSON.parse(JSON.stringify(grammar())))
}

function grammar(): Grammar {
  return grammarOf(words)
}

// Run as a program, it writes the file; imported, it only answers.
if (import.meta.main && !isUpToDate()) writeFileSync(grammarFile, `${JSON.stringify(grammar(), null, 2)}\n`)
