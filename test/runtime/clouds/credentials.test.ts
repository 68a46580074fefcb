import assert from 'node:assert/strict'
import { test } from 'node:test'
import { JWT, PassThroughClient } from 'google-auth-library'
import type { CloudTarget } from '../../../runtime/clouds/cloud-target.ts'
import { authOf } from '../../../runtime/clouds/credentials.ts'
import { makeFolder } from '../workspace.ts'

function targetWith(credentials: string | null, storage: string | null = null): CloudTarget {
  return {
    name: 'prod',
    project: null,
    location: null,
    region: null,
    credentials,
    impersonate: null,
    staging: null,
    logs: null,
    endpoints: { bigquery: null, dataproc: null, storage },
  }
}

test('a key file of a service account is used, from the folder of the dag, and nothing is printed', async t => {
  const key = { type: 'service_account', client_email: 'runner@p.iam.gserviceaccount.com', private_key: 'KEY' }
  const folder = makeFolder(t, { 'keys/a.json': JSON.stringify(key) })
  const printed = t.mock.method(console, 'warn', () => undefined)
  const client = await authOf(targetWith('keys/a.json'), 'storage', folder)
  assert.ok(client instanceof JWT)
  assert.equal(client.email, key.client_email)
  assert.equal(printed.mock.callCount(), 0)
})

test('what is wrong with a key file is said without anything of what is in it', async t => {
  const folder = makeFolder(t, {
    'text.json': '-----BEGIN PRIVATE KEY-----',
    'empty.json': '{"type": "service_account"}',
    'null.json': 'null',
  })
  for (const [name, message] of [
    ['none.json', 'There is no key file none.json.'],
    ['text.json', 'The key file text.json is no JSON object.'],
    ['null.json', 'The key file null.json is no JSON object.'],
    ['empty.json', 'The key file empty.json has no client_email and private_key.'],
    ['.', 'The key file . cannot be read.'],
  ] as const)
    await assert.rejects(authOf(targetWith(name), 'storage', folder), { message })
})

test('on a loopback endpoint nobody looks for credentials', async () => {
  assert.ok((await authOf(targetWith('none.json', 'http://localhost:1'), 'storage', '/')) instanceof PassThroughClient)
})
