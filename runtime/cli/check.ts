import { type Command, Option } from 'commander'
import { type Finding, hasErrors } from './finding.ts'
import { exit, print, warn } from './output.ts'

const formats = ['text', 'json', 'github', 'sarif'] as const
type Format = (typeof formats)[number]

/** `dagline check FILE…`: what is wrong with files. */
export function addCheck(program: Command): void {
  program
    .command('check')
    .description('Say what is wrong with files.')
    .argument('<FILE...>', 'the .dag files')
    .addOption(new Option('--format <FORMAT>', 'how to write it').choices(formats).default('text'))
    .option('--json', 'the same as --format json')
    .addHelpText('after', '\nExample:\n  dagline check sales.dag --format github')
    .action(async (files: readonly string[], { format, json }: { readonly format: Format; readonly json?: boolean }) => {
      process.exitCode = await check(files, json ? 'json' : format)
    })
}

async function check(files: readonly string[], format: Format): Promise<number> {
  const [{ checkFile }, { writers }] = await Promise.all([import('./checked-file.ts'), import('./check-formats.ts')])
  const findings = new Map<string, Finding>()
  let unreadable = false
  for (const file of files) {
    const checked = checkFile(file)
    if (checked.kind === 'unreadable') {
      warn(checked.message)
      unreadable = true
    } else {
      // A file that several others import is told of once.
      for (const finding of checked.findings) findings.set(JSON.stringify(finding), finding)
    }
  }
  const found = [...findings.values()]
  const text = writers[format](found)
  if (text !== '') print(text)
  return unreadable ? exit.usage : hasErrors(found) ? exit.failed : exit.success
}
