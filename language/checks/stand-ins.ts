import type { Diagnostic } from '../diagnostics.ts'
import type { TaskModel } from '../model/model.ts'

/** A Spark task that has nothing to run on the laptop. */
export function checkStandIn(task: TaskModel, report: (diagnostic: Diagnostic) => void): void {
  const { engine } = task.node
  if (!engine || task.engine !== 'spark' || task.overrides.some(override => override.target === 'local')) return
  const { start, end } = engine
  report({ reason: 'no-local-stand-in/spark', data: { name: task.path }, file: task.file.file, start, end, related: [] })
}
