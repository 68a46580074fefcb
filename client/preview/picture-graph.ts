import type { GraphResultDag } from '../../server/protocol.ts'
import type { PictureGraph, PicturePlan, PictureState } from '../../webview/protocol.ts'
import type { KnownPlan } from '../plan/plans.ts'
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
    edges: dag.edges.map(({ from, to, why, tables }) => ({ from, to, why, ...(tables ? { tables } : {}) })),
  }
}

export function pictureState(task: TaskProgress): PictureState {
  return {
    state: task.state,
    attempt: task.attempt,
    ready: task.ready,
    started: task.started,
    seconds: task.seconds,
    rows: task.rows,
    error: task.error?.message ?? null,
    reason: task.reason ?? task.ranBecause,
  }
}

export function picturePlan(plan: KnownPlan | null): PicturePlan | null {
  if (plan?.kind !== 'plan') return plan
  return {
    kind: 'plan',
    parallelism: plan.parallelism,
    seconds: plan.makespan_seconds,
    critical: plan.critical_path,
    tasks: plan.tasks.map(({ name, start_seconds, end_seconds, slack_seconds }) => ({
      name,
      start: start_seconds,
      end: end_seconds,
      slack: slack_seconds,
    })),
    processors: plan.processors.map(({ parallelism, makespan_seconds }) => ({ parallelism, seconds: makespan_seconds })),
  }
}
