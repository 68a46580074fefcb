import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { RuntimeConnection } from '../process/connect.ts'
import type { PredictedTask, RunRecord } from '../protocol.ts'
import { folderThatIs } from './folder-that-is.ts'
import { columns, countText, dataText, exit, lengthText, oneLine, print, printJson, stateText, timeText, warn } from './output.ts'
import { wholeNumber } from './run.ts'
import type { LogFilter } from './run-logs.ts'
import { warnSettings } from './settings.ts'

interface Options {
  readonly json?: boolean
  readonly folder: string
}

/** A time, or an age such as `90s`, `10m`, `2h`, `1d`; as ISO 8601, which sorts by time. */
function timeOrAge(text: string): string {
  const age = /^(\d+)([smhd])$/.exec(text)
  const ms = age === null ? Date.parse(text) : Date.now() - Number(age[1]) * { s: 1, m: 60, h: 3600, d: 86_400 }[age[2] as 's'] * 1000
  if (Number.isNaN(ms)) throw new InvalidArgumentError('Write 2026-01-31, 2026-01-31T06:00:00Z, or 10m.')
  return new Date(ms).toISOString()
}

/** `dagline runs …`: history, from the metadata database. */
export function addRuns(program: Command): void {
  const runs = program
    .command('runs')
    .description('Runs that were and that are, of the .dag files in a folder.')
    .addHelpText('after', '\nRUN is the id of a run, its beginning, or `last`.\n\nExample:\n  dagline runs show last')
  const add = (name: string, text: string, example: string): Command =>
    runs
      .command(name)
      .description(text)
      .option('--json', 'as JSON')
      .option('--folder <DIR>', 'the folder of the .dag file', folderThatIs, '.')
      .addHelpText('after', `\nExample:\n  dagline runs ${example}`)
  runs
    .command('list', { isDefault: true })
    .description('List runs, newest first.')
    .option('--limit <N>', 'at most so many', wholeNumber, 20)
    .option('--json', 'as JSON')
    .option('--folder <DIR>', 'the folder of the .dag file', folderThatIs, '.')
    .addHelpText('after', '\nExample:\n  dagline runs list --limit 5')
    .action(list)
  add('show', 'Show the tasks of a run.', 'show last').argument('<RUN>').action(show)
  add('logs', 'Print what the tasks of a run wrote, in the order of time.', 'logs last ingest --stream stderr --follow')
    .argument('<RUN>')
    .argument('[TASK...]')
    .option('-f, --follow', 'go on with what is written until the run has ended')
    .option('--attempt <N>', 'of this attempt', wholeNumber)
    .addOption(new Option('--stream <NAME>', 'of this stream').choices(['stdout', 'stderr', 'system']))
    .option('--grep <TEXT>', 'lines that contain this text')
    .option('--since <TIME>', 'from then on: 2026-01-31T06:00:00Z, or so long ago: 10m', timeOrAge)
    .action(async (word: string, tasks: readonly string[], options: Options & LogFilter & { readonly follow?: boolean }) => {
      const { printLogs } = await import('./run-logs.ts')
      await withRun(word, options, (connection, { run }) => printLogs(connection, run, tasks, options, () => connectTo(options)))
    })
  add('rows', 'Print the first rows of what a bq task answered.', 'rows last extract').argument('<RUN>').argument('<TASK>').action(rows)
  add('attach', 'Follow a run that is going on.', 'attach last').argument('<RUN>').action(attach)
  add('cancel', 'Cancel a run that is going on, or some tasks of it.', "cancel last 'extract[cars]'")
    .argument('<RUN>')
    .argument('[TASK...]')
    .action(cancel)
}

async function list(options: Options & { readonly limit: number }): Promise<void> {
  const runs = await withRuntime(options, async connection => (await connection.request('run/list', { limit: options.limit })).runs)
  if (options.json) printJson({ runs: runs ?? [] })
  else if (runs === undefined || runs.length === 0) warn(`There are no runs in ${resolve(options.folder)} yet.`)
  else for (const line of columns(runs.map(rowOf), await widthOf())) print(line)
}

function rowOf({ run, state, dag, target, file, started, ended }: RunRecord): string[] {
  const seconds = ended === null ? '' : lengthText((Date.parse(ended) - Date.parse(started)) / 1000)
  return [run, stateText(state), dag, target, seconds, timeText(started), relative(process.cwd(), file)]
}

