import type { TaskState } from '../events.ts'
import { leftState } from '../store/recovery.ts'
import type { Runtime } from './runtime.ts'

/** Cancels these tasks of a run that is going on; settles when they are over, and answers whether one of them was cancelled by that. */
export async function cancelTasks(runtime: Runtime, run: string, names: readonly string[]): Promise<boolean> {
  const active = runtime.run(run)
  if (active === null) return false
  const known = runtime.store.tasks(run)
  const open = new Set(names.filter(name => known[name] !== undefined && !isOver(known[name].state)))
  if (open.size === 0) return false
  let cancelled = false
  const { promise: ended, resolve } = Promise.withResolvers<void>()
  const stop = runtime.listen(run, (_number, event) => {
    if (event.type !== 'task-state' || !isOver(event.state) || !open.delete(event.task)) return
    cancelled ||= event.state === 'cancelled'
    if (open.size === 0) resolve()
  })
  for (const name of open) active.cancel(name)
  await Promise.race([ended, active.finished])
  stop()
  return cancelled
}

/** What is over is not changed by the end of a runtime. */
function isOver(state: TaskState): boolean {
  return leftState(state) === state
}
