import type { Environment, ProcessEnd } from '../engines/engine.ts'

/** From the runtime to the spawner. */
export type ToSpawner =
  | {
      readonly type: 'start'
      readonly id: number
      readonly command: string
      readonly args: readonly string[]
      readonly cwd: string
      readonly env: Environment
      readonly input?: string
    }
  /** Ends the child with all its children: asks first, and forces after the grace. */
  | { readonly type: 'stop'; readonly id: number; readonly graceMs: number }

/** From the spawner to the runtime. */
export type FromSpawner =
  /** The process id, so that the runtime can end the child should the spawner be gone. */
  | { readonly type: 'started'; readonly id: number; readonly pid: number }
  | { readonly type: 'lines'; readonly id: number; readonly stream: 'stdout' | 'stderr'; readonly lines: readonly string[] }
  /** The child and its children are gone, and all its lines told. */
  | { readonly type: 'ended'; readonly id: number; readonly end: ProcessEnd }
