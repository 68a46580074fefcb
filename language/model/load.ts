import type { Diagnostic } from '../diagnostics.ts'
import type { Host } from '../host.ts'
import { parse } from '../parse.ts'
import { membersOf } from '../placement.ts'
import { type ScriptTables, scriptTables } from '../sql/tables.ts'
import type { StringNode, Tree } from '../tree.ts'
import { Declarer } from './declare.ts'
import {
  type DefaultsModel,
  type FileModel,
  type ImportModel,
  type LetModel,
  lookUp,
  type MatrixVariable,
  outermostScope,
  type TargetModel,
  type TaskModel,
} from './model.ts'

type Report = (diagnostic: Diagnostic) => void
type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Tables of SQL that was read before, so that an unchanged script is not read again. */
export class SqlScripts {
  #tables = new Map<string, ScriptTables>()
  #used = new Map<string, ScriptTables>()

  /** What rendered SQL does with tables. */
  tables(sql: string): ScriptTables {
    const found = this.#used.get(sql) ?? this.#tables.get(sql) ?? scriptTables(sql)
    this.#used.set(sql, found)
    return found
  }

  /** Forgets what was not asked for since the last time. */
  settle(): void {
    this.#tables = this.#used
    this.#used = new Map()
  }
}

/** Trees of texts that were parsed before, so that an unchanged file is not parsed again. */
export class TreeCache {
  readonly scripts = new SqlScripts()
  readonly #trees = new Map<string, Tree>()

  tree(file: string, text: string): Tree {
    const before = this.#trees.get(file)
    if (before?.text === text) return before
    const tree = parse(text, before)
    this.#trees.set(file, tree)
    return tree
  }
}

/** Loads a file and its imports. Every file's own facts are reported with its name; of the first one all but its syntax. */
export function loadFile(host: Host, file: string, text: string, trees: TreeCache, report: Report): FileModel {
  return new Loader(host, trees, report).load(file, text)
}

/** What is wrong with the syntax of a file. */
export function syntaxProblems(file: string, tree: Tree): Diagnostic[] {
  return tree.problems.map(problem => ({ ...problem, file, related: problem.related.map(related => ({ ...related, file })) }))
}

class Loader {
  readonly #host: Host
  readonly #trees: TreeCache
  readonly #report: Report
  readonly #done = new Map<string, FileModel>()
  /** Files that are being loaded, from the first one inwards, with the import that led on. */
  readonly #path: { readonly file: string; via: { readonly node: StringNode; readonly path: string } | null }[] = []
  readonly #reportedCycles = new Set<string>()

  constructor(host: Host, trees: TreeCache, report: Report) {
    this.#host = host
    this.#trees = trees
    this.#report = report
  }

