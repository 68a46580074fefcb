import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { openWorkbench, type Workbench } from '../host/workbench.ts'
import { Hands } from './hands.ts'

const root = resolve(import.meta.dirname, '../../..')

const source = `dag night {
  task fetch: js { script: "say.mjs" duration: 2s }
  task count: js { script: "say.mjs" duration: 1s }
  task other: js { script: "say.mjs" duration: 500ms }
  fetch -> count
}
`

let folder: string
let workbench: Workbench
let hands: Hands

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dagline-reload-'))
  await writeFile(join(folder, 'night.dag'), source)
  await writeFile(join(folder, 'say.mjs'), 'export default () => ({ said: true })\n')
  workbench = await openWorkbench({
    workspace: folder,
    extensionDevelopmentPath: root,
    viewport: { width: 1400, height: 900 },
    settings: { 'security.workspace.trust.enabled': false, 'git.enabled': false, 'workbench.secondarySideBar.defaultVisibility': 'hidden' },
  })
  workbench.page.setDefaultTimeout(60_000)
  hands = new Hands(workbench.page)
})

after(async () => {
  await workbench?.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 10 })
})

test('the plan is shown before anything has run, with the critical path and what processors gain', async () => {
  await hands.open('night.dag')
  await hands.command('Dagline: Open Preview to the Side')
  await hands.tasksInPreview()
  await hands.preview.locator('[data-tool=plan]').click()
  await hands.preview.locator('.plan', { hasText: /^Predicted .* 1: / }).waitFor()
  await hands.preview.locator('[data-task=fetch]', { hasText: '2.0 s, critical' }).waitFor({ state: 'attached' })
  await hands.preview.locator('[data-task=other]', { hasText: /slack/ }).waitFor({ state: 'attached' })
  await hands.preview.locator('[data-tool=timeline]').click()
  await hands.preview.locator('.timeline-row [data-state=planned]').first().waitFor()
})

test('a run fills the timeline, and says what was predicted and what it took', async () => {
  await hands.preview.getByRole('button', { name: 'Run' }).click()
  await hands.lineEndsWith(ends => ends.filter(end => end.startsWith('✓')).length === 3)
  await hands.preview.locator('.status', { hasText: /success · .* · predicted / }).waitFor()
  await hands.preview.locator('.timeline-row [data-state=success]').nth(2).waitFor()
  await hands.keep('plan')
})

test('after a reload of the window all is as it was: part of the picture, plan, timeline, and results of the run that has ended', async () => {
  await hands.preview.locator('[data-tool=zoom-in]').click()
  await hands.preview.locator('[data-tool=zoom-in]').click()
  const scale = await scaleSettled()
  // As a person does it: the editor then puts down what its views keep.
  await Promise.all([hands.page.waitForEvent('load'), hands.command('Developer: Reload Window')])
  const tasks = await hands.previewShows(shown => shown.length === 3 && shown.every(({ state }) => state === 'success'))
  assert.deepEqual(tasks.map(({ name }) => name).sort(), ['count', 'fetch', 'other'])
  await hands.preview.locator('.plan', { hasText: /^Predicted / }).waitFor()
  await hands.preview.locator('.timeline-row [data-state=success]').nth(2).waitFor()
  assert.equal(await scaleSettled(), scale)
  await hands.lineEndsWith(ends => ends.filter(end => end.startsWith('✓')).length === 3)
})

/** The scale of the picture, once a motion has ended: twice the same. */
async function scaleSettled(): Promise<string> {
  const canvas = hands.preview.locator('canvas[data-scale]').first()
  const read = async (): Promise<string> => Number(await canvas.getAttribute('data-scale')).toFixed(4)
  let last = await read()
  for (;;) {
    await canvas.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)))))
    const next = await read()
    if (next === last) return last
    last = next
  }
}
