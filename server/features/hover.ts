import {
  type DagModel,
  type Declared,
  type Enclosing,
  type EngineSchema,
  enclosing,
  type GroupModel,
  graphsOf,
  inspect,
  locate,
  neighboursOf,
  phaseOf,
  type Scope,
  type Span,
  type TargetModel,
  type TaskModel,
  targetProperties,
  type tree,
  typeOf,
} from '#language'
import type { Analyzed } from '../analyses.ts'
import { runDocs } from './completion/values.ts'
import { tableAt, tableText, taskTables } from './lineage.ts'
import { codeBlock as code, inline } from './markdown.ts'
import { renderedScript } from './rendered-script.ts'
import { scheduleText } from './schedule.ts'
import { documentationOfDeclared, type Subject, subjectAt } from './subject.ts'
import { shapeText, signatureOf, textOfProperty, valueText } from './texts.ts'

/** What is known of the word at an offset, as Markdown. */
export function hover(analyzed: Analyzed, offset: number): { readonly span: Span; readonly markdown: string } | null {
  const subject = subjectAt(analyzed, offset)
  if (!subject) return hoverOfValue(analyzed, offset)
  return hoverOf(subject, analyzed, moreParts(subject, analyzed, offset))
}

/** What is known of what a word is about; `more`: what its place adds. */
export function hoverOf(subject: Subject, analyzed: Analyzed, more: Parts = []): { readonly span: Span; readonly markdown: string } | null {
  const parts = [...partsOf(subject, analyzed), ...more].filter(part => part !== null && part !== '')
  return parts.length > 0 ? { span: subject.span, markdown: parts.join('\n\n') } : null
}

/** A table in SQL, or the schedule that a string is. */
function hoverOfValue(analyzed: Analyzed, offset: number): { readonly span: Span; readonly markdown: string } | null {
  const table = tableAt(analyzed, offset)
  if (table) return { span: table.span, markdown: tableText(table) }
  const { statement, dag } = around(analyzed, offset)
  if (statement?.kind !== 'property' || statement.key.text !== 'schedule' || statement !== dag?.properties.get('schedule')) return null
  const markdown = scheduleText(dag, analyzed)
  return markdown === null ? null : { span: statement.value, markdown }
}

/** What the place adds to what the word says: the script of a task, the times of a schedule, the table that a param is part of. */
function moreParts(subject: Subject, analyzed: Analyzed, offset: number): Parts {
  const { task, dag } = around(analyzed, offset)
  const script = (): string | null => task && renderedScript(task, analyzed, { lines: 60, characters: 4000 })
  switch (subject.kind) {
    case 'file':
      return [script()]
    case 'property':
      if (subject.schema.name === 'schedule') return [dag && scheduleText(dag, analyzed)]
      return subject.schema.name === 'sql' || subject.schema.name === 'script' ? [script()] : []
    case 'param': {
      const table = subject.isKey ? null : tableAt(analyzed, offset)
      return [table && tableText(table)]
    }
    default:
      return []
  }
}

function around(
  { analysis }: Analyzed,
  offset: number,
): Pick<Enclosing, 'task' | 'dag'> & { readonly statement: tree.Statement | undefined } {
  const { statements } = locate(analysis.file.tree, offset)
  const { task, dag } = enclosing(analysis.file, statements)
  return { task, dag, statement: statements[statements.length - 1] }
}

type Parts = readonly (string | null)[]