async function show(word: string, options: Options): Promise<void> {
  await withRun(word, options, async (connection, record) => {
    const shown = await connection.request('run/show', { run: record.run })
    if (shown === null) return
    if (options.json) {
      printJson(shown)
      return
    }
    const { errorText, rowsText } = await import('./follow.ts')
    const row = rowOf(record)
    if (record.predicted_makespan_seconds !== undefined) row[4] += ` (${lengthText(record.predicted_makespan_seconds)} predicted)`
    print(columns([row], await widthOf())[0]!)
    const rows = Object.entries(shown.tasks).map(([name, task]) => [
      ` ${stateText(task.state)}`,
      name,
      task.seconds === undefined ? '' : lengthText(task.seconds),
      task.seconds === undefined ? '' : predictedText(shown.predicted[name]),
      task.attempts > 1 ? countText(task.attempts, 'attempt') : '',
      [
        task.error === undefined ? rowsText(task.outputs?.['rows']).trim() : errorText(task.error),
        task.error === undefined ? oneLine(task.reason ?? '') : '',
        oneLine(task.rerun_reason ?? ''),
      ]
        .filter(text => text !== '')
        .join(' · '),
    ])
    for (const line of columns(rows, await widthOf())) print(line)
  })
}

function predictedText(predicted: PredictedTask | undefined): string {
  return predicted === undefined ? '' : `(${lengthText(predicted.end_seconds - predicted.start_seconds)} predicted)`
}

async function rows(word: string, task: string, options: Options): Promise<void> {
  await withRun(word, options, async (connection, { run }) => {
    const found = await connection.request('table/preview', { run, task, limit: 100 })
    if (found === null) {
      warn(`Run ${run} keeps no rows of ${task}: no task of that name ended with a query there.`)
      process.exitCode = exit.usage
      return
    }
    if (options.json) {
      printJson({ run, task, ...found })
      return
    }
    const table = [
      found.columns.map(column => dataText(column.name)),
      ...found.rows.map(row => row.map(cell => (cell === null ? 'NULL' : dataText(cell)))),
    ]
    for (const line of columns(table, await widthOf())) print(line)
    warn(found.rows.length < found.total ? `The first ${found.rows.length} of ${found.total} rows.` : countText(found.total, 'row'))
  })
}

async function attach(word: string, options: Options): Promise<void> {
  await withRun(word, options, async (connection, { run }) => {
    const [{ runView }, { followRun }] = await Promise.all([import('./follow.ts'), import('./follow-run.ts')])
    const view = await runView({ json: options.json ?? false })
    const following = followRun({
      run,
      connection,
      reconnect: () => connectTo(options),
      show: event => view.show(event),
      tell: message => view.note(message),
    })
    // Following is all that this does: leaving it lets the run go on.
    process.once('SIGINT', () => following.leave())
    const end = await following.finished
    view.end()
    following.connection.dispose()
    process.exitCode = end === null ? exit.interrupted : end.state === 'success' ? exit.success : exit.failed
  })
}

async function cancel(word: string, tasks: readonly string[], options: Options): Promise<void> {
  const [{ cancelRun }, { cancelTasks }] = await Promise.all([import('./cancel-run.ts'), import('./cancel-tasks.ts')])
  const { json = false } = options
  await withRun(word, options, async (connection, record) => {
    if (tasks.length > 0) process.exitCode = await cancelTasks(connection, record, tasks, json)
    else await cancelRun(connection, record, json, () => connectTo(options))
  })
}

/** Calls `use` with the runtime of the folder; undefined where nothing has ever run there. */
async function withRuntime<T>({ folder }: Options, use: (connection: RuntimeConnection) => Promise<T>): Promise<T | undefined> {
  if (!existsSync(join(folder, '.dagline', 'dagline.db'))) return undefined
  const connection = await connectTo({ folder })
  try {
    return await use(connection)
  } finally {
    connection.dispose()
  }
}

async function connectTo({ folder }: Pick<Options, 'folder'>): Promise<RuntimeConnection> {
  warnSettings(resolve(folder))
  const [{ connectRuntime }, { runtimeEntry }] = await Promise.all([import('../process/connect.ts'), import('../process/entry.ts')])
  return (await connectRuntime({ folder, entry: runtimeEntry, start: true }))!
}

/** Calls `use` with the run that a word means; without one it says so, and the status is 2. */
async function withRun(
  word: string,
  options: Options,
  use: (connection: RuntimeConnection, run: RunRecord) => Promise<void>,
): Promise<void> {
  const found = await withRuntime(options, async connection => {
    const { runs } = await connection.request('run/list', { limit: 10_000 })
    const fitting = word === 'last' ? runs.slice(0, 1) : runs.filter(run => run.run === word)
    const begins = fitting.length > 0 ? fitting : runs.filter(run => run.run.startsWith(word))
    if (begins.length === 1) await use(connection, begins[0]!)
    else if (begins.length > 1)
      warn(
        `${begins.length} runs begin with ${word}: ${begins
          .slice(0, 5)
          .map(run => run.run)
          .join(', ')}.`,
      )
    return begins.length
  })
  if (found === 1) return
  if (found === undefined || found === 0) warn(`There is no run ${word} in ${resolve(options.folder)}.`)
  process.exitCode = exit.usage
}

async function widthOf(): Promise<(text: string) => number> {
  return (await import('string-width')).default
}
