import {
  type Declared,
  documentationOf,
  engineNamed,
  type FunctionSchema,
  functions,
  inspect,
  referenceOf,
  runEntries,
  type Scope,
  type Shape,
  targetEntries,
  targetProperties,
  typeOf,
  type ValuePlace,
  visibleNames,
} from '#language'
import { signatureOf, valueText } from '../texts.ts'
import { reached } from './cycles.ts'
import { nodeSuggestion, nodeSuggestions } from './nodes.ts'
import { propertiesAt, shapeAt } from './schemas.ts'
import { engineSuggestions } from './statements.ts'
import { type CompletionContext, foremost, quoted, type Suggestion } from './suggestion.ts'
import { wordsOf } from './words.ts'

/** A value: words of the property's list first, then everything that can be named. */
export function valueSuggestions(context: CompletionContext, place: ValuePlace): Suggestion[] {
  const { statement, steps, path } = place
  const shape = shapeAt(statement, steps, propertiesAt(context))
  if (shape?.kind === 'tasks')
    return nodeSuggestions(context, path, statement).map(suggestion => inList(suggestion, steps.length === 0 && path.length === 0))
  if (path.length > 0) return memberSuggestions(context, place)
  if (context.cursor.container === 'on' && statement.kind === 'property' && statement.key.text === 'engine') return engineSuggestions()
  const words = shape ? wordsOf(context, shape).map(word => asValue(word, shape)) : []
  // Only a word of the list may stand there.
  if (shape?.kind === 'word' && !shape.types && steps.length === 0) return words
  return [...words, ...constants(shape), ...nameSuggestions(context, place), ...functions.map(functionSuggestion)]
}

const inList = (suggestion: Suggestion, isBare: boolean): Suggestion =>
  isBare ? { ...suggestion, insert: `[${suggestion.label}]` } : suggestion

/** Words of the language stand bare, names that a file declares are strings. */
function asValue(word: Suggestion, shape: Shape): Suggestion {
  return shape.kind === 'word' ? word : { ...word, insert: quoted(word.label) }
}

function constants(shape: Shape | null): Suggestion[] {
  const fits = shape?.kind === 'value' && shape.types.includes('boolean')
  const rank = fits ? 0 : 8
  return ['true', 'false', ...(fits ? [] : ['null'])].map(label => ({ label, kind: 'keyword', rank }))
}

/** Names that can be seen from the place, the inner ones first. */
export function nameSuggestions(context: CompletionContext, place: ValuePlace): Suggestion[] {
  const { cursor } = context
  const own = place.statement.kind === 'let' || place.statement.kind === 'input' ? place.statement.name?.text : undefined
  const waits = downstreamOf(context)
  const names = visibleNames(scopeOf(context, place)).filter(
    declared =>
      !(declared.kind === 'task' && waits.has(declared)) &&
      !(declared.name === own && declared.kind === place.statement.kind) &&
      (declared.kind !== 'group' || cursor.container !== 'file'),
  )
  return foremost(context, names).map((declared, i) => ({
    ...declaredSuggestion(context, declared),
    rank: (declared.kind === 'group' ? 6 : 4) + i / 1000,
  }))
}

/** What waits for the task around: reading an output of it would close a cycle. The task is among them. */
function downstreamOf({ around, analyzed }: CompletionContext): ReadonlySet<Declared> {
  const { task } = around
  return task ? reached(analyzed.analysis.edges.get(task.dag) ?? [], [task], 'down') : new Set()
}

function scopeOf({ around, cursor }: CompletionContext, { statement }: ValuePlace): Scope {
  const { task } = around
  if (!task || (cursor.container !== 'task' && cursor.container !== 'on')) return around.scope
  const key = statement.kind === 'property' ? statement.key.text : ''
  return key === 'when' ? task.whenScope : key === 'matrix' || key === 'after' ? task.scope.parent! : task.scope
}

