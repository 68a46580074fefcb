import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { Say } from './vscode-install.ts'

/**
 * Installs what is missing of these packages where this is a Debian or one of its kin, and says so. It waits for another
 * `apt-get` that is at work. Whether that was enough is for the caller to see.
 */
export function installFromDebian(packages: readonly string[], why: string, say: Say): void {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) return
  const missing = packages.filter(name => !isInstalled(name))
  if (missing.length === 0) return
  say(`Installing from Debian, ${why}: ${missing.join(' ')}`)
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  const apt = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', '-o', 'DPkg::Lock::Timeout=600']
  run([...apt, 'update'])
  run([...apt, 'install', '-y', '--no-install-recommends', ...missing])
}

function isInstalled(name: string): boolean {
  return spawnSync('dpkg-query', ['-W', '-f', '${Status}', name], { encoding: 'utf8' }).stdout?.includes('install ok installed') ?? false
}

function run([command = '', ...args]: readonly string[]): void {
  spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] })
}
