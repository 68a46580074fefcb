import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ClientCapabilities, CodeAction, Diagnostic, DocumentDiagnosticReport, WorkspaceEdit } from 'vscode-languageserver-protocol'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { TestClient } from './client.ts'

const able: ClientCapabilities = {
  textDocument: {
    diagnostic: { relatedInformation: true, tagSupport: { valueSet: [1] } },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'refactor', 'source'] } },
      dataSupport: true,
      isPreferredSupport: true,
      resolveSupport: { properties: ['edit'] },
    },
  },
  workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } },
}

const source = `dag d {
  task a: shell { run: "true" }
  task b: shell { run: "true" }
  task c: shell { run: "true" }
  a -> b -> c
  a -> c
  a -> load
  let unused = 1
}
`

/** The start of a word of the source, as a range of its own. */
function rangeAt(text: string, word: string): { start: { line: number; character: number }; end: { line: number; character: number } } {
  const document = TextDocument.create('', '', 0, text)
  const at = text.indexOf(word)
  return { start: document.positionAt(at), end: document.positionAt(at + word.length) }
}

async function actions(
  client: TestClient,
  uri: string,
  word: string,
  only: string[],
  diagnostics: readonly Diagnostic[] = [],
  text = source,
): Promise<CodeAction[]> {
  return client.connection.sendRequest('textDocument/codeAction', {
    textDocument: { uri },
    range: rangeAt(text, word),
    context: { diagnostics, only },
  })
}

const applied = (edit: WorkspaceEdit | undefined): string => {
  const [change] = edit?.documentChanges ?? []
  assert.ok(change && 'edits' in change && change.textDocument.version === 1)
  return TextDocument.applyEdits(TextDocument.create('', '', 0, source), change.edits as { range: never; newText: string }[])
}

test('the server says which kinds it has, and says nothing to a client that knows commands only', async () => {
  await using client = await TestClient.start(able)
  assert.deepEqual(client.initialized.capabilities.codeActionProvider, {
    codeActionKinds: ['quickfix', 'refactor.extract', 'refactor.inline', 'refactor.rewrite', 'source.fixAll.dagline'],
    resolveProvider: true,
  })
  await using simple = await TestClient.start({})
  assert.equal(simple.initialized.capabilities.codeActionProvider, undefined)
})

test('what is not needed is faded, and a diagnostic shows the places that it speaks of', async () => {
  await using client = await TestClient.start(able)
  const uri = await client.open('a.dag', source.replace('a -> load', 'c -> a'))
  const report = await client.connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument: { uri } })
  assert.ok(report.kind === 'full')
  const of = (code: string): Diagnostic | undefined => report.items.find(item => item.code === code)
  assert.deepEqual(of('unused-let')?.tags, [1])
  assert.equal(of('cycle')?.tags, undefined)
  assert.deepEqual(
    of('cycle')?.relatedInformation?.map(({ message }) => message),
    ['c waits for a', 'a waits for c'],
  )
})

test('a fix comes with its edit and with the diagnostic that it mends', async () => {
  await using client = await TestClient.start(able)
  const uri = await client.open('a.dag', source)
  const report = await client.connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument: { uri } })
  assert.ok(report.kind === 'full')
  const unknown = report.items.filter(({ code }) => code === 'unknown-name')
  const found = await actions(client, uri, 'load', ['quickfix'], unknown)
  const create = found.find(({ title }) => title === 'Create the task `load`')
  assert.deepEqual(create?.diagnostics, unknown)
  assert.match(applied(create?.edit), /task load: shell \{\n {4}run: "echo load"\n {2}\}/)
  assert.deepEqual(found.filter(({ isPreferred }) => isPreferred).length, 1)
})

test('a refactoring and fix all come without their edits, which are made when they are chosen', async () => {
  await using client = await TestClient.start(able)
  const uri = await client.open('a.dag', source)
  const [split] = (await actions(client, uri, '-> b', ['refactor'])).filter(({ title }) => title.startsWith('Split'))
  assert.equal(split?.edit, undefined)
  const resolved = await client.connection.sendRequest<CodeAction>('codeAction/resolve', split)
  assert.match(applied(resolved.edit), /\n {2}a -> b\n {2}b -> c\n/)
  const [all, ...others] = await actions(client, uri, 'dag', ['source.fixAll'])
  assert.deepEqual(others, [])
  const done = await client.connection.sendRequest<CodeAction>('codeAction/resolve', all)
  assert.equal(applied(done.edit), source.replace('  a -> c\n', '').replace('  let unused = 1\n', ''))
})

test('an action of an older text is refused', async () => {
  await using client = await TestClient.start(able)
  const uri = await client.open('a.dag', source)
  const [split] = (await actions(client, uri, '-> b', ['refactor'])).filter(({ title }) => title.startsWith('Split'))
  await client.change(uri, 2, `\n${source}`)
  await assert.rejects(client.connection.sendRequest('codeAction/resolve', split), { code: -32801 })
})

test('a client that can less gets whole edits, and none that makes files', async () => {
  await using client = await TestClient.start({
    textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } },
  })
  assert.deepEqual(client.initialized.capabilities.codeActionProvider, {
    codeActionKinds: ['quickfix', 'refactor.extract', 'refactor.inline', 'refactor.rewrite', 'source.fixAll.dagline'],
    resolveProvider: false,
  })
  const uri = await client.open('a.dag', source)
  const [split] = (await actions(client, uri, '-> b', ['refactor'])).filter(({ title }) => title.startsWith('Split'))
  assert.deepEqual(Object.keys(split?.edit?.changes ?? {}), [uri])
  const script = 'dag d { task a: js { script: "new.js" } }\n'
  const other = await client.open('b.dag', script)
  assert.deepEqual(await actions(client, other, 'new', ['quickfix'], [], script), [])
})

test('a file that is missing is made', async () => {
  await using client = await TestClient.start(able)
  const script = 'dag d { task a: js { script: "new.js" } }\n'
  const uri = await client.open('b.dag', script)
  const [create] = await actions(client, uri, 'new', ['quickfix'], [], script)
  assert.deepEqual(create?.edit, { documentChanges: [{ kind: 'create', uri: client.uri('new.js'), options: { ignoreIfExists: true } }] })
})
