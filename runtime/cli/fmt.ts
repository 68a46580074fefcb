import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { FileText } from '#language'
import { type Finding, findingLine } from './finding.ts'
import { exit, print, printJson, warn } from './output.ts'

interface Options {
  readonly check?: boolean
  readonly json?: boolean
}

const standardInput = '<standard input>'

/** `dagline fmt FILE…`: brings files into the one form that the language has. */
export function addFmt(program: Command): void {
  program
    .command('fmt')
    .description('Format files in place.')
    .argument('<FILE...>', 'the .dag files; - for standard input, whose text is printed')
    .option('--check', 'change nothing, and fail where something would change')
    .option('--json', 'say what became of each file as JSON')
    .addHelpText('after', '\nExample:\n  dagline fmt sales.dag\n  dagline fmt --check sales.dag stock.dag')
    .action(async (files: readonly string[], options: Options) => {
      process.exitCode = await (files.includes('-') ? formatInput(files, options) : formatFiles(files, options))
    })
}

/** What became of one text. */
interface Outcome {
  readonly file: string
  readonly changed: boolean
  /** Syntax errors: what they are in is left as it is. */
  readonly problems: readonly Finding[]
}

async function formatFiles(files: readonly string[], options: Options): Promise<number> {
  const [{ readText }, { replaceFile }] = await Promise.all([import('../file-host.ts'), import('../replace-file.ts')])
  const outcomes: Outcome[] = []
  let unusable = false
  for (const file of files) {
    const source = textOf(file, readText(resolve(file), { keepsMark: true }))
    const formatted = source === null ? null : await formatText(file, source)
    if (formatted === null) {
      unusable = true
      continue
    }
    if (formatted.changed && !options.check) {
      try {
        replaceFile(resolve(file), formatted.text)
      } catch (problem) {
        warn(`${file} cannot be written: ${writeProblem(problem)}.`)
        unusable = true
        continue
      }
    }
    outcomes.push(formatted)
  }
  show(outcomes, options)
  return unusable ? exit.usage : statusOf(outcomes, options)
}

/** A text that a program gives, and gets back in any case: a filter that fails must not leave it empty. */
async function formatInput(files: readonly string[], options: Options): Promise<number> {
  if (files.length > 1) {
    warn('`-` stands alone: its text is printed, and files are changed in their place.')
    return exit.usage
  }
  if (options.json && !options.check) {
    warn('`-` prints the text itself: --json goes with --check there.')
    return exit.usage
  }
  const { decodeText } = await import('../file-host.ts')
  const parts: Uint8Array[] = []
  for await (const part of process.stdin) parts.push(part as Uint8Array)
  const source = textOf(standardInput, decodeText(Buffer.concat(parts), { keepsMark: true }))
  if (source === null) return exit.usage
  const outcome = await formatText(standardInput, source)
  if (options.check) show([outcome], options)
  else {
    warnOf(outcome)
    process.stdout.write(outcome.text)
  }
  return statusOf([outcome], options)
}

/** Null of what cannot be read, which has been said. */
function textOf(file: string, read: FileText): string | null {
  if (read.kind === 'text') return read.text
  warn(read.kind === 'missing' ? `There is no file ${file}.` : `${file} cannot be read: ${read.kind === 'unreadable' ? read.reason : ''}.`)
  return null
}

async function formatText(file: string, source: string): Promise<Outcome & { readonly text: string }> {
  const { applyEdits, codeOf, describe, format, LineIndex, parse } = await import('#language')
  const formatted = format(parse(source))
  const text = formatted.kind === 'refused' ? source : applyEdits(source, formatted.edits)
  const lines = new LineIndex(source)
  const problems = (formatted.kind === 'refused' ? [formatted.problem] : formatted.left).map(
    (problem): Finding => ({
      ...lines.place(file, problem),
      severity: 'error',
      code: codeOf(problem),
      message: describe(problem),
      related: [],
    }),
  )
  return { file, text, changed: text !== source, problems }
}

function statusOf(outcomes: readonly Outcome[], { check }: Options): number {
  const fails = (outcome: Outcome): boolean => outcome.problems.length > 0 || (check === true && outcome.changed)
  return outcomes.some(fails) ? exit.failed : exit.success
}

function show(outcomes: readonly Outcome[], { check, json }: Options): void {
  if (json) {
    printJson({ files: outcomes.map(({ file, changed, problems }) => ({ file, changed, problems })) })
    return
  }
  for (const outcome of outcomes) {
    warnOf(outcome)
    if (outcome.changed) print(`${outcome.file}: ${check ? 'would be formatted' : 'formatted'}`)
    else if (outcomes.length === 1 && outcome.problems.length === 0) print(`${outcome.file}: unchanged`)
  }
  if (outcomes.length > 1)
    print(`${outcomes.filter(outcome => outcome.changed).length} of ${outcomes.length} files ${check ? 'would be formatted' : 'formatted'}`)
}

function warnOf({ file, changed, problems }: Outcome): void {
  if (problems.length === 0) return
  for (const problem of problems) warn(findingLine(problem))
  warn(changed ? `${file}: what holds an error is left as it is` : `${file}: left as it is`)
}

function writeProblem(problem: unknown): string {
  const { code, message } = problem as NodeJS.ErrnoException
  return writeReasons[code ?? ''] ?? message
}

const writeReasons: Readonly<Record<string, string>> = {
  EACCES: 'no permission to write it, or to write in its folder',
  EPERM: 'no permission to write it, or to write in its folder',
  EROFS: 'its disk is read-only',
  ENOSPC: 'there is no room on its disk',
  EBUSY: 'another program holds it',
}
