import type { Span } from '#language'
import type { Expression, OrderItem, Select } from '#language/sql'
import type { Range, Scope } from './emit-context.ts'
import { AGGREGATES } from './functions.ts'
import { Refusal } from './refusal.ts'
import type { Typed } from './typed.ts'

/** BigQuery's rules on what may stand beside what, which DuckDB does not have. */

/** A SELECT without FROM is a row of values: no clause may choose, group or order it. */
export function expectPlainRow(select: Select, orderBy: readonly OrderItem[]): void {
  const clauses: readonly (readonly [Span | undefined | null, string])[] = [
    [select.distinct ? select : null, 'use SELECT DISTINCT'],
    [select.where, 'have a WHERE clause'],
    [select.groupBy === null ? null : select.groupBy === 'all' ? select : (select.groupBy[0] ?? select), 'have a GROUP BY clause'],
    [select.having, 'have a HAVING clause'],
    [select.qualify, 'have a QUALIFY clause'],
    [select.windows[0]?.name, 'have a WINDOW clause'],
    [orderBy[0], 'have an ORDER BY clause'],
  ]
  for (const [place, what] of clauses) if (place) throw new Refusal(place, `a query without FROM clause cannot ${what}`, 'sql-error')
  const call = findCall(select.items, 'any')
  if (!call) return
  const what = call.isWindow ? 'analytic functions' : 'aggregation'
  throw new Refusal(call.place, `SELECT without FROM clause cannot use ${what}`, 'sql-error')
}

/** What an ORDER BY after SELECT DISTINCT may see: the select list, and of FROM what is selected as it is. */
export function distinctScope(scope: Scope, selected: ReadonlySet<string>): Scope {
  const hides = (value: Typed): boolean => !selected.has(value.sql)
  const columns = scope.columns.map(c => (hides(c.value) ? { ...c, hidden: true } : c))
  const ranges = scope.ranges.map((r): Range => {
    const inside = r.columns.map(c => (hides(c.value) ? { ...c, hidden: true } : c))
    const isHidden = r.value ? hides(r.value) : inside.some(c => c.hidden)
    return { ...r, columns: inside, hidden: isHidden }
  })
  return { ...scope, columns, ranges }
}

export function expectNoAggregate(orderBy: readonly OrderItem[]): void {
  const call = findCall(orderBy, 'aggregate')
  if (call) throw new Refusal(call.place, 'an aggregate function is not allowed in an ORDER BY clause after SELECT DISTINCT', 'sql-error')
}

/** The first call of an aggregate, or of a function over a window, outside of subqueries. */
function findCall(tree: unknown, wanted: 'any' | 'aggregate'): { readonly place: Span; readonly isWindow: boolean } | null {
  if (tree === null || typeof tree !== 'object') return null
  if (Array.isArray(tree)) {
    for (const part of tree) {
      const found = findCall(part, wanted)
      if (found) return found
    }
    return null
  }
  const node = tree as { readonly kind?: string }
  if ('with' in node && 'body' in node) return null
  if (node.kind === 'call') {
    const call = node as Extract<Expression, { kind: 'call' }>
    if (call.over) {
      if (wanted === 'any') return { place: call, isWindow: true }
    } else if (AGGREGATES.has(call.name)) return { place: call, isWindow: false }
  }
  return findCall(Object.values(node), wanted)
}

/** BigQuery takes no written NULL beside these operators, where it would make the whole NULL. */
export function expectNoNull(operands: readonly Expression[], operator: string): void {
  for (const operand of operands) {
    let inner = operand
    while (inner.kind === 'parenthesized') inner = inner.inner
    if (inner.kind === 'literal' && inner.literal === 'null')
      throw new Refusal(inner, `operands of ${operator} cannot be literal NULL${NULL_ADVICE[operator] ?? ''}`, 'sql-error')
  }
}

const NULL_ADVICE: Readonly<Record<string, string>> = { '=': ': write IS NULL', '!=': ': write IS NOT NULL' }
