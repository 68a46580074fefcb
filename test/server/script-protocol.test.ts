import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import type { CompletionItem, DocumentDiagnosticReport, Hover, Location } from 'vscode-languageserver-protocol'
import { TestClient } from './client.ts'

const dag = 'dag d {\n  task t: bq { script: "a.sql", params: { day: 1 } }\n}\n'
const sql = 'select {day}, {city}\n'
const pulling = {
  textDocument: { diagnostic: { relatedDocumentSupport: true, relatedInformation: true } },
  workspace: { diagnostics: { refreshSupport: true }, didChangeWatchedFiles: { dynamicRegistration: true } },
}
const at = (line: number, character: number) => ({ line, character })

test('a script that is open is told what it lacks, and again when the task has it', async () => {
  await using client = await TestClient.start(
    { textDocument: { publishDiagnostics: { relatedInformation: true } } },
    { 'a.dag': dag, 'a.sql': sql },
  )
  const uri = await client.open('a.sql', sql)
  const [found] = await client.published(uri, ({ diagnostics }) => diagnostics.length > 0)
  assert.deepEqual(found?.range, { start: at(0, 14), end: at(0, 20) })
  assert.equal(found.code, 'missing-param')
  assert.deepEqual(found.relatedInformation, [
    { location: { uri: client.uri('a.dag'), range: { start: at(1, 23), end: at(1, 30) } }, message: '`t` runs this script' },
  ])
  await client.open('a.dag', dag.replace('day: 1', 'day: 1, city: "x"'))
  await client.published(uri, ({ diagnostics }) => diagnostics.length === 0)
})

test('the .dag file goes on to say what a script lacks, by its text as it is typed', async () => {
  await using client = await TestClient.start({}, { 'a.sql': 'select {day}' })
  const uri = await client.open('a.dag', dag)
  const script = await client.open('a.sql', 'select {day}')
  await client.change(script, 2, sql)
  const [found] = await client.published(uri, ({ diagnostics }) => diagnostics.length > 0)
  assert.deepEqual(found?.range.start, at(1, 23))
})

test('definition, hover and completion of a script; all else of it is left to others', async () => {
  await using client = await TestClient.start({}, { 'a.dag': dag, 'a.sql': sql })
  const uri = await client.open('a.sql', sql)
  const ask = <R>(method: string, character: number): Promise<R> =>
    client.connection.sendRequest(method, { textDocument: { uri }, position: at(0, character) })
  assert.deepEqual(await ask<Location[]>('textDocument/definition', 9), [
    { uri: client.uri('a.dag'), range: { start: at(1, 42), end: at(1, 45) } },
  ])
  assert.deepEqual((await ask<Hover>('textDocument/hover', 9)).range, { start: at(0, 7), end: at(0, 12) })
  const offered = await ask<CompletionItem[]>('textDocument/completion', 8)
  assert.deepEqual(
    offered.map(item => item.label),
    ['day'],
  )
  client.writer.hold()
  const typedOn = ask<CompletionItem[]>('textDocument/completion', 8)
  await client.change(uri, 2, `\n${sql}`)
  client.writer.release()
  assert.deepEqual(await typedOn, offered)
  await client.change(uri, 3, sql)
  const options = { tabSize: 2, insertSpaces: true }
  assert.equal(await client.connection.sendRequest('textDocument/formatting', { textDocument: { uri }, options }), null)
  assert.equal(await client.connection.sendRequest('textDocument/documentSymbol', { textDocument: { uri } }), null)
  assert.equal(await client.connection.sendRequest('textDocument/foldingRange', { textDocument: { uri } }), null)
})

test('a client that wants to tell of scripts is asked for them alone, and asks again when a task has changed', async () => {
  await using client = await TestClient.start(pulling, { 'a.dag': dag, 'a.sql': sql }, undefined, { scriptSchemes: ['file'] })
  await client.until(() => client.registrations.includes('textDocument/completion'))
  assert.deepEqual(client.registrations.filter(method => method.startsWith('textDocument/')).sort(), [
    'textDocument/completion',
    'textDocument/definition',
    'textDocument/diagnostic',
    'textDocument/didChange',
    'textDocument/didClose',
    'textDocument/didOpen',
    'textDocument/hover',
  ])
  const uri = await client.open('a.sql', sql)
  const pull = async (): Promise<number> => {
    const report: DocumentDiagnosticReport = await client.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } })
    return report.kind === 'full' ? report.items.length : -1
  }
  assert.equal(await pull(), 1)
  const before = client.refreshes
  await writeFile(join(client.folder, 'a.dag'), dag.replace('day: 1', 'day: 1, city: "x"'))
  await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: client.uri('a.dag'), type: 2 }] })
  await client.until(() => client.refreshes > before)
  assert.equal(await pull(), 0)
})

test('a script that no task runs has no answer', async () => {
  await using client = await TestClient.start({}, { 'a.dag': dag })
  const uri = await client.open('b.sql', 'select {x}')
  assert.equal(await client.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position: at(0, 8) }), null)
  await client.open('a.sql', sql)
  await client.published(client.uri('a.sql'), ({ diagnostics }) => diagnostics.length === 1)
  await client.published(uri, ({ diagnostics }) => diagnostics.length === 0)
})
