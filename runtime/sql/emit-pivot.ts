import type { Span } from '#language'
import type { Expression, Pivot, Unpivot } from '#language/sql'
import { emitFiltered } from './emit-aggregates.ts'
import { type Column, type EmitContext, withScope } from './emit-context.ts'
import { emitExpression } from './emit-expression.ts'
import { emitFrom, type From, scopeOf } from './emit-from.ts'
import { AGGREGATES } from './functions.ts'
import { Refusal, refuse } from './refusal.ts'
import { coerce, typed, unify } from './typed.ts'
import { duckdbType, INT64, STRING } from './types.ts'

/** `PIVOT (SUM(v) FOR k IN ('a', 'b'))`: an aggregate for each value, grouped by all columns that take no part. */
export function emitPivot(item: Pivot & Span, context: EmitContext): From {
  const from = emitFrom(item.input, context)
  const inside = withScope(context, scopeOf(from, null))
  const used = new Set<string>()
  namesIn(item.column, used)
  for (const { value } of item.aggregates) namesIn(value, used)
  const groups = from.columns.filter(c => c.name === null || !used.has(c.name.toLowerCase()))
  const key = emitExpression(item.column, inside)
  const sqlAlias = `t${context.fresh()}`
  const output: { sql: string; column: Column }[] = groups.map((c, i) => ({
    sql: `${c.value.sql} AS g${i}`,
    column: { name: c.name, value: typed(`${sqlAlias}.g${i}`, c.value.type) },
  }))
  for (const { value, alias } of item.values) {
    const wanted = emitExpression(value, inside)
    const { sql } = unify([key, wanted], value, 'operator = of PIVOT')
    for (const aggregate of item.aggregates) {
      const call = aggregate.value
      if (call.kind !== 'call' || !AGGREGATES.has(call.name) || call.over) return refuse(call, 'PIVOT takes aggregates')
      const suffix = alias?.text ?? valueName(value)
      if (item.aggregates.length > 1 && !aggregate.alias)
        throw new Refusal(call, 'PIVOT with several aggregates wants a name for each', 'sql-error')
      const name = aggregate.alias ? `${aggregate.alias.text}_${suffix}` : suffix
      const result = emitFiltered(call, `${sql[0]} IS NOT DISTINCT FROM ${sql[1]}`, inside)
      const place = output.length
      output.push({ sql: `${result.sql} AS p${place}`, column: { name, value: typed(`${sqlAlias}.p${place}`, result.type) } })
    }
  }
  const groupBy = groups.length > 0 ? ` GROUP BY ${groups.map((_, i) => i + 1).join(', ')}` : ''
  const columns = output.map(o => o.column)
  const alias = item.alias?.text
  return {
    sql: `(SELECT ${output.map(o => o.sql).join(', ')} FROM ${from.sql}${groupBy}) AS ${sqlAlias}`,
    columns,
    ranges: alias === undefined ? [] : [{ name: alias.toLowerCase(), columns, value: null, nullable: false }],
  }
}

/** What BigQuery calls the column of a value. */
function valueName(node: Expression): string {
  if (node.kind === 'literal' && (node.literal === 'string' || node.literal === 'int'))
    return node.literal === 'int' ? `_${node.text}` : node.text
  if (node.kind === 'literal' && node.literal === 'bool') return node.text.toLowerCase()
  return refuse(node, 'this value of PIVOT needs a name here: write AS')
}

function namesIn(node: Expression, names: Set<string>): void {
  if (node.kind === 'path') {
    for (const part of node.parts) names.add(part.text.toLowerCase())
    return
  }
  for (const value of Object.values(node)) visit(value, names)
}

function visit(value: unknown, names: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) visit(item, names)
  else if (value !== null && typeof value === 'object') {
    if ('kind' in value && value.kind === 'path') namesIn(value as Expression, names)
    else for (const part of Object.values(value)) visit(part, names)
  }
}

/** `UNPIVOT (v FOR k IN (a, b))`: a row for each of the columns. */
export function emitUnpivot(item: Unpivot & Span, context: EmitContext): From {
  const from = emitFrom(item.input, context)
  const used = new Set(item.items.flatMap(i => i.columns.map(c => c.text.toLowerCase())))
  const rest = from.columns.filter(c => c.name === null || !used.has(c.name.toLowerCase()))
  const rows = item.items.map(i => {
    if (i.columns.length !== item.values.length) throw new Refusal(i.columns[0]!, 'UNPIVOT has another number of columns here', 'sql-error')
    return i.columns.map(name => {
      const found = from.columns.filter(c => c.name?.toLowerCase() === name.text.toLowerCase())
      if (found.length !== 1) throw new Refusal(name, `column ${name.text} of UNPIVOT not found, or ambiguous`, 'sql-error')
      return found[0]!
    })
  })
  const values = item.values.map((name, at) => {
    const all = rows.map(row => row[at]!.value)
    return { name, ...unify(all, name, 'UNPIVOT') }
  })
  const labels = item.items.map((i, at) =>
    i.label
      ? emitExpression(i.label, { ...context, scope: null })
      : typed(
          `'${rows[at]!.map(c => c.name)
            .join('_')
            .replaceAll("'", "''")}'`,
          STRING,
        ),
  )
  const label = unify(labels, item.name, 'UNPIVOT')
  const labelType = label.type.kind === 'NULL' ? INT64 : label.type
  const inner = `t${context.fresh()}`
  const sqlAlias = `t${context.fresh()}`
  const structs = rows.map((_, r) => {
    const fields = values.map((v, at) => `v${at} := CAST(${v.sql[r]} AS ${duckdbType(v.type)})`)
    return `struct_pack(${fields.join(', ')}, k := CAST(${coerce(labels[r]!, labelType, item.name)} AS ${duckdbType(labelType)}))`
  })
  const keep = item.includeNulls ? '' : ` WHERE ${values.map((_, at) => `${inner}.e.v${at} IS NOT NULL`).join(' OR ')}`
  const source = `(SELECT ${[...rest.map((c, i) => `${c.value.sql} AS g${i}`), `unnest([${structs.join(', ')}]) AS e`].join(', ')} FROM ${from.sql}) AS ${inner}`
  const outputs = [
    ...rest.map((_, i) => `${inner}.g${i} AS g${i}`),
    ...values.map((_, at) => `${inner}.e.v${at} AS v${at}`),
    `${inner}.e.k AS k`,
  ]
  const columns: Column[] = [
    ...rest.map((c, i) => ({ name: c.name, value: typed(`${sqlAlias}.g${i}`, c.value.type) })),
    ...values.map((v, at) => ({ name: v.name.text, value: typed(`${sqlAlias}.v${at}`, v.type) })),
    { name: item.name.text, value: typed(`${sqlAlias}.k`, labelType) },
  ]
  const alias = item.alias?.text
  return {
    sql: `(SELECT ${outputs.join(', ')} FROM ${source}${keep}) AS ${sqlAlias}`,
    columns,
    ranges: alias === undefined ? [] : [{ name: alias.toLowerCase(), columns, value: null, nullable: false }],
  }
}
