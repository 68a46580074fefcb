import { FileState } from './analysis/file-state.ts'
import type { GivenInput } from './checks/check-context.ts'
import type { Use } from './checks/names.ts'
import type { TableUses } from './checks/table-uses.ts'
import type { Diagnostic } from './diagnostics.ts'
import type { WrittenEdge } from './graph/edges.ts'
import type { Instances } from './graph/matrix.ts'
import type { Host } from './host.ts'
import { TreeCache } from './model/load.ts'
import type { DagModel, FileModel, TaskModel } from './model/model.ts'
import type { Value } from './values.ts'

/** Everything that is known of a file: its model, what is wrong, what each word names, its edges and instances. */
export interface Analysis {
  readonly file: FileModel
  /** Sorted by file and place; those of imported files have the file's name. */
  readonly diagnostics: readonly Diagnostic[]
  /** Whether all of them were looked for. Of a staged analysis it is so once something was asked for that needs more than names. */
  readonly isComplete: boolean
  /** Those that are known already: of syntax, names and cycles, until the analysis is complete. */
  readonly firstDiagnostics: readonly Diagnostic[]
  /** Words of this file that name something, sorted by place. */
  readonly uses: readonly Use[]
  /** What the word at an offset of this file names; of two that touch the later one. */
  useAt(offset: number): Use | null
  readonly edges: ReadonlyMap<DagModel, readonly WrittenEdge[]>
  readonly instances: ReadonlyMap<TaskModel, Instances>
  /** Tables that the tasks of a dag read and write; `null` where none does, or its graph has a cycle. */
  tablesOf(dag: DagModel): TableUses | null
}

export interface AnalyzeOptions {
  /** The target that is chosen; `local` without one. */
  readonly target?: string
  /** Trees that were made before. */
  readonly trees?: TreeCache
  /** Whether to look for what is only advice to who writes the file; on without it. A run has no use for that. */
  readonly hints?: boolean
  /** Values that stand for the inputs of a dag instead of their defaults. */
  readonly inputs?: { readonly dag: string; readonly values: ReadonlyMap<string, Value> }
  /** Whether to look at syntax, names and cycles alone until more is asked for, so that something is known soon; off without it. */
  readonly isStaged?: boolean
  /**
   * An analysis of the same file by the same options, whose text is older, while the other files are as they were. It is spent
   * by this: only what an edit changed is looked at again.
   */
  readonly previous?: Analysis
}

const states = new WeakMap<Analysis, FileState>()

/** Checks a file. Reads the files that it names through the host; never throws for what a file says. */
export function analyze(host: Host, file: string, text: string, options: AnalyzeOptions = {}): Analysis {
  const trees = options.trees ?? new TreeCache()
  const previous = options.previous && states.get(options.previous)
  const state =
    previous?.isComplete && previous.update(host, trees.tree(file, text))
      ? previous
      : new FileState(host, file, text, trees, { chosen: options.target ?? 'local', hints: options.hints ?? true, given: givenBy(options) })
  if (!options.isStaged) state.complete()
  const analysis = new FileAnalysis(state)
  states.set(analysis, state)
  return analysis
}

function givenBy({ inputs }: AnalyzeOptions): GivenInput | undefined {
  return inputs && (input => (input.dag.name === inputs.dag ? inputs.values.get(input.name) : undefined))
}

/** What is asked for seldom is made when it is. */
class FileAnalysis implements Analysis {
  readonly file: FileModel
  readonly #state: FileState
  #diagnostics: readonly Diagnostic[] | null = null
  #first: readonly Diagnostic[] | null = null
  #uses: readonly Use[] | null = null
  #edges: ReadonlyMap<DagModel, readonly WrittenEdge[]> | null = null

  constructor(state: FileState) {
    this.#state = state
    this.file = state.file
    // Once the state goes on to another text it is too late to ask.
    if (state.isComplete) this.#diagnostics = state.diagnostics()
  }

  get isComplete(): boolean {
    return this.#diagnostics !== null
  }

  get diagnostics(): readonly Diagnostic[] {
    this.#complete()
    return this.#diagnostics!
  }

  get firstDiagnostics(): readonly Diagnostic[] {
    if (this.#diagnostics) return this.#diagnostics
    this.#first ??= this.#state.firstDiagnostics()
    return this.#first
  }

  get uses(): readonly Use[] {
    this.#uses ??= this.#state.uses()
    return this.#uses
  }

  useAt(offset: number): Use | null {
    return this.#state.useAt(offset)
  }

  get edges(): ReadonlyMap<DagModel, readonly WrittenEdge[]> {
    this.#complete()
    this.#edges ??= new Map(this.#state.dags.map(each => [each.dag, each.written]))
    return this.#edges
  }

  get instances(): ReadonlyMap<TaskModel, Instances> {
    this.#complete()
    return this.#state.instances
  }

  tablesOf(dag: DagModel): TableUses | null {
    this.#complete()
    return this.#state.dags.find(each => each.dag === dag)?.tables ?? null
  }

  #complete(): void {
    if (this.#diagnostics) return
    this.#state.complete()
    this.#diagnostics = this.#state.diagnostics()
  }
}
