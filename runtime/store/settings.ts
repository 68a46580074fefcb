import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** How much of the past is kept; `.dagline/settings.json` may say otherwise. */
export interface Retention {
  /** Logs, rows of results and events: of so many runs, and no longer than so many days. */
  readonly logRuns: number
  readonly logDays: number
  /** What became of runs and their tasks, and how long these took. */
  readonly historyRuns: number
  readonly historyDays: number
}

export const defaultRetention: Retention = { logRuns: 100, logDays: 30, historyRuns: 1000, historyDays: 365 }

const names: Readonly<Record<keyof Retention, string>> = {
  logRuns: 'keep_logs_runs',
  logDays: 'keep_logs_days',
  historyRuns: 'keep_history_runs',
  historyDays: 'keep_history_days',
}

/** What the settings of a workspace say. A value that is no number from 1 counts as not given: nothing is removed by a slip. */
export function readRetention(stateFolder: string): Retention {
  const settings = readSettings(join(stateFolder, 'settings.json'))
  const value = (key: keyof Retention): number => {
    const number = settings[names[key]]
    return typeof number === 'number' && number >= 1 ? number : defaultRetention[key]
  }
  return { logRuns: value('logRuns'), logDays: value('logDays'), historyRuns: value('historyRuns'), historyDays: value('historyDays') }
}

function readSettings(file: string): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return json !== null && typeof json === 'object' ? (json as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
