import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { findWorkspace } from '../file-host.ts'
import type { RuntimeConnection } from '../process/connect.ts'
import type { RefusedRun, StartRun } from '../protocol.ts'
import type { FollowedRun } from './follow-run.ts'
import { exit, nearPath, warn, workOnUnread } from './output.ts'
import { refused } from './refusal.ts'
import { warnSettings } from './settings.ts'

/** Options that `run` and `plan` share, and those of `run`. */
export interface RunOptions {
  readonly dag?: string
  readonly target?: string
  readonly only?: string[]
  readonly from?: string[]
  readonly until?: string[]
  readonly parallelism?: number | 'auto'
  readonly input?: string[]
  readonly date?: string
  readonly dryRun?: boolean
  readonly json?: boolean
  readonly yes?: boolean
  readonly cache?: boolean
  readonly resume?: string
}

/** `dagline run FILE`. */
export function addRun(program: Command): void {
  program
    .command('run')
    .description('Run a dag to its end.')
    .argument('<FILE>', 'the .dag file')
    .option('--dag <NAME>', 'which dag, where the file has several')
    .option('--target <T>', 'where to run (local)')
    .option('--only <TASK...>', 'run these tasks, groups or instances; what they start after is taken as done')
    .option('--from <TASK...>', 'run these and all that comes after them')
    .option('--until <TASK...>', 'run these and all that comes before them')
    .option('--parallelism <N>', 'how many processors to use at once; auto: all', processors)
    .option('--input <k=v...>', 'values of inputs')
    .option('--date <D>', 'the date that run.date gives')
    .option('--no-cache', 'run every task, and reuse no result')
    .option('--resume <RUN>', 'go on with a run that did not end well: its id, the beginning of it, or `last`')
    .option('--dry-run', 'say what would run, and run nothing')
    .option('--json', 'one event a line')
    .option('--yes', 'do not ask before running on a target that wants to be confirmed')
    .addHelpText('after', '\nExample:\n  dagline run sales.dag --target prod --from ingest --input years=[2024]')
    .action(async (file: string, options: RunOptions) => {
      process.exitCode = await run(resolve(file), options)
    })
}

async function run(file: string, options: RunOptions): Promise<number> {
  if (!existsSync(file)) {
    warn(`There is no file ${nearPath(file)}.`)
    return exit.usage
  }
  // A runtime would be started beside it first.
  if (statSync(file).isDirectory()) {
    warn(`${nearPath(file)} cannot be read: it is a folder.`)
    return exit.usage
  }
  const start = startOf(file, options)
  if (start === null) return exit.usage
  if (!options.dryRun) workOnUnread()
  if (options.dryRun) {
    const { dryRun } = await import('./dry-run.ts')
    return dryRun(start, options.json ?? false)
  }
  const [{ connectRuntime }, { runtimeEntry }, { runView }, { followRun }, { startOnce }] = await Promise.all([
    import('../process/connect.ts'),
    import('../process/entry.ts'),
    import('./follow.ts'),
    import('./follow-run.ts'),
    import('./start-run.ts'),
  ])
  warnSettings(dirname(file))
  const connect = async (): Promise<RuntimeConnection> =>
    (await connectRuntime({ folder: dirname(file), entry: runtimeEntry, start: true }))!
  const [view, first] = await Promise.all([runView({ json: options.json ?? false }), connect()])
  let connection = first
  let interrupted = false
  let following: FollowedRun | null = null
  const interrupt = (): void => {
    // The second time asks for nothing more: with its client gone the run is cancelled as well.
    if (interrupted || following === null) process.exit(exit.interrupted)
    interrupted = true
    warn('Cancelling: the running tasks are told to end. Once more to leave at once.')
    following.connection.request('run/cancel', { run: following.run }).catch(() => undefined)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt)
  try {
    let begun = await startOnce(connection, connect, start)
    if (begun.answer.kind === 'refused' && begun.answer.reason === 'confirm' && (await confirm(begun.answer, options))) {
      begun = await startOnce(begun.connection, connect, { ...start, confirmed: options.target ?? '' })
    }
    const { answer, early, isLeft } = begun
    connection = begun.connection
    if (answer.kind === 'refused') return refused(answer)
    const { run } = answer
    following = followRun({
      run,
      connection,
      isLeft,
      ...(early === undefined ? {} : { early }),
      reconnect: connect,
      claim: async (next, from) => {
        const continued = await next.request('run/continue', { run, from, origin: 'cli', ...(start.env ? { env: start.env } : {}) })
        return continued.kind === 'refused' ? continued.message : null
      },
      show: event => view.show(event),
      tell: message => view.note(message),
    })
    const end = await following.finished
    view.end()
    if (end === null) {
      warn(`The runtime ended in the middle of run ${answer.run}. .dagline/logs/runtime.log says more.`)
      return exit.failed
    }
    return interrupted ? exit.interrupted : end.state === 'success' ? exit.success : exit.failed
  } finally {
    connection.dispose()
    following?.connection.dispose()
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.removeListener(signal, interrupt)
  }
}

/** What to ask the runtime for; null after a message about wrong usage. */
export function startOf(file: string, options: RunOptions): StartRun | null {
  const inputs: Record<string, string> = {}
  for (const text of options.input ?? []) {
    const at = text.indexOf('=')
    if (at <= 0) {
      warn(`--input wants name=value, and got ${text}.`)
      return null
    }
    inputs[text.slice(0, at)] = text.slice(at + 1)
  }
  const { dag, target, only, from, until, parallelism, date, yes, cache, resume } = options
  return {
    file,
    // What a path may name is the same for every command, and depends on where one stands.
    workspace: findWorkspace(file),
    ...(dag === undefined ? {} : { dag }),
    ...(target === undefined ? {} : { target }),
    ...(only === undefined ? {} : { only }),
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    ...(parallelism === undefined ? {} : { parallelism }),
    ...(date === undefined ? {} : { date }),
    ...(cache === false ? { cache } : {}),
    ...(resume === undefined ? {} : { resume }),
    ...(yes && target !== undefined ? { confirmed: target } : {}),
    inputs,
    follow: true,
    origin: 'cli',
    env: Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
  }
}

/** Asks for the target's name, where somebody sits at a terminal. */
async function confirm(answer: RefusedRun, options: RunOptions): Promise<boolean> {
  if (!process.stdin.isTTY || options.json) return false
  const { createInterface } = await import('node:readline/promises')
  const asker = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await asker.question(`${answer.message} Type it to go on: `)).trim() === options.target
  } finally {
    asker.close()
  }
}

/** Of `--parallelism`. */
export function processors(text: string): number | 'auto' {
  if (text === 'auto') return text
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It is a whole number from 1, or auto.')
  return number
}

export function wholeNumber(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It is a whole number from 1.')
  return number
}
