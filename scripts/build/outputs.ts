import { globSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Metafile, OutputFile } from 'esbuild'

/**
 * The files of `dist/`. Each is written beside its place and renamed into it, and what no build made is removed only after all builds
 * are done: a program that starts in the middle of a build finds the old file or the new one, never half of one.
 */
export class Outputs {
  readonly #dist: string
  readonly #written = new Set<string>()
  readonly #metafiles = new Map<string, Metafile>()

  constructor(dist: string) {
    this.#dist = dist
  }

  /** Writes the files of one build; those with the same contents stay untouched. */
  async take(bundle: string, files: readonly OutputFile[], metafile: Metafile | undefined): Promise<void> {
    if (metafile !== undefined) this.#metafiles.set(bundle, metafile)
    await Promise.all(files.map(file => this.#write(file.path, file.contents)))
  }

  /** Writes which sources and packages went into each file, for the notices and the tests, and removes what is left of older builds. */
  async finish(): Promise<void> {
    const all = Object.fromEntries([...this.#metafiles].sort(([a], [b]) => (a < b ? -1 : 1)))
    await this.#write(join(this.#dist, 'metafile.json'), Buffer.from(`${JSON.stringify(all)}\n`))
    const stale = globSync('**/*', { cwd: this.#dist, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name))
      .filter(path => !this.#written.has(path) && !path.endsWith('.writing'))
    await Promise.all(stale.map(path => rm(path, { force: true })))
  }

  async #write(path: string, contents: Uint8Array): Promise<void> {
    this.#written.add(path)
    const before = await readFile(path).catch(() => undefined)
    if (before !== undefined && Buffer.compare(before, contents) === 0) return
    await mkdir(dirname(path), { recursive: true })
    const beside = `${path}.${process.pid}.writing`
    await writeFile(beside, contents)
    await rename(beside, path)
  }
}
