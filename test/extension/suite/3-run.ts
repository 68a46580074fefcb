import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as vscode from 'vscode'
import { test } from '../in-host/test.ts'
import { codes, ended, eventually, extension, graphOf, open, problems, replace, run, shown, write } from './support.ts'

test('a run saves the file first, and each task’s line ends with its result', async () => {
  const api = await extension()
  const editor = await open(
    'run.dag',
    'dag run {\n  task one: shell { run: "echo old > run.txt" }\n  task two: shell { run: "true" }\n  one -> two\n}\n',
  )
  await replace(editor, 'echo old', 'echo new')
  assert.ok(editor.document.isDirty)
  const progress = await run(api, editor.document)
  assert.equal(progress.state, 'success')
  assert.equal(editor.document.isDirty, false)
  assert.equal((await readFile(join(dirname(editor.document.uri.fsPath), 'run.txt'), 'utf8')).trim(), 'new')
  assert.deepEqual(shown(api, editor.document), ['1: ✓', '2: ✓'])
})

test('results stay with their tasks when lines move, fade when the text changes, and go with the task', async () => {
  const api = await extension()
  const editor = await open('move.dag', 'dag move {\n  task one: shell { run: "true" }\n  task two: shell { run: "true" }\n}\n')
  await run(api, editor.document)
  await replace(editor, 'dag move {\n', 'dag move {\n  // A comment\n\n')
  assert.deepEqual(shown(api, editor.document), ['3: ✓', '4: ✓'])
  await replace(editor, 'one: shell { run: "true"', 'one: shell { run: "false"')
  await graphOf(api, editor.document)
  assert.deepEqual(shown(api, editor.document), ['3: (✓)', '4: ✓'])
  await replace(editor, '  task two: shell { run: "true" }\n', '')
  await graphOf(api, editor.document)
  assert.deepEqual(shown(api, editor.document), ['3: (✓)'])
})

test('a result fades when the script that the task names says something else', async () => {
  const api = await extension()
  await write('step.sh', 'true\n')
  const { document } = await open('script.dag', 'dag script {\n  task one: shell { script: "step.sh" }\n}\n')
  await run(api, document)
  assert.deepEqual(shown(api, document), ['1: ✓'])
  await write('step.sh', 'false\n')
  await eventually(
    listener => api.graphs.changed.on(listener),
    () => shown(api, document)[0] === '1: (✓)',
  )
})

test('instances of a matrix have one result together', async () => {
  const api = await extension()
  const { document } = await open(
    'matrix.dag',
    'dag matrix {\n  task each: shell {\n    matrix: { n: [1, 2, 3] }\n    run: "true"\n  }\n}\n',
  )
  await run(api, document)
  assert.deepEqual(shown(api, document), ['1: ✓ 3/3'])
})

test('a failing task is a problem that leads to its log, until the next run', async () => {
  const api = await extension()
  const editor = await open(
    'fail.dag',
    'dag fail {\n  task bad: shell { run: "echo the reason >&2; exit 3" }\n  task after: shell { run: "true" }\n  bad -> after\n}\n',
  )
  const progress = await run(api, editor.document)
  assert.equal(progress.state, 'failed')
  const [problem] = await problems(editor.document.uri, diagnostics => diagnostics.some(({ source }) => source === 'dagline run'))
  assert.ok(problem)
  assert.equal(problem.range.start.line, 1)
  assert.match(problem.message, /bad/)
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    editor.document.uri,
    problem.range,
  )
  const action = actions.find(({ command }) => command?.command === 'dagline.showLog')
  assert.ok(action?.command, 'the problem leads to the log')
  await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []))
  const log = vscode.window.activeTextEditor!.document
  assert.equal(log.uri.scheme, 'dagline-log')
  assert.match(log.getText(), /the reason/)
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor')
  const again = await vscode.window.showTextDocument(editor.document)
  await replace(again, 'exit 3', 'exit 0')
  await run(api, again.document)
  await problems(editor.document.uri, diagnostics => codes(diagnostics).length === 0)
})

test('a file with errors does not run', async () => {
  const api = await extension()
  const { document } = await open('broken.dag', 'dag broken {\n  task one: shell { run: "touch broken.txt" }\n  one -> nothing\n}\n')
  await graphOf(api, document)
  assert.equal(await vscode.commands.executeCommand('dagline.run', { uri: document.uri.toString() }), undefined)
  await problems(document.uri, diagnostics => codes(diagnostics).includes('unknown-name'))
  await vscode.commands.executeCommand('notifications.clearAll')
  assert.equal(existsSync(join(dirname(document.uri.fsPath), 'broken.txt')), false)
})

test('a run can be cancelled, and its tasks say so', async () => {
  const api = await extension()
  const { document } = await open('long.dag', 'dag long {\n  task sleeps: shell { run: "sleep 120" }\n}\n')
  const id = await vscode.commands.executeCommand<string>('dagline.run', { uri: document.uri.toString() })
  await eventually(
    listener => api.runs.changed.on(listener),
    () => api.runs.get(id)?.tasks.get('sleeps')?.state === 'running',
  )
  assert.match(shown(api, document)[0]!, /^1: ●/)
  // A second run of the same dag does not start beside the first: showing or cancelling that one is offered.
  assert.equal(await vscode.commands.executeCommand('dagline.run', { uri: document.uri.toString() }), undefined)
  await vscode.commands.executeCommand('notifications.clearAll')
  assert.deepEqual(
    api.runs.active().map(({ run: active }) => active),
    [id],
  )
  await vscode.commands.executeCommand('dagline.cancel', { run: id })
  const progress = await ended(api, id)
  assert.equal(progress.state, 'cancelled')
  assert.match(shown(api, document).join('\n'), /^1: ■ cancelled/)
})

test('clearing takes the results of ended runs away', async () => {
  const api = await extension()
  const { document } = await open('clear.dag', 'dag clear {\n  task one: shell { run: "true" }\n}\n')
  await run(api, document)
  await vscode.commands.executeCommand('dagline.clearResults', { uri: document.uri.toString() })
  assert.deepEqual(shown(api, document), [])
})

test('the example runs on this computer, to the end', async () => {
  const api = await extension()
  const [example] = await vscode.workspace.findFiles('sales_facts.dag')
  assert.ok(example)
  const document = await vscode.workspace.openTextDocument(example)
  await vscode.window.showTextDocument(document)
  await graphOf(api, document)
  const id = await vscode.commands.executeCommand<string>('dagline.run', { uri: document.uri.toString(), inputs: {} })
  const progress = await ended(api, id)
  assert.equal(
    progress.state,
    'success',
    [...progress.tasks.values()].map(task => `${task.name} ${task.state} ${task.error?.message ?? ''}`).join('\n'),
  )
  assert.match(shown(api, document).join('\n'), /rows/)
})
