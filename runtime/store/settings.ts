import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { jsonFault } from '../engines/json-fault.ts'

/** How much of the past is kept; `.dagline/settings.json` may say otherwise. */
export interface Retention {
  /** Logs, rows of results and events: of so many runs, and no longer than so many days. */
  readonly logRuns: number
  readonly logDays: number
  /** What became of runs and their tasks, and how long these took. */
  readonly historyRuns: number
  readonly historyDays: number
}

/** What is wrong with the settings of a workspace, and what holds instead. */
export interface SettingsFault {
  readonly file: string
  /** From 1; null where the fault is not at one place. */
  readonly line: number | null
  readonly column: number | null
  readonly message: string
}

export interface Settings {
  readonly retention: Retention
  readonly faults: readonly SettingsFault[]
}

export const defaultRetention: Retention = { logRuns: 100, logDays: 30, historyRuns: 1000, historyDays: 365 }

const names: Readonly<Record<keyof Retention, string>> = {
  logRuns: 'keep_logs_runs',
  logDays: 'keep_logs_days',
  historyRuns: 'keep_history_runs',
  historyDays: 'keep_history_days',
}

/** What the settings of a workspace say. The default holds for a value that is no number from 1: nothing is removed by a slip. */
export function readSettings(stateFolder: string): Settings {
  const file = join(stateFolder, 'settings.json')
  const faults: SettingsFault[] = []
  const add = (message: string, place: { readonly line: number; readonly column: number } | null = null): void => {
    faults.push({ file, line: place?.line ?? null, column: place?.column ?? null, message })
  }
  const settings = readObject(file, add)
  const known: readonly string[] = Object.values(names)
  for (const name of Object.keys(settings)) {
    if (!known.includes(name)) add(`There is no setting ${JSON.stringify(name)}. Settings are ${known.join(', ')}.`)
  }
  const value = (key: keyof Retention): number => {
    const name = names[key]
    const given = settings[name]
    if (typeof given === 'number' && given >= 1) return given
    if (given !== undefined)
      add(`${name} is ${kindOf(given)}. Write a number from 1; until then the default, ${defaultRetention[key]}, is used.`)
    return defaultRetention[key]
  }
  return {
    retention: {
      logRuns: value('logRuns'),
      logDays: value('logDays'),
      historyRuns: value('historyRuns'),
      historyDays: value('historyDays'),
    },
    faults,
  }
}

/** `file:line:column: warning settings: message`, of a file as it is to be shown. */
export function settingsFaultLine({ line, column, message }: SettingsFault, file: string): string {
  return `${file}${line === null ? '' : `:${line}:${column}`}: warning settings: ${message}`
}

function readObject(
  file: string,
  add: (message: string, place?: { readonly line: number; readonly column: number }) => void,
): Readonly<Record<string, unknown>> {
  let text: string
  try {
    text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  } catch (problem) {
    const { code, message } = problem as NodeJS.ErrnoException
    if (code !== 'ENOENT') add(`It cannot be read, so the defaults are used: ${code === 'EISDIR' ? 'it is a folder.' : message}`)
    return {}
  }
  const fault = jsonFault(text)
  if (fault !== null) {
    const lines = text.slice(0, fault).split('\n')
    const what = fault >= text.trimEnd().length ? 'Its end is missing' : 'This is no JSON from here on'
    add(`${what}, so the defaults are used.`, { line: lines.length, column: lines.at(-1)!.length + 1 })
    return {}
  }
  const json: unknown = JSON.parse(text)
  if (json !== null && typeof json === 'object' && !Array.isArray(json)) return json as Record<string, unknown>
  add(`It is ${kindOf(json)}, so the defaults are used. Write an object, such as { "${names.logRuns}": ${defaultRetention.logRuns} }.`)
  return {}
}

function kindOf(value: unknown): string {
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return 'a text'
  return Array.isArray(value) ? 'a list' : value !== null && typeof value === 'object' ? 'an object' : String(value)
}