  load(file: string, text: string): FileModel {
    const tree = this.#trees.tree(file, text)
    if (this.#path.length > 0) for (const problem of syntaxProblems(file, tree)) this.#report(problem)
    const model: Mutable<FileModel> = {
      file,
      tree,
      scope: outermostScope,
      imports: [],
      lets: [],
      ownTargets: [],
      targets: new Map(),
      ownDefaults: [],
      defaults: [],
      exports: new Map(),
      dags: [],
      duplicates: [],
    }
    const here: { file: string; via: { node: StringNode; path: string } | null } = { file, via: null }
    this.#path.push(here)
    const declarer = new Declarer(model, this.#report)
    const names = new Map()
    const top = declarer.top(names, outermostScope)
    model.scope = top.scope
    model.lets = top.lets
    model.ownTargets = top.targets
    model.ownDefaults = top.defaults
    const exports = new Map<string, LetModel>()
    for (const declared of top.lets) if (names.get(declared.name) === declared) exports.set(declared.name, declared)
    const targets = new Map<string, TargetModel>()
    for (const target of top.targets) if (!targets.has(target.name)) targets.set(target.name, target)
    const imported: DefaultsModel[] = []
    const imports: ImportModel[] = []
    for (const node of membersOf(tree.items, 'file', 'import')) {
      const inner = node.path ? this.#import(node.path, here) : null
      imports.push({ node, model: inner })
      if (!inner || !node.path) continue
      this.#merge(exports, inner.exports, node.path, file)
      this.#merge(targets, inner.targets, node.path, file)
      for (const defaults of inner.defaults) if (!imported.includes(defaults)) imported.push(defaults)
    }
    for (const [name, declared] of exports) names.set(name, declared)
    model.imports = imports
    model.exports = exports
    model.targets = targets
    model.defaults = [...imported, ...top.defaults]
    model.dags = declarer.dags(model.scope)
    model.duplicates = declarer.duplicates
    for (const dag of model.dags) for (const task of dag.tasks) followMatrix(task)
    this.#path.pop()
    this.#done.set(file, model)
    return model
  }

  #import(literal: StringNode, here: { via: { node: StringNode; path: string } | null; readonly file: string }): FileModel | null {
    const path = literal.parts.map(part => (part.kind === 'characters' ? part.value : '${…}')).join('')
    const place = { file: here.file, start: literal.start, end: literal.end, related: [] }
    if (literal.parts.some(part => part.kind === 'interpolated')) {
      this.#report({ reason: 'import-not-found/file', data: { path }, ...place })
      return null
    }
    const file = this.#host.resolve(here.file, path)
    if (file === null) {
      this.#report({ reason: 'import-not-found/outside', data: { path }, ...place })
      return null
    }
    here.via = { node: literal, path }
    const start = this.#path.findIndex(entry => entry.file === file)
    if (start >= 0) {
      this.#cycle(start)
      return null
    }
    const done = this.#done.get(file)
    if (done) return done
    const text = this.#host.read(file)
    if (text.kind === 'text') return this.load(file, text.text)
    if (text.kind === 'missing') this.#report({ reason: 'import-not-found/file', data: { path }, ...place })
    if (text.kind === 'unreadable') this.#report({ reason: 'import-not-found/unreadable', data: { path, reason: text.reason }, ...place })
    return null
  }

  /** Every import of the cycle is reported in its own file. */
  #cycle(start: number): void {
    const members = this.#path.slice(start)
    const paths = members.map(entry => entry.via!.path)
    members.forEach((entry, i) => {
      const key = `${entry.file}\n${entry.via!.node.start}`
      if (this.#reportedCycles.has(key)) return
      this.#reportedCycles.add(key)
      this.#report({
        reason: 'import-cycle/files',
        data: { paths: [...paths.slice(i), ...paths.slice(0, i)] },
        file: entry.file,
        start: entry.via!.node.start,
        end: entry.via!.node.end,
        related: members
          .filter(other => other !== entry)
          .map(other => ({ note: 'imports' as const, data: {}, file: other.file, start: other.via!.node.start, end: other.via!.node.end })),
      })
    })
  }

  #merge<T extends LetModel | TargetModel>(into: Map<string, T>, from: ReadonlyMap<string, T>, path: StringNode, file: string): void {
    for (const [name, declared] of from) {
      const before = into.get(name)
      if (before === undefined) into.set(name, declared)
      else if (before !== declared) {
        const first = before.node.name!
        this.#report({
          reason: 'duplicate-name/import',
          data: { name, path: path.parts.map(part => (part.kind === 'characters' ? part.value : '')).join('') },
          file,
          start: path.start,
          end: path.end,
          related: [{ note: 'declared', data: {}, file: before.file.file, start: first.start, end: first.end }],
        })
      }
    }
  }
}

/** `matrix: m`, where `let m` is a map: its keys are the variables. */
export function followMatrix(task: TaskModel): void {
  const written = task.properties.get('matrix')?.value
  if (written?.kind !== 'ref' || written.path.length !== 1) return
  const declared = lookUp(task.scope.parent!, written.path[0]!.text)
  if (declared?.kind !== 'let' || declared.node.value.kind !== 'map') return
  const variables: MatrixVariable[] = declared.node.value.entries.map(entry => ({ kind: 'matrix', name: entry.key.text, task, entry }))
  // The model is still being built here: nobody has seen it yet.
  const open = task as Mutable<TaskModel>
  open.matrix = variables
  for (const variable of variables) (task.scope.names as Map<string, MatrixVariable>).set(variable.name, variable)
}
