import { existsSync } from 'node:fs'
import { posix, win32 } from 'node:path'

/** The Node that the project brings, relative to `node_modules/.bin`, or undefined where it has none. */
export function nodeBinary(root: string, platform: 'linux' | 'win32', exists: (path: string) => boolean = existsSync): string | undefined {
  const path = platform === 'win32' ? win32 : posix
  const name = platform === 'win32' ? 'node.exe' : 'node'
  return exists(path.join(root, 'node_modules', 'node', 'bin', name)) ? path.join('..', 'node', 'bin', name) : undefined
}

/** A script that becomes the program: no process stays between it and the terminal, so signals and the exit status need no forwarding. */
export function shellScript(node: string | undefined): string {
  return [
    '#!/bin/sh',
    'here=$(dirname "$(readlink -f "$0" 2>/dev/null || echo "$0")")',
    `exec ${node === undefined ? 'node' : `"$here/${node}"`} "$here/../../bin/dagline.mjs" "$@"`,
    '',
  ].join('\n')
}

/** The same for Windows. */
export function commandScript(node: string | undefined): string {
  return ['@echo off', `${node === undefined ? 'node' : `"%~dp0${node}"`} "%~dp0..\\..\\bin\\dagline.mjs" %*`, ''].join('\r\n')
}
