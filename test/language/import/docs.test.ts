import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { warnings } from '../../../language/import/messages.ts'
import { imported } from './imported.ts'

const page = readFileSync(new URL('../../../docs/import.md', import.meta.url), 'utf8')
const block = (language: string): string => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page)![1]!

test('the example of the page comes out as the page says', () => {
  assert.equal(imported(block('json')).text, block('dag'))
})

test('every sentence says what was found and what became of it, without an end', () => {
  for (const [code, words] of Object.entries(warnings)) {
    const sentence = (words as (data: object) => string)(new Proxy({}, { get: () => 'x' }))
    assert.match(sentence, /^\S.{20,}[^.\s]$/, code)
  }
})
