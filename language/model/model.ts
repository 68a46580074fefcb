import type * as tree from '../tree.ts'

/** What a name can mean. Tasks and groups are their own models. */
export type Declared = LetModel | InputModel | MatrixVariable | TaskModel | GroupModel | RunRoot | TargetRoot | ParamsRoot

export interface LetModel {
  readonly kind: 'let'
  readonly name: string
  readonly file: FileModel
  readonly node: tree.Let
  /** Where its value is looked up: the block that declares it. */
  readonly scope: Scope
}
export interface InputModel {
  readonly kind: 'input'
  readonly name: string
  readonly dag: DagModel
  readonly node: tree.Input
}
export interface MatrixVariable {
  readonly kind: 'matrix'
  readonly name: string
  readonly task: TaskModel
  readonly entry: tree.MapEntry
}
/** `run.…` */
export interface RunRoot {
  readonly kind: 'run'
  readonly name: 'run'
}
/** `target.…` */
export interface TargetRoot {
  readonly kind: 'target'
  readonly name: 'target'
}
/** `params.…` in the `when` of a task. */
export interface ParamsRoot {
  readonly kind: 'params'
  readonly name: 'params'
  readonly task: TaskModel
}

/** One block of names; a name is looked up from the inside out. */
export interface Scope {
  readonly parent: Scope | null
  readonly names: ReadonlyMap<string, Declared>
}

export interface TargetModel {
  readonly name: string
  readonly file: FileModel
  readonly node: tree.Target
  readonly properties: ReadonlyMap<string, tree.Property>
}
export interface DefaultsModel {
  /** `null`: of all engines. */
  readonly engine: string | null
  readonly file: FileModel
  readonly node: tree.Defaults
  readonly properties: ReadonlyMap<string, tree.Property>
  /** Where its values are looked up. */
  readonly scope: Scope
}

export interface FileModel {
  readonly file: string
  readonly tree: tree.Tree
  readonly scope: Scope
  readonly imports: readonly ImportModel[]
  /** Own lets, in order. */
  readonly lets: readonly LetModel[]
  /** Own targets, in order. */
  readonly ownTargets: readonly TargetModel[]
  /** Own and imported targets, by name; `local` only where it is declared. */
  readonly targets: ReadonlyMap<string, TargetModel>
  readonly ownDefaults: readonly DefaultsModel[]
  /** Defaults from the outermost inwards: those of imports first, in order, then its own. */
  readonly defaults: readonly DefaultsModel[]
  /** What a file that imports this one gets: own and imported lets. */
  readonly exports: ReadonlyMap<string, LetModel>
  readonly dags: readonly DagModel[]
  /** Tasks whose name is taken: checked by themselves, and part of no graph. */
  readonly duplicates: readonly TaskModel[]
}
export interface ImportModel {
  readonly node: tree.Import
  readonly model: FileModel | null
}

export interface DagModel {
  readonly kind: 'dag'
  readonly name: string
  readonly file: FileModel
  readonly node: tree.Dag
  readonly scope: Scope
  readonly properties: ReadonlyMap<string, tree.Property>
  readonly inputs: readonly InputModel[]
  readonly lets: readonly LetModel[]
  readonly defaults: readonly DefaultsModel[]
  readonly groups: readonly GroupModel[]
  /** Every task, also those in groups, in the order of the file. */
  readonly tasks: readonly TaskModel[]
  readonly edges: readonly EdgesModel[]
}
export interface GroupModel {
  readonly kind: 'group'
  readonly name: string
  /** Whole name: `outer.inner`. */
  readonly path: string
  readonly file: FileModel
  readonly dag: DagModel
  readonly parent: GroupModel | null
  readonly node: tree.Group
  readonly scope: Scope
  readonly properties: ReadonlyMap<string, tree.Property>
  readonly lets: readonly LetModel[]
  readonly defaults: readonly DefaultsModel[]
  /** Direct members, in order. */
  readonly members: readonly (TaskModel | GroupModel)[]
  /** Groups around it, from the outermost; itself last. */
  readonly lineage: readonly GroupModel[]
}
export interface TaskModel {
  readonly kind: 'task'
  readonly name: string
  /** Whole name: `outer.inner.task`. */
  readonly path: string
  readonly file: FileModel
  readonly dag: DagModel
  readonly group: GroupModel | null
  readonly node: tree.Task
  readonly engine: string | null
  /** Matrix variables, then the block around. */
  readonly scope: Scope
  /** The scope of `when`: `params` too. */
  readonly whenScope: Scope
  readonly properties: ReadonlyMap<string, tree.Property>
  readonly overrides: readonly OverrideModel[]
  readonly matrix: readonly MatrixVariable[]
}
export interface OverrideModel {
  readonly target: string
  readonly node: tree.Override
  readonly properties: ReadonlyMap<string, tree.Property>
}
export interface EdgesModel {
  readonly node: tree.Edges
  readonly scope: Scope
  readonly group: GroupModel | null
}

const run: RunRoot = { kind: 'run', name: 'run' }
const target: TargetRoot = { kind: 'target', name: 'target' }
/** Names that are there in every file, behind all others. */
export const outermostScope: Scope = {
  parent: null,
  names: new Map<string, Declared>([
    ['run', run],
    ['target', target],
  ]),
}

/** The name's meaning, from the inside out. `accepts`: other meanings are passed over. */
export function lookUp(scope: Scope, name: string, accepts?: (declared: Declared) => boolean): Declared | null {
  for (let at: Scope | null = scope; at; at = at.parent) {
    const found = at.names.get(name)
    if (found && (!accepts || accepts(found))) return found
  }
  return null
}

/** Every name that can be seen, the inner ones first. */
export function visibleNames(scope: Scope, accepts?: (declared: Declared) => boolean): Declared[] {
  const found: Declared[] = []
  const inner: ReadonlyMap<string, Declared>[] = []
  for (let at: Scope | null = scope; at; at = at.parent) {
    for (const [name, declared] of at.names) {
      if (accepts && !accepts(declared)) continue
      const isHidden = inner.some(names => {
        const other = names.get(name)
        return other !== undefined && (!accepts || accepts(other))
      })
      if (!isHidden) found.push(declared)
    }
    if (at.names.size > 0) inner.push(at.names)
  }
  return found
}

/** A file, then the files that it imports, each once. */
export function withImports(file: FileModel): FileModel[] {
  const found = new Set<FileModel>([file])
  for (const each of found) for (const { model } of each.imports) if (model) found.add(model)
  return [...found]
}

/** Only these count in edges and `after`. */
export function isTaskOrGroup(declared: Declared): declared is TaskModel | GroupModel {
  return declared.kind === 'task' || declared.kind === 'group'
}