function partsOf(subject: Subject, analyzed: Analyzed): Parts {
  switch (subject.kind) {
    case 'declared':
      return declaredParts(subject.declared, analyzed)
    case 'dag':
      return [code(`dag ${subject.dag.name}`), textOfProperty(subject.dag.properties.get('description')), dagCounts(subject.dag, analyzed)]
    case 'target':
      return targetParts(subject.name, subject.target, analyzed)
    case 'property':
      return [code(`${subject.schema.name}: ${shapeText(subject.schema.shape)}`), subject.schema.documentation]
    case 'engine':
      return engineParts(subject.engine)
    case 'function':
      return [code(signatureOf(subject.schema)), subject.schema.documentation]
    case 'output':
      return [code(`${subject.task.path}.${subject.name}`), `Output of \`${subject.task.path}\`. Known when the task has ended.`]
    case 'entry':
      return entryParts(subject.root, subject.name, analyzed)
    case 'file':
      return fileParts(subject.path, subject.file, analyzed)
    case 'param': {
      const { task, entry, file, scope } = subject
      return [
        code(`${entry.key.text}: ${sourceOf(entry.value, analyzed, { file })}`),
        valueLine(entry.value, scope, analyzed, task),
        `Param of \`${task.path}\`.`,
      ]
    }
  }
}

function declaredParts(declared: Declared, analyzed: Analyzed): Parts {
  const documentation = documentationOfDeclared(declared)
  switch (declared.kind) {
    case 'task':
      return [
        code(`task ${declared.path}: ${declared.engine ?? ''}`),
        documentation,
        neighbours(declared, analyzed),
        ...taskParts(declared, analyzed),
      ]
    case 'group':
      return [code(`group ${declared.path}`), documentation, members(declared)]
    case 'let':
      return [
        code(`let ${declared.name} = ${sourceOf(declared.node.value, analyzed, declared)}`),
        valueLine(declared.node.value, declared.scope, analyzed),
        documentation,
      ]
    case 'input': {
      const { typeName, value } = declared.node
      const head = `input ${declared.name}: ${typeName?.text ?? ''}`
      return [code(value ? `${head} = ${sourceOf(value, analyzed)}` : head), value ? null : 'A run must be given a value.', documentation]
    }
    case 'matrix':
      return [code(`${declared.name}`), matrixLine(declared.name, declared.task, analyzed), documentation]
    case 'run':
      return [code('run'), 'This run: `run.id`, `run.date`, `run.end`, `run.attempt`.']
    case 'target':
      return [code('target'), 'The target that the dag runs on; `target.name` is its name.']
    case 'params':
      return [code('params'), `The params of \`${declared.task.path}\`.`]
  }
}

/** The expression as it is written, on one line. */
function sourceOf(node: tree.Expression, analyzed: Analyzed, of?: { readonly file: { readonly tree: tree.Tree } }): string {
  const text = (of?.file.tree.text ?? analyzed.text).slice(node.start, node.end).replaceAll(/\s+/g, ' ')
  return text.length > 120 ? `${text.slice(0, 120)}…` : text
}

/** What an expression is worth, where that says more than the expression itself. */
function valueLine(node: tree.Expression, scope: Scope, analyzed: Analyzed, task?: TaskModel): string | null {
  if (node.kind === 'literal' || node.kind === 'text') return null
  const hasInstances = task !== undefined && (analyzed.analysis.instances.get(task)?.list.length ?? 0) > 1
  const value = inspect(analyzed.analysis, analyzed.host, node, scope, { task: hasInstances ? null : (task ?? null) })
  const text = valueText(value)
  const phase = phaseOf(node, scope)
  if (phase === 'running') return 'Known when the task starts.'
  const when = phase === 'start' ? ', unless the run says otherwise' : ''
  if (text !== null) return text === sourceOf(node, analyzed) && when === '' ? null : `Is \`${text}\`${when}.`
  return phase === 'start' ? 'Known when a run starts.' : typeOf(value) === null ? null : `Is a ${typeOf(value)}.`
}

const taskParts = (task: TaskModel, analyzed: Analyzed): Parts => [
  taskTables(task, analyzed),
  renderedScript(task, analyzed, { lines: 12, characters: 1000 }),
]

