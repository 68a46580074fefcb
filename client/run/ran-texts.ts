import type { GraphResultDag } from '../../server/protocol.ts'

/** Where something small is kept over a reload of the window. */
export interface Memory {
  get(key: string): unknown
  set(key: string, value: unknown): void
}

const key = 'dagline.ranTexts'
const keptRuns = 30

/**
 * What the tasks of a run looked like when it started, so that a result can fade once its task says something else. Kept
 * over a reload, because the run may go on meanwhile.
 */
export class RanTexts {
  readonly #memory: Memory
  readonly #runs: Map<string, ReadonlyMap<string, string>>

  constructor(memory: Memory) {
    this.#memory = memory
    this.#runs = restore(memory.get(key))
  }

  /** The texts of a run that was started elsewhere are those that are seen first. */
  has(run: string): boolean {
    return this.#runs.has(run)
  }

  remember(run: string, dag: GraphResultDag): void {
    this.#runs.set(run, fingerprints(dag))
    for (const old of this.#runs.keys()) {
      if (this.#runs.size <= keptRuns) break
      this.#runs.delete(old)
    }
    this.#memory.set(
      key,
      [...this.#runs].map(([name, texts]) => [name, [...texts]]),
    )
  }

  /** The fingerprints of a run's declarations. */
  of(run: string): ReadonlyMap<string, string> | undefined {
    return this.#runs.get(run)
  }
}

/** One fingerprint a declaration: that of all its instances. */
export function fingerprints(dag: GraphResultDag): ReadonlyMap<string, string> {
  const result = new Map<string, string>()
  for (const task of dag.tasks) {
    const before = result.get(task.declaration)
    result.set(task.declaration, before === undefined ? task.fingerprint : `${before} ${task.fingerprint}`)
  }
  return result
}

function restore(value: unknown): Map<string, ReadonlyMap<string, string>> {
  const result = new Map<string, ReadonlyMap<string, string>>()
  if (!Array.isArray(value)) return result
  for (const entry of value) {
    if (!Array.isArray(entry) || typeof entry[0] !== 'string' || !Array.isArray(entry[1])) continue
    const pairs = entry[1].filter((pair): pair is [string, string] => Array.isArray(pair) && pair.every(part => typeof part === 'string'))
    result.set(entry[0], new Map(pairs))
  }
  return result
}
