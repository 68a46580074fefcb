import { join, resolve } from 'node:path'
import type { RuntimeConnection } from '../process/connect.ts'
import { type MergedLine, mergedLog } from '../store/merged-log.ts'
import { isNamed } from '../task-names.ts'
import { exit, warn } from './output.ts'

/** Which lines are wanted. */
export interface LogFilter {
  readonly attempt?: number
  readonly stream?: MergedLine['stream']
  readonly grep?: string
  /** ISO 8601. */
  readonly since?: string
}

export interface LogOptions extends LogFilter {
  readonly json?: boolean
  readonly follow?: boolean
  readonly folder: string
}

/** So much is written at once, and waited for: a log may be longer than the memory. */
const batchBytes = 64 * 1024

/** Prints the lines of a run, or of some of its tasks, in the order of time. */
export async function printLogs(
  connection: RuntimeConnection,
  run: string,
  tasks: readonly string[],
  options: LogOptions,
  reconnect: () => Promise<RuntimeConnection>,
): Promise<void> {
  const of = { run, ...(tasks.length === 0 ? {} : { tasks }) }
  const [shown, logs] = [await connection.request('run/show', { run }), await connection.request('run/logs', of)]
  if (shown === null || logs === null) return
  const unknown = tasks.filter(word => !Object.keys(shown.tasks).some(name => isNamed(name, word)))
  if (unknown.length > 0) {
    warn(`Run ${run} has no task ${unknown.join(', ')}.`)
    process.exitCode = exit.usage
    return
  }
  if (!logs.kept) warn(`The logs of run ${run} are kept no longer.`)
  const ofTask = (name: string): boolean => tasks.length === 0 || tasks.some(word => isNamed(name, word))
  const wanted = ({ task, attempt, stream, text, at }: MergedLine): boolean =>
    ofTask(task) &&
    (options.attempt === undefined || attempt === options.attempt) &&
    (options.stream === undefined || stream === options.stream) &&
    (options.grep === undefined || text.includes(options.grep)) &&
    (options.since === undefined || at >= options.since)
  const places = logs.attempts.filter(({ task, attempt }) => ofTask(task) && (options.attempt === undefined || attempt === options.attempt))
  // One document has an end; a stream that is followed is a line each.
  const isDocument = options.json === true && options.follow !== true
  const textOf = ({ at, task, attempt, stream, text }: MergedLine): string => {
    if (options.json) return JSON.stringify(isDocument ? { at, task, attempt, stream, text } : { run, at, task, attempt, stream, text })
    return tasks.length === 1 && tasks[0] === task ? text : `${task} | ${text}`
  }
  if (isDocument) await write(`{"run":${JSON.stringify(run)},"lines":[`)
  let batch = ''
  let isFirst = true
  for (const line of mergedLog(join(resolve(options.folder), '.dagline'), places, logs.next ?? undefined)) {
    if (!wanted(line)) continue
    batch += isDocument ? `${isFirst ? '' : ','}${textOf(line)}` : `${textOf(line)}\n`
    isFirst = false
    if (batch.length < batchBytes) continue
    await write(batch)
    batch = ''
  }
  await write(isDocument ? `${batch}]}\n` : batch)
  if (!options.follow || logs.next === null) return
  const { followRun } = await import('./follow-run.ts')
  const following = followRun({
    run,
    connection,
    reconnect,
    from: logs.next,
    ...(tasks.length === 0 ? {} : { logsOf: tasks }),
    show: event => {
      if (event.type === 'task-log' && wanted(event)) process.stdout.write(`${textOf(event)}\n`)
    },
    tell: warn,
  })
  process.once('SIGINT', () => following.leave())
  if ((await following.finished) === null) process.exitCode = exit.interrupted
  following.connection.dispose()
}

function write(text: string): Promise<void> {
  return new Promise(settle => {
    if (process.stdout.write(text)) settle()
    else process.stdout.once('drain', settle)
  })
}
