import assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { test } from '../in-host/test.ts'
import { eventually, extension, open } from './support.ts'

const dag = 'dag seen {\n  task a: shell { run: "true" }\n  task b: shell { run: "true" }\n  a -> b\n}\n'

function previews(): readonly string[] {
  return vscode.window.tabGroups.all
    .flatMap(group => group.tabs)
    .filter(tab => tab.input instanceof vscode.TabInputWebview)
    .map(tab => tab.label)
}

async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors')
}

test('a preview opens to the side and follows the editor', async () => {
  await extension()
  await closeAll()
  await open('seen.dag', dag)
  await vscode.commands.executeCommand('dagline.preview')
  await eventually(vscode.window.tabGroups.onDidChangeTabs, () => previews().includes('Preview seen.dag'))
  assert.equal(vscode.window.tabGroups.all.length, 2)
  await open('other.dag', dag.replace('seen', 'other'))
  await eventually(vscode.window.tabGroups.onDidChangeTabs, () => previews().includes('Preview other.dag'))
  assert.deepEqual(previews(), ['Preview other.dag'])
})

test('asking for a preview again brings the one that is there', async () => {
  await vscode.commands.executeCommand('dagline.preview')
  assert.deepEqual(previews(), ['Preview other.dag'])
})

test('a locked preview stays with its document, and the next file gets one of its own', async () => {
  const api = await extension()
  const other = await open('other.dag', dag.replace('seen', 'other'))
  api.previews.of(other.document)?.toggleLock()
  await eventually(vscode.window.tabGroups.onDidChangeTabs, () => previews().includes('[Preview] other.dag'))
  await open('seen.dag', dag)
  await vscode.commands.executeCommand('dagline.preview')
  await eventually(vscode.window.tabGroups.onDidChangeTabs, () => previews().length === 2)
  assert.deepEqual([...previews()].sort(), ['Preview seen.dag', '[Preview] other.dag'])
  await closeAll()
})
