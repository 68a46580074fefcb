import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Redactor } from '../../../runtime/runner/redactor.ts'
import { parseSecrets, readSecrets, taskEnvironment } from '../../../runtime/runner/secrets.ts'

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
