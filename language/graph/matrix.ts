import { type Abstract, known } from '../evaluate/abstract.ts'
import { type Context, type Frame, fail } from '../evaluate/context.ts'
import { evaluate } from '../evaluate/evaluate.ts'
import type { MatrixVariable, TaskModel } from '../model/model.ts'
import { show } from '../show.ts'
import type { Expression } from '../tree.ts'

/** Most instances of one task. */
export const instanceLimit = 10_000

/** One combination of a task's matrix; a task without one has one instance. */
export interface Instance {
  readonly task: TaskModel
  /** `name[v1,v2]`, whole. */
  readonly name: string
  readonly values: ReadonlyMap<MatrixVariable, Abstract>
  /** Index of each variable's value in its list, in the order of the matrix. */
  readonly at: readonly number[]
}

/** A task's instances, in matrix order, with the lists that they come from. */
export interface Instances {
  readonly task: TaskModel
  readonly list: readonly Instance[]
  readonly variables: readonly { readonly variable: MatrixVariable; readonly values: readonly Abstract[] }[]
}

const noValues: Instance['values'] = new Map()
const nowhere: Instance['at'] = []
const noVariables: Instances['variables'] = []

/** Expands a task's matrix. Where a list is not known yet there is one instance, without values. */
export function expandMatrix(task: TaskModel, context: Context): Instances {
  const property = task.properties.get('matrix')
  const single: Instances = { task, list: [{ task, name: task.path, values: noValues, at: nowhere }], variables: noVariables }
  if (!property) return single
  const frame: Frame = { file: task.file.file, scope: task.scope.parent!, context, matrix: new Map(), typesOnly: false }
  const value = evaluate(property.value, frame)
  const nothing: Instances = { task, list: [], variables: [] }
  if (value.type === 'unknown' && (value.of === null || value.of === 'map')) return single
  if (value.type !== 'map') {
    fail(frame, property.value, {
      reason: 'wrong-type/value',
      data: { expected: 'a map of lists', found: `a ${value.type === 'unknown' ? value.of : value.type}` },
    })
    return single
  }
  const variables: { variable: MatrixVariable; values: readonly Abstract[] }[] = []
  let count = 1
  let isKnown = true
  for (const variable of task.matrix) {
    const list = value.entries.get(variable.name)
    const place = property.value.kind === 'map' ? variable.entry.value : property.value
    if (!list || (list.type === 'unknown' && (list.of === null || list.of === 'list'))) isKnown = false
    else if (list.type !== 'list') {
      fail(frame, place, {
        reason: 'wrong-type/value',
        data: { expected: 'a list', found: `a ${list.type === 'unknown' ? list.of : list.type}` },
      })
      isKnown = false
    } else {
      variables.push({ variable, values: list.items })
      count *= list.items.length
    }
  }
  if (!isKnown || task.matrix.length !== value.entries.size) return single
  if (count > instanceLimit) {
    fail(frame, property.value, { reason: 'wrong-type/too-many', data: { count, limit: instanceLimit, what: 'instances' } })
    return single
  }
  if (variables.length === 0 || count === 0) {
    fail(frame, property.value, { reason: 'empty-matrix/matrix', data: {} })
    return nothing
  }
  return { task, list: combine(task, variables, property.value, frame), variables }
}

function combine(task: TaskModel, variables: Instances['variables'], matrix: Expression, frame: Frame): Instance[] {
  const labels = variables.map(({ values }) => values.map(labelOf))
  const list: Instance[] = []
  const names = new Map<string, Instance>()
  const at = variables.map(() => 0)
  for (;;) {
    const name = `${task.path}[${at.map((index, i) => labels[i]![index]!).join(',')}]`
    const values = new Map(variables.map(({ variable, values }, i) => [variable, values[at[i]!]!]))
    const instance: Instance = { task, name, values, at: [...at] }
    const before = names.get(name)
    if (before) reportTwin(before, instance, variables, matrix, frame)
    else {
      names.set(name, instance)
      list.push(instance)
    }
    let i = variables.length - 1
    while (i >= 0 && ++at[i]! >= variables[i]!.values.length) at[i--] = 0
    if (i < 0) return list
  }
}

