import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { styleText } from 'node:util'
import type { Command } from 'commander'
import type { CheckedTarget } from '../protocol.ts'
import { columns, exit, nearPath, print, printJson, warn } from './output.ts'
import { warnRefused } from './refusal.ts'

/** `dagline doctor [FILE] --target T`. */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('Try what runs on a target need: credentials, each API, dataset and bucket. Nothing is created.')
    .argument('[FILE]', 'the .dag file (the one in this folder)')
    .requiredOption('--target <T>', 'which target')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  dagline doctor sales.dag --target prod')
    .action(async (file: string | undefined, options: { readonly target: string; readonly json?: boolean }) => {
      process.exitCode = await doctor(file, options)
    })
}

async function doctor(file: string | undefined, { target, json }: { readonly target: string; readonly json?: boolean }): Promise<number> {
  const path = fileOf(file)
  if (path === null) return exit.usage
  const { checkFileTarget } = await import('../process/check-target.ts')
  const checked = await checkFileTarget({ file: path, target }, { folder: process.cwd(), now: () => Date.now() })
  if (checked.kind === 'refused') {
    warnRefused(checked)
    return checked.reason === 'diagnostics' ? exit.failed : exit.usage
  }
  if (json) printJson({ target: checked.target, checks: checked.checks })
  else await printChecks(checked)
  return checked.checks.every(check => check.ok) ? exit.success : exit.failed
}

function fileOf(file: string | undefined): string | null {
  if (file !== undefined) {
    const path = resolve(file)
    if (existsSync(path)) return path
    warn(`There is no file ${nearPath(path)}.`)
    return null
  }
  const found = readdirSync(process.cwd()).filter(name => name.endsWith('.dag'))
  if (found.length === 1) return resolve(found[0]!)
  warn(
    found.length === 0 ? 'There is no .dag file in this folder. Name one.' : `There are several .dag files: ${found.join(', ')}. Name one.`,
  )
  return null
}

async function printChecks({ checks }: CheckedTarget): Promise<void> {
  const { default: stringWidth } = await import('string-width')
  const rows = checks.map(({ what, ok, told, mend }) => [
    ok ? styleText('green', '✓') : styleText('red', '✗'),
    what,
    mend === undefined ? told : `${told} ${mend}`,
  ])
  for (const line of columns(rows, stringWidth)) print(line)
}
