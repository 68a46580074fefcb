import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  DocumentLink,
  Location,
  SelectionRange,
  SymbolInformation,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol'
import { TestClient } from './client.ts'

const plain = {}
const modern = {
  textDocument: { rename: { prepareSupport: true } },
  workspace: { workspaceEdit: { documentChanges: true }, fileOperations: { willRename: true } },
}
const lib = 'let shared = 1\n'
const user = 'import "lib.dag"\ndag d {\n  task a: shell { run: "x", params: { shared } }\n  task b: shell { run: "x" }\n  a -> b\n}\n'
const at = (line: number, character: number) => ({ line, character })

test('a name is changed in open and closed files; versions are said to a client that takes them', async () => {
  await using client = await TestClient.start(modern, { 'lib.dag': lib, 'user.dag': user })
  assert.deepEqual(client.initialized.capabilities.renameProvider, { prepareProvider: true })
  const uri = await client.open('lib.dag', lib, 7)
  const place = { textDocument: { uri }, position: at(0, 6) }
  assert.deepEqual(await client.connection.sendRequest('textDocument/prepareRename', place), {
    range: { start: at(0, 4), end: at(0, 10) },
    placeholder: 'shared',
  })
  const edit: WorkspaceEdit = await client.connection.sendRequest('textDocument/rename', { ...place, newName: 'common' })
  assert.deepEqual(edit, {
    documentChanges: [
      { textDocument: { uri, version: 7 }, edits: [{ range: { start: at(0, 4), end: at(0, 10) }, newText: 'common' }] },
      {
        textDocument: { uri: client.uri('user.dag'), version: null },
        edits: [{ range: { start: at(2, 38), end: at(2, 44) }, newText: 'shared: common' }],
      },
    ],
  })
  const found: Location[] = await client.connection.sendRequest('textDocument/references', {
    ...place,
    context: { includeDeclaration: false },
  })
  assert.deepEqual(
    found.map(each => each.uri),
    [client.uri('user.dag')],
  )
})

test('a file that has changed on the disk a moment ago is renamed in as it is now', async () => {
  await using client = await TestClient.start(plain, { 'lib.dag': lib })
  const text = 'import "lib.dag"\nlet a = shared\n'
  const uri = await client.open('a.dag', text)
  const place = { textDocument: { uri }, position: at(1, 9) }
  const changes = async (newName: string): Promise<unknown> => {
    const edit: WorkspaceEdit = await client.connection.sendRequest('textDocument/rename', { ...place, newName })
    return edit.changes?.[client.uri('lib.dag')]
  }
  assert.deepEqual(await changes('b'), [{ range: { start: at(0, 4), end: at(0, 10) }, newText: 'b' }])
  await writeFile(join(client.folder, 'lib.dag'), `let first = 0\n${lib}`)
  assert.deepEqual(await changes('b'), [{ range: { start: at(1, 4), end: at(1, 10) }, newText: 'b' }])
  await assert.rejects(changes('first'), /`first` is declared already/)
})

test('a client that knows less gets plain edits, and is not asked of moves', async () => {
  await using client = await TestClient.start(plain)
  const { capabilities } = client.initialized
  assert.equal(capabilities.renameProvider, true)
  assert.equal(capabilities.workspace?.fileOperations, undefined)
  const uri = await client.open('a.dag', 'let a = 1\n')
  const edit = await client.connection.sendRequest('textDocument/rename', { textDocument: { uri }, position: at(0, 4), newName: 'b' })
  assert.deepEqual(edit, { changes: { [uri]: [{ range: { start: at(0, 4), end: at(0, 5) }, newText: 'b' }] } })
})

test('what is refused says why', async () => {
  await using client = await TestClient.start(modern)
  const uri = await client.open('a.dag', 'let a = 1\nlet b = 2\n')
  const place = { textDocument: { uri }, position: at(0, 4) }
  await assert.rejects(
    client.connection.sendRequest('textDocument/rename', { ...place, newName: 'b' }),
    /`b` is declared already \(a\.dag:2\)/,
  )
  await assert.rejects(client.connection.sendRequest('textDocument/prepareRename', { ...place, position: at(0, 1) }), /nothing to rename/)
})

