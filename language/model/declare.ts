import type { Diagnostic } from '../diagnostics.ts'
import { type Container, isAllowed, membersOf } from '../placement.ts'
import type * as tree from '../tree.ts'
import type {
  DagModel,
  Declared,
  DefaultsModel,
  EdgesModel,
  FileModel,
  GroupModel,
  InputModel,
  LetModel,
  MatrixVariable,
  OverrideModel,
  Scope,
  TargetModel,
  TaskModel,
} from './model.ts'
import { noEntries, SmallMap } from './small-map.ts'

type Report = (diagnostic: Diagnostic) => void
type Mutable<T> = { -readonly [K in keyof T]: T[K] }
type Names = Map<string, Declared>
interface Named {
  readonly node: { readonly name: tree.Name | null }
}

/** Of the many tasks that declare none. */
const noNames: Names = new Map()
const noOverrides: OverrideModel[] = []
const noVariables: MatrixVariable[] = []

/** Declares what a file says: blocks, names, tasks. Names that are given twice are reported; the first one counts. */
export class Declarer {
  readonly #file: FileModel
  readonly #report: Report
  /** Declarations whose name is taken. */
  readonly #taken = new Set<object>()

  constructor(file: FileModel, report: Report) {
    this.#file = file
    this.#report = report
  }

