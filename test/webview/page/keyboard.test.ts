import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sales } from '../graphs.ts'
import type { Preview } from './preview.ts'
import { previews } from './previews.ts'

suite('the keyboard', () => {
  const open = previews()

  test('one task can be reached by Tab; arrows follow the edges', async () => {
    const preview = await open()
    await preview.show(sales)
    assert.equal(await preview.page.locator('[role=option][tabindex="0"]').count(), 1)
    await preview.page.keyboard.press('Tab')
    assert.equal(await focused(preview), 'tables.final')
    assert.deepEqual(
      await walk(preview, ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft']),
      ['ingest', 'extract[#0]', 'extract[#1]', 'fact', 'report', 'report', 'fact'],
    )
    assert.deepEqual(await walk(preview, ['Home', 'ArrowDown', 'ArrowUp', 'End']), [
      'tables.final',
      'tables.staging[1]',
      'tables.final',
      'report',
    ])
    await preview.close()
  })

  test('Enter shows the line of a task, Shift+Enter goes there, l shows its log', async () => {
    const preview = await open()
    await preview.show(sales)
    await preview.page.keyboard.press('Tab')
    await preview.page.keyboard.press('ArrowRight')
    await preview.page.keyboard.press('Enter')
    assert.deepEqual(await preview.message('reveal'), { type: 'reveal', version: 1, dag: 'sales_facts', task: 'ingest', focus: false })
    await preview.page.keyboard.press('Shift+Enter')
    assert.equal((await preview.message('reveal')).focus, true)
    await preview.page.keyboard.press('l')
    assert.deepEqual(await preview.message('show-log'), { type: 'show-log', dag: 'sales_facts', task: 'ingest' })
    await preview.close()
  })

  test('brings the task that it comes to into view', async () => {
    const preview = await open({ size: { width: 600, height: 400 } })
    await preview.show(sales)
    await preview.page.keyboard.press('Tab')
    for (let k = 0; k < 6; k++) await preview.page.keyboard.press('+')
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight']) await preview.page.keyboard.press(key)
    await preview.frame()
    const { x, y } = await preview.onScreen('report')
    assert.ok(x > 0 && x < 600 && y > 0 && y < 400, `report is at ${x}, ${y}`)
    await preview.close()
  })

  test('zooms with + and -, fits with 0, moves with arrows where no task has the focus', async () => {
    const preview = await open()
    await preview.show(sales)
    const first = await preview.view()
    await preview.page.locator('[data-tool=fit]').focus()
    await preview.page.keyboard.press('+')
    await preview.page.keyboard.press('+')
    await preview.frame()
    assert.ok(Math.abs((await preview.view()).scale - first.scale * 1.25 ** 2) < 1e-6)
    await preview.page.keyboard.press('-')
    await preview.frame()
    assert.ok(Math.abs((await preview.view()).scale - first.scale * 1.25) < 1e-6)
    const before = await preview.view()
    await preview.page.keyboard.press('ArrowRight')
    await preview.frame()
    assert.equal((await preview.view()).x, before.x - 60)
    await preview.page.keyboard.press('0')
    await preview.frame()
    assert.deepEqual(await preview.view(), first)
    await preview.close()
  })

  test('the view takes no focus by itself', async () => {
    const preview = await open()
    await preview.show(sales)
    await preview.show({ ...sales, tasks: sales.tasks.slice(1) })
    await preview.tell({ type: 'cursor', dag: 'sales_facts', task: 'fact' })
    assert.equal(await preview.page.evaluate(() => document.activeElement?.tagName), 'BODY')
    await preview.close()
  })
})

async function walk(preview: Preview, keys: readonly string[]): Promise<readonly (string | null)[]> {
  const visited: (string | null)[] = []
  for (const key of keys) {
    await preview.page.keyboard.press(key)
    visited.push(await focused(preview))
  }
  return visited
}

async function focused(preview: Preview): Promise<string | null> {
  return await preview.page.evaluate(() => document.activeElement?.getAttribute('data-task') ?? null)
}
