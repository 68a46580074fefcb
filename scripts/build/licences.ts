import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ShippedPackage } from './shipped-packages.ts'

const permissive = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'CC0-1.0', 'ISC', 'MIT', 'Unlicense'])

/** ELK's layout has no permissive equal. EPL-2.0 asks that its source can be had, which the notices say. */
const exceptions: ReadonlyMap<string, string> = new Map([['elkjs', 'EPL-2.0']])

/** Whether a package may ship: every licence of an `AND`, one of an `OR`. */
export function mayShip({ name, licence }: Pick<ShippedPackage, 'name' | 'licence'>): boolean {
  const mayUse = (one: string): boolean => permissive.has(one) || exceptions.get(name) === one
  return licence
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some(choice => choice.split(' AND ').every(mayUse))
}

/** The text of `THIRD_PARTY_NOTICES`. */
export function notices(packages: readonly ShippedPackage[]): string {
  const head = 'Dagline contains, or is shipped with, the software below. `npm run notices` writes this file.\n'
  const told = new Map<string, string>()
  const once = (text: string, one: ShippedPackage): string => {
    const before = told.get(text)
    if (before === undefined) told.set(text, `${one.name} ${one.version}`)
    return before === undefined ? text : `The text is that of ${before}.`
  }
  return [head, ...packages.map(one => section({ ...one, texts: one.texts.map(text => once(text, one)) }))].join('\n')
}

/** The text of a licence for a package that names it and does not bring it; none of a licence that is not known here. */
export function standardText(root: string, licence: string, author: string): readonly string[] {
  if (licence === 'Apache-2.0') return [readFileSync(join(root, 'LICENSE'), 'utf8').replaceAll('\r\n', '\n').trim()]
  return licence === 'MIT' ? [`MIT License\n\nCopyright (c) ${author.replace(/ *[<(].*/, '')}\n\n${mit}`] : []
}

const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.`

function section({ name, version, licence, source, texts }: ShippedPackage): string {
  const line = '-'.repeat(100)
  const about = [line, `${name} ${version}`, `Licence: ${licence}`, ...(source === '' ? [] : [`Source: ${source}`]), line]
  return [...about, '', ...texts.flatMap(text => [text, ''])].join('\n')
}
