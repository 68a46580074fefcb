import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { type SuiteFolders, suiteFolders } from '../host/suite.ts'
import { openWorkbench, type Workbench } from '../host/workbench.ts'
import { Hands } from './hands.ts'

const root = resolve(import.meta.dirname, '../../..')

let folders: SuiteFolders
let workbench: Workbench
let hands: Hands

before(async () => {
  folders = await suiteFolders(root)
  workbench = await openWorkbench({
    workspace: folders.workspace,
    extensionDevelopmentPath: root,
    workspaceTrust: true,
    settings: { 'workbench.editor.useModal': 'off' },
  })
  workbench.page.setDefaultTimeout(60_000)
  hands = new Hands(workbench.page)
})

after(async () => {
  await workbench?.close()
  await folders?.remove()
})

/** A step; where it fails, the screen is kept in `test-results/`. */
function step(name: string, body: () => Promise<void>): void {
  test(name, async () => {
    try {
      await body()
    } catch (error) {
      await hands.keep(`untrusted-${name.replaceAll(/\W+/g, '-')}`)
      throw error
    }
  })
}

step('in a folder that is not trusted a file is checked and completed', async () => {
  await hands.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).first().waitFor()
  await hands.open('sales_facts.dag')
  await hands.page.locator('.codelens-decoration', { hasText: 'Preview' }).first().waitFor()
  await hands.goToLine(1)
  await hands.press('Home')
  await hands.type('dog ')
  await hands.errors.first().waitFor()
  for (let key = 0; key < 4; key++) await hands.press('Backspace')
  await hands.errors.first().waitFor({ state: 'detached' })
})

step('its graph is shown', async () => {
  await hands.command('Dagline: Open Preview to the Side')
  assert.equal((await hands.tasksInPreview()).length, 8)
})

step('nothing runs, the reason is said, and trust is one click away', async () => {
  await hands.lines.click()
  await hands.command('Dagline: Run')
  await hands.command('Notifications: Show Notifications')
  const message = hands.page.locator('.notification-list-item', { hasText: 'only in a trusted workspace' }).first()
  await message.waitFor()
  assert.ok(!existsSync(join(folders.workspace, '.dagline')), 'a runtime was started')
  await message.locator('.monaco-button', { hasText: 'Manage Workspace Trust' }).click()
  await hands.page.locator('.workspace-trust-editor').waitFor()
})

step('once the folder is trusted, it runs', async () => {
  await hands.page
    .locator('.workspace-trust-editor .monaco-button', { hasText: /^\s*Trust\s*$/ })
    .first()
    .click()
  await hands.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).first().waitFor({ state: 'detached' })
  await hands.command('View: Close Editor')
  await hands.lines.click()
  await hands.command('Dagline: Run')
  await hands.page.locator('.quick-input-widget', { hasText: 'years' }).waitFor()
  await hands.press('Enter')
  await hands.previewShows(tasks => tasks.every(({ state }) => state === 'success'))
})
