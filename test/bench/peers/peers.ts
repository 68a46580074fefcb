import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Group, type Measurement, median } from '../measure.ts'
import { make, ninja } from './build-tools.ts'
import { dagline, runtimeGone } from './dagline.ts'
import { trivialGraph } from './graph.ts'
import { nx, turbo, wireit } from './npm-tools.ts'
import { execute, type Peer, type Tool } from './peer.ts'
import { doit, luigi, prefect, snakemake } from './python-tools.ts'

const peers: readonly Peer[] = [dagline, make, ninja, wireit, nx, turbo, snakemake, doit, luigi, prefect]
const slots = 2
/** Fast tools are run several times; slow ones show their figure at once. */
const rounds = 3
const slowSeconds = 8

/** The same graph of 1,000 shell commands for Dagline and for other tools that run graphs: from nothing, and again with nothing to do. */
export const peerTools: Group = {
  name: 'peers',
  onRequest: true,
  run: async chosen => {
    const results: Measurement[] = []
    for (const peer of peers) {
      if (chosen.length > 0 && !chosen.includes(peer.name)) continue
      const tool = await peer.find()
      if (tool === null) results.push({ name: peer.name, value: null, unit: 'ms', note: 'not here' })
      else results.push(...(await measure(peer, tool)))
    }
    return results
  },
}

async function measure(peer: Peer, tool: Tool): Promise<Measurement[]> {
  const cold: number[] = []
  const again: number[] = []
  for (let round = 0; round < rounds; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'dagline-peers-'))
    try {
      peer.write(folder, trivialGraph())
      const first = await execute(peer.command(tool, slots), folder)
      if (first.status !== 0 || first.seconds === null) return [failed(peer, tool, first.output)]
      cold.push(first.seconds * 1000)
      // Whether a program still waits for the next command is part of what is compared, but not what it has in its memory.
      if (peer === dagline) await runtimeGone(folder)
      const second = await execute(peer.command(tool, slots), folder)
      if (second.status !== 0 || second.seconds === null) return [failed(peer, tool, second.output)]
      again.push(second.seconds * 1000)
      if (first.seconds > slowSeconds) break
    } finally {
      if (peer === dagline) await runtimeGone(folder)
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
    }
  }
  const name = `${peer.name} ${tool.version}`
  return [
    { name: `${name}: 1,000 shell tasks, 2,800 edges`, value: median(cold), unit: 'ms', note: 'the whole command, 2 slots' },
    { name: `${name}: again, nothing to do`, value: median(again), unit: 'ms', note: 'the whole command' },
  ]
}

function failed(peer: Peer, tool: Tool, output: string): Measurement {
  const why = output.trim().split('\n').at(-1)?.slice(0, 100) ?? ''
  return { name: `${peer.name} ${tool.version}`, value: null, unit: 'ms', note: `failed, or took more than five minutes: ${why}` }
}
