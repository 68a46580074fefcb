import type { Prediction, RunStarted } from '../events.ts'
import type { RunRequest } from './run-request.ts'

/** The first event of a run: its tasks, as far as they are chosen. */
export function runStarted(request: RunRequest, startedAt: number, predicted: Prediction): RunStarted {
  const { run, graph, selected, parallelism, resumed, secrets } = request
  const tasks = graph.tasks.filter(task => selected.has(task.index))
  return {
    type: 'run-started',
    run,
    at: new Date(startedAt).toISOString(),
    file: graph.file,
    dag: graph.dag,
    target: graph.target,
    parallelism,
    ...(resumed === undefined ? {} : { resumed }),
    ...(secrets.warnings.length === 0 ? {} : { warnings: secrets.warnings }),
    tasks: tasks.map(task => ({
      name: task.name,
      declaration: task.declaration,
      engine: task.engine,
      upstreams: task.upstreams.filter(upstream => selected.has(upstream.task)).map(upstream => graph.tasks[upstream.task]!.name),
    })),
    predicted,
  }
}
