import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as vscode from 'vscode'
import { test } from '../in-host/test.ts'
import { ended, eventually, extension, graphOf, open, run, shown } from './support.ts'

test('a run that failed is resumed: what is done stays done', async () => {
  const api = await extension()
  const { document } = await open(
    'resumed.dag',
    'dag resumed {\n  task first: shell { run: "echo once >> first.txt" }\n  task then: shell { run: "test -e mended.txt" }\n  first -> then\n}\n',
  )
  const failed = await run(api, document)
  assert.deepEqual([failed.state, failed.canResume], ['failed', true])
  const lenses = async (): Promise<readonly (string | undefined)[]> =>
    (await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 9)).map(
      ({ command }) => command?.command,
    )
  assert.ok((await lenses()).includes('dagline.resume'))
  await writeFile(join(dirname(document.uri.fsPath), 'mended.txt'), '')
  const id = await vscode.commands.executeCommand<string>('dagline.resume', { run: failed.run })
  assert.equal((await ended(api, id)).state, 'success')
  const once = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(document.uri, '../first.txt'))
  assert.equal(new TextDecoder().decode(once), 'once\n')
  assert.equal((await lenses()).includes('dagline.resume'), false)
  await vscode.commands.executeCommand('notifications.clearAll')
})

test('a second run of what is cached says why it did nothing, and without the cache it runs', async () => {
  const api = await extension()
  const { document } = await open('cached.dag', 'dag cached {\n  task one: shell { run: "true" cache: true }\n}\n')
  await run(api, document)
  const again = await run(api, document)
  assert.equal(again.tasks.get('one')?.state, 'cached')
  const [annotation] = api.annotations.of(document)
  assert.match(annotation?.reasons.join() ?? '', /since run/)
  const id = await vscode.commands.executeCommand<string>('dagline.runWithoutCache', { uri: document.uri.toString() })
  assert.equal((await ended(api, id)).tasks.get('one')?.state, 'success')
})

test('rows that a task answered, and the table that one wrote, can be looked at', async () => {
  const api = await extension()
  const { document } = await open(
    'rows.dag',
    'dag rows {\n  task asks: bq { sql: "select 7 as n, \'seven\' as word" }\n' +
      '  task writes: bq { sql: "create or replace table tried.numbers as select 8 as m" }\n}\n',
  )
  const { run: id, state, tasks } = await run(api, document)
  assert.equal(state, 'success', [...tasks.values()].map(task => task.error?.message).join('\n'))
  const { onDidChangeActiveTextEditor } = vscode.window
  const comes = (text: RegExp): Promise<true> =>
    eventually(onDidChangeActiveTextEditor, () => text.test(vscode.window.activeTextEditor?.document.getText() ?? '') && true)
  await vscode.commands.executeCommand('dagline.showResult', { run: id, task: 'asks' })
  await comes(/^Rows of asks.*\n1 row:\n\n +n +word\nINT64 +STRING\n.*\n +7 +seven\n/)
  await vscode.commands.executeCommand('dagline.showResult', { run: id, task: 'writes' })
  await comes(/^Table .*tried\.numbers, which writes wrote.*\n1 row:\n\n +m\nINT64\n.*\n +8\n/)
})

test('over a task’s name stands how long it is expected to take', async () => {
  const api = await extension()
  const { document } = await open('expected.dag', 'dag expected {\n  task one: shell { run: "true" duration: 3s }\n}\n')
  await graphOf(api, document)
  await run(api, document)
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    new vscode.Position(1, 8),
  )
  const texts = hovers.flatMap(({ contents }) => contents.map(content => (typeof content === 'string' ? content : content.value)))
  assert.ok(
    texts.some(text => /^Expected .*by its last runs.*critical path/.test(text)),
    texts.join('\n'),
  )
  assert.notEqual(api.runs.newest(document.uri.fsPath, 'expected')?.predictedSeconds, null)
})

test('a run that a terminal starts is shown as it goes', async () => {
  const api = await extension()
  const { document } = await open('elsewhere.dag', 'dag elsewhere {\n  task one: shell { run: "true" }\n}\n')
  await graphOf(api, document)
  const cli = join(vscode.extensions.getExtension('dagline.dagline')!.extensionPath, 'dist', 'cli.mjs')
  const terminal = spawn(process.execPath, [cli, 'run', document.uri.fsPath], { cwd: dirname(document.uri.fsPath), stdio: 'ignore' })
  const [code] = await once(terminal, 'exit')
  assert.equal(code, 0)
  await eventually(
    listener => api.runs.changed.on(listener),
    () => shown(api, document).join() === '1: ✓',
  )
})
