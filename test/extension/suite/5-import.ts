import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as vscode from 'vscode'
import { test } from '../in-host/test.ts'
import { codes, extension, graphOf, open, problems, replace, write } from './support.ts'

const document = {
  dag: {
    dag_id: 'old',
    max_active_runs: 1,
    tasks: [
      { task_id: 'start', script: 'gcs.b.f.iac.create_cluster', params: "{'cluster_name':'c'}", dependencies: [] },
      { task_id: 'load', script: 'gcs.b.f.bq.load', params: "{'year':'2022'}", dependencies: ['start'] },
    ],
  },
}
const text = JSON.stringify(document, null, 2)

/** The offers at the beginning of a document. */
async function offers(uri: vscode.Uri): Promise<readonly vscode.CodeAction[]> {
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    new vscode.Range(0, 0, 0, 0),
    vscode.CodeActionKind.QuickFix.value,
  )
  return actions.filter(({ command }) => command?.command === 'dagline.importPyDag')
}

const beside = (uri: vscode.Uri, name: string): string => join(dirname(uri.fsPath), name)

test('a pyDag document is converted where it lies, and what is to be looked at are its problems', async () => {
  const api = await extension()
  const editor = await open('old.json', text)
  const { uri } = editor.document
  const [offer, ...others] = await offers(uri)
  assert.deepEqual([offer?.title, others.length], ['Convert to a .dag file', 0])
  const written = await vscode.commands.executeCommand<vscode.Uri>(offer!.command!.command, ...offer!.command!.arguments!)
  assert.equal(written.fsPath, beside(uri, 'old.dag'))
  assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, written.fsPath)
  assert.match(await readFile(beside(uri, 'create_cluster.yaml'), 'utf8'), /^config: \{\}$/m)
  const found = await problems(uri, diagnostics => diagnostics.length > 0)
  assert.deepEqual(codes(found), ['convert-script', 'no-counterpart'])
  assert.equal(editor.document.getText(found.find(({ code }) => code === 'no-counterpart')!.range), '"max_active_runs": 1')
  const imported = await vscode.workspace.openTextDocument(written)
  assert.equal(imported.isDirty, false)
  const [dag] = (await graphOf(api, imported)).shown
  assert.deepEqual(
    dag?.edges.map(({ from, to }) => `${from} -> ${to}`),
    ['start -> load'],
  )
  assert.deepEqual(codes(await problems(written, () => true)), [])
  await replace(await vscode.window.showTextDocument(editor.document), '"max_active_runs": 1', '"max_active_runs": 2')
  await problems(uri, diagnostics => diagnostics.length === 0)
})

test('other JSON is left alone', async () => {
  await extension()
  const { document } = await open('other.json', '{"version": "2.0.0", "tasks": []}')
  assert.deepEqual(await offers(document.uri), [])
})

test('the command takes a file from the explorer, or the document of the active editor', async () => {
  await extension()
  const uri = await write('named.json', text)
  const named = await vscode.commands.executeCommand<vscode.Uri>('dagline.importPyDag', uri)
  assert.equal(named.fsPath, beside(uri, 'named.dag'))
  const { document: active } = await open('active.json', text)
  const written = await vscode.commands.executeCommand<vscode.Uri>('dagline.importPyDag')
  assert.equal(written.fsPath, beside(active.uri, 'active.dag'))
})

test('a document that has no file yet becomes a .dag document without one', async () => {
  await extension()
  const untitled = await vscode.workspace.openTextDocument({ language: 'json', content: text })
  await vscode.window.showTextDocument(untitled)
  assert.equal((await offers(untitled.uri)).length, 1)
  const written = await vscode.commands.executeCommand<vscode.Uri>('dagline.importPyDag')
  assert.equal(written.scheme, 'untitled')
  const imported = vscode.window.activeTextEditor!.document
  assert.deepEqual([imported.uri.toString(), imported.languageId], [written.toString(), 'dagline'])
  assert.match(imported.getText(), /^dag old \{/)
})

test('a document that cannot be imported says where, and nothing is written', async () => {
  await extension()
  const editor = await open('empty-document.json', '{\n  "dag_id": "d",\n  "tasks": []\n}')
  assert.equal(await vscode.commands.executeCommand('dagline.importPyDag'), undefined)
  const [problem] = await problems(editor.document.uri, diagnostics => codes(diagnostics).includes('no-tasks'))
  assert.equal(editor.document.getText(problem!.range), '"tasks": []')
  await assert.rejects(readFile(beside(editor.document.uri, 'empty-document.dag')))
})
