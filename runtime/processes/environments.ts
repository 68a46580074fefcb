import type { Environment } from '../engines/engine.ts'

/** An environment by its difference from the one before. */
export interface EnvironmentChange {
  readonly set: Environment
  readonly unset?: readonly string[]
}

/** Takes the differences: the environments of the tasks of a run have nearly everything in common. */
export class EnvironmentWriter {
  #last: Environment = {}

  change(env: Environment): EnvironmentChange {
    const last = this.#last
    const set: Record<string, string> = {}
    let kept = 0
    for (const [name, value] of Object.entries(env)) {
      if (last[name] === value) kept++
      else {
        if (Object.hasOwn(last, name)) kept++
        set[name] = value
      }
    }
    this.#last = env
    if (kept === Object.keys(last).length) return { set }
    return { set, unset: Object.keys(last).filter(name => !Object.hasOwn(env, name)) }
  }
}

/** Makes whole environments of differences, which must come in the order in which they were taken. */
export class EnvironmentReader {
  #last: Environment = {}

  read({ set, unset = [] }: EnvironmentChange): Environment {
    const env: Record<string, string> = { ...this.#last, ...set }
    for (const name of unset) delete env[name]
    this.#last = env
    return env
  }
}
