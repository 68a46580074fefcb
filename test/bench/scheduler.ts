import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunFinished } from '../../runtime/events.ts'
import { type Forecast, forecastOf } from '../../runtime/plan/forecast.ts'
import { seededRandom } from '../../runtime/plan/seeded-random.ts'
import type { PlanTask } from '../../runtime/plan/types.ts'
import { tailsOf, workloadOf } from '../../runtime/plan/workload.ts'
import { play } from '../runtime/plan/play.ts'
import { type Group, type Measurement, median, quantile } from './measure.ts'
import { checkSchedule } from './stg/check-schedule.ts'
import { planTasks, type SolvedGraph, sleepingDag, sleepModule, solvedGraphs } from './stg/graphs.ts'
import { firstInFirstOut, waves } from './stg/rivals.ts'

const root = join(import.meta.dirname, '..', '..')
const processors = [2, 4]
/** A time unit of the graphs, where nothing sleeps: the search may take a part of what it can gain. */
const unitMs = 1000
const noLimits = new Map<string, number>()
const seeds = [1, 2, 3]

const forecast = (tasks: readonly PlanTask[], parallelism: number): Forecast => forecastOf(tasks, parallelism, noLimits, seededRandom(1))
const highestLevelFirst = (tasks: readonly PlanTask[], parallelism: number): Float64Array =>
  tailsOf(workloadOf(tasks, parallelism, noLimits)).map(tail => -tail)

/** Excesses over the optimum of each way of scheduling, graph by graph. */
type Excesses = Record<'waves' | 'first in, first out' | 'highest level first' | 'dagline', number[]>

/** Schedules a graph in all ways; tasks take `actual` units, the plan expects the graph's own lengths. Every schedule is checked. */
function excesses(into: Excesses, graph: SolvedGraph, count: number, actual: ArrayLike<number>, best: number, planned: Forecast): void {
  const tasks = planTasks(graph, unitMs)
  const byPlan = (keys: Float64Array): ArrayLike<number> => {
    const lengths = Array.from(actual, length => length * unitMs)
    return play(tasks, { parallelism: count, limits: noLimits, keys, lengths }).starts.map(start => start / unitMs)
  }
  const add = (way: keyof Excesses, starts: ArrayLike<number>): void => {
    into[way].push(checkSchedule(graph, actual, count, starts) / best - 1)
  }
  add('waves', waves(graph, actual, count))
  add('first in, first out', firstInFirstOut(graph, actual, count))
  add('highest level first', byPlan(highestLevelFirst(tasks, count)))
  add('dagline', byPlan(planned.keys))
}

const emptyExcesses = (): Excesses => ({ waves: [], 'first in, first out': [], 'highest level first': [], dagline: [] })
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length
const percent = (share: number): string => `${(100 * share).toFixed(2)} %`

/** What other processes take of the machine for a moment does not count. */
function bestOfThree(work: () => void): number {
  const lengths = [0, 0, 0].map(() => {
    const start = performance.now()
    work()
    return performance.now() - start
  })
  return Math.min(...lengths)
}

function exactLengths(count: number): Measurement[] {
  const graphs = solvedGraphs(count)
  const found = emptyExcesses()
  const lengths: number[] = []
  for (const graph of graphs) {
    const tasks = planTasks(graph, unitMs)
    const planned = forecast(tasks, count)
    lengths.push(bestOfThree(() => forecast(tasks, count)))
    excesses(found, graph, count, graph.lengths, graph.optimum, planned)
  }
  const rows = Object.entries(found).map(([way, values]): Measurement => {
    const optimal = values.filter(value => value < 1e-9).length / values.length
    return {
      name: `${graphs.length} task graphs, ${count} processors: ${way}`,
      value: 100 * mean(values),
      unit: '%',
      note: `mean excess over the optimum; ${(100 * optimal).toFixed(1)} % optimal, worst ${percent(Math.max(...values))}`,
    }
  })
  const plan: Measurement = {
    name: `planning one of them, ${count} processors`,
    value: median(lengths),
    unit: 'ms',
    note: `best of three; 95 of 100 graphs within ${quantile(lengths, 0.95).toFixed(1)} ms, all within ${Math.max(...lengths).toFixed(1)} ms`,
  }
  return [...rows, plan]
}

