import type { ProcessEnd } from '../engines/engine.ts'
import type { Launch } from './child.ts'
import type { EnvironmentChange } from './environments.ts'

/** From the runtime to the spawner. What is asked at once goes as one message. */
export type ToSpawner = StartChild<Launch> | StopChild

/** The same as it is sent: environments are nearly the same, so that only what differs from the one before goes along. */
export type SentToSpawner = StartChild<Omit<Launch, 'env'> & { readonly env: EnvironmentChange }> | StopChild

export type StartChild<L> = L & { readonly type: 'start'; readonly id: number }

/** Ends the child with all its children: asks first, and forces after the grace. */
export interface StopChild {
  readonly type: 'stop'
  readonly id: number
  readonly graceMs: number
}

/** From the spawner to the runtime. What happens at once goes as one message. */
export type FromSpawner =
  /** The process id, so that the runtime can end the child should the spawner be gone. */
  | { readonly type: 'started'; readonly id: number; readonly pid: number }
  | { readonly type: 'lines'; readonly id: number; readonly stream: 'stdout' | 'stderr'; readonly lines: readonly string[] }
  /** The child and its children are gone, and all its lines told. */
  | { readonly type: 'ended'; readonly id: number; readonly end: ProcessEnd }
