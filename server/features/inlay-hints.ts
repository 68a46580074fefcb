import { childrenOf, type DagModel, inspect, phaseOf, type Scope, type Span, type TaskModel, type tree } from '#language'
import type { Analyzed } from '../analyses.ts'
import type { Settings } from '../settings.ts'
import { nodesInRange, statementsInRange } from './in-range.ts'
import { valueText } from './texts.ts'

/** A few words between those of the document. */
export interface InlayHintText {
  readonly offset: number
  readonly text: string
  readonly tooltip: string | null
  /** Where a blank keeps it from what stands beside it. */
  readonly padding: 'left' | 'right'
}

const longest = 40

/** The size of matrices, and what lets and params are worth where they do not say it themselves, in a part of a document. */
export function inlayHints(analyzed: Analyzed, range: Span, shown: Settings['inlayHints']): InlayHintText[] {
  const { file } = analyzed.analysis
  const isSeen = ({ start, end }: Span): boolean => start <= range.end && end >= range.start
  const found: InlayHintText[] = []
  const lets = (items: readonly tree.Statement[], scope: Scope): void => {
    if (!shown.values) return
    for (const item of statementsInRange(items, range)) if (item.kind === 'let') found.push(...valueHint(item.value, scope, null, analyzed))
  }
  const ofTask = (task: TaskModel): void => {
    const matrix = task.properties.get('matrix')
    if (shown.matrix && matrix) found.push(...matrixHint(matrix, task, analyzed))
    const params = task.properties.get('params')?.value
    if (shown.values && params?.kind === 'map')
      for (const entry of params.entries) if (isSeen(entry)) found.push(...valueHint(entry.value, task.scope, task, analyzed))
  }
  const ofDag = (dag: DagModel): void => {
    lets(dag.node.body.items, dag.scope)
    for (const group of dag.groups) if (isSeen(group.node)) lets(group.node.body.items, group.scope)
    for (const task of nodesInRange(dag.tasks, range)) ofTask(task)
  }
  lets(file.tree.items, file.scope)
  for (const dag of file.dags) if (isSeen(dag.node)) ofDag(dag)
  return found.filter(({ offset }) => range.start <= offset && offset <= range.end)
}

function matrixHint({ value }: tree.Property, task: TaskModel, { analysis }: Analyzed): InlayHintText[] {
  const instances = analysis.instances.get(task)
  // A matrix that is known when a run starts has no size yet.
  if (!instances || instances.variables.length < task.matrix.length || task.matrix.length === 0) return []
  const { length } = instances.list
  const sizes = instances.variables.map(({ variable, values }) => `${variable.name}: ${values.length}`).join(', ')
  const text = `${length} ${length === 1 ? 'instance' : 'instances'}`
  return [{ offset: value.start, text, tooltip: sizes, padding: 'right' }]
}

function valueHint(node: tree.Expression, scope: Scope, task: TaskModel | null, { analysis, host }: Analyzed): InlayHintText[] {
  if (isPlain(node) || phaseOf(node, scope) === 'running') return []
  // What differs between instances has no one value.
  const isMatrix = task !== null && task.matrix.length > 0
  const text = valueText(inspect(analysis, host, node, scope, { task: isMatrix ? null : task }))
  if (text === null) return []
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text
  const details = [...(short === text ? [] : [text]), ...(phaseOf(node, scope) === 'start' ? ['Unless the run says otherwise.'] : [])]
  return [{ offset: node.end, text: `= ${short}`, tooltip: details.length > 0 ? details.join('\n') : null, padding: 'left' }]
}

/** Whether an expression says itself what it is worth. */
function isPlain(node: tree.Expression): boolean {
  switch (node.kind) {
    case 'literal':
    case 'text':
    case 'missing':
      return true
    case 'string':
    case 'list':
    case 'map':
    case 'parenthesized':
    case 'prefix':
      return childrenOf(node).every(isPlain)
    case 'ref':
    case 'call':
    case 'binary':
    case 'conditional':
      return false
  }
}
