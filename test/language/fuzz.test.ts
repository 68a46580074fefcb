import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { graphsOf, describe as sentenceOf, type tree } from '#language'
import { parse } from '../../language/parse.ts'
import { analyzed } from './check.ts'
import { sample } from './sample.ts'

const seed = 20260131

const words = [
  ...[
    'dag',
    'task',
    'group',
    'let',
    'input',
    'target',
    'defaults',
    'on',
    'import',
    'true',
    'null',
    'a',
    'b',
    'x',
    'shell',
    'bq',
    'run',
    'sql',
    'when',
    'matrix',
    'params',
    'after',
    'number',
  ],
  ...['{', '}', '[', ']', '(', ')', ':', ',', '->', '=', '?', '.', '+', '-', '*', '/', '!', '==', '&&', '<'],
  ...[
    '"x"',
    '"',
    '"${a}"',
    '"${',
    '"""',
    '1',
    '2026-01-31',
    '90s',
    '10GB',
    '2nd',
    '//',
    '/*',
    '*/',
    '\n',
    ' ',
    '\\',
    '$',
    '@',
    '\u{1F600}',
    '\r\n',
    '\u0000',
    '\ufeff',
  ],
]
const soup = fc.array(fc.constantFrom(...words), { maxLength: 60 }).map(parts => parts.join(' '))
const glued = fc.array(fc.constantFrom(...words), { maxLength: 40 }).map(parts => parts.join(''))
const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), soup, glued)
/** The sample with some parts cut out, moved and put in. */
const edited = fc
  .array(
    fc.record({ at: fc.nat(sample.length), length: fc.nat(40), put: fc.oneof(fc.constant(''), fc.constantFrom(...words), anything) }),
    { minLength: 1, maxLength: 4 },
  )
  .map(edits => edits.reduce((text, { at, length, put }) => text.slice(0, at) + put + text.slice(at + length), sample))
const texts = fc.oneof(anything, edited)

function check(property: fc.IProperty<[string]>, numRuns: number): void {
  fc.assert(property, { seed, numRuns })
}

describe('any text', () => {
  test('parses, and its tokens, comments and the gaps between them are the text', () => {
    check(
      fc.property(texts, text => {
        const { tokens, comments, problems } = parse(text)
        const pieces = [...tokens.filter(token => token.image !== ''), ...comments].sort((a, b) => a.start - b.start)
        const reported = problems.map(({ start, end }) => [start, end] as const)
        let at = 0
        let printed = ''
        for (const { start, image } of pieces) {
          assert.ok(start >= at, 'pieces do not overlap')
          printed += text.slice(at, start) + image
          at = start + image.length
        }
        assert.equal(printed + text.slice(at), text)
        assert.equal(
          reported.every(([start, end]) => start >= 0 && start <= end && end <= text.length),
          true,
        )
      }),
      400,
    )
  })
  test('what is in no token and no comment is blank, or it is reported', () => {
    check(
      fc.property(texts, text => {
        const { tokens, comments, problems } = parse(text)
        if (problems.length > 0) return
        let rest = text
        for (const { start, image } of [...tokens, ...comments].sort((a, b) => b.start - a.start))
          rest = rest.slice(0, start) + rest.slice(start + image.length)
        assert.match(rest, /^\s*$/)
      }),
      400,
    )
  })
  test('has a tree whose nodes are in the text, each in its parent and after its brother', () => {
    check(
      fc.property(texts, text => {
        const visit = (items: readonly tree.Statement[], start: number, end: number): void => {
          let at = start
          for (const item of items) {
            assert.ok(item.start >= at && item.start <= item.end && item.end <= end, `${item.kind} at ${item.start}`)
            at = item.end
            if ('body' in item) visit(item.body.items, item.body.start, item.body.end)
          }
        }
        visit(parse(text).items, 0, text.length)
      }),
      400,
    )
  })
  test('can be analyzed and drawn, with every diagnostic inside it and a sentence for each', () => {
    check(
      fc.property(texts, text => {
        const analysis = analyzed(text)
        for (const diagnostic of analysis.diagnostics) {
          assert.ok(diagnostic.start >= 0 && diagnostic.start <= diagnostic.end && diagnostic.end <= text.length, diagnostic.reason)
          assert.ok(sentenceOf(diagnostic).length > 0)
          for (const related of diagnostic.related) assert.ok(related.start <= related.end && related.end <= text.length)
        }
        for (const dag of graphsOf(analysis)) {
          const names = new Set(dag.tasks.map(task => task.name))
          assert.ok(dag.edges.every(edge => names.has(edge.from) && names.has(edge.to)))
        }
      }),
      300,
    )
  })
})

describe('graphs', () => {
  const size = 7
  const names = Array.from({ length: size }, (_, i) => `t${i}`)
  const edges = fc.uniqueArray(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 14, selector: ([a, b]) => a * size + b })
  /** Whether the edges lead from a node back to it (Warshall's algorithm). */
  const isCyclic = (pairs: readonly (readonly [number, number])[]): boolean => {
    const reach = names.map((_, i) => names.map((_, j) => pairs.some(([a, b]) => a === i && b === j)))
    for (let k = 0; k < size; k++)
      for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) reach[i]![j] ||= reach[i]![k]! && reach[k]![j]!
    return names.some((_, i) => reach[i]![i])
  }
  test('have a cycle exactly where one is reported', () => {
    fc.assert(
      fc.property(edges, pairs => {
        const tasks = names.map(name => `task ${name}: shell { run: "true" }`).join('\n')
        const found = analyzed(`dag d {\n${tasks}\n${pairs.map(([a, b]) => `t${a} -> t${b}`).join('\n')}\n}`).diagnostics
        const others = pairs.filter(([a, b]) => a !== b)
        assert.equal(
          found.some(each => each.reason === 'cycle/tasks'),
          isCyclic(others),
        )
        assert.equal(found.filter(each => each.reason === 'self-dependency/task').length, pairs.length - others.length)
      }),
      { seed, numRuns: 200 },
    )
  })
})
