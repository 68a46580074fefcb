import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import type { Locator } from 'playwright-core'
import { openWorkbench, type Workbench } from '../host/workbench.ts'
import { Hands } from './hands.ts'

const root = resolve(import.meta.dirname, '../../..')
const sales = resolve(root, 'test', 'language', 'import', 'sales.json')
const wanted = await readFile(resolve(root, 'test', 'language', 'import', 'sales.dag'), 'utf8')

let folder: string
let workbench: Workbench
let hands: Hands

// VS Code's test driver hides messages, so this workbench is one for a person.
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dagline-import-'))
  await writeFile(join(folder, 'sales.json'), await readFile(sales))
  workbench = await openWorkbench({
    workspace: folder,
    linked: [root],
    forTests: false,
    settings: { 'security.workspace.trust.enabled': false, 'git.enabled': false },
  })
  workbench.page.setDefaultTimeout(60_000)
  hands = new Hands(workbench.page)
})

after(async () => {
  await workbench?.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 10 })
})

const onDisk = (name: string): Promise<string> => readFile(join(folder, name), 'utf8')

/** A message that says this. */
function message(text: string): Locator {
  return hands.page.locator('.notification-toast', { hasText: text })
}

/** The document's entry in the explorer, and of its menu the import. */
async function importFromExplorer(): Promise<void> {
  await hands.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'sales.json' }).click({ button: 'right' })
  await hands.page.getByRole('menuitem', { name: 'Import pyDag File' }).click()
}

test('a lamp on a pyDag document converts it', async () => {
  await hands.open('sales.json')
  await hands.goToLine(3)
  // Among blanks no lamp is lit.
  await hands.press('End')
  await hands.page.locator('.lightBulbWidget').waitFor()
  await hands.press('Control+.')
  await hands.page.locator('.action-widget .monaco-list-row', { hasText: 'Convert to a .dag file' }).click()
  await hands.page.locator('.tab.active', { hasText: 'sales.dag' }).waitFor()
  assert.equal(await onDisk('sales.dag'), wanted)
  assert.match(await onDisk('dataproc_create_cluster.yaml'), /^config: \{\}$/m)
})

test('a message leads to what is to be looked at', async () => {
  await message('sales.dag is written. 5 things are to be looked at').getByRole('button', { name: 'Show Problems' }).click()
  await hands.page.locator('.markers-panel .monaco-list-row', { hasText: 'max_active_runs' }).waitFor()
})

test('a file that is there is replaced only by who says so', async () => {
  await writeFile(join(folder, 'sales.dag'), '// mine\n')
  await importFromExplorer()
  await message('sales.dag is there already').getByRole('button', { name: 'Open It' }).click()
  await hands.lines.locator('.view-line', { hasText: 'mine' }).waitFor()
  assert.equal(await onDisk('sales.dag'), '// mine\n')
  await importFromExplorer()
  await message('sales.dag is there already').getByRole('button', { name: 'Replace It' }).click()
  await hands.lines.locator('.view-line', { hasText: 'sales_facts' }).waitFor()
  assert.equal(await onDisk('sales.dag'), wanted)
})
