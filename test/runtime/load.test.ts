import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { createFileHost } from '../../runtime/file-host.ts'
import { type LoadRequest, loadRunGraph } from '../../runtime/load.ts'
import { makeFolder } from './workspace.ts'

test('a default that this run does not use keeps no run from starting', async t => {
  const folder = makeFolder(t, {
    'x.dag': `dag d {
      input years: list = []
      let first = at(years, 0)
      task a: shell { run: "true" params: { year: first } }
    }
    dag other {
      input years: list = [2024]
      task a: shell { run: "true" params: { year: at(years, 0) } }
    }`,
  })
  const load = async (request: Partial<LoadRequest>): Promise<string> => {
    const host = createFileHost({ workspace: folder })
    const loaded = await loadRunGraph(host, { file: join(folder, 'x.dag'), dag: 'd', inputs: {}, run: { id: 'r' }, ...request })
    return loaded.kind === 'graph' ? JSON.stringify(loaded.inputs) : loaded.message
  }
  assert.match(await load({}), /x\.dag:3:\d+: error wrong-type: /)
  assert.equal(await load({ inputs: { years: '[2024]' } }), '{"years":[2024]}')
  assert.match(await load({ inputs: { years: '[]' } }), /error wrong-type/)
  // The inputs are those of one dag alone.
  assert.match(await load({ dag: 'other', inputs: { years: '[2025]' } }), /x\.dag:3:\d+: error wrong-type: /)
})