function neighbours(task: TaskModel, analyzed: Analyzed): string {
  const known = neighboursOf(analyzed.analysis, task.dag)
  const side = (way: 'upstreams' | 'downstreams', words: string): string => {
    const direct = known[way](task)
    if (direct.length === 0) return ''
    const all = known.countAll(task, way)
    return `${words} ${named(direct)}${all > direct.length ? ` (${all} in all)` : ''}`
  }
  const lines = [
    task.matrix.length > 0 ? counted(analyzed.analysis.instances.get(task)?.list.length ?? 0, 'instance') : '',
    side('upstreams', 'starts after'),
    side('downstreams', 'before'),
  ].filter(line => line !== '')
  const text = lines.join(' · ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function named(tasks: readonly TaskModel[]): string {
  const shown = tasks.slice(0, 5).map(task => `\`${task.path}\``)
  return tasks.length > 5 ? `${shown.join(', ')} and ${tasks.length - 5} more` : shown.join(', ')
}

function members(group: GroupModel): string {
  const tasks = group.members.filter(member => member.kind === 'task').length
  const groups = group.members.length - tasks
  return `${counted(tasks, 'task')}${groups > 0 ? `, ${counted(groups, 'group')}` : ''}`
}

function dagCounts(dag: DagModel, analyzed: Analyzed): string {
  const graph = graphOf(dag, analyzed)
  return graph ? `${counted(graph.tasks.length, 'task')}, ${counted(graph.edges.length, 'edge')}` : ''
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

const graphs = new WeakMap<Analyzed, ReturnType<typeof graphsOf>>()

function graphOf(dag: DagModel, analyzed: Analyzed): ReturnType<typeof graphsOf>[number] | undefined {
  const all = graphs.get(analyzed) ?? graphsOf(analyzed.analysis)
  graphs.set(analyzed, all)
  return all[analyzed.analysis.file.dags.indexOf(dag)]
}

function matrixLine(name: string, task: TaskModel, analyzed: Analyzed): string | null {
  const instances = analyzed.analysis.instances.get(task)
  const values = instances?.variables.find(each => each.variable.name === name)?.values
  const text = values && valueText({ type: 'list', items: values })
  return text ? `One of \`${text}\`.` : 'Known when a run starts.'
}

function targetParts(name: string, target: TargetModel | null, analyzed: Analyzed): Parts {
  const rows = [...(target?.properties.values() ?? [])].map(
    property => `- \`${property.key.text}\`: ${inline(sourceOf(property.value, analyzed, target!))}`,
  )
  const local = name === 'local' ? 'This machine: no account and no network. The default.' : null
  return [code(`target ${name}`), local, rows.join('\n')]
}

function engineParts({ name, documentation, outputs, required }: EngineSchema): Parts {
  const needs = required.map(names => names.map(each => `\`${each}\``).join(' or '))
  return [
    code(name),
    documentation,
    needs.length > 0 ? `Needs ${needs.join(' and ')}.` : null,
    outputs ? `Gives ${outputs.map(output => `\`${output}\``).join(', ')}.` : null,
  ]
}

function entryParts(root: 'run' | 'target', name: string, analyzed: Analyzed): Parts {
  if (root === 'run') return [code(`run.${name}`), name in runDocs ? runDocs[name as keyof typeof runDocs] : null]
  const documentation =
    name === 'name' ? 'The name of the target.' : (targetProperties.find(schema => schema.name === name)?.documentation ?? null)
  const rows = [...analyzed.analysis.file.targets.values()].flatMap(target => {
    const property = target.properties.get(name)
    return property ? [`- \`${target.name}\`: ${inline(sourceOf(property.value, analyzed, target))}`] : []
  })
  return [code(`target.${name}`), documentation, rows.join('\n')]
}

function fileParts(path: string, file: string | null, analyzed: Analyzed): Parts {
  if (file === null) return [inline(path)]
  const text = analyzed.host.read(file)
  return [inline(file), text.kind === 'missing' ? 'There is no such file.' : null]
}
