import type { Environment } from '../../engines/engine.ts'
import type { RemoteScriptIndex } from '../../store/remote-scripts.ts'
import { keepScript, keptScript, type ScriptFile } from '../../store/script-files.ts'
import type { CloudTarget } from '../cloud-target.ts'
import { s3Scripts } from './s3-scripts.ts'
import { googleScripts, type ScriptSource } from './script-source.ts'
import { changed, type StorageAnswer } from './storage-fault.ts'

export interface RemoteScriptsOptions {
  readonly index: RemoteScriptIndex
  /** The workspace's `.dagline` folder. */
  readonly stateFolder: string
  readonly target: CloudTarget
  /** Of the `.dag` file. */
  readonly folder: string
  /** Of who asked for the run. */
  readonly env: Environment
  /** How long a text may be used without asking whether it is still the newest, in milliseconds. */
  readonly reuseMs: number
  now(): number
}

/** A script is a text that people write; what is longer is something else. */
const largestBytes = 16 * 1024 * 1024
/** So often an object may be written while it is being read. */
const mostVersions = 5

/** Whether a path names a script of a bucket. */
export function isRemoteScript(path: string): boolean {
  return /^(gs|s3):\/\//.test(path)
}

/** Scripts of buckets as local files, for the tasks of one run. */
export class RemoteScripts {
  readonly #options: RemoteScriptsOptions
  readonly #sources = new Map<string, ScriptSource>()
  readonly #fetching = new Map<string, Promise<StorageAnswer<ScriptFile>>>()
  readonly #known = new Map<string, string>()

  constructor(options: RemoteScriptsOptions) {
    this.#options = options
  }

  /** The newest text, or one that is new enough, as a file. Those who ask for it at once are answered together. */
  fetch(url: string): Promise<StorageAnswer<ScriptFile>> {
    const fetching =
      this.#fetching.get(url) ??
      this.#fetch(url).finally(() => {
        this.#fetching.delete(url)
      })
    this.#fetching.set(url, fetching)
    return fetching
  }

  /** What was last fetched here, without asking anybody. */
  fetched(url: string): string | null {
    return this.#known.get(url) ?? null
  }

  /** What any run has kept, however old, without asking anybody. */
  kept(url: string): string | null {
    const { index } = this.#options
    const row = index.get(url, this.#sourceOf(url).endpoint)
    return row === null ? null : (this.#intact(row.name, row.digest)?.file ?? null)
  }

  async #fetch(url: string): Promise<StorageAnswer<ScriptFile>> {
    const answer = await this.#newest(url)
    if (answer.ok) this.#known.set(url, answer.value.file)
    return answer
  }

  async #newest(url: string): Promise<StorageAnswer<ScriptFile>> {
    const { index, stateFolder, reuseMs, now } = this.#options
    const source = this.#sourceOf(url)
    const { endpoint } = source
    const row = index.get(url, endpoint)
    const kept = row === null ? null : this.#intact(row.name, row.digest)
    const age = row === null ? Number.POSITIVE_INFINITY : now() - row.checked
    if (kept !== null && age >= 0 && age < reuseMs) return { ok: true, value: kept }
    for (let i = 0; i < mostVersions; i++) {
      const asked = now()
      const newest = await source.newest(url)
      if (!newest.ok) return newest
      const { version, bytes: length } = newest.value
      if (kept !== null && row!.version === version) {
        index.checked(url, endpoint, asked)
        return { ok: true, value: kept }
      }
      if (length > largestBytes) return tooLarge(url)
      const read = await source.read(url, version)
      if (!read.ok && read.fault.code === 'changed') continue
      if (!read.ok) return read
      const name = fileName(url)
      const script = keepScript(stateFolder, name, read.value)
      index.fetched({ url, endpoint, version, digest: script.digest, name, checked: asked })
      return { ok: true, value: script }
    }
    return { ok: false, fault: { ...changed(url), transient: true } }
  }

  #intact(name: string, digest: string): ScriptFile | null {
    return keptScript(this.#options.stateFolder, name, digest)
  }

  #sourceOf(url: string): ScriptSource {
    const scheme = url.slice(0, 2)
    const source =
      this.#sources.get(scheme) ??
      (scheme === 's3' ? s3Scripts(this.#options.env) : googleScripts(this.#options.target, this.#options.folder))
    this.#sources.set(scheme, source)
    return source
  }
}

function tooLarge(url: string): StorageAnswer<never> {
  const message = `${url} is larger than ${largestBytes / 1024 / 1024} MiB, which is too much for a script.`
  return { ok: false, fault: { code: 'address', message, transient: false } }
}

/** The last part of an address as the name of a file on every system, with its ending, by which programs know what it is. */
export function fileName(url: string): string {
  const name = url
    .slice(url.lastIndexOf('/') + 1)
    .replace(/[^A-Za-z0-9._-]+/g, '_')
    .replace(/^\.+/, '')
    .replace(/\.+$/, '')
    .slice(-100)
  if (name === '') return 'script'
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name) ? `_${name}` : name
}
