import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Group, type Measurement, time } from './measure.ts'

const root = join(import.meta.dirname, '..', '..')
const widest = 1000

/** A file of so many tasks in rows, each after three of the row before it: no edge says what others say. */
export function layeredFile(tasks: number, width = widest): string {
  const parts = ['dag big {\n']
  for (let i = 0; i < tasks; i++) {
    const row = Math.floor(i / width)
    const before = row === 0 ? [] : [0, 1, 2].map(step => (row - 1) * width + ((i + step * 7) % width))
    const after = before.length === 0 ? '' : `, after: [${before.map(task => `t${task}`).join(', ')}]`
    parts.push(`  task t${i}: shell { run: "true"${after} }\n`)
  }
  parts.push('}\n')
  return parts.join('')
}

async function run(file: string): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'bin', 'dagline.mjs'), 'check', file], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    said += part
  })
  const [status] = await once(child, 'close')
  if (status !== 0) throw new Error(`dagline check ended with ${status}: ${said.slice(0, 400)}`)
}

/** `dagline check` as a whole, process start included. */
export const check: Group = {
  name: 'check',
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dagline-bench-'))
    try {
      const results: Measurement[] = []
      for (const tasks of [25_000, 100_000]) {
        const file = join(folder, `big${tasks}.dag`)
        const text = layeredFile(tasks)
        await writeFile(file, text)
        const note = `${((tasks - widest) * 3).toLocaleString('en')} edges, ${(text.length / 1e6).toFixed(1)} MB; the target is 2 s for 100,000 tasks`
        results.push({ name: `check ${tasks.toLocaleString('en')} tasks`, value: await time(3, () => run(file)), unit: 'ms', note })
      }
      return results
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}
