import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runEditor } from './run-editor.ts'

test('Neovim shows a problem and completes, set up as docs/editors.md says', async () => {
  const args = (settings: string, driver: string): readonly string[] => ['--headless', '-n', '-u', settings, '-S', driver]
  const seen = await runEditor({ program: 'nvim', settings: 'neovim-0.7', extension: 'lua', args, driver: 'neovim.lua' })
  assert.equal(seen.filetype, 'dagline')
  assert.deepEqual(
    seen.problems.map(({ line, text }) => [line, text]),
    [[3, 'nothing']],
  )
  assert.match(seen.problems[0]?.message ?? '', /nothing/)
  assert.ok(seen.offered.includes('second'), seen.offered.join(', '))
  assert.match(seen.text, /first -> second\n}$/)
})
