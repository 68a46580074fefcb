import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** What finding and ending processes needs of the system; injected in tests. */
export interface LeftoverSystem {
  /** Processes that have all these texts as variables of their environment. */
  withVariables(variables: readonly string[]): Promise<readonly number[]>
  kill(pid: number): void
  wait(ms: number): Promise<void>
}

/** Whose processes: those of a run, of one attempt of it, or all that a spawner has started. */
export type LeftBy =
  | { readonly run: string; readonly attempt?: { readonly task: string; readonly number: number } }
  /** The spawner's name among all. */
  | { readonly spawner: string }

/** The variable by which the processes of a spawner are known. */
export const spawnerVariable = 'DAGLINE_SPAWNER'

/** How long they may take to end by themselves: their spawner asks them to when its runtime is gone. */
const patienceMs = 300
const pauseMs = 10
/** What cannot be killed for so long hangs in the kernel, and will not go on. */
const longestMs = 3000

/**
 * Ends what attempts have left running: of a runtime that died, so that no attempt runs beside its successor, and what has
 * left its process group, which escapes those who end that group. Known by the names of run and attempt in their environment,
 * where the system tells that. `patience`: how long they may take to end by themselves, in milliseconds.
 */
export async function endLeftovers(by: LeftBy, patience = patienceMs, system: LeftoverSystem = realLeftoverSystem()): Promise<void> {
  const variables = variablesOf(by)
  for (let waited = 0; waited < longestMs; waited += pauseMs) {
    const left = await system.withVariables(variables)
    if (left.length === 0) return
    if (waited >= patience) for (const pid of left) system.kill(pid)
    await system.wait(pauseMs)
  }
}

function variablesOf(by: LeftBy): string[] {
  if ('spawner' in by) return [`${spawnerVariable}=${by.spawner}`]
  const { run, attempt } = by
  return [`DAGLINE_RUN_ID=${run}`, ...(attempt === undefined ? [] : [`DAGLINE_TASK=${attempt.task}`, `DAGLINE_ATTEMPT=${attempt.number}`])]
}

function realLeftoverSystem(): LeftoverSystem {
  return {
    withVariables: variables => Promise.resolve(byPlatform[process.platform]?.(variables) ?? []),
    kill: pid => {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // It has just ended.
      }
    },
    wait: ms => new Promise(resolve => setTimeout(resolve, ms)),
  }
}

/** Windows tells nobody the environment of a process; there `taskkill` walks the tree while its root lives. */
const byPlatform: Partial<Record<NodeJS.Platform, (variables: readonly string[]) => Promise<readonly number[]> | readonly number[]>> = {
  linux: withVariablesInProc,
  darwin: variables =>
    new Promise(resolve => {
      execFile('ps', ['-axEww', '-o', 'pid=,command='], { maxBuffer: 64 * 1024 * 1024 }, (_problem, text) =>
        resolve(pidsInList(text, variables)),
      )
    }),
}

function withVariablesInProc(variables: readonly string[]): number[] {
  const wanted = variables.map(variable => Buffer.from(`${variable}\0`))
  return readdirSync('/proc').flatMap(name => {
    const pid = Number(name)
    if (!Number.isInteger(pid) || pid === process.pid) return []
    try {
      const environment = readFileSync(`/proc/${name}/environ`)
      const has = (text: Buffer): boolean => {
        const at = environment.indexOf(text)
        return at === 0 || (at > 0 && environment[at - 1] === 0)
      }
      return wanted.every(has) ? [pid] : []
    } catch {
      // It has ended, or is another user's.
      return []
    }
  })
}

/** Of lines `PID COMMAND ENVIRONMENT`, in which blanks separate all, the processes that have the variables. */
export function pidsInList(text: string, variables: readonly string[]): number[] {
  return text.split('\n').flatMap(line => {
    const match = /^\s*(\d+)\s/.exec(line)
    return match !== null && variables.every(variable => ` ${line} `.includes(` ${variable} `)) && Number(match[1]) !== process.pid
      ? [Number(match[1])]
      : []
  })
}
