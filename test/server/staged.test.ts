import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DocumentDiagnosticReport } from 'vscode-languageserver-protocol'
import { bigFile } from '../bench/measure.ts'
import { TestClient } from './client.ts'

const text = bigFile(2000)
  .replace('[task_3]', '[nobody]')
  .replace('least: 7 }', 'least: 7, more: 1 }')
  .replace('least: 9 }\n', 'least: 9 }\n    retries: "two"\n')
const all = ['unknown-name', 'unused-param', 'wrong-type']

const codesOf = (items: readonly { readonly code?: number | string }[]): (number | string | undefined)[] =>
  items.map(({ code }) => code).sort()

test('a client that pulls and can be asked to pull again gets names of a long file first, then all', async () => {
  await using client = await TestClient.start({
    textDocument: { diagnostic: {} },
    workspace: { diagnostics: { refreshSupport: true } },
  })
  const uri = await client.open('big.dag', text)
  const pull = async (): Promise<unknown> => {
    const report: DocumentDiagnosticReport = await client.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } })
    return report.kind === 'full' ? codesOf(report.items) : report.kind
  }
  assert.deepEqual(await pull(), ['unknown-name'])
  await client.until(() => client.refreshes > 0)
  assert.deepEqual(await pull(), all)
})

test('a client that cannot be asked to pull again gets all at once', async () => {
  await using client = await TestClient.start({ textDocument: { diagnostic: {} } })
  const uri = await client.open('big.dag', text)
  const report: DocumentDiagnosticReport = await client.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } })
  assert.deepEqual(report.kind === 'full' && codesOf(report.items), all)
})

test('a client that does not pull is told of names first, then of all', async () => {
  await using client = await TestClient.start({})
  const seen: unknown[] = []
  const uri = await client.open('big.dag', text)
  await client.published(uri, ({ diagnostics }) => {
    seen.push(codesOf(diagnostics))
    return diagnostics.length === all.length
  })
  assert.deepEqual(seen, [['unknown-name'], all])
})
