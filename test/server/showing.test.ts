import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CodeLens, type InlayHint, LSPErrorCodes, type SemanticTokens, type SemanticTokensDelta } from 'vscode-languageserver-protocol'
import { type ServerOptions, showReferencesCommand } from '../../server/protocol.ts'
import { TestClient } from './client.ts'

const asking = {
  textDocument: { semanticTokens: { requests: { range: true, full: { delta: true } }, tokenTypes: [], tokenModifiers: [], formats: [] } },
  workspace: {
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    semanticTokens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    codeLens: { refreshSupport: true },
    diagnostics: { refreshSupport: true },
  },
}
const source = 'let a = 1\nlet b = a + 1\ndag d {\n  task t: js { script: "x.js", params: { b } }\n}\n'
const everything = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } }

/** Words with their types, by the legend that the server announced. */
function wordsOf(client: TestClient, text: string, { data }: SemanticTokens): string[] {
  const { tokenTypes } = client.initialized.capabilities.semanticTokensProvider!.legend
  const lines = text.split('\n')
  let [line, column] = [0, 0]
  const words: string[] = []
  for (let i = 0; i < data.length; i += 5) {
    line += data[i]!
    column = data[i] === 0 ? column + data[i + 1]! : data[i + 1]!
    words.push(`${lines[line]!.slice(column, column + data[i + 2]!)} ${tokenTypes[data[i + 3]!]}`)
  }
  return words
}

const expected = ['a variable', 'b variable', 'a variable', 'd namespace', 't function', 'js class', 'script property', 'params property']

test('semantic tokens: whole, of a range, and as edits of what the client has', async () => {
  await using client = await TestClient.start(asking)
  const uri = await client.open('a.dag', source)
  const textDocument = { uri }
  const whole: SemanticTokens = await client.connection.sendRequest('textDocument/semanticTokens/full', { textDocument })
  assert.deepEqual(wordsOf(client, source, whole), [...expected, 'b variable'])
  const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 20 } }
  const part: SemanticTokens = await client.connection.sendRequest('textDocument/semanticTokens/range', { textDocument, range })
  assert.deepEqual(wordsOf(client, source, part), ['b variable', 'a variable'])
  await client.change(uri, 2, `${source}let c = 2\n`)
  const delta: SemanticTokensDelta = await client.connection.sendRequest('textDocument/semanticTokens/full/delta', {
    textDocument,
    previousResultId: whole.resultId,
  })
  const edited = [...whole.data]
  for (const edit of delta.edits) edited.splice(edit.start, edit.deleteCount, ...(edit.data ?? []))
  assert.deepEqual(wordsOf(client, `${source}let c = 2\n`, { data: edited }), [...expected, 'b variable', 'c variable'])
  assert.ok(delta.edits.every(edit => (edit.data?.length ?? 0) <= 5))
  const unknown: SemanticTokens = await client.connection.sendRequest('textDocument/semanticTokens/full/delta', {
    textDocument,
    previousResultId: 'of another life',
  })
  assert.deepEqual(unknown.data, edited)
})

test('of a very long document, a client that can ask for parts gets parts', async () => {
  const long = `${source}${'// word\n'.repeat(40_000)}`
  for (const range of [true, false]) {
    const requests = { range, full: true }
    await using client = await TestClient.start({
      textDocument: { semanticTokens: { requests, tokenTypes: [], tokenModifiers: [], formats: [] } },
    })
    const textDocument = { uri: await client.open('a.dag', long) }
    const whole: SemanticTokens | null = await client.connection.sendRequest('textDocument/semanticTokens/full', { textDocument })
    assert.equal(whole === null, range)
    const part: SemanticTokens = await client.connection.sendRequest('textDocument/semanticTokens/range', {
      textDocument,
      range: everything,
    })
    assert.equal(part.data.length, (expected.length + 1) * 5)
  }
})

test('inlay hints, as the settings want them, also after they change', async () => {
  await using client = await TestClient.start(asking)
  const textDocument = { uri: await client.open('a.dag', source) }
  const hints = async (): Promise<unknown[]> => {
    const found: InlayHint[] = await client.connection.sendRequest('textDocument/inlayHint', { textDocument, range: everything })
    return found.map(hint => [hint.label, hint.position.line, hint.position.character])
  }
  const all = [
    ['= 2', 1, 13],
    ['= 2', 3, 42],
  ]
  assert.deepEqual(await hints(), all)
  await client.until(() => client.registrations.includes('workspace/didChangeConfiguration'))
  client.settings = { inlayHints: { values: false } }
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null })
  await client.until(() => client.refreshed.includes('inlayHint'))
  assert.deepEqual(await hints(), [])
  assert.deepEqual([...client.refreshed].sort(), ['codeLens', 'inlayHint', 'semanticTokens'])
})

test('settings of a client that cannot be asked come with the notification of a change', async () => {
  await using client = await TestClient.start({ textDocument: { publishDiagnostics: {} } })
  const uri = await client.open('a.dag', 'dag d {\n  let a = 1\n  task t: js { script: "x.js" }\n}\n')
  const codes = (wanted: boolean) =>
    client.published(uri, ({ diagnostics }) => diagnostics.some(({ code }) => code === 'unused-let') === wanted)
  await codes(true)
  await client.connection.sendNotification('workspace/didChangeConfiguration', {
    settings: { dagline: { diagnostics: { hints: false } } },
  })
  const left = await codes(false)
  assert.deepEqual(
    left.map(({ code }) => code),
    ['script-not-found'],
  )
})

test('code lenses are counted when they are seen', async () => {
  const options: ServerOptions = { showReferences: true }
  await using client = await TestClient.start(asking, {}, undefined, options)
  client.settings = { codeLens: { references: true, neighbours: true } }
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null })
  await client.until(() => client.refreshed.includes('codeLens'))
  const uri = await client.open('a.dag', source)
  const found: CodeLens[] = await client.connection.sendRequest('textDocument/codeLens', { textDocument: { uri } })
  assert.equal(found.length, 3)
  assert.ok(found.every(lens => lens.command === undefined))
  const resolved: CodeLens[] = await Promise.all(found.map(lens => client.connection.sendRequest<CodeLens>('codeLens/resolve', lens)))
  assert.deepEqual(
    resolved.map(lens => [lens.command?.title, lens.command?.command]),
    [
      ['1 reference', showReferencesCommand],
      ['1 reference', showReferencesCommand],
      ['0 upstream, 0 downstream', ''],
    ],
  )
  await client.change(uri, 2, `\n${source}`)
  await assert.rejects(client.connection.sendRequest('codeLens/resolve', found[0]), { code: LSPErrorCodes.ContentModified })
})
