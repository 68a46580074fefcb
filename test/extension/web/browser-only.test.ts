import assert from 'node:assert/strict'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { openWebWorkbench, type WebWorkbench } from '../host/web-workbench.ts'
import { Hands } from '../person/hands.ts'

const root = resolve(import.meta.dirname, '../../..')
const main = `import "lib/common.dag"

dag web {
  task first: shell { run: "echo" }
  task second: bq { script: "scripts/a.sql", params: { n: size } }
  first -> second

}
`

let workbench: WebWorkbench
let hands: Hands

before(async () => {
  workbench = await openWebWorkbench({
    extension: root,
    files: { 'main.dag': main, 'lib/common.dag': 'let size = 3\n', 'scripts/a.sql': 'select {n}\n' },
    settings: { 'explorer.compactFolders': false, 'files.autoSave': 'off' },
  })
  workbench.page.setDefaultTimeout(60_000)
  hands = new Hands(workbench.page)
})

after(() => workbench?.close())

function step(name: string, body: () => Promise<void>): void {
  test(name, async () => {
    try {
      await body()
    } catch (error) {
      await hands.page.screenshot({ path: join(root, 'test-results', `web-${name.replaceAll(/\W+/g, '-')}.png`) })
      throw error
    }
  })
}

/** Opens a file from the tree: quick open knows no files of such a workspace. */
async function open(...path: readonly string[]): Promise<void> {
  for (const name of path) await hands.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first().click()
  await hands.page
    .locator('.tab.active', { hasText: path.at(-1) ?? '' })
    .first()
    .waitFor()
}

const problems = () => hands.page.locator('.statusbar-item[id="status.problems"]')

step('a file opens with Preview above it, without Run, and what it names is read through the editor', async () => {
  await open('main.dag')
  const lenses = hands.page.locator('.codelens-decoration a')
  await lenses.filter({ hasText: 'Preview' }).waitFor()
  // A lens that is drawn anew is gone for a moment, so they are not counted.
  assert.equal(await lenses.filter({ hasNotText: 'Preview' }).count(), 0)
  assert.equal(await hands.errors.count(), 0)
})

step('typing an arrow offers the tasks, and a chosen one is written', async () => {
  await hands.goToLine(7)
  await hands.type('  first ->')
  assert.ok((await hands.suggestions()).includes('second'))
  await hands.type(' sec')
  await hands.suggestions()
  await hands.press('Enter')
  await hands.lines
    .locator('.view-line', { hasText: /first\s->\ssecond/ })
    .nth(1)
    .waitFor()
})

step('a cycle is underlined as it appears, and no longer when it is gone', async () => {
  await hands.type(' -> first')
  await hands.press('Escape')
  await hands.errors.first().waitFor()
  await hands.command('File: Revert File')
  await hands.errors.first().waitFor({ state: 'detached' })
})

step('paths are completed from the file system of the editor', async () => {
  await hands.goToLine(7)
  await hands.type('  task third: bq { script: "scripts/')
  assert.deepEqual(await hands.suggestions(), ['a.sql'])
  await hands.press('Escape')
  await hands.command('File: Revert File')
  await hands.errors.first().waitFor({ state: 'detached' })
})

step('a script that is saved is read again', async () => {
  await open('scripts', 'a.sql')
  await hands.goToLine(1)
  await hands.press('Control+A')
  await hands.type('select {{other')
  await hands.press('Backspace', 'Backspace', 'Backspace', 'Backspace', 'Backspace', 'Backspace')
  await hands.type('{other}')
  await hands.command('File: Save')
  await open('main.dag')
  await hands.errors.first().waitFor()
  await problems().filter({ hasText: '1' }).waitFor()
})

step('the preview shows the graph, and a click leads to its line', async () => {
  await hands.command('Dagline: Open Preview to the Side')
  const tasks = await hands.tasksInPreview()
  assert.deepEqual(tasks.map(({ name }) => name).sort(), ['first', 'second'])
  await hands.clickInPreview('second')
  await hands.onLine(5)
})

step('nothing runs: the palette does not offer it, and the key says why', async () => {
  await hands.lines.click()
  await hands.press('F1')
  await hands.page.locator('.quick-input-widget input').first().fill('>Dagline')
  const offered = hands.page.locator('.quick-input-list .monaco-list-row')
  await offered.filter({ hasText: 'Open Preview to the Side' }).waitFor()
  const titles = await offered.locator('.label-name').allTextContents()
  assert.deepEqual(titles.filter(title => title.startsWith('Dagline')).sort(), [
    'Dagline: Import pyDag File',
    'Dagline: Open Preview to the Side',
    'Dagline: Restart Language Server',
  ])
  await hands.press('Escape')
  await hands.press('Control+F5')
  await hands.page.locator('.notification-toast', { hasText: 'Not in a browser alone' }).waitFor()
})

step('the language server can be started again', async () => {
  await hands.command('Dagline: Restart Language Server')
  await hands.errors.first().waitFor()
  await open('main.dag')
  await hands.goToLine(7)
  await hands.type('  first ->')
  assert.ok((await hands.suggestions()).includes('second'))
})
