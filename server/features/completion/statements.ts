import { engineNamed, engines, fixedOnTargets, type PropertySchema, type tree } from '#language'
import { nodeNames, nodesBeforeArrow } from './nodes.ts'
import { engineAt, propertiesAt } from './schemas.ts'
import type { CompletionContext, Suggestion } from './suggestion.ts'

/** Where a statement may begin: properties that are not set yet, declarations, and tasks for an edge. */
export function statementSuggestions(context: CompletionContext): Suggestion[] {
  const { cursor } = context
  const isAmongTasks = cursor.container === 'dag' || cursor.container === 'group'
  const nodes = isAmongTasks ? nodesBeforeArrow(context) : null
  if (nodes) return nodes
  const found = [
    ...propertySuggestions(context),
    ...declarations.filter(each => each.in.includes(cursor.container)).map(each => each.suggestion),
  ]
  if (isAmongTasks) {
    const names = nodeNames(context, [], { before: [], after: [] }).map(suggestion => ({ ...suggestion, rank: 7 }))
    return [...found, ...names]
  }
  return found
}

/** Engines, after `task name:` and `defaults`. */
export function engineSuggestions(): Suggestion[] {
  return engines.map((engine, i) => ({ label: engine.name, kind: 'engine', documentation: engine.documentation, rank: i / 10 }))
}

function propertySuggestions(context: CompletionContext): Suggestion[] {
  const { cursor, analyzed } = context
  const block = cursor.blocks[cursor.blocks.length - 1]
  const set = new Set(block ? keysOf(block, cursor.word.start) : [])
  const engine = engineNamed(engineAt(context) ?? '')
  const required = engine?.required ?? []
  const isTask = cursor.container === 'task'
  const hasColon = /^[ \t]*:/.test(analyzed.text.slice(cursor.word.end))
  const suggestion = (schema: PropertySchema): Suggestion => {
    const needed = isTask && required.some(names => names.includes(schema.name))
    return {
      label: schema.name,
      kind: needed ? 'required' : 'property',
      documentation: schema.documentation,
      ...(needed ? { detail: 'required' } : {}),
      ...(hasColon ? {} : { insert: `${schema.name}: ${schema.snippet}`, snippet: true, goesOn: goesOn.has(schema.shape.kind) }),
      rank: needed ? 0 : engine?.properties.includes(schema) ? 1 : 2,
    }
  }
  const found = [...propertiesAt(context).values()]
    .filter(({ name }) => {
      if (set.has(name) || (cursor.container === 'on' && fixedOnTargets.has(name))) return false
      // Of two that exclude each other, one is set.
      return !required.some(names => names.length > 1 && names.includes(name) && names.some(other => set.has(other)))
    })
    .map(suggestion)
  if (cursor.container === 'on' && !set.has('engine'))
    found.push({
      label: 'engine',
      kind: 'property',
      documentation: 'The engine that stands in for the task’s own on this target.',
      ...(hasColon ? {} : { insert: 'engine: ', goesOn: true }),
      rank: 1,
    })
  return found
}

/** Values that are a list to choose from, which a choice in a snippet cannot give. */
const goesOn: ReadonlySet<string> = new Set(['tasks', 'path', 'limit'])

function keysOf(block: tree.Statement, except: number): string[] {
  if (!('body' in block)) return []
  return block.body.items.flatMap(item => (item.kind === 'property' && item.key.start !== except ? [item.key.text] : []))
}

const declaration = (
  label: string,
  detail: string,
  insert: string,
  ...places: readonly string[]
): { in: readonly string[]; suggestion: Suggestion } => ({
  in: places,
  suggestion: { label, kind: 'declaration', detail, insert, snippet: true, rank: 3 },
})
const engineChoice = `\${2|${engines.map(engine => engine.name).join(',')}|}`
const declarations = [
  declaration('dag', 'a graph of tasks', 'dag $' + '{1:name} {\n\t$0\n}', 'file'),
  declaration('task', 'a task', `task \${1:name}: ${engineChoice} {\n\t$0\n}`, 'dag', 'group'),
  declaration('group', 'tasks under one name', 'group $' + '{1:name} {\n\t$0\n}', 'dag', 'group'),
  declaration('let', 'a named value', 'let $' + '{1:name} = $0', 'file', 'dag', 'group'),
  declaration(
    'input',
    'a value that a run is given',
    'input $' + '{1:name}: $' + '{2|string,number,boolean,date,duration,size,list,map|} = $0',
    'dag',
  ),
  declaration('defaults', 'properties of all tasks of an engine', 'defaults $' + '{1:bq} {\n\t$0\n}', 'file', 'dag', 'group'),
  declaration('target', 'a place where dags run', 'target $' + '{1:prod} {\n\t$0\n}', 'file'),
  declaration('on', 'what differs on one target', 'on $' + '{1:local} {\n\t$0\n}', 'task'),
  declaration('import', 'lets, targets and defaults of another file', 'import "$0"', 'file'),
]
