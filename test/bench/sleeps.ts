import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import type { Group, Measurement } from './measure.ts'
import { make, ninja } from './peers/build-tools.ts'
import { dagline, makespanOf, runtimeGone } from './peers/dagline.ts'
import { sleepingGraph } from './peers/graph.ts'
import { wireit } from './peers/npm-tools.ts'
import { execute, type Peer, type Ran } from './peers/peer.ts'

const slots = 4
const unitSeconds = 0.02

/** Graphs of the Standard Task Graph Set as real sleeps: how far above the optimum each tool ends. `sleeps:FILE,FILE…` */
export const sleeps: Group = {
  name: 'sleeps',
  onRequest: true,
  run: async files => {
    if (files.length === 0) throw new Error('Name the graphs: npm run bench -- sleeps:FILE,FILE')
    const results: Measurement[] = []
    for (const file of files.map(each => resolve(each))) {
      const best = optimum(file)
      const row = (name: string, seconds: number, what: string): Measurement => ({
        name: `${basename(file, '.stg')}: ${name}`,
        value: seconds * 1000,
        unit: 'ms',
        note: `${what}${best === null ? '' : `; ${(((seconds * 1000) / (best * unitSeconds * 1000) - 1) * 100).toFixed(1)} % over the optimum`}`,
      })
      for (const peer of [dagline, make, ninja, wireit]) {
        const tool = await peer.find()
        if (tool === null) {
          results.push({ name: `${basename(file, '.stg')}: ${peer.name}`, value: null, unit: 'ms', note: 'not here' })
          continue
        }
        const name = `${peer.name} ${tool.version}`
        const ran = await sleep(peer, file, peer === dagline ? 2 : 1)
        if (peer === dagline) results.push(row(name, makespanOf(ran), 'second run, from the start of the run'))
        results.push(row(name, ran.seconds ?? Number.NaN, 'the whole command'))
      }
    }
    return results
  },
}

/** Runs the graph so many times; the last one counts. */
async function sleep(peer: Peer, file: string, times: number): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'dagline-sleeps-'))
  try {
    peer.write(folder, sleepingGraph(file, unitSeconds))
    const tool = (await peer.find())!
    let ran: Ran = { seconds: null, status: null, output: '' }
    for (let i = 0; i < times; i++) ran = await execute(peer.command(tool, slots), folder)
    if (ran.status !== 0) throw new Error(`${peer.name} failed: ${ran.output.slice(-500)}`)
    return ran
  } finally {
    if (peer === dagline) await runtimeGone(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}

/** Proven optimum of a graph, in units, from the table beside the graphs. */
function optimum(file: string): number | null {
  const name = `${basename(dirname(file))}/${basename(file)}`
  for (const line of readFileSync(join(dirname(file), '..', 'optima.csv'), 'utf8').split('\n')) {
    const [graph, , processors, , , best, status = ''] = line.split(',')
    if (graph === name && Number(processors) === slots && status.startsWith('proven')) return Number(best)
  }
  return null
}
