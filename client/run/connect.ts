import type * as vscode from 'vscode'
import type { ConnectRuntime } from './runtime-connection.ts'

/** Connects to the runtime of a folder, whose program is that file. */
export function connectTo(_program: string, _log: vscode.LogOutputChannel): ConnectRuntime {
  return async (_root, start) => {
    if (start) throw new Error('it is not part of this build')
    return null
  }
}
