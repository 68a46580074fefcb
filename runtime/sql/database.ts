import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { MACROS } from './macros.ts'
import { makeVersions, pruneVersions } from './table-versions.ts'
import { quoteName, quoteString } from './types.ts'

/** How long files stay open after the last script: the next task of a run comes sooner, another program later. */
const IDLE_MS = 100

/**
 * The tables of one folder: a DuckDB instance in memory, to which the file of each project is attached under the
 * project's name. Files are let go when no script runs, so that other programs can open them.
 */
export class FolderDatabase {
  readonly #instance: Promise<DuckDBInstance>
  /** The folder of the projects' files. */
  readonly tables: string
  readonly #temporary: string
  readonly #attached = new Set<string>()
  /** Attached projects that have a place for versions of their tables. */
  readonly #versioned = new Set<string>()
  #active = 0
  /** Processors of the scripts that run now beyond the one that each of them has as the thread that calls. */
  #helpers = 0
  /** As DuckDB was told last. */
  #threads = 1
  #waiting: (() => void)[] = []
  #turn: Promise<unknown> = Promise.resolve()
  #idle: NodeJS.Timeout | undefined

  constructor(folder: string) {
    this.tables = join(folder, '.dagline', 'local')
    this.#temporary = join(folder, '.dagline', 'tmp')
    this.#instance = openInstance(join(this.#temporary, 'sql'))
  }

  /** Number of scripts that run here now. */
  get active(): number {
    return this.#active
  }

  /** A connection of its own for one script; must be given back by `leave`. `slots` is how many processors it may use. */
  async enter(slots = 1): Promise<DuckDBConnection> {
    clearTimeout(this.#idle)
    this.#active++
    this.#helpers += Math.max(0, slots - 1)
    try {
      const connection = await (await this.#instance).connect()
      for (const setting of SETTINGS) await connection.run(setting)
      const threads = 1 + this.#helpers
      if (threads !== this.#threads) await connection.run(`SET threads = ${threads}`)
      this.#threads = threads
      return connection
    } catch (problem) {
      this.#leave(slots)
      throw problem
    }
  }

  leave(connection: DuckDBConnection, slots = 1): void {
    connection.closeSync()
    this.#leave(slots)
  }

  /** Settles when another script has ended; at once where there is none. */
  nextEnd(): Promise<void> {
    return this.#active <= 1 ? Promise.resolve() : new Promise(resolve => this.#waiting.push(resolve))
  }

  /** Opens the project's file. Without `create`, answers false where there is none. */
  attach(project: string, create: boolean): Promise<boolean> {
    return this.#inTurn(connection => this.#open(connection, project, create))
  }

  /** Makes a dataset, apart from any script's transaction, since two scripts may want it at once. */
  makeDataset(project: string, dataset: string): Promise<void> {
    return this.#inTurn(async connection => {
      await this.#open(connection, project, true)
      await connection.run(`CREATE SCHEMA IF NOT EXISTS ${quoteName(project)}.${quoteName(dataset)}`)
    })
  }

  /** Projects that are open now. */
  get attached(): readonly string[] {
    return [...this.#attached]
  }

  isAttached(project: string): boolean {
    return this.#attached.has(project)
  }

  hasVersions(project: string): boolean {
    return this.#versioned.has(project)
  }

  /** The project's file has a place for versions of its tables. */
  noteVersions(project: string): void {
    this.#versioned.add(project)
  }

  /** Makes the place for versions of a project's tables, where there is the project. */
  async readyVersions(project: string): Promise<void> {
    if (this.#versioned.has(project)) return
    await this.#inTurn(async connection => {
      if (!(await this.#open(connection, project, false))) return
      await makeVersions(connection, project)
      await pruneVersions(connection, project)
      this.#versioned.add(project)
    })
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle)
    await this.#detach()
    ;(await this.#instance).closeSync()
  }

  #leave(slots: number): void {
    this.#active--
    this.#helpers -= Math.max(0, slots - 1)
    const waiting = this.#waiting
    this.#waiting = []
    for (const go of waiting) go()
    if (this.#active > 0) return
    this.#idle = setTimeout(() => void this.#detach(), IDLE_MS)
    this.#idle.unref()
  }

  #detach(): Promise<void> {
    return this.#inTurn(async connection => {
      if (this.#active > 0) return
      for (const project of this.#attached) await connection.run(`DETACH ${quoteName(project)}`)
      this.#attached.clear()
      this.#versioned.clear()
    })
  }

  async #open(connection: DuckDBConnection, project: string, create: boolean): Promise<boolean> {
    if (this.#attached.has(project)) return true
    const file = join(this.tables, fileName(project))
    if (!existsSync(file) && !create) return false
    makeFolders(this.tables)
    mkdirSync(this.#temporary, { recursive: true })
    await connection.run(`ATTACH ${quoteString(file)} AS ${quoteName(project)}`)
    this.#attached.add(project)
    return true
  }

  /** Attaching, detaching and making datasets happen one after the other. */
  #inTurn<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const turn = this.#turn.then(async () => {
      const connection = await (await this.#instance).connect()
      try {
        return await work(connection)
      } finally {
        connection.closeSync()
      }
    })
    this.#turn = turn.catch(() => undefined)
    return turn
  }
}

/** Of each connection: BigQuery's zone and its order of NULL. */
const SETTINGS = [`SET TimeZone = 'UTC'`, `SET default_null_order = 'nulls_first_on_asc_last_on_desc'`]

async function openInstance(temporary: string): Promise<DuckDBInstance> {
  const instance = await DuckDBInstance.create(':memory:', {
    // Nothing is fetched from a network.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    temp_directory: temporary,
    // What does not fit goes to the disk, before the machine has none left for others.
    memory_limit: `${Math.max(256, Math.floor(availableMemory() / 2 / 1024 / 1024))}MiB`,
    // The thread that calls works too: alone it is one processor a script. More is for tasks that say so.
    threads: '1',
  })
  const connection = await instance.connect()
  await connection.run(`SET TimeZone = 'UTC'`)
  for (const macro of MACROS) await connection.run(`CREATE MACRO ${macro}`)
  connection.closeSync()
  return instance
}

/** The memory of the machine, or of the container that this is in. */
function availableMemory(): number {
  const limit = process.constrainedMemory()
  return limit > 0 && limit < totalmem() ? limit : totalmem()
}

function makeFolders(tables: string): void {
  mkdirSync(tables, { recursive: true })
  try {
    writeFileSync(join(tables, '..', '.gitignore'), '*\n', { flag: 'wx' })
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code !== 'EEXIST') throw problem
  }
}

/** A project's name as a file's name on every system: small letters, digits, dashes and underscores stay as they are. */
export function fileName(project: string): string {
  const safe = project.replace(/[^a-z0-9_-]/g, c =>
    [...new TextEncoder().encode(c)].map(b => `%${b.toString(16).padStart(2, '0')}`).join(''),
  )
  const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)$/.test(safe)
  return `${reserved ? `%${safe.charCodeAt(0).toString(16)}${safe.slice(1)}` : safe}.duckdb`
}
