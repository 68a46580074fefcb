import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, test } from 'node:test'
import { severityOf } from '#language'
import type { Code } from '../../language/diagnostics.ts'
import { messages } from '../../language/messages.ts'
import { analyzed } from './check.ts'
import { checkFormat } from './format/check-format.ts'

const root = resolve(import.meta.dirname, '../..')
const page = (name: string): string => readFileSync(resolve(root, 'docs', name), 'utf8')
const codes = [...new Set(Object.keys(messages).map(reason => reason.slice(0, reason.indexOf('/'))))] as Code[]

describe('the page of diagnostics', () => {
  const sections = new Map(
    page('diagnostics.md')
      .split(/^## /m)
      .slice(1)
      .map(section => [section.slice(0, section.indexOf('\n')), section]),
  )
  test('has a section for each code, and for nothing else', () => assert.deepEqual([...sections.keys()].sort(), [...codes].sort()))
  for (const code of codes)
    test(`says how severe ${code} is`, () => {
      const word = severityOf(code)
      assert.ok(sections.get(code)?.includes(`*${word.slice(0, 1).toUpperCase()}${word.slice(1)}.*`), `${code} is of severity ${word}`)
    })
})

test('the page of formatting shows what is done', () => {
  const [before, after] = [...page('formatting.md').matchAll(/```dag\n([\s\S]*?)```/g)].map(match => match[1]!)
  checkFormat(before!, after!)
})

describe('the page of the language', () => {
  const blocks = [...page('language.md').matchAll(/```dag\n([\s\S]*?)```/g)].map(match => match[1]!)
  const files = { 'load.py': '' }
  for (const [i, source] of blocks.entries())
    test(`example ${i + 1} has no errors`, () =>
      assert.deepEqual(
        analyzed(source, { files })
          .diagnostics.filter(each => severityOf(each.reason.split('/')[0] as Code) === 'error')
          .map(each => each.reason),
        [],
      ))
})
