import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PlanTask } from '../../../runtime/plan/types.ts'

const folder = join(import.meta.dirname, '..', '..', 'data', 'stg')

/** A task graph: tasks in topological order, lengths in time units. The first and the last task are dummies of length 0. */
export interface TaskGraph {
  readonly name: string
  readonly lengths: readonly number[]
  readonly upstreams: readonly (readonly number[])[]
}

/** A graph whose shortest schedule on so many processors is proven. */
export interface SolvedGraph extends TaskGraph {
  readonly optimum: number
}

/** All graphs with a proven optimum on so many processors. */
export function solvedGraphs(processors: number): SolvedGraph[] {
  const rows = readFileSync(join(folder, 'optima.csv'), 'utf8').trim().split('\n').slice(1)
  return rows.flatMap(row => {
    const [name = '', , count, , , best, status = ''] = row.split(',')
    return Number(count) === processors && status.startsWith('proven') ? [{ ...readGraph(name), optimum: Number(best) }] : []
  })
}

/** Reads one graph, by its place in the data: `50/rand0000.stg`. */
export function readGraph(name: string): TaskGraph {
  const lines = readFileSync(join(folder, name), 'utf8').split('\n')
  const rows = lines.filter(line => line.trim() !== '' && !line.startsWith('#')).slice(1)
  const numbers = rows.map(row => row.trim().split(/\s+/).map(Number))
  return { name, lengths: numbers.map(row => row[1]!), upstreams: numbers.map(row => row.slice(3)) }
}

/** The graph as the plan sees it. Lengths may be others than the graph's own. */
export function planTasks({ lengths, upstreams }: TaskGraph, unitMs: number, expected: ArrayLike<number> = lengths): PlanTask[] {
  return upstreams.map((before, i) => ({ upstreams: before, trigger: 'all_success', expectedMs: expected[i]! * unitMs }))
}

/** Tasks that sleep as long as the graph says, for a shell: what they are called, after which they come, and their command. */
export function sleepingTasks(graph: TaskGraph, unitMs: number): { name: string; after: string[]; seconds: number }[] {
  // The dummies order nothing.
  const real = graph.lengths.map(length => length > 0)
  return graph.lengths.flatMap((length, i) =>
    real[i]
      ? [{ name: `t${i}`, after: graph.upstreams[i]!.filter(j => real[j]).map(j => `t${j}`), seconds: (length * unitMs) / 1000 }]
      : [],
  )
}

/** The sleeping tasks as a `.dag` file. */
export function sleepingDag(graph: TaskGraph, unitMs: number, engine: 'shell' | 'js'): string {
  const tasks = sleepingTasks(graph, unitMs).map(({ name, after, seconds }) => {
    const work = engine === 'shell' ? `run: "sleep ${seconds}"` : `script: "sleep.mjs" params: { ms: ${Math.round(seconds * 1000)} }`
    return `  task ${name}: ${engine} { ${work}${after.length === 0 ? '' : ` after: [${after.join(', ')}]`} }`
  })
  return `dag sleeping {\n${tasks.join('\n')}\n}\n`
}

/** The module that `sleepingDag` names for `js`. */
export const sleepModule = 'export default ({ ms }) => new Promise(wake => setTimeout(() => wake({}), ms))\n'
