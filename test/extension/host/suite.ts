import { readFileSync, watch } from 'node:fs'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Outcome, readResults } from './results.ts'
import { openWorkbench } from './workbench.ts'

/** Longest time for the whole suite; each test has a shorter one of its own. */
const deadline = 15 * 60_000

/** A folder to open in tests, copied so that the tests may write into it, and a file for the results. */
export interface SuiteFolders {
  readonly workspace: string
  readonly results: string
  remove(): Promise<void>
}

/** Runs the suite of `dist/test/extension` inside the extension host of a workbench in the browser. */
export async function runSuiteInBrowserHost(root: string): Promise<Outcome> {
  const folders = await suiteFolders(root)
  // What watches would keep a suite alive that could not even start.
  const stopFollowing = follow(folders.results)
  try {
    return await runInWorkbench(root, folders)
  } finally {
    stopFollowing()
    await folders.remove()
  }
}

async function runInWorkbench(root: string, folders: SuiteFolders): Promise<Outcome> {
  const noise: string[] = []
  const exit = Promise.withResolvers<void>()
  const workbench = await openWorkbench({
    workspace: folders.workspace,
    extensionDevelopmentPath: root,
    extensionTestsPath: suiteEntry(root),
    environment: { DAGLINE_TEST_RESULTS: folders.results },
    say: text => process.stdout.write(`${text}\n`),
    prepare: async page => {
      await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) => noise.push(`${type}: ${args.join(' ')}`))
      await page.exposeFunction('codeAutomationExit', () => exit.resolve())
    },
  })
  try {
    workbench.page.on('crash', () => exit.resolve())
    AbortSignal.timeout(deadline).addEventListener('abort', () => exit.resolve())
    await exit.promise
    return await conclude(folders, noise)
  } finally {
    await workbench.close()
  }
}

/** The module that VS Code loads in its extension host. */
export function suiteEntry(root: string): string {
  return join(root, 'dist', 'test', 'extension', 'index.cjs')
}

/** Prints what the suite told, and what the host said if something failed. */
export async function conclude(folders: SuiteFolders, noise: readonly string[]): Promise<Outcome> {
  const { outcome, lines } = readResults(await readFile(folders.results, 'utf8').catch(() => ''))
  const told = lines.filter(line => !line.startsWith('  ✔'))
  if (told.length > 0) process.stdout.write(`${told.join('\n')}\n`)
  if (outcome.failed > 0) process.stdout.write(`What the host said at last:\n${noise.slice(-40).join('\n')}\n`)
  return outcome
}

/** Prints the tests that pass as they pass: a suite that takes a minute should be seen to go on. */
export function follow(file: string): () => void {
  let printed = 0
  const watcher = watch(file, () => {
    const passed = readResults(readFileSync(file, 'utf8')).lines.filter(line => line.startsWith('  ✔'))
    for (const line of passed.slice(printed)) process.stdout.write(`${line}\n`)
    printed = Math.max(printed, passed.length)
  })
  return () => watcher.close()
}

/** A copy of the example, so that tests may edit and run it. */
export async function suiteFolders(root: string): Promise<SuiteFolders> {
  const folder = await mkdtemp(join(tmpdir(), 'dagline-suite-'))
  const workspace = join(folder, 'workspace')
  await cp(join(root, 'examples', 'pydag'), workspace, { recursive: true, filter: path => !path.includes('.dagline') })
  const results = join(folder, 'results.jsonl')
  await writeFile(results, '')
  return { workspace, results, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 10 }) }
}
