import type { RuntimeConnection } from '../../runtime/process/connect.ts'

/** How to come to the runtime of a folder: attach to the one that runs, or start one where `start` says so. */
export type ConnectRuntime = (folder: string, start: boolean) => Promise<RuntimeConnection | null>

/** Connects to runtimes whose program is that file. What it takes is loaded with the first connection. */
export function connectTo(entry: string): ConnectRuntime {
  return async (folder, start) => {
    const { connectRuntime } = await import('../../runtime/process/connect.ts')
    return connectRuntime({ folder, entry, start })
  }
}
