import type { PlanRequest, RefusedRun, ShownPlan } from '../../runtime/protocol.ts'
import { Signal } from '../signal.ts'

/** Which plan: that of a dag of a file on a target. */
export interface PlanKey {
  readonly file: string
  readonly dag: string
  readonly target: string
}

export type KnownPlan = ShownPlan | { readonly kind: 'none'; readonly why: string }

export type AskPlan = (request: PlanRequest) => Promise<ShownPlan | RefusedRun>

interface Entry {
  known: KnownPlan | null
  isFresh: boolean
  asking: Promise<KnownPlan> | null
}

/** The plans that somebody looks at. One that is out of date stays until the new one is there. */
export class Plans {
  /** A plan has come, or is out of date. */
  readonly changed = new Signal<void>()
  readonly #ask: AskPlan
  readonly #entries = new Map<string, Entry>()

  constructor(ask: AskPlan) {
    this.#ask = ask
  }

  /** The plan as it is known; asks for it where it is not, or out of date. */
  of(key: PlanKey): KnownPlan | null {
    const entry = this.#entry(key)
    if (!entry.isFresh && !entry.asking) void this.fresh(key)
    return entry.known
  }

  /** The plan of the file as it is on the disk. */
  fresh(key: PlanKey): Promise<KnownPlan> {
    const entry = this.#entry(key)
    if (entry.isFresh && entry.known && !entry.asking) return Promise.resolve(entry.known)
    entry.asking ??= this.#fetch(key, entry)
    return entry.asking
  }

  /** Files were saved, or lengths measured: what was planned may be wrong. */
  outdate(): void {
    for (const entry of this.#entries.values()) entry.isFresh = false
    this.changed.fire()
  }

  async #fetch({ file, dag, target }: PlanKey, entry: Entry): Promise<KnownPlan> {
    entry.isFresh = true
    const known = await this.#ask({ file, dag, target }).then(
      (answer): KnownPlan => (answer.kind === 'plan' ? answer : { kind: 'none', why: answer.message.split('\n', 1)[0]! }),
      (error: unknown): KnownPlan => ({ kind: 'none', why: error instanceof Error ? error.message : String(error) }),
    )
    entry.known = known
    entry.asking = null
    this.changed.fire()
    return known
  }

  #entry({ file, dag, target }: PlanKey): Entry {
    const key = JSON.stringify([file, dag, target])
    const known = this.#entries.get(key)
    if (known) return known
    const entry: Entry = { known: null, isFresh: false, asking: null }
    this.#entries.set(key, entry)
    return entry
  }
}
