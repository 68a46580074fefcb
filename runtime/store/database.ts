import { DatabaseSync } from 'node:sqlite'
import { migrations } from './migrations.ts'

/** The file could not be opened, is of a newer program, or is no database: a person has to mend it. */
export class DatabaseProblem extends Error {}

/**
 * Opens the metadata database and brings its schema up to date. A commit is on the disk when it returns (`synchronous =
 * FULL`): what is acted on after it can be relied on after a crash.
 */
export function openDatabase(file: string, now: () => string): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(file)
    database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma busy_timeout = 5000')
    // Pages that change in every turn are copied back less often, and those of a big run stay in memory.
    database.exec('pragma wal_autocheckpoint = 4000; pragma cache_size = -32000')
    migrate(database, now)
    return database
  } catch (problem) {
    database?.close()
    if (problem instanceof DatabaseProblem) throw problem
    throw new DatabaseProblem(
      `The metadata database ${file} cannot be used: ${(problem as Error).message}. Move it away to start with an empty one.`,
    )
  }
}

function migrate(database: DatabaseSync, now: () => string): void {
  database.exec('create table if not exists migrations (version integer primary key, name text not null, applied text not null) strict')
  const row = database.prepare('select coalesce(max(version), 0) as version from migrations').get()
  const version = Number(row?.['version'] ?? 0)
  if (version > migrations.length) {
    throw new DatabaseProblem(
      `The metadata database was written by a newer Dagline (schema ${version}, this one knows ${migrations.length}). Update Dagline.`,
    )
  }
  for (const [i, migration] of migrations.entries()) {
    if (i < version) continue
    database.exec('begin immediate')
    try {
      database.exec(migration.sql)
      database.prepare('insert into migrations (version, name, applied) values (?, ?, ?)').run(i + 1, migration.name, now())
      database.exec('commit')
    } catch (problem) {
      database.exec('rollback')
      throw problem
    }
  }
}
