import { spawn } from 'node:child_process'
import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Group } from './measure.ts'

const root = join(import.meta.dirname, '..', '..')

/** The size of what is installed. */
export const packages: Group = {
  name: 'package',
  run: async () => {
    const status = await new Promise(settle => {
      spawn(process.execPath, [join(root, 'scripts', 'package.ts')], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] }).on(
        'exit',
        settle,
      )
    })
    if (status !== 0) throw new Error('the VSIX could not be made')
    return globSync('dagline-*.vsix', { cwd: root }).map(file => ({
      name: `VSIX ${file.replace(/^dagline-|\.vsix$/g, '')}`,
      value: statSync(join(root, file)).size / 1e6,
      unit: 'MB' as const,
      note: 'with DuckDB for one platform',
    }))
  },
}
