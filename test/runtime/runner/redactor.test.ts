import assert from 'node:assert/strict'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { LineSplitter, longestLine } from '../../../runtime/processes/lines.ts'
import { LineRedactor } from '../../../runtime/runner/line-redactor.ts'
import { maskedResult } from '../../../runtime/runner/masked-result.ts'
import { Redactor } from '../../../runtime/runner/redactor.ts'
import { parseSecrets, readSecrets, taskEnvironment } from '../../../runtime/runner/secrets.ts'
import { makeFolder } from '../workspace.ts'

test('a secret is masked wherever it stands, with its lines and the forms in which scripts print it', () => {
  const redactor = new Redactor()
  redactor.add('a+b/c "d"')
  redactor.add('-----BEGIN KEY-----\nMIIEvQIBADANBg\nx\n-----END KEY-----\n')
  assert.equal(redactor.text('<a+b/c "d">'), '<***>')
  assert.equal(redactor.text(JSON.stringify({ s: 'a+b/c "d"' })), '{"s":"***"}')
  assert.equal(redactor.text(`?q=${encodeURIComponent('a+b/c "d"')}&`), '?q=***&')
  assert.equal(redactor.text(Buffer.from('a+b/c "d"').toString('base64')), '***')
  assert.equal(redactor.text('  MIIEvQIBADANBg'), '  ***')
  assert.equal(redactor.text('x marks no secret'), 'x marks no secret')
  assert.deepEqual(redactor.json({ 'a+b/c "d"': [1, { deep: 'is a+b/c "d"' }] }), { '***': [1, { deep: 'is ***' }] })
})

test('a short secret is masked as a word of its own, and leaves names of outputs as they are', () => {
  const redactor = new Redactor(['a', '%', 'abc12'])
  assert.equal(redactor.text('a name, a%, x=a; _a abc12 abc123'), '*** name, ******, x=***; _a *** abc123')
  assert.deepEqual(redactor.json({ a: 'a', 'a b': ['name', 'a'] }), { a: '***', 'a b': ['name', '***'] })
  assert.deepEqual(redactor.entries({ password: 'a' }), { password: '***' })
  const long = new Redactor(['password'])
  assert.deepEqual(long.json({ password: 'password1' }), { '***': '***1' })
  assert.deepEqual(long.entries({ password: 'password1' }), { password: '***1' })
})

test('the pieces of a secret that V8 quotes in a message are masked', () => {
  const secret = 'correct-horse-battery-staple'
  const redactor = new Redactor([secret])
  const messageOf = (text: string): string => {
    try {
      return String(JSON.parse(text))
    } catch (problem) {
      return (problem as Error).message
    }
  }
  for (const text of [`{"key": ${secret}}`, secret, `[1, "${secret}" x]`, `{"a": "${'x'.repeat(50)}", "k": ${secret}, "b": 1}`]) {
    const masked = redactor.text(messageOf(text))
    assert.match(masked, /is not valid JSON|in JSON at/)
    for (let at = 0; at + 5 <= secret.length; at++) assert.ok(!masked.includes(secret.slice(at, at + 5)), masked)
  }
  assert.equal(redactor.text(messageOf('[plain')), messageOf('[plain'))
})

test('the keys of a kept result are no data', () => {
  const redactor = new Redactor(['columns', 'a', 'total1'])
  const result = { columns: [{ name: 'a', type: 'INT64' }], rows: [['a', 'total1', null]], total: 1 }
  assert.deepEqual(maskedResult(result, redactor), { columns: [{ name: '***', type: 'INT64' }], rows: [['***', '***', null]], total: 1 })
})

test('the forms in which programs print a secret are masked', () => {
  const secret = `p/s & 'q' é~"z"`
  const redactor = new Redactor()
  redactor.add(secret)
  const base64 = (text: string): string => Buffer.from(text).toString('base64')
  const printed: Record<string, string> = {
    'JSON in JSON': JSON.stringify(JSON.stringify({ secret })),
    'JSON of Python': JSON.stringify(secret).replace('é', '\\u00e9'),
    'JSON of PHP': JSON.stringify(secret).replace('/', '\\/'),
    URL: encodeURIComponent(secret),
    'URL in small letters': encodeURIComponent(secret).replace(/%../g, code => code.toLowerCase()),
    form: new URLSearchParams({ secret }).toString(),
    'quote of Python': encodeURIComponent(secret).replaceAll('%2F', '/').replaceAll("'", '%27'),
    'trace of a shell': `+ x='${secret.replaceAll("'", "'\\''")}'`,
    hexadecimal: Buffer.from(secret).toString('hex'),
    'base64 for a header': `Basic ${base64(`u:${secret}`)}`,
    'base64 with a line end': base64(`${secret}\n`),
    'base64 elsewhere': base64(`ab${secret}cd`),
    'base64 for URLs': Buffer.from(secret).toString('base64url'),
  }
  const core = [secret, 'p/s', 'p\\/s', 'p%2F', 'p%2f', '%22z', Buffer.from(secret).toString('hex').slice(0, 8)]
  for (const [form, text] of Object.entries(printed)) {
    const masked = redactor.text(text)
    assert.ok(masked.includes('***'), `${form}: ${masked}`)
    for (const part of core) assert.ok(!masked.includes(part), `${form}: ${masked}`)
    // What is left of base64 around the mask holds less of the secret than a character of it.
    if (form.startsWith('base64')) assert.ok(masked.replace('***', '').replace(/^Basic /, '').length <= 8, `${form}: ${masked}`)
  }
})

