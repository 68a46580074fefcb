import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CompletionItem, DocumentDiagnosticReport, Hover } from 'vscode-languageserver-protocol'
import {
  type GraphChangedParams,
  type GraphResult,
  graphChangedNotification,
  graphRequest,
  type ReadFileParams,
  type ReadFileResult,
  type ReadFolderResult,
  readFileRequest,
  readFolderRequest,
  type ServerOptions,
} from '../../server/protocol.ts'
import { resolveInsideUri } from '../../server/uri-paths.ts'
import { TestClient } from './client.ts'

const pulling = { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } }
const folder = 'memory://host/work%20space'
const options: ServerOptions = { graphChanged: true, readsFiles: true }

/** A client with a file system that is on no disk. */
async function start(files: Map<string, string>): Promise<{ readonly client: TestClient; readonly asked: string[] }> {
  const asked: string[] = []
  const client = await TestClient.start(pulling, {}, undefined, options, folder)
  client.connection.onRequest<ReadFileResult, void>(readFileRequest, ({ uri }: ReadFileParams): ReadFileResult => {
    asked.push(uri)
    const text = files.get(uri)
    return text === undefined ? { kind: 'missing' } : { kind: 'text', text }
  })
  client.connection.onRequest(readFolderRequest, ({ uri }: ReadFileParams): ReadFolderResult => {
    const names = [...files.keys()].filter(name => name.startsWith(`${uri}/`)).map(name => name.slice(uri.length + 1))
    return { entries: names.map(name => ({ name, isFolder: false })) }
  })
  return { client, asked }
}

async function open(client: TestClient, text: string): Promise<string> {
  const uri = `${folder}/main.dag`
  await client.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'dagline', version: 1, text } })
  return uri
}

async function codes(client: TestClient, uri: string): Promise<readonly unknown[]> {
  const report: DocumentDiagnosticReport = await client.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } })
  return report.kind === 'full' ? report.items.map(({ code }) => code) : []
}

test('files on no disk are read through the client, import by import, before the first answer', async () => {
  const files = new Map([
    [`${folder}/lib/a.dag`, 'import "b.dag"\nlet n = m\n'],
    [`${folder}/lib/b.dag`, 'let m = 1\n'],
    [`${folder}/a.sql`, 'select {n}'],
  ])
  const { client, asked } = await start(files)
  await using _ = client
  const uri = await open(client, 'import "lib/a.dag"\ndag d {\n  task t: bq { script: "a.sql", params: { n } }\n}\n')
  assert.deepEqual(await codes(client, uri), [])
  assert.deepEqual(asked.toSorted(), [...files.keys()].toSorted())
  const graph: GraphResult = await client.connection.sendRequest(graphRequest, { uri })
  assert.equal(graph.dags[0]?.tasks.length, 1)
  assert.equal(asked.length, 3)
})

test('a file that is not there, or out of the folder, is a problem, and the second is never asked for', async () => {
  const { client, asked } = await start(new Map([['memory://host/secret.sh', 'echo']]))
  await using _ = client
  const uri = await open(
    client,
    'dag d {\n  task a: shell { script: "none.sh" }\n  task b: shell { script: "../secret.sh" }\n  a -> b\n}\n',
  )
  assert.deepEqual(await codes(client, uri), ['script-not-found', 'script-not-found'])
  assert.deepEqual(asked, [`${folder}/none.sh`])
})

test('a file that changes is read again, and who asked is told', async () => {
  const files = new Map([[`${folder}/a.sql`, 'select {n}']])
  const { client } = await start(files)
  await using _ = client
  const uri = await open(client, 'dag d {\n  task t: bq { script: "a.sql", params: { n: 1 } }\n}\n')
  assert.deepEqual(await codes(client, uri), [])
  const changed = new Promise<GraphChangedParams>(done => client.connection.onNotification(graphChangedNotification, done))
  files.set(`${folder}/a.sql`, 'select {other}')
  await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: `${folder}/a.sql`, type: 2 }] })
  assert.deepEqual(await changed, { uri })
  await client.until(() => client.refreshes > 0)
  assert.deepEqual((await codes(client, uri)).toSorted(), ['missing-param', 'unused-param'])
})

test('a client that cannot read a file says why, and the rest is answered', async () => {
  const client = await TestClient.start(pulling, {}, undefined, options, folder)
  await using _ = client
  const uri = await open(client, 'dag d {\n  task t: shell { script: "a.sh" }\n}\n')
  assert.deepEqual(await codes(client, uri), ['script-not-found'])
  const hover: Hover | null = await client.connection.sendRequest('textDocument/hover', {
    textDocument: { uri },
    position: { line: 1, character: 7 },
  })
  assert.ok(hover)
})

test('paths are completed from folders that the client lists', async () => {
  const { client } = await start(
    new Map([
      [`${folder}/a.sh`, ''],
      [`${folder}/b.sql`, ''],
    ]),
  )
  await using _ = client
  const uri = await open(client, 'dag d {\n  task t: shell { script: "" }\n}\n')
  const items: CompletionItem[] = await client.connection.sendRequest('textDocument/completion', {
    textDocument: { uri },
    position: { line: 1, character: 27 },
  })
  assert.deepEqual(
    items.map(({ label }) => label),
    ['a.sh'],
  )
})

test('a path between URIs stays inside its folder', () => {
  assert.equal(resolveInsideUri(folder, `${folder}/a`, '../b c#.sql'), `${folder}/b%20c%23.sql`)
  assert.equal(resolveInsideUri(folder, folder, '../work spaceship/a'), null)
  assert.equal(resolveInsideUri(folder, folder, '/etc/passwd'), null)
  assert.equal(resolveInsideUri(folder, folder, 'a\0b'), null)
})
