import type { DatabaseSync } from 'node:sqlite'
import type { StoredScript } from '../protocol.ts'
import { keepScript } from './script-files.ts'

/** How a `.dag` file names such a script. */
const scheme = 'db://'

/** Scripts that are kept in the metadata database, and are named `db://name`. */
export class ScriptStore {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  put(name: string, text: string, at: string): void {
    this.#database.prepare('insert or replace into scripts (name, text, changed) values (?, ?, ?)').run(name, text, at)
  }

  get(name: string): string | null {
    const row = this.#database.prepare('select text from scripts where name = ?').get(name)
    return row === undefined ? null : String(row['text'])
  }

  list(): StoredScript[] {
    return this.#database
      .prepare('select name, length(cast(text as blob)) as bytes, changed from scripts order by name')
      .all()
      .map(row => ({ name: String(row['name']), bytes: Number(row['bytes']), changed: String(row['changed']) }))
  }

  /** A script as a file to run, where a path names one; null where there is none of that name. `stateFolder` has the files. */
  file(path: string, stateFolder: string): string | null {
    const name = path.slice(scheme.length)
    const text = isScriptName(name) ? this.get(name) : null
    if (text === null) return null
    return keepScript(stateFolder, name, Buffer.from(text)).file
  }
}

/** Whether a path names a script of the database. */
export function isStored(path: string): boolean {
  return path.startsWith(scheme)
}

/** Letters, digits, `.`, `-`, `_`, and `/` between parts; no part is `.` or `..`. */
export function isScriptName(name: string): boolean {
  return name.length <= 200 && name.split('/').every(part => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(part))
}
