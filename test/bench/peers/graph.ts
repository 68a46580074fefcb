import { readFileSync } from 'node:fs'

/** A graph of shell commands, as every tool can be given it. */
export interface BenchGraph {
  /** In topological order. */
  readonly tasks: readonly BenchTask[]
}

export interface BenchTask {
  /** A word of letters and digits; the task makes the file `out/NAME`. */
  readonly name: string
  readonly upstreams: readonly string[]
  readonly command: string
  /** Expected length, where it is known. */
  readonly seconds?: number
}

/** Tasks that do next to nothing, with so many edges between near ones; the same at each call. */
export function trivialGraph(tasks = 1000, edges = 2800): BenchGraph {
  const random = generator(42)
  const upstreams = Array.from({ length: tasks }, () => new Set<number>())
  for (let count = 0; count < edges; ) {
    const to = 1 + Math.floor(random() * (tasks - 1))
    const from = Math.max(0, to - 1 - Math.floor(random() * 60))
    const set = upstreams[to]!
    if (set.has(from) || set.size >= 9) continue
    set.add(from)
    count++
  }
  return {
    tasks: upstreams.map((set, i) => ({
      name: `t${i}`,
      upstreams: [...set].sort((a, b) => a - b).map(from => `t${from}`),
      command: `: > out/t${i}`,
    })),
  }
}

/** A graph of the Standard Task Graph Set as one of sleeps; the dummies at its ends sleep no time. */
export function sleepingGraph(file: string, unitSeconds: number): BenchGraph {
  const [, ...lines] = readFileSync(file, 'utf8')
    .split('\n')
    .map(line => line.replace(/#.*/, '').trim())
    .filter(line => line !== '')
  return {
    tasks: lines.map(line => {
      const [id = 0, cost = 0, , ...before] = line.split(/\s+/).map(Number)
      const seconds = cost * unitSeconds
      return { name: `t${id}`, upstreams: before.map(each => `t${each}`), command: `sleep ${seconds.toFixed(3)}`, seconds }
    }),
  }
}

/** Numbers in [0, 1) that are the same for the same seed (Numerical Recipes). */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