export function declaredSuggestion(context: CompletionContext, declared: Declared): Suggestion {
  const { analysis, host } = context.analyzed
  const base = { label: declared.name, kind: kinds[declared.kind] } as const
  switch (declared.kind) {
    case 'task':
    case 'group':
      return nodeSuggestion(declared)
    case 'let': {
      const value = valueText(inspect(analysis, host, declared.node.value, declared.scope))
      return { ...base, detail: value ?? 'let', documentation: documentationOf(declared.file.tree, declared.node) }
    }
    case 'input':
      return {
        ...base,
        detail: `input: ${declared.node.typeName?.text ?? ''}`,
        documentation: documentationOf(declared.dag.file.tree, declared.node),
      }
    case 'matrix':
      return { ...base, detail: 'matrix variable', documentation: documentationOf(declared.task.file.tree, declared.entry) }
    case 'run':
      return { ...base, detail: 'this run', documentation: '`run.id`, `run.date`, `run.end`, `run.attempt`' }
    case 'target':
      return { ...base, detail: 'the chosen target', documentation: '`target.name`, `target.project` …' }
    case 'params':
      return { ...base, detail: 'the params of this task' }
  }
}

const kinds = {
  task: 'task',
  group: 'group',
  let: 'let',
  input: 'input',
  matrix: 'matrix',
  run: 'root',
  target: 'root',
  params: 'root',
} as const

function functionSuggestion(schema: FunctionSchema): Suggestion {
  return {
    label: schema.name,
    kind: 'function',
    detail: signatureOf(schema),
    documentation: schema.documentation,
    insert: `${schema.name}($1)`,
    snippet: true,
    rank: 7,
  }
}

/** What follows a dot: members of a group, outputs of a task, entries of `run`, `target`, `params` and of maps. */
function memberSuggestions(context: CompletionContext, place: ValuePlace): Suggestion[] {
  const { around, analyzed } = context
  const { analysis, host } = analyzed
  const scope = scopeOf(context, place)
  let declared = visibleNames(scope).find(candidate => candidate.name === place.path[0])
  let rest = 1
  while (declared?.kind === 'group' && rest < place.path.length) {
    const name = place.path[rest++]
    declared = declared.members.find(member => member.name === name)
  }
  if (!declared) return []
  const isDirect = rest === place.path.length
  if (declared.kind === 'group') {
    const waits = downstreamOf(context)
    return declared.members.filter(member => member.kind === 'group' || !waits.has(member)).map(nodeSuggestion)
  }
  if (declared.kind === 'task' && isDirect) return outputsOf(declared.engine)
  if (declared.kind === 'run' && isDirect)
    return runEntries.map((label, i) => ({ label, kind: 'entry', documentation: runDocs[label], rank: i / 10 }))
  if (declared.kind === 'target' && isDirect) return targetSuggestions(context)
  if (declared.kind === 'params' && isDirect) {
    const params = declared.task.properties.get('params')?.value
    return params?.kind === 'map' ? params.entries.map(entry => ({ label: entry.key.text, kind: 'param' })) : []
  }
  const value = inspect(analysis, host, referenceOf(place.path), scope, { task: around.task })
  if (value.type !== 'map') return []
  return [...value.entries].map(([label, entry]) => ({ label, kind: 'entry', detail: valueText(entry) ?? typeOf(entry) ?? '' }))
}

function outputsOf(engine: string | null): Suggestion[] {
  const outputs = engineNamed(engine ?? '')?.outputs ?? []
  return outputs.map((label, i) => ({ label, kind: 'output', detail: `output of ${engine}`, rank: i / 10 }))
}

export const runDocs: Readonly<Record<(typeof runEntries)[number], string>> = {
  id: 'The name of the run.',
  date: 'The start of the schedule’s interval, or the date that the run was given, or now.',
  end: 'The end of the schedule’s interval.',
  attempt: 'Which try of the task this is, from 1.',
}

function targetSuggestions({ analyzed }: CompletionContext): Suggestion[] {
  const docs = new Map(targetProperties.map(schema => [schema.name, schema.documentation]))
  const declaredSomewhere = new Set([...analyzed.analysis.file.targets.values()].flatMap(target => [...target.properties.keys()]))
  return [...targetEntries(analyzed.analysis.file)].map(label => ({
    label,
    kind: 'entry',
    documentation: docs.get(label) ?? (label === 'name' ? 'The name of the target.' : null),
    rank: label === 'name' || declaredSomewhere.has(label) ? 1 : 2,
  }))
}
