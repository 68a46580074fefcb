import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { defaultSettings, settingsOf } from '../../server/settings.ts'

test('what is missing or wrong is as it is by default', () => {
  for (const told of [undefined, null, 1, 'x', [], {}, { inlayHints: 1 }, { inlayHints: { matrix: 'no' }, diagnostics: null }])
    assert.deepEqual(settingsOf(told), defaultSettings)
  assert.deepEqual(settingsOf({ inlayHints: { values: false }, codeLens: { references: true, enabled: false } }), {
    ...defaultSettings,
    inlayHints: { matrix: true, values: false },
    codeLens: { references: true, neighbours: false },
  })
})

test('every setting of the server is one of the extension, with the same default', () => {
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'))
  const properties: Readonly<Record<string, { readonly default: unknown }>> = manifest.contributes.configuration.properties
  for (const [section, flags] of Object.entries(defaultSettings))
    for (const [name, value] of Object.entries(flags)) assert.equal(properties[`dagline.${section}.${name}`]?.default, value, name)
})
