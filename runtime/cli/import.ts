import { writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Command } from 'commander'
import type { Imported, ImportedFile, ImportNote } from '#language/import'
import { type Finding, findingLine } from './finding.ts'
import { countText, exit, nearPath, print, printJson, warn } from './output.ts'

interface Options {
  readonly output?: string
  readonly force?: boolean
  readonly json?: boolean
}

/** `dagline import FILE.json`: a pyDag document as a `.dag` file. */
export function addImport(program: Command): void {
  program
    .command('import')
    .description('Turn a pyDag document (JSON) into a .dag file.')
    .argument('<FILE>', 'the .json file')
    .option('-o, --output <FILE>', 'where to write it, `-` for standard output (beside the document)')
    .option('--force', 'replace a .dag file that is there already')
    .option('--json', 'what became of what, as JSON')
    .addHelpText('after', '\nExample:\n  dagline import sales.json\n  dagline import sales.json -o - | less')
    .action(async (file: string, options: Options) => {
      process.exitCode = await importFile(file, options)
    })
}

async function importFile(file: string, options: Options): Promise<number> {
  const [{ readText }, { importPyDag }] = await Promise.all([import('../file-host.ts'), import('#language/import')])
  const text = readText(resolve(file))
  if (text.kind !== 'text') {
    warn(text.kind === 'unreadable' ? `${file} cannot be read: ${text.reason}.` : `There is no file ${file}.`)
    return exit.usage
  }
  const stem = basename(file).replace(/\.json$/i, '')
  const imported = importPyDag(text.text, { name: stem })
  const findings = await findingsOf(imported.notes, file, text.text)
  if (imported.kind === 'refused') {
    if (options.json) printJson({ file: null, ...countsOf(findings) })
    else for (const finding of findings) warn(findingLine(finding))
    return exit.failed
  }
  const out = options.output === '-' ? null : resolve(options.output ?? join(dirname(file), `${stem}.dag`))
  if (out === resolve(file)) {
    warn(`${nearPath(out)} is the document itself; name another file with --output.`)
    return exit.usage
  }
  const problem = out === null ? null : write(out, imported.text, options.force === true)
  if (problem !== null) {
    warn(problem)
    return exit.usage
  }
  const files = imported.files.map(one => ({
    ...one,
    state: out === null ? ('unwritten' as const) : keep(join(dirname(out), one.path), one),
  }))
  if (options.json) {
    const { dag, tasks } = imported
    const written = out === null ? { file: null, text: imported.text } : { file: nearPath(out) }
    printJson({ ...written, dag, tasks, files, ...countsOf(findings) })
    return exit.success
  }
  tell({ out, imported, files, findings })
  return exit.success
}

async function findingsOf(notes: readonly ImportNote[], file: string, text: string): Promise<readonly Finding[]> {
  const [{ LineIndex }, { describeNote, severityOfNote }] = await Promise.all([import('#language'), import('#language/import')])
  const index = new LineIndex(text)
  return notes.map(note => ({
    ...index.place(file, note),
    severity: severityOfNote(note),
    code: note.code,
    message: describeNote(note),
    related: [],
  }))
}

function countsOf(findings: readonly Finding[]): object {
  const count = (severity: string): number => findings.filter(finding => finding.severity === severity).length
  return { diagnostics: findings, errors: count('error'), warnings: count('warning') }
}

/** Null, or the sentence that says why it could not be written. */
function write(file: string, text: string, replace: boolean): string | null {
  try {
    writeFileSync(file, text, { flag: replace ? 'w' : 'wx' })
    return null
  } catch (problem) {
    const { code, message } = problem as NodeJS.ErrnoException
    const name = nearPath(file)
    if (code === 'EEXIST') return `${name} is there already; --force replaces it.`
    if (code === 'ENOENT' || code === 'ENOTDIR') return `There is no folder ${nearPath(dirname(file))}.`
    return `${name} cannot be written: ${code === 'EISDIR' ? 'it is a folder' : message}.`
  }
}

type FileState = 'written' | 'kept' | 'unwritten'

/** A description that is there may have been completed by a person: it stays, also with --force. */
function keep(path: string, { text }: ImportedFile): FileState {
  const problem = write(path, text, false)
  if (problem === null) return 'written'
  return problem.includes('already') ? 'kept' : 'unwritten'
}

function tell({
  out,
  imported,
  files,
  findings,
}: {
  readonly out: string | null
  readonly imported: Extract<Imported, { kind: 'imported' }>
  readonly files: readonly (ImportedFile & { readonly state: FileState })[]
  readonly findings: readonly Finding[]
}): void {
  for (const finding of findings) warn(findingLine(finding))
  if (out === null) print(imported.text.trimEnd())
  else print(`${nearPath(out)} is written, with ${countText(imported.tasks.length, 'task')}.`)
  for (const { path, state } of files) {
    const name = out === null ? path : nearPath(join(dirname(out), path))
    if (state === 'written') print(`${name} is written, to be completed.`)
    else if (state === 'kept') warn(`${name} is there already, and stays as it is.`)
    else warn(`${name} is not written; the .dag file wants it.`)
  }
}
