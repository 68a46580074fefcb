import type { PictureGraph } from '../../webview/protocol.ts'

/** The example pipeline, as the language gives it. */
export const sales: PictureGraph = {
  name: 'sales_facts',
  description: 'Cars and food sales: a CSV file in Cloud Storage becomes one fact table.',
  groups: [{ name: 'tables', parent: null }],
  tasks: [
    task('tables.final', 'bq', 'tables'),
    task('tables.staging[1]', 'bq', 'tables'),
    task('tables.staging[2]', 'bq', 'tables'),
    task('startup', 'iac'),
    task('ingest', 'spark'),
    task('extract[#0]', 'bq'),
    task('extract[#1]', 'bq'),
    task('fact', 'bq'),
    task('report', 'shell'),
  ],
  edges: [
    ...['startup', 'tables.final', 'tables.staging[1]', 'tables.staging[2]'].map(from => edge(from, 'ingest')),
    edge('ingest', 'extract[#0]'),
    edge('ingest', 'extract[#1]'),
    edge('extract[#0]', 'fact'),
    edge('extract[#1]', 'fact'),
    { from: 'fact', to: 'report', why: 'output' },
  ],
}

/** A graph of layers with mostly local edges, the same for the same numbers. */
export function layeredGraph(nodes: number, density = 1.5, seed = 1): PictureGraph {
  const random = randomNumbers(seed)
  const layers = Math.max(4, Math.round(Math.sqrt(nodes)))
  const layerOf = (place: number) => Math.floor((place * layers) / nodes)
  const pairs = new Set<string>()
  for (let to = 0; to < nodes; to++) {
    const layer = layerOf(to)
    if (layer === 0) continue
    const wanted = 1 + (random() < density - 1 ? 1 : 0)
    for (let k = 0; k < wanted; k++) {
      const back = random() < 0.85 ? 1 : Math.min(layer, 2)
      const near = to - Math.round((back * nodes) / layers) + Math.round((random() - 0.5) * 6)
      const from = Math.max(0, Math.min(near, Math.ceil((layer * nodes) / layers) - 1))
      if (layerOf(from) < layer) pairs.add(`${from} ${to}`)
    }
  }
  return {
    name: `layered_${nodes}`,
    description: null,
    groups: [],
    tasks: Array.from({ length: nodes }, (_, place) => task(`task_${place}`, engines[place % engines.length] ?? 'bq')),
    edges: [...pairs].map(pair => {
      const [from, to] = pair.split(' ')
      return edge(`task_${from}`, `task_${to}`)
    }),
  }
}

export function task(name: string, engine: string, group: string | null = null): PictureGraph['tasks'][number] {
  const label = group === null ? name : name.slice(group.length + 1)
  return { name, label, declaration: name.replace(/\[.*$/, ''), engine, group, description: null }
}

export function edge(from: string, to: string): PictureGraph['edges'][number] {
  return { from, to, why: 'edge' }
}

/** Numbers from 0 to 1 that are the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const engines = ['bq', 'spark', 'iac', 'shell', 'python', 'js', 'http']
