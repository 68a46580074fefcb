import assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { test } from '../in-host/test.ts'
import { extension, open, problems, replace, write } from './support.ts'

const lib = 'let bucket = "raw"\n'
const pipeline = `import "rename-lib.dag"
dag rename {
  task load: bq {
    script: "rename-load.sql"
    params: { bucket, day: 1 }
  }
  task report: shell { run: "true" }
  load -> report
}
`

/** Renames what stands at the first place of a text, as F2 does, and gives the names of the files that it changes. */
async function rename(document: vscode.TextDocument, what: string, to: string): Promise<readonly string[]> {
  const place = document.positionAt(document.getText().indexOf(what))
  const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>('vscode.executeDocumentRenameProvider', document.uri, place, to)
  assert.ok(await vscode.workspace.applyEdit(edit))
  return edit
    .entries()
    .map(([uri]) => uri.path.split('/').at(-1)!)
    .sort()
}

const textOf = async (uri: vscode.Uri): Promise<string> => (await vscode.workspace.openTextDocument(uri)).getText()

test('a task, a name that two files share, and a param of a script are renamed wherever they are named', async () => {
  await extension()
  const shared = await write('rename-lib.dag', lib)
  const script = await write('rename-load.sql', "select '{bucket}', @day\n")
  const { document } = await open('rename-main.dag', pipeline)
  await problems(document.uri, diagnostics => diagnostics.length === 0)
  assert.deepEqual(await rename(document, 'load:', 'fetch'), ['rename-main.dag'])
  assert.deepEqual(await rename(document, 'bucket', 'source'), ['rename-lib.dag', 'rename-main.dag'])
  assert.deepEqual(await rename(document, 'day', 'date'), ['rename-load.sql', 'rename-main.dag'])
  const expected = pipeline.replaceAll('load:', 'fetch:').replace('load ->', 'fetch ->').replace('{ bucket, day', '{ bucket: source, date')
  assert.equal(document.getText(), expected)
  assert.equal(await textOf(shared), 'let source = "raw"\n')
  assert.equal(await textOf(script), "select '{bucket}', @date\n")
})

test('a script with unsaved changes is not renamed in, and says so', async () => {
  await extension()
  const script = await write('rename-unsaved.sql', "select '{day}'\n")
  const { document } = await open(
    'rename-unsaved.dag',
    'dag unsaved {\n  task only: bq { script: "rename-unsaved.sql", params: { day: 1 } }\n}\n',
  )
  await problems(document.uri, diagnostics => diagnostics.length === 0)
  const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(script))
  await replace(editor, 'select', '/* more */ select')
  await assert.rejects(rename(document, 'day', 'date'), /unsaved changes/)
  await vscode.commands.executeCommand('workbench.action.files.revert')
  assert.deepEqual(await rename(document, 'day', 'date'), ['rename-unsaved.dag', 'rename-unsaved.sql'])
  assert.equal(editor.document.getText(), "select '{date}'\n")
})

test('a script that is moved is found at its new place', async () => {
  await extension()
  const from = await write('rename-old.sql', 'select 1\n')
  const { document } = await open('rename-move.dag', 'dag move {\n  task only: bq { script: "rename-old.sql" }\n}\n')
  await problems(document.uri, diagnostics => diagnostics.length === 0)
  const edit = new vscode.WorkspaceEdit()
  edit.renameFile(from, vscode.Uri.joinPath(from, '..', 'moved', 'rename-new.sql'))
  assert.ok(await vscode.workspace.applyEdit(edit))
  assert.match(document.getText(), /script: "moved\/rename-new\.sql"/)
  await problems(document.uri, diagnostics => diagnostics.length === 0)
})
