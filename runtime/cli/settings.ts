import { join } from 'node:path'
import { readSettings, settingsFaultLine } from '../store/settings.ts'
import { nearPath, warn } from './output.ts'

const told = new Set<string>()

/** Says what is wrong with the settings of a folder, once a command, however often it connects. */
export function warnSettings(folder: string): void {
  const stateFolder = join(folder, '.dagline')
  if (told.has(stateFolder)) return
  told.add(stateFolder)
  for (const fault of readSettings(stateFolder).faults) warn(settingsFaultLine(fault, nearPath(fault.file)))
}
