import type { Call, Expression, Frame, FrameBound, OrderItem, Window } from '#language/sql'
import { type EmitContext, namedWindow } from './emit-context.ts'
import { emitExpression } from './emit-expression.ts'
import { Refusal, refuse } from './refusal.ts'
import { isComparable, type Typed } from './typed.ts'
import { typeText, type ValueType } from './types.ts'

/** ` OVER (…)`; empty where there is none. */
export function emitOver(call: Call, context: EmitContext): string {
  if (!call.over) return ''
  const window = 'kind' in call.over ? call.over : namedWindow(context, call.over)
  return ` OVER (${emitWindow(window, context)})`
}

/** What stands in the parentheses of OVER. */
function emitWindow(window: Window, context: EmitContext): string {
  const base = window.base ? namedWindow(context, window.base) : null
  if (base?.base || base?.frame) return refuse(window, 'this use of a named window does not run on the local target')
  const parts: string[] = []
  const partitionBy = base && base.partitionBy.length > 0 ? base.partitionBy : window.partitionBy
  const orderBy = base && base.orderBy.length > 0 ? base.orderBy : window.orderBy
  if (partitionBy.length > 0) parts.push(`PARTITION BY ${partitionBy.map(e => emitPartition(e, context)).join(', ')}`)
  if (orderBy.length > 0) parts.push(`ORDER BY ${orderBy.map(o => emitOrder(o, context)).join(', ')}`)
  if (window.frame) parts.push(emitFrame(window.frame, window, orderBy, context))
  return parts.join(' ')
}

function emitPartition(node: Expression, context: EmitContext): string {
  const { sql, type } = emitExpression(node, context)
  if (!isPartition(type)) throw new Refusal(node, `partitioning by expressions of type ${typeText(type)} is not allowed`, 'sql-error')
  return sql
}

function isPartition(type: ValueType): boolean {
  if (type.kind === 'STRUCT') return type.fields.every(f => isPartition(f.type))
  return type.kind === 'ARRAY' ? isPartition(type.element) : type.kind !== 'FLOAT64' && type.kind !== 'JSON'
}

/** An item of ORDER BY. BigQuery takes NULL for the least value; the places are written out so that no setting matters. */
export function emitOrder(item: OrderItem, context: EmitContext): string {
  return ordered(emitExpression(item.value, context), item)
}

export function ordered(value: Typed, item: OrderItem): string {
  if (!isComparable(value.type) || value.type.kind === 'STRUCT') refuse(item, `ORDER BY takes no values of type ${typeText(value.type)}`)
  // A number alone would be the place of a column.
  return direction(/^\d+$/.test(value.sql) ? `(${value.sql})` : value.sql, item)
}

export function direction(sql: string, item: OrderItem): string {
  const nulls = item.nulls ?? (item.descending ? 'LAST' : 'FIRST')
  return `${sql} ${item.descending ? 'DESC' : 'ASC'} NULLS ${nulls}`
}

function emitFrame(frame: Frame, window: Window, orderBy: readonly OrderItem[], context: EmitContext): string {
  if (frame.unit === 'RANGE' && [frame.start, frame.end].some(b => b?.kind === 'offset')) {
    const kind = orderBy[0] && emitExpression(orderBy[0].value, context).type.kind
    if (orderBy.length !== 1 || (kind !== 'INT64' && kind !== 'FLOAT64' && kind !== 'NUMERIC'))
      refuse(window, 'a RANGE with an offset wants ORDER BY of one number')
  }
  const start = emitBound(frame.start)
  return frame.end ? `${frame.unit} BETWEEN ${start} AND ${emitBound(frame.end)}` : `${frame.unit} ${start}`
}

function emitBound(bound: FrameBound): string {
  switch (bound.kind) {
    case 'current':
      return 'CURRENT ROW'
    case 'unbounded':
      return `UNBOUNDED ${bound.side}`
    case 'offset':
      return `${frameSize(bound.amount)} ${bound.side}`
    default:
      return bound satisfies never
  }
}

function frameSize(amount: Expression): string {
  if (amount.kind === 'literal' && amount.literal === 'int') return String(BigInt(amount.text))
  return refuse(amount, 'the size of a window frame must be a written number here')
}
