import { checkDags, checkTop } from '../checks/blocks.ts'
import type { GivenInput } from '../checks/check-context.ts'
import { checkImportedNames, checkNamesAround, type NameSink, type Use } from '../checks/names.ts'
import { checkBlockSecrets, checkKeyLiterals, mayHoldKeys, SecretFinder } from '../checks/secrets.ts'
import { type Suggestion, settleSuggestions } from '../checks/suggestions.ts'
import type { TableCheck } from '../checks/tables.ts'
import { checkLetTexts } from '../checks/text-interpolation.ts'
import { checkUnusedLets } from '../checks/unused-lets.ts'
import { codeOf, type Diagnostic, isError } from '../diagnostics.ts'
import { checkLetCycles, findCycles, reportCycle } from '../graph/cycles.ts'
import { edgesOfBlocks, type WrittenEdge } from '../graph/edges.ts'
import type { Instances } from '../graph/matrix.ts'
import type { Host } from '../host.ts'
import { IgnoreComments } from '../ignore.ts'
import { Declarer } from '../model/declare.ts'
import { forgetVersions } from '../model/effective.ts'
import { followMatrix, loadFile, syntaxProblems, type TreeCache } from '../model/load.ts'
import { type FileModel, type LetModel, type TaskModel, withImports } from '../model/model.ts'
import type { Span } from '../span.ts'
import { scriptTables } from '../sql/tables.ts'
import { changeBetween } from '../text-change.ts'
import type * as tree from '../tree.ts'
import { TreeShape } from './changes.ts'
import { Contexts } from './contexts.ts'
import { DagState } from './dag-state.ts'
import { moveAll } from './positions.ts'
import { checkNamesOfTask, checkOneTask, type TaskNames, type TaskRecord } from './task-record.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** What is known of a file before its values and tables are looked at. */
interface FirstLook {
  readonly named: readonly TaskNames[]
  /** The same by task, where it was asked for. */
  byTask: ReadonlyMap<TaskModel, TaskNames> | null
  /** Of each dag, those that stand outside of tasks. */
  readonly edges: readonly (readonly WrittenEdge[])[]
  readonly contexts: Contexts
  readonly trees: TreeCache
}

export interface FileOptions {
  readonly chosen: string
  readonly hints: boolean
  readonly given: GivenInput | undefined
}

/**
 * All that was found out about a file, kept so that an edit inside a task costs that task and not the file. What one task says is
 * in its record; what tasks say together is in the state of their dag; the rest is around them. A change of anything but
 * tasks makes a new state.
 */
export class FileState {
  readonly file: FileModel
  readonly #options: FileOptions
  /** Outside of tasks, but for the syntax. */
  readonly #around: Diagnostic[] = []
  readonly #usesAround: Use[] = []
  readonly #suggestionsAround: Suggestion[] = []
  readonly #records = new Map<TaskModel, TaskRecord>()
  /** Tasks of which something is wrong: mostly few, so that the others need not be asked. */
  readonly #telling = new Set<TaskModel>()
  #dags: DagState[] = []
  /** What the first look found, until everything is looked at. */
  #first: FirstLook | null
  readonly #secrets = new SecretFinder()
  readonly #letUses = new Map<LetModel, number>()
  readonly #duplicates: ReadonlySet<TaskModel>
  readonly #shape: TreeShape
  #text: string
  /** Whether the limits of a check were met, so that its parts depend on each other. */
  #isLimited = false