  /** Top-level lets, targets and defaults. `names`: the file's own block, filled here. */
  top(names: Names, parent: Scope): { lets: LetModel[]; targets: TargetModel[]; defaults: DefaultsModel[]; scope: Scope } {
    const scope: Scope = { parent, names }
    const items = this.#file.tree.items
    this.#findTaken(items, 'file')
    const lets = this.#lets(items, 'file', scope, names)
    const targets: TargetModel[] = []
    const seen = new Map<string, tree.Name>()
    for (const node of membersOf(items, 'file', 'target')) {
      const properties = this.#properties(node.body.items, 'target')
      if (!node.name) continue
      this.#isTaken(seen, node.name)
      targets.push({ name: node.name.text, file: this.#file, node, properties })
    }
    return { lets, targets, defaults: this.#defaults(items, 'file', scope), scope }
  }

  dags(scope: Scope): DagModel[] {
    const seen = new Map<string, tree.Name>()
    const dags: DagModel[] = []
    for (const node of membersOf(this.#file.tree.items, 'file', 'dag')) {
      if (node.name) this.#isTaken(seen, node.name)
      dags.push(this.#dag(node, scope))
    }
    return dags
  }

  #dag(node: tree.Dag, parent: Scope): DagModel {
    const names: Names = new Map()
    const scope: Scope = { parent, names }
    this.#findTaken(node.body.items, 'dag')
    const tasks: TaskModel[] = []
    const groups: GroupModel[] = []
    const edges: EdgesModel[] = []
    const dag: Mutable<DagModel> = {
      kind: 'dag',
      name: node.name?.text ?? '',
      file: this.#file,
      node,
      scope,
      properties: this.#properties(node.body.items, 'dag'),
      inputs: [],
      lets: this.#lets(node.body.items, 'dag', scope, names),
      defaults: this.#defaults(node.body.items, 'dag', scope),
      groups,
      tasks,
      edges,
    }
    const inputs: InputModel[] = []
    for (const input of membersOf(node.body.items, 'dag', 'input'))
      if (input.name) {
        const model: InputModel = { kind: 'input', name: input.name.text, dag, node: input }
        inputs.push(model)
        this.#declare(names, model)
      }
    dag.inputs = inputs
    this.#members(node.body.items, 'dag', dag, null, scope, names, { tasks, groups, edges })
    return dag
  }

  #members(
    items: readonly tree.Statement[],
    container: 'dag' | 'group',
    dag: DagModel,
    group: GroupModel | null,
    scope: Scope,
    names: Names,
    into: { tasks: TaskModel[]; groups: GroupModel[]; edges: EdgesModel[] },
  ): (TaskModel | GroupModel)[] {
    const members: (TaskModel | GroupModel)[] = []
    for (const item of items) {
      if (item.kind === 'task') {
        const task = this.task(item, dag, group, scope)
        // A second task of one name keeps its checks, but it is not in the graph.
        if (!item.name || this.#declare(names, task)) {
          into.tasks.push(task)
          members.push(task)
        } else this.duplicates.push(task)
      } else if (item.kind === 'group') {
        const inner = this.#group(item, dag, group, scope, into)
        if (item.name) this.#declare(names, inner)
        into.groups.push(inner)
        members.push(inner)
      } else if (item.kind === 'edges') into.edges.push({ node: item, scope, group })
    }
    return container === 'dag' || container === 'group' ? members : []
  }

  /** Tasks whose name is taken: checked by themselves, and part of no graph. */
  readonly duplicates: TaskModel[] = []

  #group(
    node: tree.Group,
    dag: DagModel,
    parent: GroupModel | null,
    outer: Scope,
    into: { tasks: TaskModel[]; groups: GroupModel[]; edges: EdgesModel[] },
  ): GroupModel {
    const names: Names = new Map()
    const scope: Scope = { parent: outer, names }
    this.#findTaken(node.body.items, 'group')
    const name = node.name?.text ?? ''
    const group: Mutable<GroupModel> = {
      kind: 'group',
      name,
      path: parent ? `${parent.path}.${name}` : name,
      file: this.#file,
      dag,
      parent,
      node,
      scope,
      properties: this.#properties(node.body.items, 'group'),
      lets: this.#lets(node.body.items, 'group', scope, names),
      defaults: this.#defaults(node.body.items, 'group', scope),
      members: [],
      lineage: [],
    }
    group.lineage = [...(parent?.lineage ?? []), group]
    group.members = this.#members(node.body.items, 'group', dag, group, scope, names, into)
    return group
  }

  /** Declares a task. `into`: a model that stands for it already, and that others know; it becomes what the node says. */
  task(node: tree.Task, dag: DagModel, group: GroupModel | null, outer: Scope, into?: TaskModel): TaskModel {
    const name = node.name?.text ?? ''
    const properties = this.#properties(node.body.items, 'task')
    const overrides = this.#overrides(node)
    const isMatrix = properties.has('matrix')
    const names: Names = isMatrix ? new Map() : noNames
    const scope: Scope = { parent: outer, names }
    const hasWhen = properties.has('when') || overrides.some(override => override.properties.has('when'))
    const whenNames: Names = hasWhen ? new Map() : noNames
    const declared: TaskModel = {
      kind: 'task',
      name,
      path: group ? `${group.path}.${name}` : name,
      file: this.#file,
      dag,
      group,
      node,
      engine: node.engine?.text ?? null,
      scope,
      whenScope: hasWhen ? { parent: { parent: outer, names: whenNames }, names } : scope,
      properties,
      overrides,
      matrix: noVariables,
    }
    const task: Mutable<TaskModel> = into ? Object.assign(into, declared) : declared
    if (hasWhen) whenNames.set('params', { kind: 'params', name: 'params', task })
    const matrix = properties.get('matrix')?.value
    if (matrix === undefined) return task
    const variables: MatrixVariable[] = []
    if (matrix?.kind === 'map')
      for (const entry of matrix.entries) {
        if (names.has(entry.key.text)) continue
        const variable: MatrixVariable = { kind: 'matrix', name: entry.key.text, task, entry }
        variables.push(variable)
        names.set(variable.name, variable)
      }
    task.matrix = variables
    return task
  }

  #overrides(node: tree.Task): OverrideModel[] {
    if (!node.body.items.some(item => item.kind === 'on')) return noOverrides
    const seen = new Map<string, tree.Name>()
    const overrides: OverrideModel[] = []
    for (const item of membersOf(node.body.items, 'task', 'on')) {
      const properties = this.#properties(item.body.items, 'on')
      if (!item.target) continue
      this.#isTaken(seen, item.target)
      overrides.push({ target: item.target.text, node: item, properties })
    }
    return overrides
  }

  #lets(items: readonly tree.Statement[], container: Container, scope: Scope, names: Names): LetModel[] {
    const lets: LetModel[] = []
    for (const node of membersOf(items, container, 'let')) {
      const model: LetModel = { kind: 'let', name: node.name?.text ?? '', file: this.#file, node, scope }
      lets.push(model)
      if (node.name) this.#declare(names, model)
    }
    return lets
  }

  #defaults(items: readonly tree.Statement[], container: Container, scope: Scope): DefaultsModel[] {
    const seen = new Map<string, tree.Name>()
    const found: DefaultsModel[] = []
    for (const node of membersOf(items, container, 'defaults')) {
      const properties = this.#properties(node.body.items, 'defaults')
      const name = node.engine ?? { text: '', start: node.start, end: node.start + 'defaults'.length }
      this.#isTaken(seen, name)
      found.push({ engine: node.engine?.text ?? null, file: this.#file, node, properties, scope })
    }
    return found
  }

  /** Properties by name; the first of each counts. */
  #properties(items: readonly tree.Statement[], container: Container): SmallMap<tree.Property> {
    if (items.length === 0 || !isAllowed('property', container)) return noEntries
    const found = new SmallMap<tree.Property>()
    for (const property of items) {
      if (property.kind !== 'property') continue
      const name = property.key.text
      const before = found.get(name)
      if (before) this.#setTwice(property, before)
      else found.add(name, property)
    }
    return found.trim()
  }

  #setTwice({ key }: tree.Property, first: tree.Property): void {
    const { file } = this.#file
    this.#report({
      reason: 'duplicate-name/property',
      data: { name: key.text },
      related: [{ note: 'set', data: {}, file, start: first.key.start, end: first.key.end }],
      file,
      start: key.start,
      end: key.end,
    })
  }

  /** Enters a name of a block; false where another declaration has it. */
  #declare(names: Names, declared: Declared & Named): boolean {
    if (this.#taken.has(declared.node)) return false
    names.set(declared.node.name!.text, declared)
    return true
  }

  /** Finds the declarations of a block whose name an earlier one has, whatever its kind. */
  #findTaken(items: readonly tree.Statement[], container: Container): void {
    const seen = new Map<string, tree.Name>()
    for (const item of items) {
      const isNamed = item.kind === 'let' || item.kind === 'input' || item.kind === 'task' || item.kind === 'group'
      if (isNamed && isAllowed(item.kind, container) && item.name && this.#isTaken(seen, item.name)) this.#taken.add(item)
    }
  }

  /** Whether a name was seen before, which is reported. */
  #isTaken(seen: Map<string, tree.Name>, name: tree.Name): boolean {
    const first = seen.get(name.text)
    if (first) this.#duplicate(name, first)
    else seen.set(name.text, name)
    return first !== undefined
  }

  #duplicate(name: tree.Name, first: tree.Name | null): void {
    const file = this.#file.file
    this.#report({
      reason: 'duplicate-name/declaration',
      data: { name: name.text || 'defaults' },
      file,
      start: name.start,
      end: name.end,
      related: first ? [{ note: 'declared', data: {}, file, start: first.start, end: first.end }] : [],
    })
  }
}

/** Duplicate keys of a map, wherever one is written. */
export function duplicateKeys(map: tree.MapNode): readonly { readonly entry: tree.MapEntry; readonly first: tree.MapEntry }[] {
  if (map.entries.length <= few && !hasTwins(map.entries)) return noTwins
  const seen = new Map<string, tree.MapEntry>()
  const found: { entry: tree.MapEntry; first: tree.MapEntry }[] = []
  for (const entry of map.entries) {
    const first = seen.get(entry.key.text)
    if (first) found.push({ entry, first })
    else seen.set(entry.key.text, entry)
  }
  return found
}

/** So many keys are compared with each other faster than they are put into a table. */
const few = 8
const noTwins: ReturnType<typeof duplicateKeys> = []

function hasTwins(entries: readonly tree.MapEntry[]): boolean {
  for (let i = 1; i < entries.length; i++) for (let j = 0; j < i; j++) if (entries[i]!.key.text === entries[j]!.key.text) return true
  return false
}
