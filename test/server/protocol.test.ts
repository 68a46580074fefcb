import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { CancellationTokenSource } from 'vscode-jsonrpc/node'
import {
  type CompletionItem,
  type DocumentDiagnosticReport,
  type DocumentSymbol,
  type Hover,
  type LocationLink,
  LSPErrorCodes,
} from 'vscode-languageserver-protocol'
import {
  type GraphChangedParams,
  type GraphResult,
  graphChangedNotification,
  graphRequest,
  type ServerOptions,
} from '../../server/protocol.ts'
import { TestClient } from './client.ts'

const pulling = {
  textDocument: { diagnostic: { relatedInformation: true } },
  workspace: { diagnostics: { refreshSupport: true }, didChangeWatchedFiles: { dynamicRegistration: true } },
}
const pushing = { textDocument: { publishDiagnostics: { relatedInformation: true } } }
const wrong = 'dag d {\n  task a: shell { run: "echo" }\n  a -> b\n}\n'
const right = 'dag d {\n  task a: shell { run: "echo" }\n}\n'

test('announces what it serves, and ends when it is told to', async () => {
  await using client = await TestClient.start(pulling)
  assert.equal(client.initialized.capabilities.positionEncoding, 'utf-16')
  assert.equal(client.initialized.capabilities.colorProvider, undefined)
  assert.equal(await client.stop(), 0)
})

test('pushes diagnostics with the version that they are of, to a client that cannot pull', async () => {
  await using client = await TestClient.start(pushing)
  const uri = await client.open('a.dag', wrong)
  const found = await client.published(uri, params => params.version === 1)
  assert.deepEqual(
    found.map(({ code, range }) => [code, range.start.line, range.start.character]),
    [['unknown-name', 2, 7]],
  )
  await client.change(uri, 2, right)
  assert.deepEqual(await client.published(uri, params => params.version === 2), [])
  await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri } })
  await client.published(uri, params => params.version === undefined)
})

test('is silent about documents of other languages', async () => {
  await using client = await TestClient.start(pushing)
  const json = await client.open('package.json', '{ "name": "x" }', 1, 'json')
  const dag = await client.open('a.dag', wrong, 1, 'plaintext')
  await client.published(dag, ({ diagnostics }) => diagnostics.length === 1)
  const uri = 'untitled:Untitled-1'
  const open = (languageId: string): Promise<void> =>
    client.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text: wrong } })
  await open('dagline')
  await client.published(uri, ({ diagnostics }) => diagnostics.length === 1)
  await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri } })
  await open('plaintext')
  await client.published(uri, ({ diagnostics }) => diagnostics.length === 0)
  for (const document of [json, uri])
    assert.equal(await client.connection.sendRequest('textDocument/documentSymbol', { textDocument: { uri: document } }), null)
  assert.ok(!client.hasPublished(json))
})

test('answers pulls, says when nothing changed, and reads edits of a part of the text', async () => {
  await using client = await TestClient.start(pulling)
  assert.equal(client.initialized.capabilities.diagnosticProvider?.interFileDependencies, true)
  const uri = await client.open('a.dag', wrong)
  const pull = (previousResultId?: string): Promise<DocumentDiagnosticReport> =>
    client.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri }, previousResultId })
  const first = await pull()
  assert.equal(first.kind, 'full')
  assert.equal(first.items.length, 1)
  const again = await pull(first.resultId)
  assert.equal(again.kind, 'unchanged')
  const at = { line: 2, character: 7 }
  await client.connection.sendNotification('textDocument/didChange', {
    textDocument: { uri, version: 2 },
    contentChanges: [{ range: { start: at, end: { line: 2, character: 8 } }, text: 'a2\n  task a2: shell { run: "x" }' }],
  })
  const mended = await pull(first.resultId)
  assert.deepEqual(mended.kind === 'full' && mended.items, [])
})