/** At the entry of the list that makes the second name, where it is written out. */
function reportTwin(first: Instance, second: Instance, variables: Instances['variables'], matrix: Expression, frame: Frame): void {
  const i = second.at.findIndex((index, position) => index !== first.at[position])
  const variable = variables[i]!.variable
  const list = matrix.kind === 'map' ? variable.entry.value : matrix
  const written = list.kind === 'list' ? list.items : []
  const place = written[second.at[i]!] ?? list
  const other = written[first.at[i]!]
  fail(
    frame,
    place,
    { reason: 'duplicate-name/instance', data: { name: second.name } },
    other ? [{ note: 'declared', data: {}, file: frame.file, start: other.start, end: other.end }] : [],
  )
}

/** As written, without quotes; a map shows its `name` or `id`, else its place in the list. */
function labelOf(value: Abstract, index: number): string {
  if (value.type === 'map') {
    const named = value.entries.get('name') ?? value.entries.get('id')
    return named && named.type !== 'map' ? labelOf(named, index) : `#${index}`
  }
  if (value.type === 'null') return 'null'
  const shown = known(value)
  return (shown && show(shown)) ?? `#${index}`
}

/**
 * Pairs the instances of two tasks: on the variables that both have with equal values in any order, and everything with
 * everything on the others. Calls `pair` with indices into both lists.
 */
export function pairInstances(from: Instances, to: Instances, pair: (from: number, to: number) => void): void {
  const shared = sharedVariables(from, to)
  const groups = new Map<string, number[]>()
  to.list.forEach((instance, index) => {
    const key = shared.map(({ right, sameAs }) => sameAs[instance.at[right]!]!).join(',')
    const group = groups.get(key)
    if (group) group.push(index)
    else groups.set(key, [index])
  })
  from.list.forEach((instance, index) => {
    const key = shared.map(({ left }) => instance.at[left]!).join(',')
    for (const other of groups.get(key) ?? []) pair(index, other)
  })
}

/** How many pairs there are. */
export function countPairs(from: Instances, to: Instances): number {
  const shared = sharedVariables(from, to)
  const combinations = shared.reduce((count, { sameAs }) => count * sameAs.length, 1)
  return (from.list.length * to.list.length) / combinations
}

/** Whether two tasks are paired on at least one variable. */
export function isPaired(from: Instances, to: Instances): boolean {
  return sharedVariables(from, to).length > 0
}

/** Positions of the shared variables, and for each value of `to` the index of the equal one of `from`. */
function sharedVariables(from: Instances, to: Instances): { left: number; right: number; sameAs: number[] }[] {
  const shared: { left: number; right: number; sameAs: number[] }[] = []
  from.variables.forEach(({ variable, values }, left) => {
    const right = to.variables.findIndex(other => other.variable.name === variable.name)
    if (right < 0) return
    const others = to.variables[right]!.values
    if (others.length !== values.length) return
    const indexOf = indexer(values)
    const sameAs = others.map(indexOf)
    if (sameAs.every(index => index >= 0) && new Set(sameAs).size === values.length) shared.push({ left, right, sameAs })
  })
  return shared
}

/** Finds equal values by a key, so that lists of thousands stay linear. What is unknown is equal to nothing. */
function indexer(values: readonly Abstract[]): (value: Abstract) => number {
  const keys = new Map<string, number>()
  values.forEach((value, index) => {
    const key = keyOf(value)
    if (key !== null && !keys.has(key)) keys.set(key, index)
  })
  return value => keys.get(keyOf(value) ?? '') ?? -1
}

/** The same text for equal values, and for no others. */
function keyOf(value: Abstract): string | null {
  switch (value.type) {
    case 'unknown':
      return null
    case 'list': {
      const items = value.items.map(keyOf)
      return items.includes(null) ? null : `[${items.map(item => JSON.stringify(item)).join(',')}]`
    }
    case 'map': {
      const entries = [...value.entries].map(([key, entry]) => [key, keyOf(entry)] as const).sort(([a], [b]) => (a < b ? -1 : 1))
      return entries.some(([, key]) => key === null) ? null : `{${JSON.stringify(entries)}}`
    }
    case 'string':
      return `s${value.value}`
    case 'number':
      return `n${value.value}`
    case 'boolean':
      return `b${value.value}`
    case 'date':
      return `d${value.ms}`
    case 'duration':
      return `l${value.ms}`
    case 'size':
      return `z${value.bytes}`
    case 'null':
      return '0'
  }
}
