import assert from 'node:assert/strict'
import { test } from 'node:test'
import { semanticTokens } from '../../server/features/semantic-tokens.ts'
import { fixture } from './fixture.ts'

/** Tokens of the text between `«` and `»` (of all of it without them): each as `word type.modifier`. */
function checkTokens(marked: string, ...expected: readonly string[]): void {
  const start = marked.indexOf('«')
  const text = marked.replace(/[«»]/g, '')
  const range = start < 0 ? { start: 0, end: text.length } : { start, end: marked.indexOf('»') - 1 }
  assert.deepEqual(
    semanticTokens(fixture(text).analyzed, range).map(
      token => `${text.slice(token.start, token.end)} ${[token.type, ...token.modifiers].join('.')}`,
    ),
    expected,
  )
}

test('declarations: dags, groups, tasks with their engines, lets, inputs, targets', () => {
  checkTokens('let a = 1', 'a variable.declaration.readonly')
  checkTokens(
    'target prod { project: "p" }\ndefaults bq { location: "US" }',
    'prod enum.declaration',
    'project property',
    'bq class.defaultLibrary',
    'location property',
  )
  checkTokens(
    'dag d { input n: number = 1\n group g { task t: js {} } }',
    'd namespace.declaration',
    'n parameter.declaration',
    'number type.defaultLibrary',
    'g namespace.declaration',
    't function.declaration',
    'js class.defaultLibrary',
  )
})

test('names by what they mean, from the inside out', () => {
  checkTokens(
    `let a = 1
dag d {
  input n: number = 1
  group g { task t: bq { sql: "" } }
  task u: js { matrix: { m: [a] }, params: { «a, x: m + n, y: g.t.rows, z: run.id, s: "\${lower(a)}"» } }
}`,
    'a variable.readonly',
    'x property',
    'm variable',
    'n parameter',
    'y property',
    'g namespace',
    't function',
    'rows property.readonly',
    'z property',
    'run variable.readonly.defaultLibrary',
    'id property.readonly',
    's property',
    'lower function.defaultLibrary',
    'a variable.readonly',
  )
  checkTokens(
    'dag d { task t: iac { «action: create, when: params.x» } }',
    'action property',
    'create enumMember',
    'when property',
    'params variable.readonly.defaultLibrary',
    'x property.readonly',
  )
  checkTokens('dag d { task t: js { «matrix: { m: [1] }» } }', 'matrix property', 'm variable.declaration')
})

test('edges, `after`, and what differs on a target', () => {
  checkTokens('dag d { group g { task t: js {} }\n task u: js { «after: [g]» }\n «»}', 'after property', 'g namespace')
  checkTokens('dag d { group g { task t: js {} }\n task u: js {}\n «g.t -> u» }', 'g namespace', 't function', 'u function')
  checkTokens(
    'dag d { task u: spark { «on local { engine: bq, sql: "{x}", params: { x: 1 } }» } }',
    'local enum',
    'engine property',
    'bq class.defaultLibrary',
    'sql property',
    '{x} parameter',
    'params property',
    'x property',
  )
})

test('what means nothing is unresolved', () => {
  checkTokens('let a = «b»', 'b variable.unresolved')
  checkTokens('let a = «f(1)»', 'f function.unresolved')
  checkTokens('dag d { task t: «nothing {}» }', 'nothing class.unresolved')
  checkTokens('dag d { group g { task t: js {} }\n «g.x -> y» }', 'g namespace', 'x function.unresolved', 'y function.unresolved')
  checkTokens('dag d { input n: «text» }', 'text type.unresolved')
})

test('placeholders in SQL, by the params of the task', () => {
  checkTokens(
    `dag d { task t: bq {
  sql: «"""
    select '{a}', @b, {c} -- {a}
    from \`{a}.x\`
    """»
  params: { a: 1, b: 2 }
} }`,
    '{a} parameter',
    '@b parameter',
    '{c} parameter.unresolved',
    '{a} parameter',
  )
  checkTokens('dag d { let all = { a: 1 }\n task t: bq { sql: «"{a}"», params: all } }', '{a} parameter')
  checkTokens('dag d { task t: js { run: «"{a}"» } }')
})

test('a part gives what the whole gives there', () => {
  const group = 'group g {\nlet b = a\ngroup h { task u: js { after: [t0] } }\ntask v: js {}\n}\n'
  const text = `let a = 1\ndag d {\n${group}${Array.from({ length: 9 }, (_, i) => `task t${i}: bq { sql: "select {x}", params: { x: a } }\n`).join('')}}`
  const { analyzed } = fixture(text)
  const all = semanticTokens(analyzed, { start: 0, end: text.length })
  assert.equal(all.length, 10 + 2 + 9 * 7)
  for (let start = 0; start < text.length; start += 17) {
    const part = semanticTokens(analyzed, { start, end: start + 40 })
    assert.deepEqual(
      part,
      all.filter(token => token.start <= start + 40 && token.end >= start),
    )
  }
})

test('broken texts have tokens too, in order and apart', () => {
  for (const source of [
    'dag d {',
    'dag { task : bq { sql: ',
    'let = \ndag d { a -> }',
    'dag d { task t: bq { matrix: { : [1] } params: { x: } } }',
  ]) {
    const tokens = semanticTokens(fixture(source).analyzed, { start: 0, end: source.length })
    for (const [i, token] of tokens.entries()) assert.ok(i === 0 || tokens[i - 1]!.end <= token.start, source)
  }
})
