import type { SyntaxFact } from './diagnostics.ts'
import { Located, type Unit } from './node.ts'

/** Whether two units say the same, wherever they stand. */
export function isSameUnit(one: Unit, other: Unit): boolean {
  return isSame(one.node, other.node) && hasSameFacts(one, other)
}

/** Whether the same is wrong in two units, at the same places in them. */
export function hasSameFacts(one: Unit, other: Unit): boolean {
  const a = one.facts ?? none
  const b = other.facts ?? none
  if (a.length !== b.length) return false
  return a.every((fact, i) => {
    const like = b[i]!
    const isThere = fact.start - one.factsAt === like.start - other.factsAt && fact.end - one.factsAt === like.end - other.factsAt
    return isThere && fact.reason === like.reason && isSame(fact.data, like.data)
  })
}

const none: readonly SyntaxFact[] = []

/** Compares nodes by their kinds, contents and places in their units. Recurses over what is nested, as the trees do. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (Array.isArray(one)) return Array.isArray(other) && one.length === other.length && one.every((item, i) => isSame(item, other[i]))
  if (one.constructor !== other.constructor) return false
  const a = one as Readonly<Record<string, unknown>>
  const b = other as Readonly<Record<string, unknown>>
  for (const key in a) {
    if (key === 'unit' && one instanceof Located) continue
    if (!isSame(a[key], b[key])) return false
  }
  for (const key in b) if (!(key in a)) return false
  return true
}
