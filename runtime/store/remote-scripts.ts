import type { DatabaseSync } from 'node:sqlite'

/** What is known of a script that was fetched from a bucket. */
export interface FetchedScript {
  /** `gs://bucket/path` or `s3://bucket/path`. */
  readonly url: string
  /** Of the service, where it is not the usual one; else empty. */
  readonly endpoint: string
  /** Generation or ETag of what was fetched. */
  readonly version: string
  /** SHA-256 of the text, in hexadecimal. */
  readonly digest: string
  /** What its file is called. */
  readonly name: string
  /** When the service last said that this is the newest version; milliseconds since 1970-01-01T00:00:00Z. */
  readonly checked: number
}

/** Which scripts of buckets are kept as files. */
export class RemoteScriptIndex {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  get(url: string, endpoint: string): FetchedScript | null {
    const row = this.#database
      .prepare('select version, digest, name, checked from remote_scripts where url = ? and endpoint = ?')
      .get(url, endpoint)
    if (row === undefined) return null
    const { version, digest, name, checked } = row
    return { url, endpoint, version: String(version), digest: String(digest), name: String(name), checked: Date.parse(String(checked)) }
  }

  /** Notes a version that has just been fetched. */
  fetched({ url, endpoint, version, digest, name, checked }: FetchedScript): void {
    const at = new Date(checked).toISOString()
    this.#database
      .prepare(
        'insert or replace into remote_scripts (url, endpoint, version, digest, name, fetched, checked) values (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(url, endpoint, version, digest, name, at, at)
  }

  /** Forgets those of which nobody has asked since a time, and answers the digests of the others. */
  forgetBefore(time: string): ReadonlySet<string> {
    this.#database.prepare('delete from remote_scripts where checked < ?').run(time)
    const rows = this.#database.prepare('select digest from remote_scripts').all()
    return new Set(rows.map(row => String(row['digest'])))
  }

  /** Notes that what is kept was the newest version at a time. */
  checked(url: string, endpoint: string, at: number): void {
    this.#database
      .prepare('update remote_scripts set checked = ? where url = ? and endpoint = ?')
      .run(new Date(at).toISOString(), url, endpoint)
  }
}
