import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** The folder of a run for what its attempts need for a while. It is made when it is asked for, and removed with the run. */
export class RunFolder {
  readonly #path: string
  #made = false

  constructor(stateFolder: string, run: string) {
    this.#path = join(stateFolder, 'tmp', run)
  }

  /** Path of something in the folder, which exists then. */
  file(name: string): string {
    if (!this.#made) mkdirSync(this.#path, { recursive: true })
    this.#made = true
    return join(this.#path, name)
  }
}
