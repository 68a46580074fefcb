import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { nothing, type Tally } from './tally.ts'

/** Says what comes next, so that a reader of the output knows where it stands. */
export function announce(step: string): void {
  process.stdout.write(`\n== ${step}\n`)
}

/** Runs a program with the project's own Node; a failure counts as one failed check. */
export async function check(root: string, script: string, ...args: readonly string[]): Promise<Tally> {
  const status = await execute(root, process.execPath, [join(root, script), ...args])
  if (status === 0) return nothing
  process.stdout.write(`✖ ${script} ended with status ${status}\n`)
  return { passed: 0, failed: 1 }
}

/** Runs a program with its output shown, and gives its exit status. */
export function execute(cwd: string, command: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] })
    child.on('error', reject)
    child.on('exit', status => resolve(status ?? 1))
  })
}

/** The tests that need no editor: those that do have steps of their own. */
export function unitTestFiles(root: string): readonly string[] {
  const elsewhere = /^test[\\/](extension|editors|bench)[\\/]/
  return globSync('test/**/*.test.ts', { cwd: root })
    .filter(file => !elsewhere.test(file))
    .sort()
    .map(file => join(root, file))
}

/** The tests that drive the workbench as a person does, those of the packed extension, and those of a browser alone. */
export function personTestFiles(root: string): readonly string[] {
  return globSync('test/extension/{person,packaged,web}/**/*.test.ts', { cwd: root })
    .sort()
    .map(file => join(root, file))
}
