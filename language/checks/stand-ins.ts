import type { Diagnostic } from '../diagnostics.ts'
import type { DagModel } from '../model/model.ts'

/** Spark tasks that have nothing to run on the laptop. */
export function checkStandIns(dag: DagModel, report: (diagnostic: Diagnostic) => void): void {
  for (const task of dag.tasks) {
    const { engine } = task.node
    if (!engine || task.engine !== 'spark' || task.overrides.some(override => override.target === 'local')) continue
    const { start, end } = engine
    report({ reason: 'no-local-stand-in/spark', data: { name: task.path }, file: task.file.file, start, end, related: [] })
  }
}