test('a long secret is masked in base64 that is wrapped into lines', () => {
  const secret = Array.from({ length: 6 }, (_, i) => `line ${i} of a key that is long`).join('\n')
  const redactor = new Redactor()
  redactor.add(secret)
  for (const width of [64, 76]) {
    const lines = Buffer.from(secret)
      .toString('base64')
      .match(new RegExp(`.{1,${width}}`, 'g'))!
    for (const line of lines.slice(0, -1)) assert.equal(redactor.text(line), '***')
    assert.ok(redactor.text(lines.at(-1)!).length <= 8)
  }
})

test('a secret that is cut by the end of a piece of a long line is masked, wherever the cut is', () => {
  const secret = 'hunter2-hunter2'
  const redactor = new Redactor()
  redactor.add(secret)
  for (let before = longestLine - secret.length - 1; before <= longestLine + 1; before++) {
    const line = `${'x'.repeat(before)}${secret}${'y'.repeat(longestLine)}`
    const splitter = new LineSplitter()
    const lines = new LineRedactor(redactor)
    const told = [...splitter.push(Buffer.from(`${line}\nnext ${secret}`)), ...splitter.end()].map(piece => lines.push(piece))
    const text = [...told, lines.end()].filter(piece => piece !== null).join('')
    assert.equal(text, `${'x'.repeat(before)}***${'y'.repeat(longestLine)}next ***`)
  }
})

test('of a message that was cut off in a secret, its beginning is masked too', () => {
  const redactor = new Redactor()
  redactor.add('hunter2-hunter2')
  const long = 'z'.repeat(495)
  assert.equal(redactor.error({ code: 'x', message: `${long}hunter2` }).message, `${long}***`)
  assert.equal(redactor.json('a text with hunt…'), 'a text with ***…')
  assert.equal(redactor.error({ code: 'x', message: 'the hunter hunt' }).message, 'the hunter hunt')
})

test('of two secrets the longer is masked whole', () => {
  const redactor = new Redactor()
  redactor.add('pass')
  redactor.add('password')
  assert.equal(redactor.text('password'), '***')
})

test('an empty secret masks nothing', () => {
  const redactor = new Redactor()
  redactor.add('')
  assert.equal(redactor.text('all of it'), 'all of it')
})

test('secrets come from the environment, then from the file; tasks get neither them nor what is the runtime’s own', () => {
  const env = { DAGLINE_SECRET_TOKEN: 'abc', PATH: '/bin', ELECTRON_RUN_AS_NODE: '1' }
  const secrets = readSecrets('/nowhere', env)
  assert.deepEqual([secrets.get('TOKEN'), secrets.get('token'), secrets.get('other')], ['abc', 'abc', undefined])
  assert.deepEqual(taskEnvironment(env), { PATH: '/bin' })
  assert.deepEqual(
    [...parseSecrets('# note\nA = one two \nexport B="x = y"\nDAGLINE_SECRET_C=3\r\nno line')],
    [
      ['A', 'one two'],
      ['B', 'x = y'],
      ['C', '3'],
    ],
  )
})

test('secrets that are short, or that others can read, are told of', t => {
  const folder = makeFolder(t, { '.dagline/secrets.env': 'LONG=long enough\n' })
  const state = join(folder, '.dagline')
  const file = join(state, 'secrets.env')
  chmodSync(file, 0o600)
  assert.deepEqual(readSecrets(state, {}).warnings, [])
  assert.deepEqual(readSecrets(state, { DAGLINE_SECRET_PIN: '1234' }).warnings, [
    'The secret PIN has fewer than 6 characters: it is masked only where it stands as a word of its own.',
  ])
  chmodSync(file, 0o644)
  const expected = `Others on this machine can read the secrets in ${file} (mode 644). \`chmod 600\` makes them yours alone.`
  assert.deepEqual(readSecrets(state, {}).warnings, process.platform === 'win32' ? [] : [expected])
})
