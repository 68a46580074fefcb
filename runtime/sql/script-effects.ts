import { parseStatement, splitStatements, statementTables, tokenizeSql } from '#language/sql'

/** What a script does with tables that outlast it. Names are whole: `project.dataset.table`. */
export interface ScriptEffects {
  readonly project: string
  readonly reads: ReadonlySet<string>
  readonly writes: ReadonlyMap<string, Write>
  /** Where its tables cannot be told, it counts as one that reads all that are open, or besides writes all of its project. */
  readonly all: 'none' | 'reads' | 'writes'
}

export interface Write {
  /** The table is gone after the script. */
  readonly dropped: boolean
  /** It is only made where there is none. */
  readonly onlyIfMissing: boolean
  /** Of a view: what it reads. */
  readonly uses: readonly string[] | null
}

export const plainWrite: Write = { dropped: false, onlyIfMissing: false, uses: null }

export interface ScriptOfTables {
  /** Rendered. */
  readonly sql: string
  readonly project: string
  readonly native: boolean
  /** What the task says of tables that cannot be seen in its script. */
  readonly declaredReads: readonly string[]
  readonly declaredWrites: readonly string[]
}

/** Finds the tables of a script. Says rather too much than too little. */
export function scriptEffects({ sql, project, native, declaredReads, declaredWrites }: ScriptOfTables): ScriptEffects {
  const reads = new Set(declaredReads.flatMap(name => wholeName(name.split('.'), project) ?? []))
  const writes = new Map(declaredWrites.flatMap(name => wholeName(name.split('.'), project) ?? []).map(name => [name, plainWrite] as const))
  const unseenReads = declaredReads.length > 0 ? 'none' : 'reads'
  if (native) return { project, reads, writes, all: writes.size === 0 && changes.test(sql) ? 'writes' : unseenReads }
  const tokens = tokenizeSql(sql, 'rendered')
  let complete = true
  for (const piece of splitStatements(tokens)) {
    const parsed = piece.control ? null : parseStatement(sql, piece.tokens, piece.end)
    if (!parsed?.ok) {
      complete = false
      continue
    }
    const { effects } = statementTables(parsed.statement, piece.conditional)
    const named = effects.flatMap(effect => {
      const name = wholeName(effect.table.parts, project)
      return name === null ? [] : [{ effect, name }]
    })
    const read = named.flatMap(({ effect, name }) => (effect.kind === 'read' ? [name] : []))
    for (const name of read) if (!writes.has(name)) reads.add(name)
    for (const { effect, name } of named) {
      if (effect.kind === 'read') continue
      writes.set(name, {
        dropped: effect.kind === 'drop',
        onlyIfMissing: effect.kind === 'create' && effect.ifNotExists && writes.get(name)?.onlyIfMissing !== false,
        uses: parsed.statement.kind === 'create-view' ? read : null,
      })
    }
  }
  return { project, reads, writes, all: /\bEXECUTE\b/i.test(sql) ? 'writes' : complete ? 'none' : unseenReads }
}

/** Words without which no statement of DuckDB changes a table. */
const changes = /\b(?:insert|update|delete|create|drop|alter|copy|merge|truncate|import|call|pragma|attach)\b/i

/** Null of a temporary table. */
function wholeName(parts: readonly string[], project: string): string | null {
  if (parts.length === 2) return [project, ...parts].join('.')
  return parts.length >= 3 ? parts.join('.') : null
}
