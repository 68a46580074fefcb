/**
 * The whole suite: `node scripts/test.ts`. Builds, lints and type-checks, runs the unit tests, then the extension's tests in a real VS Code
 * and those of the language server in other editors.
 * `--unit`, `--extension`, `--editors` and `--desktop` run one part of it. The last line is `N passed, N failed`.
 */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { runNodeTests } from './test/node-tests.ts'
import { announce, check, personTestFiles, unitTestFiles } from './test/steps.ts'
import { nothing, succeeded, sum, type Tally, verdict } from './test/tally.ts'

const root = resolve(import.meta.dirname, '..')
const flag = { type: 'boolean' } as const
const { values } = parseArgs({ options: { unit: flag, extension: flag, editors: flag, desktop: flag } })
const only = Object.values(values).includes(true)

const tallies: Tally[] = []
await add('Browser', () => findOrInstallBrowser())
const built = await add('Build', () => check(root, 'scripts/build.ts'))
if (!only) await add('Format, lint and types', () => check(root, 'scripts/lint.ts'))
// Without a build the rest would test an older one, and say nothing about this.
if (built && (!only || values.unit === true)) {
  await add('Unit tests', () => runNodeTests({ root, files: unitTestFiles(root), concurrency: 2 }))
}
if (built && (!only || values.extension === true)) {
  await add('Tests inside VS Code', () => inWorkbench())
  await add('Tests of VS Code as a person uses it', () => runNodeTests({ root, files: personTestFiles(root), concurrency: 1 }))
}
if (built && (!only || values.editors === true)) await add('Tests in other editors', () => inOtherEditors())
if (built && values.desktop === true) await add('Tests inside the desktop VS Code', () => inDesktop())

const total = sum(tallies)
process.stdout.write(`\n${verdict(total)}\n`)
process.exitCode = succeeded(total) ? 0 : 1

/** Runs a part of the suite and counts it; says whether nothing in it failed. */
async function add(step: string, part: () => Promise<Tally>): Promise<boolean> {
  announce(step)
  try {
    const tally = await part()
    process.stdout.write(`${step}: ${verdict(tally)}\n`)
    tallies.push(tally)
    return tally.failed === 0
  } catch (error) {
    process.stdout.write(`✖ ${step}: ${error instanceof Error ? error.stack : String(error)}\n`)
    tallies.push({ passed: 0, failed: 1 })
    return false
  }
}

/** Once, before the tests: several at a time look for it. */
async function findOrInstallBrowser(): Promise<Tally> {
  const { readyBrowser } = await import('../test/extension/host/chromium.ts')
  process.stdout.write(`${readyBrowser(text => process.stdout.write(`${text}\n`))}\n`)
  return nothing
}

async function inWorkbench(): Promise<Tally> {
  const { runSuiteInBrowserHost } = await import('../test/extension/host/suite.ts')
  return runSuiteInBrowserHost(root)
}

async function inDesktop(): Promise<Tally> {
  const { runSuiteInDesktop } = await import('../test/extension/host/desktop.ts')
  return runSuiteInDesktop(root)
}

/** An editor that is not here, and that cannot be installed here, is named and not counted. */
async function inOtherEditors(): Promise<Tally> {
  const { canHaveAll, readyEditors } = await import('../test/extension/host/other-editors.ts')
  const { ready, missing } = readyEditors(text => process.stdout.write(`${text}\n`))
  for (const { name, packages } of missing)
    process.stdout.write(`Not run: the tests in ${name}, which is not here (Debian: apt-get install ${packages.join(' ')}).\n`)
  const files = ready.map(({ tests }) => tests)
  const tally = files.length === 0 ? nothing : await runNodeTests({ root, files, concurrency: 1 })
  return canHaveAll() ? sum([tally, { passed: 0, failed: missing.length }]) : tally
}
