import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import type { Locator } from 'playwright-core'
import { openWorkbench, type Workbench } from '../host/workbench.ts'
import { Hands } from './hands.ts'

const root = resolve(import.meta.dirname, '../../..')

/** The first dag goes on until it is cancelled. */
const source = `dag long {
  task wait: js { script: "wait.mjs" }
}

dag short {
  task say: js { script: "say.mjs" }
}
`

let folder: string
let workbench: Workbench
let hands: Hands

// VS Code's test driver hides messages, so this workbench is one for a person.
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dagline-second-run-'))
  await writeFile(join(folder, 'two.dag'), source)
  await writeFile(join(folder, 'wait.mjs'), 'export default () => new Promise(resolve => setTimeout(resolve, 600_000))\n')
  await writeFile(join(folder, 'say.mjs'), 'export default () => ({ said: true })\n')
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
  // Where a step has failed, its run would go on, and keep a processor from other tests.
  await endRuntime(folder)
  await rm(folder, { recursive: true, force: true, maxRetries: 10 })
})

test('a lens runs one dag of two, and says then that the run can be cancelled', async () => {
  await hands.open('two.dag')
  await lens('Run').first().click()
  await lens('Cancel Run').waitFor()
  await hands.lineEndsWith(ends => ends.some(end => end.startsWith('●')))
})

test('a second run of it offers to show the first', async () => {
  const offer = await runAgain()
  await offer.getByRole('button', { name: 'Show It' }).click()
  const tasks = await hands.previewShows(shown => shown.some(task => task.name === 'wait' && task.state === 'running'))
  assert.deepEqual(
    tasks.map(task => task.name),
    ['wait'],
  )
})

test('and to cancel it', async () => {
  await hands.page.locator('.tab', { hasText: 'two.dag' }).first().click()
  const offer = await runAgain()
  await offer.getByRole('button', { name: 'Cancel It' }).click()
  await hands.lineEndsWith(ends => ends.some(end => /cancelled/i.test(end)))
  await lens('Cancel Run').waitFor({ state: 'detached' })
})

test('the other dag can run meanwhile', async () => {
  await lens('Run').first().click()
  await lens('Cancel Run').waitFor()
  await lens('Run').last().click()
  await hands.lineEndsWith(ends => ends.some(end => end.startsWith('✓')) && ends.some(end => end.startsWith('●')))
  // The lens of the other dag may not have heard yet that its run is over.
  await lens('Cancel Run').first().click()
  await hands.lineEndsWith(ends => ends.some(end => /cancelled/i.test(end)))
})

async function endRuntime(of: string): Promise<void> {
  const address = await readFile(join(of, '.dagline', 'runtime.json'), 'utf8').catch(() => null)
  if (address === null) return
  try {
    process.kill((JSON.parse(address) as { pid: number }).pid)
  } catch {
    // It has just ended by itself.
  }
}

function lens(title: string): Locator {
  return hands.page.locator('.codelens-decoration a', { hasText: new RegExp(`^\\W*${title}$`) })
}

/** Runs the first dag from the palette, and answers with the message that comes instead of a run. */
async function runAgain(): Promise<Locator> {
  await hands.command('Dagline: Run')
  await hands.page.locator('.quick-input-list .monaco-list-row', { hasText: 'long' }).first().click()
  const offer = hands.page.locator('.notification-toast', { hasText: 'long is running already' })
  await offer.waitFor()
  return offer
}
