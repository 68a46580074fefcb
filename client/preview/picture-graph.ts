import type { GraphResultDag } from '../../server/protocol.ts'
import type { PictureGraph, PictureState } from '../../webview/protocol.ts'
import type { TaskProgress } from '../run/run-progress.ts'

/** What a picture shows of a dag: no places, so that an edit that only moves lines changes nothing. */
export function pictureGraph(dag: GraphResultDag): PictureGraph {
  return {
    name: dag.name,
    description: dag.description,
    groups: dag.groups.map(({ name, parent }) => ({ name, parent })),
    tasks: dag.tasks.map(({ name, label, declaration, engine, group, description }) => ({
      name,
      label,
      declaration,
      engine,
      group,
      description,
    })),
    edges: dag.edges.map(({ from, to, why }) => ({ from, to, why })),
  }
}

export function pictureState(task: TaskProgress): PictureState {
  return {
    state: task.state,
    attempt: task.attempt,
    started: task.started,
    seconds: task.seconds,
    rows: task.rows,
    error: task.error?.message ?? null,
  }
}
