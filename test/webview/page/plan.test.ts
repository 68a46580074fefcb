import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { PicturePlan } from '../../../webview/protocol.ts'
import { sales } from '../graphs.ts'
import { previews } from './previews.ts'

const names = sales.tasks.map(({ name }) => name)
const critical = ['tables.final', 'ingest', 'extract[#0]', 'fact', 'report']
const plan: PicturePlan = {
  kind: 'plan',
  parallelism: 2,
  seconds: 12.3,
  critical,
  tasks: names.map((name, place) => ({ name, start: place, end: place + 2, slack: critical.includes(name) ? 0 : 1.5 })),
  processors: [
    { parallelism: 1, seconds: 24 },
    { parallelism: 2, seconds: 12.3 },
    { parallelism: 4, seconds: 8 },
  ],
}
const memory = { uri: 'file:///w/a.dag', dag: null, locked: false }

suite('the plan in the preview', () => {
  const open = previews()

  test('a button asks for the plan, which then says lengths, slack and what processors gain', async () => {
    const preview = await open()
    await preview.show(sales, { memory })
    assert.equal(await preview.page.locator('.plan').isVisible(), false)
    await preview.page.locator('[data-tool=plan]').click()
    assert.deepEqual(await preview.message('show-part'), { type: 'show-part', part: 'plan', on: true })
    const before = await preview.view()
    await preview.show(sales, { memory: { ...memory, parts: ['plan'] }, plan })
    assert.equal(await preview.page.locator('.plan').textContent(), 'Predicted 12 s on 2 processors · 1: 24 s · 2: 12 s · 4: 8.0 s')
    assert.match((await preview.task('ingest').textContent()) ?? '', /2\.0 s, critical/)
    assert.match((await preview.task('tables.staging[1]').textContent()) ?? '', /2\.0 s, slack 1\.5 s/)
    assert.equal((await preview.view()).scale, before.scale)
    assert.equal(await preview.page.locator('[data-tool=plan]').getAttribute('aria-pressed'), 'true')
    await preview.page.locator('[data-tool=plan]').click()
    assert.deepEqual(await preview.message('show-part'), { type: 'show-part', part: 'plan', on: false })
    await preview.close()
  })

  test('a file that cannot be planned says why', async () => {
    const preview = await open()
    await preview.show(sales, { memory: { ...memory, parts: ['plan'] }, plan: { kind: 'none', why: 'it has errors' } })
    assert.equal(await preview.page.locator('.plan').textContent(), 'No plan: it has errors')
    await preview.close()
  })

  test('the timeline stands below the graph: what would run, then what ran and what was waited for', async () => {
    const preview = await open()
    await preview.show(sales, { memory: { ...memory, parts: ['timeline'] }, plan })
    const rows = preview.page.locator('.timeline-row')
    assert.equal(await rows.count(), names.length)
    const started = '2026-01-31T06:00:00.000Z'
    const state = { state: 'success', attempt: 1, ready: started, started: '2026-01-31T06:00:01.000Z', seconds: 3, rows: null, error: null }
    await preview.show(sales, {
      memory: { ...memory, parts: ['timeline'] },
      plan,
      run: { run: 'r', state: 'success', started, seconds: 12.9, predicted: 12.3 },
      states: { ingest: state },
    })
    assert.deepEqual(await rows.evaluateAll(items => items.map(item => item.getAttribute('data-task'))), ['ingest'])
    assert.match((await rows.getAttribute('title')) ?? '', /ingest · success · 3\.0 s\nstarts at 1\.0 s\nwaited 1\.0 s for a processor/)
    assert.equal(await rows.locator('.bar-queued').count(), 1)
    assert.match((await preview.page.locator('.status').textContent()) ?? '', /predicted 12 s/)
    const [stage, timeline] = [await preview.page.locator('.stage').boundingBox(), await preview.page.locator('.timeline').boundingBox()]
    assert.ok(stage!.y + stage!.height <= timeline!.y + 1)
    await rows.click()
    assert.equal((await preview.message('reveal')).task, 'ingest')
    assert.deepEqual(preview.violations, [])
    await preview.close()
  })
})