  constructor(host: Host, file: string, text: string, trees: TreeCache, options: FileOptions) {
    this.#options = options
    const report = (diagnostic: Diagnostic): void => void this.#around.push(diagnostic)
    this.file = loadFile(host, file, text, trees, report)
    this.#text = text
    this.#shape = new TreeShape(this.file)
    this.#duplicates = new Set(this.file.duplicates)
    const contexts = this.#checkAround(host, report)
    const declared = this.#takeFromTasks()
    const named = [...this.#tasks()].map(task => this.#namesOf(task, declared.get(task) ?? nothing))
    const edges = this.file.dags.map(dag => edgesOfBlocks(dag, report))
    this.#first = { named, byTask: null, edges, contexts, trees }
  }

  /** Whether everything was looked at: until then values and tables were not. */
  get isComplete(): boolean {
    return this.#first === null
  }

  /** Looks at what was not looked at so far. */
  complete(): void {
    if (this.#first === null) return
    const { named, edges, contexts, trees } = this.#first
    this.#first = null
    const report = (diagnostic: Diagnostic): void => void this.#around.push(diagnostic)
    // A text is looked through as a whole faster than in 10,000 parts.
    const hasKeys = mayHoldKeys(this.#text)
    for (const names of named) this.#keep(this.#recordOf(names, contexts, hasKeys))
    contexts.reportTo(report)
    this.#dags = this.file.dags.map((dag, i) => new DagState(dag, this.#records, edges[i]!, this.#options.hints))
    for (const dag of this.#dags) dag.check(this.#tableCheck(contexts, sql => trees.scripts.tables(sql)))
    for (const each of withImports(this.file))
      if (each !== this.file) checkKeyLiterals(each, { start: 0, end: each.tree.text.length }, report)
    if (hasKeys) for (const gap of this.#gaps()) checkKeyLiterals(this.file, gap, report)
    this.#isLimited = contexts.isNearLimit
    trees.scripts.settle()
  }

  /** What is known before `complete`: syntax, names, and cycles. A part of what `diagnostics` answers after it. */
  firstDiagnostics(): readonly Diagnostic[] {
    if (this.#first === null) return this.diagnostics()
    const { named, edges } = this.#first
    const found: Diagnostic[] = []
    const report = (diagnostic: Diagnostic): void => void found.push(diagnostic)
    const byTask = this.#namedByTask()
    const told = named.filter(({ diagnostics }) => diagnostics.length > 0).sort((a, b) => a.task.node.start - b.task.node.start)
    settleSuggestions([...this.#suggestionsAround, ...told.flatMap(({ suggestions }) => suggestions)])
    for (const problem of syntaxProblems(this.file.file, this.file.tree)) report(problem)
    found.push(...this.#around, ...told.flatMap(({ diagnostics }) => diagnostics))
    for (const [i, dag] of this.file.dags.entries()) {
      const written = [...edges[i]!]
      for (const task of dag.tasks) for (const edge of byTask.get(task)!.edges) written.push(edge)
      for (const cycle of findCycles(dag, written)) reportCycle(cycle, report)
    }
    return withoutIgnored(settled(found, this.file.file), this.file)
  }

  /**
   * Goes on from here to a new tree of the file, in which unchanged tasks are the same nodes. Answers whether that could be
   * done; otherwise this state is spent, and a new one has to be made.
   */
  update(host: Host, next: tree.Tree): boolean {
    const { file } = this
    const change = changeBetween(this.#text, next.text)
    const open: Mutable<FileModel> = file
    open.tree = next
    this.#text = next.text
    const changed = this.#isLimited ? null : this.#shape.changed(next, change)
    if (!changed) return false
    moveAll(this.#around, file.file, change)
    for (const { diagnostics } of this.#told()) moveAll(diagnostics, file.file, change)
    for (const dag of this.#dags) dag.move(file.file, change)
    return changed.every(({ task, node }) => this.#redo(task, node, host))
  }

  /** Every diagnostic, sorted by file and place; those of imported files have the file's name. */
  diagnostics(): readonly Diagnostic[] {
    const found: Diagnostic[] = []
    const report = (diagnostic: Diagnostic): void => void found.push(diagnostic)
    settleSuggestions([...this.#suggestionsAround, ...this.#told().flatMap(record => record.suggestions)])
    for (const problem of syntaxProblems(this.file.file, this.file.tree)) report(problem)
    for (const diagnostic of this.#around) report(diagnostic)
    for (const { diagnostics } of this.#told()) found.push(...diagnostics)
    for (const dag of this.#dags) dag.report(report)
    if (this.#options.hints) checkUnusedLets(this.file, declared => (this.#letUses.get(declared) ?? 0) > 0, report)
    return withoutIgnored(settled(found, this.file.file), this.file)
  }

  get dags(): readonly DagState[] {
    return this.#dags
  }

  /** Of every task of a dag, and of those whose name is taken. */
  readonly instances = new Map<TaskModel, Instances>()

  /** What the word at an offset names, if it names something. */
  useAt(offset: number): Use | null {
    const holds = ({ name }: Use): boolean => name.start <= offset && offset <= name.end
    const task = taskAt(this.#inOrder(), { start: offset, end: offset })
    const uses = task ? this.#named(task).uses : this.#usesAround
    return uses.findLast(holds) ?? null
  }

  /** Words that name something, sorted by place. */
  uses(): readonly Use[] {
    const uses = [...this.#usesAround]
    for (const { uses: ofTask } of this.#first?.named ?? this.#records.values()) for (const use of ofTask) uses.push(use)
    return uses.sort((a, b) => a.name.start - b.name.start)
  }

  #checkAround(host: Host, report: (diagnostic: Diagnostic) => void): Contexts {
    const { file } = this
    let own: Contexts | null = null
    const suggest = (suggestion: Suggestion): void => void this.#suggestionsAround.push(suggestion)
    const sink: NameSink = { report, suggest, use: use => this.#use(use) }
    for (const each of withImports(file)) {
      const contexts = new Contexts(each, host, this.#options.chosen, this.#options.given)
      contexts.reportTo(report)
      if (each === file) checkNamesAround(each, sink)
      else checkImportedNames(each, { report, suggest, use: () => {} })
      const dags = each === file ? each.dags : []
      checkLetCycles([...each.lets, ...dags.flatMap(dag => [...dag.lets, ...dag.groups.flatMap(group => group.lets)])], report)
      checkTop(each, contexts.of(contexts.chosen), target => contexts.of(target))
      own ??= contexts
    }
    const contexts = own!
    checkDags(file, contexts.of(contexts.chosen))
    for (const dag of file.dags) checkBlockSecrets(dag, this.#secrets, report)
    checkLetTexts(file, report)
    return contexts
  }

  #use(use: Use): void {
    this.#usesAround.push(use)
    this.#count(use, 1)
  }

  #count({ declared }: Use, change: number): void {
    if (declared.kind === 'let') this.#letUses.set(declared, (this.#letUses.get(declared) ?? 0) + change)
  }

  /** What the declaration of a task says of itself is the task's. */
  #takeFromTasks(): Map<TaskModel, Diagnostic[]> {
    const taken = new Map<TaskModel, Diagnostic[]>()
    const tasks = this.#inOrder()
    const rest = this.#around.filter(diagnostic => {
      const task = diagnostic.file === this.file.file ? taskAt(tasks, diagnostic) : null
      // That its name is taken is said by the block around it.
      if (!task || diagnostic.start === task.node.name?.start) return true
      taken.set(task, [...(taken.get(task) ?? []), diagnostic])
      return false
    })
    this.#around.splice(0, this.#around.length, ...rest)
    return taken
  }

  #namesOf(task: TaskModel, declared: readonly Diagnostic[]): TaskNames {
    const names = checkNamesOfTask(task, this.#duplicates.has(task))
    return declared.length === 0 ? names : { ...names, diagnostics: [...declared, ...names.diagnostics] }
  }

  #recordOf(names: TaskNames, contexts: Contexts, hasKeys: boolean): TaskRecord {
    return checkOneTask(names, contexts, this.#secrets, this.#duplicates.has(names.task), hasKeys)
  }

  #named(task: TaskModel): TaskNames {
    return this.#first === null ? this.#records.get(task)! : this.#namedByTask().get(task)!
  }

  #namedByTask(): ReadonlyMap<TaskModel, TaskNames> {
    const first = this.#first!
    first.byTask ??= new Map(first.named.map(names => [names.task, names]))
    return first.byTask
  }

  #keep(record: TaskRecord): void {
    for (const use of this.#records.get(record.task)?.uses ?? []) this.#count(use, -1)
    this.#records.set(record.task, record)
    this.instances.set(record.task, record.instances)
    if (record.diagnostics.length > 0) this.#telling.add(record.task)
    else this.#telling.delete(record.task)
    for (const use of record.uses) this.#count(use, 1)
  }

  #redo(task: TaskModel, node: tree.Task, host: Host): boolean {
    const before = this.#records.get(task)!
    const declared: Diagnostic[] = []
    new Declarer(this.file, diagnostic => declared.push(diagnostic)).task(node, task.dag, task.group, task.scope.parent!, task)
    followMatrix(task)
    forgetVersions(task)
    const contexts = new Contexts(this.file, host, this.#options.chosen, this.#options.given)
    const after = this.#recordOf(this.#namesOf(task, declared), contexts, true)
    const check = this.#tableCheck(contexts, scriptTables)
    const leaks = this.#leaks(before) || this.#leaks(after)
    const state = this.#duplicates.has(task) ? null : this.#dags.find(each => each.dag === task.dag)!
    if (!state) this.#keep(after)
    else {
      const { record, isSame } = state.replace(before, after, check)
      this.#keep(record)
      if (!isSame) state.recheck(check, task)
    }
    return !leaks && !contexts.isNearLimit && !this.#leaks(after)
  }

  /** Whether something that a task says stands outside of it: then others may have said it too. */
  #leaks({ task, diagnostics }: TaskRecord): boolean {
    const isOutside = ({ file, start, end }: Diagnostic): boolean =>
      file !== this.file.file || start < task.node.start || end > task.node.end
    const state = this.#dags.find(each => each.dag === task.dag)
    return diagnostics.some(isOutside) || (state?.tableDiagnostics(task).some(isOutside) ?? false)
  }

  #tableCheck(contexts: Contexts, tables: TableCheck['tables']): TableCheck {
    return { target: contexts.chosen, contexts, tables }
  }

  #sorted: readonly TaskModel[] | null = null

  /** All tasks by place; an edit inside one changes nothing of that. */
  #inOrder(): readonly TaskModel[] {
    this.#sorted ??= [...this.#tasks()].sort((a, b) => a.node.start - b.node.start)
    return this.#sorted
  }

  *#tasks(): Iterable<TaskModel> {
    for (const dag of this.file.dags) yield* dag.tasks
    yield* this.file.duplicates
  }

  /** Records that say something, in the order of the file. */
  #told(): TaskRecord[] {
    return [...this.#telling].sort((a, b) => a.node.start - b.node.start).map(task => this.#records.get(task)!)
  }

  /** The parts of the text outside of tasks. */
  *#gaps(): Iterable<{ start: number; end: number }> {
    let start = 0
    for (const { node } of this.#inOrder()) {
      yield { start, end: node.start }
      start = Math.max(start, node.end)
    }
    yield { start, end: this.file.tree.text.length }
  }
}

const nothing: readonly Diagnostic[] = []

/** The task in whose text something stands; they are sorted. */
function taskAt(tasks: readonly TaskModel[], { start, end }: Span): TaskModel | null {
  let low = 0
  let high = tasks.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (tasks[middle]!.node.start <= start) low = middle + 1
    else high = middle
  }
  const task = tasks[low - 1]
  return task && end <= task.node.end ? task : null
}

/** What a comment silences is left out. */
function withoutIgnored(diagnostics: readonly Diagnostic[], model: FileModel): readonly Diagnostic[] {
  if (diagnostics.every(isError)) return diagnostics
  const files = new Map(withImports(model).map(each => [each.file, new IgnoreComments(each.tree)]))
  return diagnostics.filter(diagnostic => isError(diagnostic) || !files.get(diagnostic.file)?.silences(codeOf(diagnostic), diagnostic))
}

/** Diagnostics in order, without repetition: an expression that several versions or instances share is wrong once. */
function settled(diagnostics: readonly Diagnostic[], first: string): Diagnostic[] {
  const isOther = ({ file }: Diagnostic): number => (file === first ? 0 : 1)
  const keys = new Map<Diagnostic, string>()
  const keyOf = (diagnostic: Diagnostic): string => {
    let key = keys.get(diagnostic)
    if (key === undefined) {
      key = `${diagnostic.reason}\n${JSON.stringify(diagnostic.data)}`
      keys.set(diagnostic, key)
    }
    return key
  }
  const isAtOnePlace = (a: Diagnostic, b: Diagnostic): boolean => a.start === b.start && a.end === b.end && a.file === b.file
  // The last resort is what they say, so that the order does not depend on who said it first.
  const sorted = [...diagnostics].sort(
    (a, b) => isOther(a) - isOther(b) || compare(a.file, b.file) || a.start - b.start || a.end - b.end || compare(keyOf(a), keyOf(b)),
  )
  return sorted.filter((each, i) => i === 0 || !isAtOnePlace(sorted[i - 1]!, each) || keyOf(sorted[i - 1]!) !== keyOf(each))
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
