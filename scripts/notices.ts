/** Writes `THIRD_PARTY_NOTICES` from what is in the bundles and beside them. */
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { mayShip, notices } from './build/licences.ts'
import { shippedPackages } from './build/shipped-packages.ts'
import { execute } from './test/steps.ts'

const root = resolve(import.meta.dirname, '..')
process.exitCode = await execute(root, process.execPath, [join(root, 'scripts', 'build.ts')])
const packages = shippedPackages(root)
writeFileSync(join(root, 'THIRD_PARTY_NOTICES'), notices(packages))
process.stdout.write(`${packages.length} packages.\n`)
for (const one of packages.filter(each => !mayShip(each))) {
  process.stderr.write(`${one.name} may not ship: ${one.licence}\n`)
  process.exitCode = 1
}
