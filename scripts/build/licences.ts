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
  return [head, ...packages.map(section)].join('\n')
}

function section({ name, version, licence, source, texts }: ShippedPackage): string {
  const line = '-'.repeat(100)
  const about = [line, `${name} ${version}`, `Licence: ${licence}`, ...(source === '' ? [] : [`Source: ${source}`]), line]
  return [...about, '', ...texts.flatMap(text => [text, ''])].join('\n')
}
