import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** What finding and ending processes needs of the system; injected in tests. */
export interface LeftoverSystem {
  /** Processes that have this text as a variable of their environment. */
  withVariable(variable: string): Promise<readonly number[]>
  kill(pid: number): void
  wait(ms: number): Promise<void>
}

/** How long they may take to end by themselves: their spawner asks them to when its runtime is gone. */
const patienceMs = 300
const pauseMs = 10
/** What cannot be killed for so long hangs in the kernel, and will not go on. */
const longestMs = 3000

/**
 * Ends what attempts of a run have left running whose runtime died, so that no attempt runs beside its successor: their
 * spawner does so, but it may have died too, and what has left its process group escapes it. Known by the run's name in their
 * environment, where the system tells that.
 */
export async function endLeftovers(run: string, system: LeftoverSystem = realLeftoverSystem()): Promise<void> {
  for (let waited = 0; waited < longestMs; waited += pauseMs) {
    const left = await system.withVariable(`DAGLINE_RUN_ID=${run}`)
    if (left.length === 0) return
    if (waited >= patienceMs) for (const pid of left) system.kill(pid)
    await system.wait(pauseMs)
  }
}

function realLeftoverSystem(): LeftoverSystem {
  return {
    withVariable: variable => Promise.resolve(byPlatform[process.platform]?.(variable) ?? []),
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
const byPlatform: Partial<Record<NodeJS.Platform, (variable: string) => Promise<readonly number[]> | readonly number[]>> = {
  linux: withVariableInProc,
  darwin: variable =>
    new Promise(resolve => {
      execFile('ps', ['-axEww', '-o', 'pid=,command='], { maxBuffer: 64 * 1024 * 1024 }, (_problem, text) =>
        resolve(pidsInList(text, variable)),
      )
    }),
}

function withVariableInProc(variable: string): number[] {
  const wanted = Buffer.from(`${variable}\0`)
  return readdirSync('/proc').flatMap(name => {
    const pid = Number(name)
    if (!Number.isInteger(pid) || pid === process.pid) return []
    try {
      const environment = readFileSync(`/proc/${name}/environ`)
      const at = environment.indexOf(wanted)
      return at === 0 || (at > 0 && environment[at - 1] === 0) ? [pid] : []
    } catch {
      // It has ended, or is another user's.
      return []
    }
  })
}

/** Of lines `PID COMMAND ENVIRONMENT`, in which blanks separate all, the processes that have the variable. */
export function pidsInList(text: string, variable: string): number[] {
  return text.split('\n').flatMap(line => {
    const match = /^\s*(\d+)\s/.exec(line)
    return match !== null && ` ${line} `.includes(` ${variable} `) && Number(match[1]) !== process.pid ? [Number(match[1])] : []
  })
}
