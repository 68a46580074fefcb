import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import type { RuntimeConnection } from '../process/connect.ts'
import { folderThatIs } from './folder-that-is.ts'
import { columns, countText, exit, nearPath, print, printJson, timeText, warn } from './output.ts'

interface Options {
  readonly json?: boolean
  readonly folder: string
}

/** `dagline script …`: scripts that are kept in the metadata database. */
export function addScript(program: Command): void {
  const script = program
    .command('script')
    .description('Scripts that are kept in the metadata database, where tasks name them `db://NAME`.')
    .addHelpText('after', '\nExample:\n  dagline script put monthly.sql scripts/monthly.sql')
  const add = (name: string, text: string, example: string): Command =>
    script
      .command(name)
      .description(text)
      .option('--json', 'as JSON')
      .option('--folder <DIR>', 'the folder of the .dag files', folderThatIs, '.')
      .addHelpText('after', `\nExample:\n  dagline script ${example}`)
  add('put', 'Keep a script, in place of an older one of that name.', 'put monthly.sql scripts/monthly.sql')
    .argument('<NAME>', 'what it is called')
    .argument('<FILE>', 'the file with its text')
    .action(put)
  add('get', 'Print a script.', 'get monthly.sql').argument('<NAME>').action(get)
  add('list', 'List scripts.', 'list').action(list)
}

async function put(name: string, file: string, options: Options): Promise<void> {
  const text = readScript(file)
  if (text === null) return
  const { kept } = await withRuntime(options, connection => connection.request('script/put', { name, text }))
  if (!kept) {
    warn(`${name} is no name for a script: it has letters, digits, \`.\`, \`-\`, \`_\`, and \`/\` between parts.`)
    process.exitCode = exit.usage
  } else if (options.json) printJson({ name, bytes: Buffer.byteLength(text) })
  else print(`db://${name} is kept.`)
}

async function get(name: string, options: Options): Promise<void> {
  const text = hasDatabase(options)
    ? (await withRuntime(options, connection => connection.request('script/get', { name: name.replace(/^db:\/\//, '') }))).text
    : null
  if (text === null) {
    warn(`There is no script ${name} in ${resolve(options.folder)}.`)
    process.exitCode = exit.usage
  } else if (options.json) printJson({ name, text })
  else process.stdout.write(text)
}

async function list(options: Options): Promise<void> {
  const scripts = hasDatabase(options) ? (await withRuntime(options, connection => connection.request('script/list', {}))).scripts : []
  if (options.json) printJson({ scripts })
  else if (scripts.length === 0) warn(`No scripts are kept in ${resolve(options.folder)}.`)
  else {
    const width = (await import('string-width')).default
    const rows = scripts.map(({ name, bytes, changed }) => [`db://${name}`, countText(bytes, 'byte'), timeText(changed)])
    for (const line of columns(rows, width)) print(line)
  }
}

/** Null of a file that cannot be read, which has been said. */
function readScript(file: string): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file))
  } catch (problem) {
    const { code } = problem as NodeJS.ErrnoException
    warn(code === 'ENOENT' ? `There is no file ${nearPath(resolve(file))}.` : `${nearPath(resolve(file))} cannot be read as UTF-8 text.`)
    process.exitCode = exit.usage
    return null
  }
}

function hasDatabase({ folder }: Options): boolean {
  return existsSync(join(folder, '.dagline', 'dagline.db'))
}

async function withRuntime<T>({ folder }: Options, use: (connection: RuntimeConnection) => Promise<T>): Promise<T> {
  const [{ connectRuntime }, { runtimeEntry }] = await Promise.all([import('../process/connect.ts'), import('../process/entry.ts')])
  const connection = (await connectRuntime({ folder, entry: runtimeEntry, start: true }))!
  try {
    return await use(connection)
  } finally {
    connection.dispose()
  }
}
