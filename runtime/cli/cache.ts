import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Command } from 'commander'
import { findWorkspace } from '../file-host.ts'
import type { RuntimeConnection } from '../process/connect.ts'
import type { CachedTask } from '../protocol.ts'
import { folderThatIs } from './folder-that-is.ts'
import { columns, countText, exit, nearPath, print, printJson, stateText, warn } from './output.ts'

interface Options {
  readonly dag?: string
  readonly target?: string
  readonly input?: string[]
  readonly task?: string[]
  readonly json?: boolean
  readonly folder: string
}

/** `dagline cache …`: results that runs reuse. */
export function addCache(program: Command): void {
  const cache = program
    .command('cache')
    .description('Results of tasks with `cache`, which runs reuse while nothing that they follow from has changed.')
    .addHelpText('after', '\nExample:\n  dagline cache list sales.dag')
  const add = (name: string, text: string, example: string): Command =>
    cache
      .command(name)
      .description(text)
      .argument('[FILE]', 'the .dag file; without it, all of the folder')
      .option('--dag <NAME>', 'only of this dag')
      .option('--json', 'as JSON')
      .option('--folder <DIR>', 'the folder of the .dag files', folderThatIs, '.')
      .addHelpText('after', `\nExample:\n  dagline cache ${example}`)
  add('list', 'Say which results would be reused now, and why.', 'list sales.dag --target local')
    .option('--target <T>', 'only on this target')
    .option('--input <k=v...>', 'values of inputs')
    .action(list)
  add('clear', 'Forget results, so that their tasks run again; the history of runs stays.', 'clear sales.dag --task extract')
    .option('--task <TASK...>', 'only of these tasks, groups or instances')
    .action(clear)
}

async function list(word: string | undefined, options: Options): Promise<void> {
  const file = fileOf(word)
  if (file === null) return
  const { dag, target } = options
  const inputs: Record<string, string> = {}
  for (const text of options.input ?? []) {
    const at = text.indexOf('=')
    if (at <= 0) {
      warn(`--input wants name=value, and got ${text}.`)
      process.exitCode = exit.usage
      return
    }
    inputs[text.slice(0, at)] = text.slice(at + 1)
  }
  const found = await withRuntime(options, file, connection =>
    connection.request('cache/list', {
      ...(file === undefined ? {} : { file, workspace: findWorkspace(file) }),
      ...(dag === undefined ? {} : { dag }),
      ...(target === undefined ? {} : { target }),
      inputs,
      env: Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
    }),
  )
  const tasks = found?.tasks ?? []
  if (options.json) printJson({ tasks })
  else if (tasks.length === 0) warn('There are no results to reuse. A task with `cache` leaves one when it succeeds.')
  else {
    const width = (await import('string-width')).default
    for (const line of columns(tasks.map(rowOf), width)) print(line)
  }
}

function rowOf({ file, dag, target, task, reused, reason }: CachedTask): string[] {
  return [stateText(reused ? 'cached' : 'waiting'), task, dag, target, nearPath(file), reason]
}

async function clear(word: string | undefined, options: Options): Promise<void> {
  const file = fileOf(word)
  if (file === null) return
  const { dag, task } = options
  const answer = await withRuntime(options, file, connection =>
    connection.request('cache/clear', {
      ...(file === undefined ? {} : { file }),
      ...(dag === undefined ? {} : { dag }),
      ...(task === undefined ? {} : { tasks: task }),
    }),
  )
  // Where nothing has ever run, there is nothing of any task.
  const unknown = answer === undefined ? (task ?? []).map(word => ({ word, near: null })) : (answer.unknown ?? [])
  for (const { word, near } of unknown) warn(`There are no results of ${word}${near === null ? '.' : `; did you mean ${near}?`}`)
  if (unknown.length > 0) {
    warn('Nothing is forgotten.')
    process.exitCode = exit.usage
    return
  }
  const cleared = answer?.cleared ?? 0
  if (options.json) printJson({ cleared })
  else print(`The results of ${countText(cleared, 'task')} are forgotten.`)
}

/** Undefined where no file is meant; null of one that is not there, which has been said. */
function fileOf(word: string | undefined): string | null | undefined {
  if (word === undefined || existsSync(word)) return word === undefined ? undefined : resolve(word)
  warn(`There is no file ${nearPath(resolve(word))}.`)
  process.exitCode = exit.usage
  return null
}

/** Undefined where nothing has ever run. */
async function withRuntime<T>(
  options: Options,
  file: string | undefined,
  use: (connection: RuntimeConnection) => Promise<T>,
): Promise<T | undefined> {
  const folder = file === undefined ? options.folder : dirname(file)
  if (!existsSync(join(folder, '.dagline', 'dagline.db'))) return undefined
  const [{ connectRuntime }, { runtimeEntry }] = await Promise.all([import('../process/connect.ts'), import('../process/entry.ts')])
  const connection = (await connectRuntime({ folder, entry: runtimeEntry, start: true }))!
  try {
    return await use(connection)
  } finally {
    connection.dispose()
  }
}