test('asks for a new pull when an imported file changes, in the editor or on the disk', async () => {
  await using client = await TestClient.start(pulling, { 'lib.dag': 'let n = 1\n' })
  await client.until(() => client.registrations.includes('workspace/didChangeWatchedFiles'))
  const uri = await client.open('a.dag', 'import "lib.dag"\ndag d {\n  task a: shell { run: "x", params: { n } }\n}\n')
  const pull = async (): Promise<readonly unknown[]> => {
    const report: DocumentDiagnosticReport = await client.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } })
    return report.kind === 'full' ? report.items.map(item => item.code) : []
  }
  assert.deepEqual(await pull(), [])
  const lib = await client.open('lib.dag', 'let m = 1\n')
  await client.until(() => client.refreshes === 1)
  assert.deepEqual(await pull(), ['unknown-name'])
  await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: lib } })
  await client.until(() => client.refreshes === 2)
  assert.deepEqual(await pull(), [])
  await writeFile(join(client.folder, 'lib.dag'), 'let other = 12345\n')
  await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: lib, type: 2 }] })
  await client.until(() => client.refreshes === 3)
  assert.deepEqual(await pull(), ['unknown-name'])
})

test('tells a client that asked for it which graphs may be other ones', async () => {
  await using client = await TestClient.start(pulling, { 'a.sh': 'echo' }, undefined, { graphChanged: true } satisfies ServerOptions)
  const uri = await client.open('a.dag', 'dag d { task a: shell { script: "a.sh" } }\n')
  const ask = (): Promise<GraphResult> => client.connection.sendRequest(graphRequest, { uri })
  const changed = new Promise<GraphChangedParams>(done => client.connection.onNotification(graphChangedNotification, done))
  const before = await ask()
  await writeFile(join(client.folder, 'a.sh'), 'echo something else')
  await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: client.uri('a.sh'), type: 2 }] })
  assert.deepEqual(await changed, { uri })
  const after = await ask()
  assert.notEqual(after.dags[0]?.tasks[0]?.fingerprint, before.dags[0]?.tasks[0]?.fingerprint)
})

test('pushes the problems of an imported file that is not open, also to a client that pulls', async () => {
  await using client = await TestClient.start(pulling, { 'lib.dag': 'let n = \n' })
  await client.open('a.dag', `import "lib.dag"\n${right}`)
  const found = await client.published(client.uri('lib.dag'), params => params.diagnostics.length > 0)
  assert.deepEqual(
    found.map(item => item.code),
    ['syntax'],
  )
})

test('gives the graph of the newest text', async () => {
  await using client = await TestClient.start(pulling)
  const uri = await client.open('a.dag', right)
  await client.change(
    uri,
    7,
    'target prod { confirm: true }\ndag d {\n  input n: number = 1 + 2\n  task a: shell { run: "x" }\n  task b: shell { run: "y" }\n  a -> b\n}\n',
  )
  const graph: GraphResult = await client.connection.sendRequest(graphRequest, { uri })
  assert.equal(graph.version, 7)
  assert.deepEqual(graph.dags[0]?.edges, [{ from: 'a', to: 'b', why: 'edge' }])
  assert.deepEqual(graph.dags[0]?.inputs, [{ name: 'n', type: 'number', defaultText: '1 + 2' }])
  assert.deepEqual(graph.targets, [
    { name: 'local', confirm: false },
    { name: 'prod', confirm: true },
  ])
  assert.deepEqual([graph.errors, graph.complete], [0, true])
  assert.equal(await client.connection.sendRequest(graphRequest, { uri: client.uri('none.dag') }), null)
})

test('completes with snippets where the client has them, and without where it has not', async () => {
  const labels = async (snippetSupport: boolean): Promise<CompletionItem[]> => {
    await using client = await TestClient.start({ textDocument: { completion: { completionItem: { snippetSupport } } } })
    const uri = await client.open('a.dag', 'dag d {\n  task a: bq {\n    s\n  }\n}\n')
    return await client.connection.sendRequest('textDocument/completion', { textDocument: { uri }, position: { line: 2, character: 5 } })
  }
  const edit = (items: CompletionItem[]) => items.find(item => item.label === 'script')?.textEdit
  const range = { start: { line: 2, character: 4 }, end: { line: 2, character: 5 } }
  assert.deepEqual(edit(await labels(true)), { range, newText: 'script: "$1"' })
  assert.deepEqual(edit(await labels(false)), { range, newText: 'script: ""' })
})

