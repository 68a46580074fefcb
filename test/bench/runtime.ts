import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Runtime } from '../../runtime/process/runtime.ts'
import { Spawner } from '../../runtime/processes/spawner.ts'
import { spawnerFile } from '../../runtime/processes/spawner-file.ts'
import { buildGraph, type RunTaskSketch } from '../runtime/graph-builder.ts'
import { type Group, type Measurement, median } from './measure.ts'
import { dagline, daglineCommand, makespanOf, runtimeGone } from './peers/dagline.ts'
import { type BenchGraph, trivialGraph } from './peers/graph.ts'
import { execute } from './peers/peer.ts'

const rounds = 3
const environment = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined)) as Record<string, string>

/** What it costs to run tasks that do nothing, every transition durable. */
export const runtime: Group = {
  name: 'runtime',
  run: async () => [
    ...(await shellTasks()),
    ...(await jsTasks(2)),
    ...(await jsTasks(64)),
    { name: 'spawns', value: await spawns(0), unit: 'spawns/s', note: '/bin/true, 4 at once, from a small process' },
    { name: 'spawns from a process of 1 GB', value: await spawns(1e9), unit: 'spawns/s', note: 'the same' },
    await eventLoopDelay(),
  ],
}

/** The command line from nothing, and again where everything is cached: with a runtime that still waits, and without. */
async function shellTasks(): Promise<Measurement[]> {
  const graph = trivialGraph()
  const cold: number[] = []
  const makespans: number[] = []
  const warm: number[] = []
  const again: number[] = []
  for (let round = 0; round < rounds; round++)
    await inFolder(graph, async folder => {
      const first = await run(folder, 2)
      cold.push(first.whole)
      makespans.push(first.makespan)
      warm.push((await run(folder, 2)).whole)
      await runtimeGone(folder)
      again.push((await run(folder, 2)).whole)
    })
  const note = 'the whole command, 2 slots'
  return [
    { name: '1,000 shell tasks, 2,800 edges', value: median(cold), unit: 'ms', note },
    { name: '… from the start of the run', value: median(makespans), unit: 'ms', note: 'makespan' },
    { name: '… again, all cached', value: median(again), unit: 'ms', note: 'the whole command, no runtime was there' },
    { name: '… again, all cached, soon after', value: median(warm), unit: 'ms', note: 'the whole command, the runtime still waited' },
  ]
}

async function jsTasks(slots: number): Promise<Measurement[]> {
  const { tasks } = trivialGraph(10_000, 28_000)
  const makespans: number[] = []
  for (let round = 0; round < rounds; round++)
    await inFolder({ tasks: [] }, async folder => {
      writeFileSync(join(folder, 'nothing.mjs'), 'export default () => ({})\n')
      const lines = tasks.map(({ name, upstreams }) => `  task ${name}: js { script: "nothing.mjs" after: [${upstreams.join(', ')}] }`)
      writeFileSync(join(folder, 'bench.dag'), `dag bench {\n${lines.join('\n')}\n}\n`)
      makespans.push((await run(folder, slots)).makespan)
    })
  const rate = (tasks.length / median(makespans)) * 1000
  return [{ name: `10,000 no-op js tasks, ${slots} slots`, value: rate, unit: 'tasks/s', note: 'from the start of the run' }]
}

async function run(folder: string, slots: number): Promise<{ whole: number; makespan: number }> {
  const ran = await execute(daglineCommand(slots), folder)
  if (ran.status !== 0 || ran.seconds === null) throw new Error(`the run failed: ${ran.output.slice(-500)}`)
  return { whole: ran.seconds * 1000, makespan: makespanOf(ran) * 1000 }
}

async function inFolder(graph: BenchGraph, use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dagline-bench-'))
  try {
    dagline.write(folder, graph)
    await use(folder)
  } finally {
    await runtimeGone(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}

/** Processes that a spawner starts and sees end in a second, for an owner that holds so many bytes. */
async function spawns(bytes: number): Promise<number> {
  const held = Buffer.alloc(bytes, 1)
  const spawner = new Spawner(spawnerFile)
  const { signal } = new AbortController()
  const one = async (): Promise<void> => {
    const end = await spawner.run({ command: 'true', args: [], cwd: tmpdir(), env: environment, signal, onLine: () => undefined })
    if (end.kind !== 'exited') throw new Error(`a process did not run: ${end.kind}`)
  }
  await one()
  const count = 2000
  let left = count
  const start = performance.now()
  const worker = async (): Promise<void> => {
    while (left-- > 0) await one()
  }
  await Promise.all([worker(), worker(), worker(), worker()])
  const seconds = (performance.now() - start) / 1000
  await spawner.dispose()
  return held.length === bytes ? count / seconds : Number.NaN
}

/** How long what comes to the runtime waits until it is looked at, while it runs as many short processes as it can. */
async function eventLoopDelay(): Promise<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), 'dagline-bench-'))
  const opened = await Runtime.open({ folder })
  const delay = monitorEventLoopDelay({ resolution: 5 })
  try {
    const sketches: [string, RunTaskSketch][] = trivialGraph().tasks.map(({ name, upstreams }) => [
      name,
      { engine: 'shell', run: 'true', after: upstreams },
    ])
    const graph = buildGraph(folder, Object.fromEntries(sketches))
    delay.enable()
    await opened.start({
      run: 'bench',
      graph,
      selected: new Set(graph.tasks.keys()),
      givenOutputs: new Map(),
      parallelism: 2,
      origin: 'cli',
      inputs: {},
      date: '2026-01-01',
      workspace: folder,
      env: environment,
      secrets: { get: () => undefined, values: [], warnings: [] },
      stored: null,
    }).finished
    delay.disable()
  } finally {
    await opened.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
  return {
    name: 'event-loop delay of the runtime',
    value: delay.percentile(99) / 1e6,
    unit: 'ms',
    note: '99 of 100 are shorter, while 1,000 shell tasks run',
  }
}
