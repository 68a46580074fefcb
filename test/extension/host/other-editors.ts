import { existsSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { installFromDebian } from './debian.ts'
import type { Say } from './vscode-install.ts'

/** An editor besides VS Code that the language server is tested in. */
export interface OtherEditor {
  readonly name: string
  readonly program: string
  /** Debian's packages of it. */
  readonly packages: readonly string[]
  /** The file of its tests. */
  readonly tests: string
}

const folder = resolve(import.meta.dirname, '../../editors')

export const otherEditors: readonly OtherEditor[] = [
  { name: 'Neovim', program: 'nvim', packages: ['neovim'], tests: join(folder, 'neovim.test.ts') },
  { name: 'Emacs', program: 'emacs', packages: ['emacs-nox', 'elpa-eglot'], tests: join(folder, 'emacs.test.ts') },
]

/** What of it can be tested here, and what cannot. */
export interface ReadyEditors {
  readonly ready: readonly OtherEditor[]
  readonly missing: readonly OtherEditor[]
}

/** Finds the editors, after installing those that are missing where this is a Debian. */
export function readyEditors(
  say: Say,
  isOnPath: (program: string) => boolean = isHere,
  install: typeof installFromDebian = installFromDebian,
): ReadyEditors {
  const wanted = otherEditors.filter(({ program }) => !isOnPath(program))
  if (wanted.length > 0) {
    install(
      wanted.flatMap(({ packages }) => packages),
      'to test the language server in them',
      say,
    )
  }
  const ready = otherEditors.filter(({ program }) => isOnPath(program))
  return { ready, missing: otherEditors.filter(editor => !ready.includes(editor)) }
}

/** Whether all of them can be had here: then one that is missing is a fault. */
export function canHaveAll(
  platform: NodeJS.Platform = process.platform,
  user: number | undefined = process.getuid?.(),
  exists: (path: string) => boolean = existsSync,
): boolean {
  return platform === 'linux' && user === 0 && exists('/usr/bin/apt-get')
}

function isHere(program: string): boolean {
  const names = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'].map(extension => program + extension) : [program]
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(path => path !== '')
  return folders.some(path => names.some(name => existsSync(join(path, name))))
}
