import { spawnSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'

/**
 * Where a module does not parse, as a frame of a stack: Node tells that only where nobody catches the error, and `--check`
 * is the way to hear it. Empty where it finds nothing, as when the fault is in a module that the file imports.
 */
export function frameOfSyntaxError(file: string): string {
  const { stderr } = spawnSync(process.execPath, ['--check', file], {
    encoding: 'utf8',
    // Under Electron the program is Node only with this.
    env: { ELECTRON_RUN_AS_NODE: '1' },
    timeout: 5000,
    windowsHide: true,
  })
  const [place = '', , marks = ''] = (stderr ?? '').split(/\r?\n/)
  const line = place.startsWith(`${file}:`) ? /^\d+$/.exec(place.slice(file.length + 1)) : null
  return line === null ? '' : `    at ${pathToFileURL(file).href}:${line[0]}:${Math.max(0, marks.indexOf('^')) + 1}`
}
