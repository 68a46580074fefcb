import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keywords } from '../../language/tokens.ts'
import { isUpToDate } from '../../syntaxes/generate.ts'
import { tokensOf } from './grammar-tokens.ts'

test('the committed grammar is the one that the language makes', () => {
  assert.ok(isUpToDate(), 'run: node syntaxes/generate.ts')
})

test('a task header: keyword, name, engine', async () => {
  assert.deepEqual(await tokensOf('task fact: bq'), [
    'task  storage.type',
    'fact  entity.name.function',
    ':  punctuation.separator',
    'bq  support.type.engine',
  ])
})

test('an unknown engine is no known one', async () => {
  assert.ok((await tokensOf('task fact: bqq')).includes('bqq  entity.name.type.engine'))
})

test('documentation, comments and what a comment silences', async () => {
  assert.deepEqual(await tokensOf('/// Doc\n// dagline-ignore unused-param: kept\n/* a */ x'), [
    '/// Doc  comment.line.documentation',
    '//  comment.line.double-slash',
    'dagline-ignore  comment.line.double-slash keyword.other.ignore',
    'unused-param  comment.line.double-slash constant.other.code',
    ': kept  comment.line.double-slash',
    '/* a */  comment.block',
    'x  variable.other.readwrite',
  ])
})

test('strings: escapes, wrong escapes, and an interpolation with quotes in it', async () => {
  assert.deepEqual(await tokensOf(['"a', '\\n', '\\q', '$', '{f("b")}', 'c"'].join('')), [
    '"a  string.quoted.double',
    '\\n  string.quoted.double constant.character.escape',
    '\\q  string.quoted.double invalid.illegal.escape',
    '${  string.quoted.double meta.template.expression punctuation.definition.template-expression.begin',
    'f  string.quoted.double meta.template.expression entity.name.function.unknown',
    '(  string.quoted.double meta.template.expression',
    '"b"  string.quoted.double meta.template.expression string.quoted.double',
    ')  string.quoted.double meta.template.expression',
    '}  string.quoted.double meta.template.expression punctuation.definition.template-expression.end',
    'c"  string.quoted.double',
  ])
})

test('an open string ends with its line', async () => {
  assert.deepEqual(await tokensOf('"open\n12'), ['"open  string.quoted.double', '12  constant.numeric'])
})

test('every keyword has a colour', async () => {
  for (const keyword of keywords) {
    const tokens = await tokensOf(keyword === 'import' ? 'import "x.dag"' : `${keyword} name {`)
    assert.match(tokens[0]!, new RegExp(`^${keyword}  (storage|keyword|constant)`))
  }
})

const numbers: Readonly<Record<string, string>> = {
  '12.5': 'constant.numeric',
  '1h30m': 'constant.numeric.duration',
  '250ms': 'constant.numeric.duration',
  '10GB': 'constant.numeric.size',
  '512KiB': 'constant.numeric.size',
  '2026-01-31': 'constant.numeric.date',
  '2026-01-31T06:00:00Z': 'constant.numeric.date',
}
for (const [text, scope] of Object.entries(numbers)) {
  test(`${text} is ${scope}`, async () => {
    assert.deepEqual(await tokensOf(text), [`${text}  ${scope}`])
  })
}

test('edges, keys and references', async () => {
  const tokens = await tokensOf('dag d {\n  a -> [b]\n  group g {\n    limits: { warehouse: 4 }\n    let x = target.project\n  }\n}')
  for (const token of [
    'dag  storage.type',
    'd  entity.name.type',
    '->  keyword.operator.edge',
    'limits  variable.other.property',
    'warehouse  variable.other.property',
    'x  variable.other.constant',
    'target  variable.language',
    'project  variable.other.property',
  ])
    assert.ok(tokens.includes(token), `${token} is not in\n${tokens.join('\n')}`)
})

test('SQL in a task, with its placeholders; an open quote there ends with the text', async () => {
  const tokens = await tokensOf(`task t: bq {
  sql: """
    select {column}, @day, 'open
    """
  retries: 2
}`)
  for (const token of [
    'sql  variable.other.property',
    '"""  string.quoted.triple.begin',
    'select  meta.embedded.block.sql keyword',
    '{column}  meta.embedded.block.sql variable.parameter.placeholder',
    '@day  meta.embedded.block.sql variable.parameter.placeholder',
    '"""  string.quoted.triple.end',
    'retries  variable.other.property',
    '2  constant.numeric',
  ])
    assert.ok(tokens.includes(token), `${token} is not in\n${tokens.join('\n')}`)
})

test('a text may end behind its last line, and may stand on one line', async () => {
  assert.deepEqual(
    (await tokensOf('{ sql: """select 1""", a: 1 }')).filter(token => token.includes('keyword') || token.startsWith('a ')),
    ['select  meta.embedded.block.sql keyword', 'a  variable.other.property'],
  )
  const tokens = await tokensOf('{\n  sql: """\n  x\n  select 1"""\n  a: 1\n}')
  assert.ok(tokens.includes('select  meta.embedded.block.sql keyword'))
  assert.ok(tokens.includes('a  variable.other.property'))
})

test('run is shell in a shell task and Python in a Python task', async () => {
  const shell = await tokensOf(
    'task a: shell {\n  run: """\n    echo 1\n    """\n}\ntask b: python {\n  run: """\n    print(1)\n    """\n  env: { A: 1 }\n}\nx',
  )
  assert.ok(shell.includes('echo  meta.embedded.block.shell keyword'), shell.join('\n'))
  assert.ok(shell.includes('print  meta.embedded.block.python keyword'))
  assert.equal(shell.at(-1), 'x  variable.other.readwrite')
})

test('run is JavaScript in a js task', async () => {
  const tokens = await tokensOf('task a: js {\n  run: """\n    const a = {}\n    """\n  retries: 1\n}')
  assert.ok(tokens.includes('const  meta.embedded.block.javascript keyword'), tokens.join('\n'))
  assert.ok(tokens.includes('retries  variable.other.property'))
})

test('run on another target is of the same language', async () => {
  const tokens = await tokensOf('task a: python {\n  on cloud {\n    run: """\n      print(1)\n      """\n  }\n  retries: 2\n}\nx')
  assert.ok(tokens.includes('on  storage.modifier'), tokens.join('\n'))
  assert.ok(tokens.includes('print  meta.embedded.block.python keyword'), tokens.join('\n'))
  assert.ok(tokens.includes('retries  variable.other.property'))
  assert.equal(tokens.at(-1), 'x  variable.other.readwrite')
})

test('a placeholder in quotes of SQL has its colour; what only looks like a bound param there has none', async () => {
  const tokens = await tokensOf(`{ sql: """select 'a {name} {{b}} @c'""" }`)
  for (const token of [
    '{name}  meta.embedded.block.sql string variable.parameter.placeholder',
    '{{  meta.embedded.block.sql string constant.character.escape',
    "@c'  meta.embedded.block.sql string",
  ])
    assert.ok(tokens.includes(token), `${token} is not in\n${tokens.join('\n')}`)
})

test('a text of another property is a string', async () => {
  assert.ok((await tokensOf('body: """\n select\n """')).includes('select  string.quoted.triple'))
})
