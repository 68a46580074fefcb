import { checkTaskNames, type Use } from '../checks/names.ts'
import { waitsForSuccess } from '../checks/redundant-edges.ts'
import { checkKeyLiterals, checkTaskSecrets, type SecretFinder } from '../checks/secrets.ts'
import { checkStandIn } from '../checks/stand-ins.ts'
import type { Suggestion } from '../checks/suggestions.ts'
import { checkTask } from '../checks/tasks.ts'
import { checkTaskTexts } from '../checks/text-interpolation.ts'
import type { Diagnostic } from '../diagnostics.ts'
import { edgesOfTask, type WrittenEdge } from '../graph/edges.ts'
import { expandMatrix, type Instances } from '../graph/matrix.ts'
import { type Version, versionOf } from '../model/effective.ts'
import type { TaskModel } from '../model/model.ts'
import type { Contexts } from './contexts.ts'

/** All that follows from one task and what is around it, but from no other task. */
export interface TaskRecord {
  readonly task: TaskModel
  readonly diagnostics: readonly Diagnostic[]
  readonly suggestions: readonly Suggestion[]
  readonly uses: readonly Use[]
  /** The edges that it writes; none of a task whose name is taken. */
  readonly edges: readonly WrittenEdge[]
  readonly instances: Instances
  /** Whether it starts only after the success of all before it, on every target. */
  readonly waits: boolean
}

/** What the names of a task say: the first part of its record, which no value is needed for. */
export type TaskNames = Pick<TaskRecord, 'task' | 'diagnostics' | 'suggestions' | 'uses' | 'edges'>

/** Checks the names that a task uses. `isDuplicate`: its own name is taken, so that it is part of no graph. */
export function checkNamesOfTask(task: TaskModel, isDuplicate: boolean): TaskNames {
  const diagnostics: Diagnostic[] = []
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic)
  const uses: Use[] = []
  const suggestions: Suggestion[] = []
  checkTaskNames(task, { report, use: use => uses.push(use), suggest: suggestion => suggestions.push(suggestion) })
  const edges = isDuplicate ? nothing : edgesOfTask(task, versionsOf(task), report)
  return { task, diagnostics: shared(diagnostics), suggestions: shared(suggestions), uses: shared(uses), edges: shared(edges) }
}

/** Checks all else of a task. `hasKeys`: its text may hold literals that look like keys. */
export function checkOneTask(
  { task, diagnostics: named, suggestions, uses, edges }: TaskNames,
  contexts: Contexts,
  secrets: SecretFinder,
  isDuplicate: boolean,
  hasKeys: boolean,
): TaskRecord {
  const diagnostics = [...named]
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic)
  contexts.reportTo(report)
  const instances = expandMatrix(task, contexts.of(contexts.chosen))
  checkTask(task, { contextOf: target => contexts.of(target), instancesOf: () => instances, chosen: contexts.chosen })
  if (!isDuplicate) {
    checkTaskSecrets(task, secrets, report)
    checkStandIn(task, report)
    checkTaskTexts(task, report)
  }
  if (hasKeys) checkKeyLiterals(task.file, task.node, report)
  return { task, diagnostics: shared(diagnostics), suggestions, uses, edges, instances, waits: waitsForSuccess(task) }
}

function versionsOf(task: TaskModel): Version[] {
  const versions = [versionOf(task, null)]
  for (const { target } of task.overrides) versions.push(versionOf(task, target))
  return versions
}

const nothing: readonly never[] = []
/** Of thousands of tasks most have nothing in some list: one empty list is enough; the others need no room to grow. */
const shared = <T>(list: readonly T[]): readonly T[] => (list.length === 0 ? nothing : list.slice())

/** Whether two records of a task say the same to the graph of its dag. */
export function sameInGraph(before: TaskRecord, after: TaskRecord): boolean {
  return (
    before.waits === after.waits &&
    isPlain(before.instances) &&
    isPlain(after.instances) &&
    before.edges.length === after.edges.length &&
    before.edges.every((edge, i) => {
      const other = after.edges[i]!
      return edge.from === other.from && edge.to === other.to && edge.why === other.why && edge.inProduct === other.inProduct
    })
  )
}

const isPlain = ({ list, variables }: Instances): boolean => list.length === 1 && variables.length === 0
