import type { Expression, FromItem, Name, TablePath } from '#language/sql'
import { type EmitContext, type ResolvedTable, seesAlias, seesCommonTable } from './emit-context.ts'
import { emitExpression } from './emit-expression.ts'
import { name, native } from './emit-literals.ts'
import { emitQuery } from './emit-query.ts'
import { refuse } from './refusal.ts'

/** What follows FROM, in canonical form; its aliases go into the innermost scope. */
export function emitFrom(item: FromItem, context: EmitContext): string {
  switch (item.kind) {
    case 'table':
      return emitTable(item, context)
    case 'derived': {
      const query = emitQuery(item.query, context, 'inner')
      const alias = item.alias?.text ?? `derived_${context.fresh()}`
      if (item.alias) see(item.alias.text, context, 'row')
      return `(${query}) AS ${name(alias)}`
    }
    case 'unnest':
      return emitUnnest(item.array, item.alias, item.offset, context)
    case 'join':
      return emitJoin(item, context)
    case 'parenthesized':
      return `(${emitFrom(item.inner, context)})`
    default:
      return item satisfies never
  }
}

function see(alias: string, context: EmitContext, what: 'row' | 'value'): void {
  const scope = context.scopes[context.scopes.length - 1]
  scope?.aliases.add(alias.toLowerCase())
  if (what === 'row') scope?.rows.add(alias.toLowerCase())
}

function emitTable(item: Extract<FromItem, { kind: 'table' }>, context: EmitContext): string {
  const { path, names, alias } = item
  const first = names[0]
  if (first && names.length > 1 && seesAlias(context, first.text)) {
    const array: Expression = { kind: 'path', parts: names, start: path.start, end: path.end }
    return emitUnnest(array, alias ?? names[names.length - 1] ?? null, null, context)
  }
  const last = path.parts[path.parts.length - 1] ?? ''
  const shown = alias?.text ?? last
  see(shown, context, 'row')
  if (path.parts.length === 1 && seesCommonTable(context, last)) return `${name(last)} AS ${name(shown)}`
  const table = resolveTable(path, context)
  context.reads.push({ path, table })
  return `${tableName(table)} AS ${name(shown)}`
}

/** Which table a path means. A name alone is a temporary table; there is no default dataset. */
export function resolveTable(path: TablePath, context: Pick<EmitContext, 'temporaryTables' | 'defaultProject'>): ResolvedTable {
  const parts = path.parts
  if (parts.some(p => /^INFORMATION_SCHEMA$/i.test(p))) return refuse(path, 'INFORMATION_SCHEMA does not run on the local target')
  if (parts.some(p => p.includes('*') || p.includes('$')))
    return refuse(path, 'a wildcard or partition of a table does not run on the local target')
  const [a, b, c] = parts
  if (parts.length === 1 && a !== undefined) {
    if (context.temporaryTables.has(a)) return { project: null, dataset: 'main', table: a }
    return refuse(path, `the table "${a}" needs its dataset: dataset.${a}`)
  }
  if (parts.length === 2 && a !== undefined && b !== undefined) return { project: context.defaultProject, dataset: a, table: b }
  if (parts.length === 3 && a !== undefined && b !== undefined && c !== undefined) return { project: a, dataset: b, table: c }
  return refuse(path, 'a table has the parts project, dataset and table')
}

/** A table's name in canonical form. */
export function tableName(table: ResolvedTable): string {
  return [table.project ?? 'temp', table.dataset, table.table].map(name).join('.')
}

/** The rows of an array: a subquery that sees the row to its left. */
function emitUnnest(array: Expression, alias: Name | null, offset: Name | 'unnamed' | null, context: EmitContext): string {
  const list = emitExpression(array, context)
  const number = context.fresh()
  const column = alias?.text ?? `element_${number}`
  const columns = [`${native('unnest')}(${list}) AS ${name(column)}`]
  if (alias) see(alias.text, context, 'value')
  if (offset !== null) {
    const offsetName = offset === 'unnamed' ? 'offset' : offset.text
    columns.push(`(${native('generate_subscripts')}(${list}, 1) - CAST(1 AS INT64)) AS ${name(offsetName)}`)
  }
  return `(SELECT ${columns.join(', ')}) AS ${name(`unnest_${number}`)}`
}

function emitJoin(item: Extract<FromItem, { kind: 'join' }>, context: EmitContext): string {
  const left = emitFrom(item.left, context)
  const right = emitFrom(item.right, context)
  const array = isArray(item.right)
  if (item.join === 'COMMA' || item.join === 'CROSS') return `${left} CROSS JOIN ${right}`
  if (item.using.length > 0) return `${left} ${item.join} JOIN ${right} USING (${item.using.map(u => name(u.text)).join(', ')})`
  if (item.on) return `${left} ${item.join} JOIN ${right} ON ${emitExpression(item.on, context)}`
  if (!array) return refuse(item.right, 'ON or USING is missing')
  return item.join === 'LEFT' ? `${left} LEFT JOIN ${right} ON TRUE` : `${left} CROSS JOIN ${right}`
}

function isArray(item: FromItem): boolean {
  return item.kind === 'unnest' || item.kind === 'table'
}

/** Whether `*` would have to look into the elements of an array, which may be structs. */
export function hasUnknownColumns(item: FromItem): boolean {
  switch (item.kind) {
    case 'unnest':
      return !isScalarArray(item.array)
    case 'join':
      return hasUnknownColumns(item.left) || hasUnknownColumns(item.right)
    case 'parenthesized':
      return hasUnknownColumns(item.inner)
    case 'table':
    case 'derived':
      return false
    default:
      return item satisfies never
  }
}

function isScalarArray(array: Expression): boolean {
  if (array.kind === 'array') return array.items.every(i => i.kind === 'literal' || i.kind === 'typed-literal' || i.kind === 'unary')
  return array.kind === 'call' && (array.name === 'GENERATE_ARRAY' || array.name === 'SPLIT')
}