/** Lengths turn out to be anything from half to one and a half of what was expected. */
function wrongLengths(count: number): Measurement[] {
  const graphs = solvedGraphs(count)
  const found = emptyExcesses()
  const informed: number[] = []
  for (const graph of graphs) {
    const planned = forecast(planTasks(graph, unitMs), count)
    for (const seed of seeds) {
      const random = seededRandom(seed)
      const actual = graph.lengths.map(length => length * (0.5 + random()))
      // What would have been planned had the lengths been known. Its own excess is unknown, and small.
      const known = planTasks(graph, unitMs, actual)
      const best = forecast(known, count).makespan / unitMs
      excesses(found, graph, count, actual, best, planned)
      const keys = highestLevelFirst(known, count)
      const lengths = known.map(task => task.expectedMs)
      informed.push(play(known, { parallelism: count, limits: noLimits, keys, lengths }).makespan / unitMs / best - 1)
    }
  }
  const { dagline, ...others } = found
  const notes = Object.entries(others).map(([way, values]) => `${way} ${percent(mean(values))}`)
  return [
    {
      name: `the same with lengths wrong by up to 50 %, ${count} processors`,
      value: 100 * mean(dagline),
      unit: '%',
      note: `over the best found with the right lengths; ${notes.join(', ')}, ${percent(mean(informed))} when told the right lengths`,
    },
  ]
}

function bigGraphs(): Measurement[] {
  const rows: Measurement[] = []
  for (const size of [1000, 10_000, 100_000]) {
    const random = seededRandom(size)
    const tasks = Array.from({ length: size }, (_, i): PlanTask => {
      const upstreams = i < 10 ? [] : [...new Set([0, 1, 2].map(() => i - 1 - Math.floor(random() * Math.min(i, 100))))]
      return { upstreams, trigger: 'all_success', expectedMs: 1000 + Math.floor(random() * 9000) }
    })
    rows.push({
      name: `planning ${size} tasks, 8 processors`,
      value: bestOfThree(() => void forecast(tasks, 8)),
      unit: 'ms',
      note: `best of three; ${tasks.reduce((sum, task) => sum + task.upstreams.length, 0)} edges; priorities, predicted starts, slack and critical path`,
    })
  }
  return rows
}

/** Runs a file on 4 slots by the command line; seconds from its start to its exit, and of the run itself. */
async function run(folder: string, file: string): Promise<{ whole: number; makespan: number }> {
  const start = performance.now()
  const child = spawn(process.execPath, [join(root, 'bin', 'dagline.mjs'), 'run', join(folder, file), '--json', '--parallelism', '4'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    out += chunk
  })
  const status = await new Promise(settle => child.on('close', settle))
  const end = JSON.parse(out.trim().split('\n').at(-1) ?? '') as RunFinished
  if (status !== 0 || end.state !== 'success') throw new Error(`the run ended with status ${String(status)}: ${end.state}`)
  return { whole: (performance.now() - start) / 1000, makespan: end.makespan_seconds }
}

/** Tasks that sleep, 20 ms a unit, in a real run: the second one, whose lengths are known from the first. */
async function realSleeps(): Promise<Measurement[]> {
  const sleepMs = 20
  const graphs = solvedGraphs(4).filter((_, i) => i % 34 === 0)
  const rows: Measurement[] = []
  for (const engine of ['shell', 'js'] as const) {
    const first: number[] = []
    const second: number[] = []
    const outside: number[] = []
    for (const graph of graphs) {
      const folder = await mkdtemp(join(tmpdir(), 'dagline-bench-'))
      try {
        await writeFile(join(folder, 'sleep.mjs'), sleepModule)
        await writeFile(join(folder, 'sleeping.dag'), sleepingDag(graph, sleepMs, engine))
        const optimum = (graph.optimum * sleepMs) / 1000
        first.push((await run(folder, 'sleeping.dag')).makespan / optimum - 1)
        const { whole, makespan } = await run(folder, 'sleeping.dag')
        second.push(makespan / optimum - 1)
        outside.push((whole - makespan) * 1000)
      } finally {
        await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
      }
    }
    rows.push({
      name: `${graphs.length} of them as ${engine} tasks that sleep, 20 ms a unit, 4 slots, second run`,
      value: 100 * mean(second),
      unit: '%',
      note: `over the optimum, from the run’s start; worst ${percent(Math.max(...second))}, first run ${percent(mean(first))}; start-up and exit beside it ${median(outside).toFixed(0)} ms`,
    })
  }
  return rows
}

/** How near the schedules come to the shortest ones, and what planning costs. */
export const scheduler: Group = {
  name: 'scheduler',
  run: async () => [...processors.flatMap(exactLengths), ...processors.flatMap(wrongLengths), ...bigGraphs(), ...(await realSleeps())],
}
