import { targetProperties } from '../schema/common.ts'
import { keywords } from '../tokens.ts'
import type { Reference } from '../tree.ts'
import { type Declared, type FileModel, type GroupModel, isTaskOrGroup, lookUp, type Scope, type TaskModel, visibleNames } from './model.ts'

/** What a reference names: the declarations of its first words, and from where on its words are entries or outputs. */
export interface Resolved {
  readonly ok: true
  readonly node: Reference
  /** Meaning of each word that names a declaration: group, group, task; at least one. */
  readonly parts: readonly Declared[]
  /** The last of them. */
  readonly declared: Declared
  /** Index in the path of the first word after them. */
  readonly rest: number
}
/** A reference that names nothing; `reason: null`: that has been reported already. */
export interface Unresolved {
  readonly ok: false
  readonly reason: 'name' | 'task' | 'member' | null
  readonly index: number
  readonly name: string
  readonly of: string
  /** Names that may have been meant. */
  readonly candidates: () => readonly string[]
}
export type Resolution = Resolved | Unresolved

const none = (): readonly string[] => []
const silent: Unresolved = { ok: false, reason: null, index: 0, name: '', of: '', candidates: none }
const reserved: ReadonlySet<string> = new Set(keywords)

/** Resolves a reference of a value. */
export function resolveValue(scope: Scope, node: Reference): Resolution {
  const first = node.path[0]!.text
  if (reserved.has(first) && !(first === 'target' && node.path.length > 1)) return silent
  const declared = lookUp(scope, first)
  if (!declared) return { ok: false, reason: 'name', index: 0, name: first, of: '', candidates: () => visibleNames(scope).map(nameOf) }
  return intoGroups(node, declared)
}

/** Resolves a reference of an edge or of `after`: only tasks and groups count. */
export function resolveTask(scope: Scope, node: Reference): (Resolved & { readonly declared: TaskModel | GroupModel }) | Unresolved {
  const first = node.path[0]!.text
  if (reserved.has(first)) return silent
  const declared = lookUp(scope, first, isTaskOrGroup)
  if (!declared)
    return {
      ok: false,
      reason: 'task',
      index: 0,
      name: first,
      of: '',
      candidates: () => visibleNames(scope, isTaskOrGroup).map(nameOf),
    }
  const found = intoGroups(node, declared)
  if (!found.ok) return found
  const extra = node.path[found.rest]
  if (extra)
    return extra.text === ''
      ? silent
      : { ok: false, reason: 'member', index: found.rest, name: extra.text, of: nameOf(found.declared), candidates: none }
  return isTaskOrGroup(found.declared) ? { ...found, declared: found.declared } : silent
}

function intoGroups(node: Reference, first: Declared): Resolution {
  const parts = [first]
  let at = first
  let rest = 1
  while (at.kind === 'group' && rest < node.path.length) {
    const name = node.path[rest]!.text
    if (name === '') return silent
    const inner = at.scope.names.get(name)
    if (!inner || !isTaskOrGroup(inner)) {
      const { scope } = at
      const candidates = (): readonly string[] => [...scope.names.values()].filter(isTaskOrGroup).map(nameOf)
      return { ok: false, reason: 'member', index: rest, name, of: at.name, candidates }
    }
    parts.push(inner)
    at = inner
    rest++
  }
  return { ok: true, node, parts, declared: at, rest }
}

const nameOf = (declared: Declared): string => declared.name

/** Entries of `run`. */
export const runEntries = ['id', 'date', 'end', 'attempt'] as const

/** Every name that `target.NAME` may have in a file: the standard ones and those of any target. */
export function targetEntries(file: FileModel): Set<string> {
  const names = new Set(['name', ...targetProperties.map(schema => schema.name)])
  for (const target of file.targets.values()) for (const name of target.properties.keys()) names.add(name)
  return names
}
