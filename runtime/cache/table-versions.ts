/** A table's versions, oldest first: each names the attempt that wrote it (`run/task/attempt`). */
export interface TableHistory {
  readonly versions: readonly string[]
  /** Whether the table is as the last version left it: there, or dropped. */
  readonly standing: boolean
  /** Whether there is no such table now. */
  readonly gone?: boolean
}

const unwritten: TableHistory = { versions: [], standing: true }

/** What is known of the local tables of a workspace while its runtime runs: asked for when a run starts, kept up by every attempt. */
export class TableVersions {
  readonly #histories = new Map<string, TableHistory>()

  of(table: string): TableHistory {
    return this.#histories.get(table) ?? unwritten
  }

  /** The last version; null where nobody has written the table through Dagline. */
  last(table: string): string | null {
    return this.of(table).versions.at(-1) ?? null
  }

  /** As the database says. */
  set(histories: ReadonlyMap<string, TableHistory>): void {
    for (const [table, history] of histories) this.#histories.set(table, history)
  }

  /** An attempt has written tables. */
  wrote(writes: Readonly<Record<string, string>>): void {
    for (const [table, version] of Object.entries(writes))
      this.#histories.set(table, { versions: [...this.of(table).versions, version], standing: true })
  }
}
