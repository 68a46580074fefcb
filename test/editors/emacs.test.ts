import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runEditor } from './run-editor.ts'

test('Emacs with eglot shows a problem and completes, set up as docs/editors.md says', async () => {
  const packages = ['--eval', "(progn (require 'package) (package-initialize))"]
  const args = (settings: string, driver: string): readonly string[] => ['--batch', ...packages, '-l', settings, '-l', driver]
  const seen = await runEditor({ program: 'emacs', settings: 'emacs', extension: 'el', args, driver: 'emacs.el' })
  assert.equal(seen.filetype, 'dagline-mode')
  assert.deepEqual(
    seen.problems.map(({ line, text }) => [line, text]),
    [[3, 'nothing']],
  )
  assert.match(seen.problems[0]?.message ?? '', /nothing/)
  assert.ok(seen.offered.includes('second'), seen.offered.join(', '))
  assert.match(seen.text, /first -> second\n}\n$/)
})
