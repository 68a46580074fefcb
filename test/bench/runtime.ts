import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Group, type Measurement, median } from './measure.ts'

const root = join(import.meta.dirname, '..', '..')
const tasks = 1000

interface Finished {
  readonly type: string
  readonly state: string
  readonly makespan_seconds: number
}

/** Runs a file by the command line; its length as a whole, and the run's own. Milliseconds. */
async function run(folder: string, file: string): Promise<{ whole: number; makespan: number }> {
  const start = performance.now()
  const child = spawn(process.execPath, [join(root, 'bin', 'dagline.mjs'), 'run', join(folder, file), '--json', '--parallelism', '2'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let last = ''
  let rest = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    last = lines.at(-1) ?? last
  })
  const status = await new Promise(settle => child.on('close', settle))
  const end = JSON.parse(last) as Finished
  if (status !== 0 || end.state !== 'success') throw new Error(`the run ended with status ${String(status)}: ${end.state}`)
  return { whole: performance.now() - start, makespan: end.makespan_seconds * 1000 }
}

/** No-op tasks in layers of ten, each after all of the layer before. */
function noOps(engine: string, body: string): string {
  const lines: string[] = []
  for (let i = 0; i < tasks; i++) {
    const layer = Math.floor(i / 10)
    const after = layer === 0 ? '' : ` after: [${[0, 4, 8].map(j => `t${(layer - 1) * 10 + j}`).join(', ')}]`
    lines.push(`  task t${i}: ${engine} { ${body}${after} }`)
  }
  return `dag no_ops {\n${lines.join('\n')}\n}\n`
}

/** What each of 1,000 tasks costs that do nothing, every transition durable. */
export const runtime: Group = {
  name: 'runtime',
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dagline-bench-'))
    const results: Measurement[] = []
    try {
      await writeFile(join(folder, 'nothing.mjs'), 'export default () => ({})\n')
      for (const [engine, body] of [
        ['js', 'script: "nothing.mjs"'],
        ['shell', 'run: "true"'],
      ] as const) {
        await writeFile(join(folder, `${engine}.dag`), noOps(engine, body))
        const runs = [await run(folder, `${engine}.dag`), await run(folder, `${engine}.dag`), await run(folder, `${engine}.dag`)]
        const makespan = median(runs.map(one => one.makespan))
        results.push(
          {
            name: `1,000 no-op ${engine} tasks, as a whole`,
            value: median(runs.map(one => one.whole)),
            unit: 'ms',
            note: 'command start to exit, 2 processors',
          },
          { name: `overhead of a ${engine} task`, value: makespan / tasks, unit: 'ms', note: 'makespan by tasks' },
        )
      }
      return results
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
    }
  },
}