test('a cancelled request is answered as cancelled, and one about an older text as modified', async () => {
  await using client = await TestClient.start(pulling)
  const uri = await client.open('a.dag', right)
  const params = { textDocument: { uri }, position: { line: 0, character: 0 } }
  const source = new CancellationTokenSource()
  client.writer.hold()
  const cancelled = client.connection.sendRequest('textDocument/completion', params, source.token)
  source.cancel()
  client.writer.release()
  await assert.rejects(cancelled, { code: LSPErrorCodes.RequestCancelled })
  // Both arrive together: the edit is read before the answer is worked out.
  client.writer.hold()
  const modified = client.connection.sendRequest('textDocument/hover', params)
  await client.change(uri, 2, wrong)
  client.writer.release()
  await assert.rejects(modified, { code: LSPErrorCodes.ContentModified })
  assert.ok(await client.connection.sendRequest('textDocument/completion', params))
})

test('whoever types on is offered what fits to the text that was there', async () => {
  await using client = await TestClient.start(pulling)
  const text = (line: string): string =>
    `dag d {\n${['a', 'bc', 'bd'].map(name => `  task ${name}: shell { run: "x" }\n`).join('')}${line}}\n`
  const uri = await client.open('a.dag', text('  a -> '))
  const offered = async (version: number, line: string, newer: string, character: number): Promise<unknown> => {
    await client.change(uri, version, text(line))
    client.writer.hold()
    const position = { line: 4, character }
    const found = client.connection.sendRequest<CompletionItem[]>('textDocument/completion', { textDocument: { uri }, position })
    await client.change(uri, version + 1, text(newer))
    // Something else was asked since, and the newer text is known by then.
    const report = client.connection.sendRequest<{ items: unknown[] }>('textDocument/diagnostic', { textDocument: { uri } })
    client.writer.release()
    assert.equal((await report).items.length, newer.includes('nothing') ? 1 : 0)
    return (await found).map(({ label, textEdit }) => [label, textEdit])
  }
  const range = (start: number, end: number) => ({ start: { line: 4, character: start }, end: { line: 4, character: end } })
  assert.deepEqual(await offered(2, '  a -> \n', '  a -> bd\n', 7), [
    ['bc', { range: range(7, 7), newText: 'bc' }],
    ['bd', { range: range(7, 7), newText: 'bd' }],
  ])
  assert.deepEqual(await offered(4, '  bc -> b\n', '\n\n  bc -> nothing\n', 9), [
    ['a', { range: range(8, 9), newText: 'a' }],
    ['bd', { range: range(8, 9), newText: 'bd' }],
  ])
})

test('hover, definition, references, outline and folding reach the client in its own terms', async () => {
  await using client = await TestClient.start({
    textDocument: {
      hover: { contentFormat: ['markdown', 'plaintext'] },
      definition: { linkSupport: true },
      documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    },
  })
  const uri = await client.open('a.dag', 'dag d {\n  task one: js { script: "x" }\n  task two: js { script: "x" }\n  one -> two\n}\n')
  const at = { textDocument: { uri }, position: { line: 3, character: 3 } }
  const ask = <R>(method: string, params: object): Promise<R> => client.connection.sendRequest(`textDocument/${method}`, params)
  const hover = await ask<Hover>('hover', at)
  assert.deepEqual(hover.range, { start: { line: 3, character: 2 }, end: { line: 3, character: 5 } })
  assert.match((hover.contents as { value: string }).value, /^```dagline\ntask one: js\n```/)
  const [link] = await ask<LocationLink[]>('definition', at)
  assert.deepEqual(link, {
    originSelectionRange: hover.range,
    targetUri: uri,
    targetRange: { start: { line: 1, character: 2 }, end: { line: 1, character: 30 } },
    targetSelectionRange: { start: { line: 1, character: 7 }, end: { line: 1, character: 10 } },
  })
  assert.equal((await ask<unknown[]>('references', { ...at, context: { includeDeclaration: false } })).length, 1)
  assert.equal((await ask<unknown[]>('documentHighlight', at)).length, 2)
  const [dag] = await ask<DocumentSymbol[]>('documentSymbol', { textDocument: { uri } })
  assert.deepEqual([dag?.name, dag?.children?.map(child => child.name)], ['d', ['one', 'two']])
  assert.deepEqual(await ask('foldingRange', { textDocument: { uri } }), [{ startLine: 0, endLine: 3 }])
})

test('dagline lsp --stdio is the same server', async () => {
  await using client = await TestClient.start(pushing, {}, ['runtime/cli/main.ts', 'lsp', '--stdio'])
  const uri = await client.open('a.dag', wrong)
  assert.equal((await client.published(uri, params => params.version === 1)).length, 1)
  assert.equal(await client.stop(), 0)
})
