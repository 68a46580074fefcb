import assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { test } from '../in-host/test.ts'
import { codes, extension, graphOf, open, problems, replace } from './support.ts'

const chain = `dag chain {
  task first: shell { run: "true" }
  task second: shell { run: "true" }
  first -> second
}
`

test('a .dag file activates the extension, and its language is dagline', async () => {
  const editor = await open('language.dag', chain)
  assert.equal(editor.document.languageId, 'dagline')
  await extension()
  assert.ok(vscode.extensions.getExtension('dagline.dagline')?.isActive)
  const commands = await vscode.commands.getCommands(true)
  const declared = vscode.extensions.getExtension('dagline.dagline')!.packageJSON.contributes.commands as { command: string }[]
  assert.deepEqual(
    declared.map(({ command }) => command).filter(command => !commands.includes(command)),
    [],
  )
})

test('a cycle is a problem as soon as it is typed, and none when it is gone', async () => {
  await extension()
  const editor = await open('cycle.dag', chain)
  await replace(editor, 'first -> second', 'first -> second -> first')
  const found = await problems(editor.document.uri, diagnostics => codes(diagnostics).includes('cycle'))
  const cycle = found.find(({ code }) => codes([{ code } as vscode.Diagnostic]).includes('cycle'))!
  assert.equal(cycle.severity, vscode.DiagnosticSeverity.Error)
  assert.ok((cycle.relatedInformation ?? []).length > 0, 'the cycle shows its edges')
  await replace(editor, ' -> first', '')
  await problems(editor.document.uri, diagnostics => diagnostics.length === 0)
})

test('an unknown task and a property that nobody knows are underlined where they stand', async () => {
  await extension()
  const editor = await open('unknown.dag', chain.replace('-> second', '-> secnd').replace('{ run: "true" }', '{ runn: "true" }'))
  const found = await problems(editor.document.uri, diagnostics => codes(diagnostics).includes('unknown-name'))
  const texts = found.map(({ range }) => editor.document.getText(range))
  assert.ok(texts.includes('secnd') && texts.includes('runn'), texts.join(', '))
})

test('the light bulb offers the name that was meant, and the quick fix writes it', async () => {
  await extension()
  const editor = await open('bulb.dag', chain.replace('-> second', '-> secnd'))
  const { document } = editor
  const [unknown] = await problems(document.uri, diagnostics => codes(diagnostics).includes('unknown-name'))
  // A question that something interrupts is answered with nothing; the light bulb then asks again.
  let actions: readonly vscode.CodeAction[] = []
  for (let asked = 0; asked < 20 && actions.length === 0; asked++)
    actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      unknown!.range,
      vscode.CodeActionKind.QuickFix.value,
    )
  const titles = actions.map(({ title }) => title)
  assert.deepEqual(titles, ['Replace with `second`', 'Create the task `secnd`'])
  assert.ok(actions[0]!.isPreferred)
  // What the light bulb does with the obvious one.
  editor.selection = new vscode.Selection(unknown!.range.start, unknown!.range.start)
  await vscode.commands.executeCommand('editor.action.autoFix')
  await problems(document.uri, diagnostics => diagnostics.length === 0)
  assert.equal(document.getText(), chain)
})

test('after an arrow the tasks are offered, and after a colon the engines', async () => {
  await extension()
  const { document } = await open('complete.dag', chain.replace('first -> second', 'first -> ').replace('second: shell', 'second: '))
  const labels = async (line: number, character: number): Promise<readonly string[]> => {
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      new vscode.Position(line, character),
    )
    return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label))
  }
  const tasks = await labels(3, document.lineAt(3).text.length)
  assert.ok(tasks.includes('second'), tasks.join(', '))
  const engines = await labels(2, '  task second: '.length)
  for (const engine of ['bq', 'shell', 'python', 'js']) assert.ok(engines.includes(engine), `${engine} is not among ${engines.join(', ')}`)
})

test('a name leads to its declaration, and says what it is', async () => {
  await extension()
  const { document } = await open('names.dag', chain)
  const place = new vscode.Position(3, 12)
  const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
    'vscode.executeDefinitionProvider',
    document.uri,
    place,
  )
  const lines = found.map(one => ('targetRange' in one ? one.targetRange : one.range).start.line)
  assert.deepEqual(lines, [2])
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, place)
  assert.match(hovers.flatMap(hover => hover.contents.map(content => (content as vscode.MarkdownString).value)).join('\n'), /second/)
})

test('a file is formatted when it is saved, where the settings say so', async () => {
  await extension()
  const editor = await open('format.dag', chain.replace('first: shell {', 'first:shell   {'))
  const settings = vscode.workspace.getConfiguration('editor', { languageId: 'dagline' })
  await settings.update('formatOnSave', true, vscode.ConfigurationTarget.Global, true)
  try {
    await replace(editor, 'first -> second', 'first->second')
    await editor.document.save()
    assert.equal(editor.document.getText(), chain)
  } finally {
    await settings.update('formatOnSave', undefined, vscode.ConfigurationTarget.Global, true)
  }
})

test('above each dag stand Run and Preview', async () => {
  const api = await extension()
  const { document } = await open('lens.dag', `${chain}\n${chain.replace('dag chain', 'dag other')}`)
  await graphOf(api, document)
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri)
  assert.deepEqual(lenses.map(({ range, command }) => `${range.start.line} ${command?.command} ${command?.arguments?.[0].dag}`).sort(), [
    '0 dagline.preview chain',
    '0 dagline.run chain',
    '6 dagline.preview other',
    '6 dagline.run other',
  ])
})

test('a graph speaks of the newest text, and the last complete one stays while a syntax error is there', async () => {
  const api = await extension()
  const editor = await open('graph.dag', chain)
  const names = async (): Promise<readonly string[]> =>
    (await graphOf(api, editor.document)).shown.flatMap(dag => dag.tasks.map(task => task.name))
  assert.deepEqual(await names(), ['first', 'second'])
  await replace(editor, 'first -> second', 'task third: shell { run: "true" }\n  first -> second -> third')
  assert.deepEqual(await names(), ['first', 'second', 'third'])
  await replace(editor, 'task third: shell { run: "true" }', 'task third: shell { run: "true"')
  assert.deepEqual(await names(), ['first', 'second', 'third'])
})
