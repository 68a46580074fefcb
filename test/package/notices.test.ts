import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { mayShip, notices } from '../../scripts/build/licences.ts'
import { shippedPackages } from '../../scripts/build/shipped-packages.ts'

const root = resolve(import.meta.dirname, '../..')
const packages = shippedPackages(root)

test('THIRD_PARTY_NOTICES is what `npm run notices` writes', () => {
  assert.equal(readFileSync(join(root, 'THIRD_PARTY_NOTICES'), 'utf8'), notices(packages))
})

test('only permissive licences ship, and the layout of ELK', () => {
  assert.deepEqual(
    packages.filter(one => !mayShip(one)).map(one => `${one.name}: ${one.licence}`),
    [],
  )
})

test('every package that ships brings the text of its licence', () => {
  assert.deepEqual(
    packages.filter(one => one.texts.join('').length < 100).map(one => one.name),
    [],
  )
})

for (const [name, licence, may] of [
  ['a', 'MIT', true],
  ['a', '(MIT OR GPL-3.0-only)', true],
  ['a', 'MIT AND GPL-3.0-only', false],
  ['a', 'EPL-2.0', false],
  ['elkjs', 'EPL-2.0 OR GPL-3.0-or-later', true],
  ['elkjs', 'GPL-3.0-or-later', false],
  ['a', 'unknown', false],
] as const) {
  test(`${name} under ${licence} ${may ? 'may' : 'may not'} ship`, () => assert.equal(mayShip({ name, licence }), may))
}
