import { checkDags, checkTop } from './checks/blocks.ts'
import { CheckContext } from './checks/check-context.ts'
import { checkImportedNames, checkNames, type Use } from './checks/names.ts'
import { checkRedundantEdges } from './checks/redundant-edges.ts'
import { checkKeyLiterals, checkSecrets } from './checks/secrets.ts'
import { checkStandIns } from './checks/stand-ins.ts'
import { checkDagTables } from './checks/tables.ts'
import { checkTask, type TaskCheck } from './checks/tasks.ts'
import { checkTextInterpolation } from './checks/text-interpolation.ts'
import { checkUnusedLets } from './checks/unused-lets.ts'
import { codeOf, type Diagnostic, isError } from './diagnostics.ts'
import { checkCycles, checkLetCycles } from './graph/cycles.ts'
import { checkEdgeCount } from './graph/edge-count.ts'
import { type WrittenEdge, writtenEdges } from './graph/edges.ts'
import { expandMatrix, type Instances } from './graph/matrix.ts'
import { orderTasks } from './graph/order.ts'
import type { Host } from './host.ts'
import { IgnoreComments } from './ignore.ts'
import { versionOf } from './model/effective.ts'
import { loadFile, TreeCache } from './model/load.ts'
import type { DagModel, FileModel, TaskModel } from './model/model.ts'

/** Everything that is known of a file: its model, what is wrong, what each word names, its edges and instances. */
export interface Analysis {
  readonly file: FileModel
  /** Sorted by file and place; those of imported files have the file's name. */
  readonly diagnostics: readonly Diagnostic[]
  /** Words of this file that name something, sorted by place. */
  readonly uses: readonly Use[]
  readonly edges: ReadonlyMap<DagModel, readonly WrittenEdge[]>
  readonly instances: ReadonlyMap<TaskModel, Instances>
}

export interface AnalyzeOptions {
  /** The target that is chosen; `local` without one. */
  readonly target?: string
  /** Trees that were made before. */
  readonly trees?: TreeCache
  /** Whether to look for what is only advice to who writes the file; on without it. A run has no use for that. */
  readonly hints?: boolean
}

/** Checks a file. Reads the files that it names through the host; never throws for what a file says. */
export function analyze(host: Host, file: string, text: string, options: AnalyzeOptions = {}): Analysis {
  const diagnostics = new DiagnosticSet()
  const report = (diagnostic: Diagnostic): void => diagnostics.add(diagnostic)
  const trees = options.trees ?? new TreeCache()
  const model = loadFile(host, file, text, trees, report)
  const uses: Use[] = []
  const instances = new Map<TaskModel, Instances>()
  const edges = new Map<DagModel, readonly WrittenEdge[]>()
  const chosen = options.target ?? 'local'
  const hints = options.hints ?? true
  for (const each of withImports(model)) {
    if (each === model) checkNames(each, report, use => uses.push(use))
    else checkImportedNames(each, report)
    const contexts = new Map<string | null, CheckContext>()
    const contextOf = (target: string | null): CheckContext => {
      const before = contexts.get(target) ?? new CheckContext(each, host, target, report)
      contexts.set(target, before)
      return before
    }
    const dags = each === model ? each.dags : []
    checkLetCycles([...each.lets, ...dags.flatMap(dag => [...dag.lets, ...dag.groups.flatMap(group => group.lets)])], report)
    checkTop(each, contextOf(chosen), contextOf)
    if (each !== model) continue
    checkDags(each, contextOf(chosen))
    const instancesOf = (task: TaskModel): Instances => {
      const found = instances.get(task) ?? expandMatrix(task, contextOf(chosen))
      instances.set(task, found)
      return found
    }
    const check: TaskCheck = { contextOf, instancesOf, chosen }
    for (const dag of each.dags) {
      for (const task of dag.tasks) checkTask(task, check)
      const written = writtenEdges(dag, versionsOf, report)
      edges.set(dag, written)
      checkSecrets(dag, report)
      checkStandIns(dag, report)
      if (checkCycles(dag, written, report)) continue
      const ordered = orderTasks(written, task => instancesOf(task).list.length === 0)
      if (hints) checkRedundantEdges(dag, written, ordered, report)
      if (checkEdgeCount(dag, written, ordered, instancesOf, report))
        checkDagTables(dag, { context: contextOf(chosen), target: chosen, edges: ordered, instancesOf, scripts: trees.scripts }, report)
    }
    for (const task of each.duplicates) checkTask(task, check)
    if (hints) checkUnusedLets(each, uses, report)
    checkTextInterpolation(each, report)
  }
  for (const each of withImports(model)) checkKeyLiterals(each, report)
  trees.scripts.settle()
  uses.sort((a, b) => a.name.start - b.name.start)
  return { file: model, diagnostics: withoutIgnored(diagnostics.sorted(file), model), uses, edges, instances }
}

/** What a comment silences is left out. */
function withoutIgnored(diagnostics: readonly Diagnostic[], model: FileModel): readonly Diagnostic[] {
  const files = new Map(withImports(model).map(each => [each.file, new IgnoreComments(each.tree)]))
  return diagnostics.filter(diagnostic => isError(diagnostic) || !files.get(diagnostic.file)?.silences(codeOf(diagnostic), diagnostic))
}

/** A task as it is, and as it is on each target that it overrides. */
const versionsOf = (task: TaskModel) => [versionOf(task, null), ...task.overrides.map(override => versionOf(task, override.target))]

/** A file, then the files that it imports, each once. */
export function withImports(file: FileModel): FileModel[] {
  const found = new Set<FileModel>([file])
  for (const each of found) for (const { model } of each.imports) if (model) found.add(model)
  return [...found]
}

/** Diagnostics without repetition: an expression that several versions or instances share is wrong once. */
class DiagnosticSet {
  readonly #byKey = new Map<string, Diagnostic>()

  add(diagnostic: Diagnostic): void {
    const key = `${diagnostic.file}\n${diagnostic.start}\n${diagnostic.end}\n${diagnostic.reason}\n${JSON.stringify(diagnostic.data)}`
    if (!this.#byKey.has(key)) this.#byKey.set(key, diagnostic)
  }

  sorted(first: string): Diagnostic[] {
    const isOther = (diagnostic: Diagnostic): number => (diagnostic.file === first ? 0 : 1)
    return [...this.#byKey.values()].sort(
      (a, b) => isOther(a) - isOther(b) || (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.start - b.start || a.end - b.end,
    )
  }
}