test('a file that is moved is followed by the paths of others, also of those that came to be only now', async () => {
  await using client = await TestClient.start(modern, { 'lib.dag': lib, 'user.dag': user })
  assert.deepEqual(client.initialized.capabilities.workspace?.fileOperations?.willRename?.filters, [
    { scheme: 'file', pattern: { glob: '**' } },
  ])
  const move = (): Promise<WorkspaceEdit | null> =>
    client.connection.sendRequest('workspace/willRenameFiles', {
      files: [{ oldUri: client.uri('lib.dag'), newUri: client.uri('base.dag') }],
    })
  const changed = (edit: WorkspaceEdit | null): unknown =>
    edit?.documentChanges?.map(
      each => 'textDocument' in each && [each.textDocument.uri, each.edits.map(one => 'newText' in one && one.newText)],
    )
  assert.deepEqual(changed(await move()), [[client.uri('user.dag'), ['base.dag']]])
  await mkdir(join(client.folder, 'deep'))
  await writeFile(join(client.folder, 'deep', 'more.dag'), 'import "../lib.dag"\n')
  assert.deepEqual(changed(await move()), [
    [client.uri('user.dag'), ['base.dag']],
    [client.uri('deep/more.dag'), ['../base.dag']],
  ])
  const other = { files: [{ oldUri: client.uri('x.txt'), newUri: client.uri('y.txt') }] }
  assert.equal(await client.connection.sendRequest('workspace/willRenameFiles', other), null)
})

test('symbols, links, selections and the way of tasks reach the client in its own terms', async () => {
  await using client = await TestClient.start(modern, { 'lib.dag': lib })
  const symbols = async (query: string): Promise<SymbolInformation[]> => client.connection.sendRequest('workspace/symbol', { query })
  assert.deepEqual(await symbols('shar'), [
    { name: 'shared', kind: 14, location: { uri: client.uri('lib.dag'), range: { start: at(0, 4), end: at(0, 10) } } },
  ])
  const uri = await client.open('new.dag', user)
  assert.deepEqual(
    (await symbols('b')).map(({ name, containerName }) => [name, containerName]),
    [['b', 'd']],
  )
  const links: DocumentLink[] = await client.connection.sendRequest('textDocument/documentLink', { textDocument: { uri } })
  assert.deepEqual(links, [{ range: { start: at(0, 8), end: at(0, 15) }, target: client.uri('lib.dag') }])
  const [selected, last]: SelectionRange[] = await client.connection.sendRequest('textDocument/selectionRange', {
    textDocument: { uri },
    positions: [at(4, 2), at(0, 0)],
  })
  assert.deepEqual(
    [selected?.range, selected?.parent?.range, last?.range],
    [
      { start: at(4, 2), end: at(4, 3) },
      { start: at(4, 2), end: at(4, 8) },
      { start: at(0, 0), end: at(0, 6) },
    ],
  )
  const [item]: CallHierarchyItem[] = await client.connection.sendRequest('textDocument/prepareCallHierarchy', {
    textDocument: { uri },
    position: at(4, 2),
  })
  assert.deepEqual([item?.name, item?.detail, item?.range.start], ['a', 'shell', at(2, 2)])
  const [after]: CallHierarchyOutgoingCall[] = await client.connection.sendRequest('callHierarchy/outgoingCalls', { item })
  assert.deepEqual([after?.to.name, after?.fromRanges], ['b', [{ start: at(4, 7), end: at(4, 8) }]])
  const [before]: CallHierarchyIncomingCall[] = await client.connection.sendRequest('callHierarchy/incomingCalls', { item: after?.to })
  assert.deepEqual([before?.from.name, before?.fromRanges], ['a', [{ start: at(4, 7), end: at(4, 8) }]])
})
