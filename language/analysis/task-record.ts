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
import { versionOf } from '../model/effective.ts'
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

/** Checks one task. `isDuplicate`: its name is taken, so that it is part of no graph; `hasKeys`: its text may hold literals that look like keys. */
export function checkOneTask(
  task: TaskModel,
  contexts: Contexts,
  secrets: SecretFinder,
  isDuplicate: boolean,
  hasKeys: boolean,
): TaskRecord {
  const diagnostics: Diagnostic[] = []
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic)
  contexts.reportTo(report)
  const uses: Use[] = []
  const suggestions: Suggestion[] = []
  checkTaskNames(task, { report, use: use => uses.push(use), suggest: suggestion => suggestions.push(suggestion) })
  const instances = expandMatrix(task, contexts.of(contexts.chosen))
  checkTask(task, { contextOf: target => contexts.of(target), instancesOf: () => instances, chosen: contexts.chosen })
  let edges: readonly WrittenEdge[] = []
  if (!isDuplicate) {
    const versions = [versionOf(task, null)]
    for (const { target } of task.overrides) versions.push(versionOf(task, target))
    edges = edgesOfTask(task, versions, report)
    checkTaskSecrets(task, secrets, report)
    checkStandIn(task, report)
    checkTaskTexts(task, report)
  }
  if (hasKeys) checkKeyLiterals(task.file, task.node, report)
  return {
    task,
    diagnostics: shared(diagnostics),
    suggestions: shared(suggestions),
    uses: shared(uses),
    edges: shared(edges),
    instances,
    waits: waitsForSuccess(task),
  }
}

const nothing: readonly never[] = []
/** Of thousands of tasks most have nothing in some list: one empty list is enough. */
const shared = <T>(list: readonly T[]): readonly T[] => (list.length === 0 ? nothing : list)

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
