import type { MergeClause, Statement } from '#language/sql'
import { type Change, columnOf, emitAssignments, emitTarget, seeing, stored, type Target } from './emit-changes.ts'
import type { EmitContext } from './emit-context.ts'
import { emitCondition } from './emit-expression.ts'
import { asSubquery, emitFrom, type From } from './emit-from.ts'
import { Refusal } from './refusal.ts'
import { coerceOr } from './typed.ts'
import { quoteName, typeText } from './types.ts'

export function emitMerge(statement: Extract<Statement, { kind: 'merge' }>, context: EmitContext): Change {
  const target = emitTarget(statement.table, statement.alias, context)
  const found = emitFrom(statement.source, seeing(context, { columns: [], ranges: [] }))
  const source = statement.source.kind === 'table' || statement.source.kind === 'derived' ? found : asSubquery(found, context)
  const both = seeing(context, target.from, source)
  const on = emitCondition(statement.on, both, 'ON clause')
  const clauses = statement.clauses.map(clause => emitClause(clause, target, source, context))
  const sql = `MERGE INTO ${target.from.sql} USING ${source.sql} ON ${on} ${clauses.join(' ')}`
  const matched = statement.clauses.filter(c => c.match === 'MATCHED')
  if (matched.length === 0) return { table: target.table, sql }
  // Only rows that a clause would change count.
  const conditions = matched.map(c => (c.condition ? emitCondition(c.condition, both, 'WHEN clause') : 'TRUE'))
  const filter = conditions.includes('TRUE') ? '' : ` WHERE ${conditions.map(c => `(${c})`).join(' OR ')}`
  const row = `${target.alias}.rowid`
  const check = `SELECT ${row} FROM ${target.from.sql} INNER JOIN ${source.sql} ON ${on}${filter} GROUP BY ${row} HAVING count(*) > 1 LIMIT 1`
  return { table: target.table, sql, check }
}

function emitClause(clause: MergeClause, target: Target, source: From, context: EmitContext): string {
  const sources = clause.match === 'MATCHED' ? [target.from, source] : clause.match === 'NOT MATCHED' ? [source] : [target.from]
  const inside = seeing(context, ...sources)
  const condition = clause.condition ? ` AND ${emitCondition(clause.condition, inside, 'WHEN clause')}` : ''
  const head = `WHEN ${clause.match}${condition} THEN`
  const { action } = clause
  switch (action.kind) {
    case 'update':
      return `${head} UPDATE SET ${emitAssignments(action.set, target, inside)}`
    case 'delete':
      return `${head} DELETE`
    case 'insert': {
      const columns = action.columns.length > 0 ? action.columns.map(name => columnOf(name, target)) : target.columns
      if (columns.length !== action.values.length) {
        throw new Refusal(
          clause,
          `inserted row has wrong column count; has ${action.values.length}, expected ${columns.length}`,
          'sql-error',
        )
      }
      const values = action.values.map((value, i) => stored(value, columns[i]!, inside))
      return `${head} INSERT (${columns.map(c => quoteName(c.name)).join(', ')}) VALUES (${values.join(', ')})`
    }
    case 'insert-row': {
      // All columns of the source, in their order.
      if (source.columns.length !== target.columns.length) {
        throw new Refusal(
          clause,
          `inserted row has wrong column count; has ${source.columns.length}, expected ${target.columns.length}`,
          'sql-error',
        )
      }
      const values = source.columns.map(({ value }, i) => {
        const column = target.columns[i]!
        return coerceOr(
          value,
          column.type,
          clause,
          `value has type ${typeText(value.type)} which cannot be inserted into column ${column.name}, which has type ${typeText(column.type)}`,
        )
      })
      return `${head} INSERT (${target.columns.map(c => quoteName(c.name)).join(', ')}) VALUES (${values.join(', ')})`
    }
    default:
      return action satisfies never
  }
}
