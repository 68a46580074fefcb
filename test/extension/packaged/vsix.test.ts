import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { extensionTarget, hasMusl } from '../../../scripts/build/platform.ts'
import { type SuiteFolders, suiteFolders } from '../host/suite.ts'
import { openWorkbench, type Workbench } from '../host/workbench.ts'
import { Hands } from '../person/hands.ts'

const root = resolve(import.meta.dirname, '../../..')
const vsix = join(root, `dagline-${extensionTarget(process.platform, process.arch, hasMusl())}.vsix`)

let folders: SuiteFolders
let workbench: Workbench
let hands: Hands

before(async () => {
  await rm(vsix, { force: true })
  execFileSync(process.execPath, [join(root, 'scripts', 'package.ts')], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  folders = await suiteFolders(root)
  // A file that comes later may not be found at once.
  const more = 'dag more {\n  task one: shell { run: "true" }\n  task two: shell { run: "true" }\n\n}\n'
  await writeFile(join(folders.workspace, 'more.dag'), more)
  workbench = await openWorkbench({ workspace: folders.workspace, vsix: [vsix] })
  workbench.page.setDefaultTimeout(60_000)
  hands = new Hands(workbench.page)
})

after(async () => {
  await workbench?.close()
  await folders?.remove()
})

test('the packed extension colours the example and offers to run it', async () => {
  await hands.open('sales_facts.dag')
  await hands.page.locator('.codelens-decoration', { hasText: 'Run' }).first().waitFor()
  assert.equal(await hands.errors.count(), 0)
})

test('its language server underlines an error, and no longer when it is mended', async () => {
  await hands.goToLine(1)
  await hands.press('Home')
  await hands.type('dog ')
  await hands.errors.first().waitFor()
  for (let key = 0; key < 4; key++) await hands.press('Backspace')
  await hands.errors.first().waitFor({ state: 'detached' })
})

test('its preview shows the tasks', async () => {
  await hands.command('Dagline: Open Preview to the Side')
  assert.equal((await hands.tasksInPreview()).length, 8)
})

test('its runtime runs the example, with the DuckDB that it brings', async () => {
  await hands.command('Dagline: Run')
  await hands.page.locator('.quick-input-widget', { hasText: 'years' }).waitFor()
  await hands.press('Enter')
  await hands.previewShows(tasks => tasks.every(({ state }) => state === 'success'))
})

test('a failing task is a problem at the place that failed', async () => {
  await writeFile(
    join(folders.workspace, 'fails.dag'),
    'dag fails {\n  task bad: bq { sql: "select no_such_column from unnest([1]) as one" }\n}\n',
  )
  await hands.open('fails.dag')
  await hands.command('Dagline: Run')
  await hands.lineEndsWith(ends => ends.some(end => end.startsWith('✗')))
  await hands.errors.first().waitFor()
  await hands.command('Problems: Focus on Problems View')
  await hands.page.locator('.markers-panel .monaco-list-row', { hasText: 'dagline run' }).first().waitFor()
})

test('it completes what is typed', async () => {
  await hands.open('more.dag')
  await hands.goToLine(4)
  await hands.type('one ->')
  assert.ok((await hands.suggestions()).includes('two'))
  await hands.type(' tw')
  await hands.suggestions()
  await hands.press('Enter')
  await hands.lines.locator('.view-line', { hasText: /one\s->\stwo/ }).waitFor()
})
