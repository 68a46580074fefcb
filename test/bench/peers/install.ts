import { existsSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder, execute } from './peer.ts'

/** Installing may take this long; a tool that needs more is left out. */
const longestMs = 240_000

/** The folder of the programs of an npm package; null where it cannot be had. */
export async function installFromNpm(name: string, version: string): Promise<string | null> {
  const folder = join(cacheFolder(), `npm-${name}-${version}`)
  const programs = join(folder, 'node_modules', '.bin')
  if (!existsSync(join(programs, name))) {
    await mkdir(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{ "private": true }')
    await execute({ program: 'npm', args: ['install', '--no-audit', '--no-fund', '--save-exact', `${name}@${version}`] }, folder, longestMs)
  }
  return existsSync(join(programs, name)) ? programs : null
}

/** The folder of the programs of a Python package, in an environment of its own; null where it cannot be had. */
export async function installFromPyPi(name: string, version: string, program: string = name): Promise<string | null> {
  const folder = join(cacheFolder(), `python-${name}-${version}`)
  const programs = join(folder, 'bin')
  if (!existsSync(join(programs, program))) {
    await execute({ program: 'python3', args: ['-m', 'venv', folder] }, cacheFolder(), longestMs)
    await execute({ program: join(programs, 'pip'), args: ['install', '--quiet', `${name}==${version}`] }, folder, longestMs)
  }
  return existsSync(join(programs, program)) ? programs : null
}
