import {
  bodyOf,
  type DagModel,
  type Declared,
  documentationOf,
  type EngineSchema,
  enclosing,
  engineNamed,
  type FileModel,
  type FunctionSchema,
  functionNamed,
  holds,
  type Located,
  locate,
  type PropertySchema,
  placeholders,
  resolveValue,
  type Scope,
  type Span,
  spanInSource,
  type TargetModel,
  type TaskModel,
  type tree,
  versionOf,
  wordOf,
} from '#language'
import type { Analyzed } from '../analyses.ts'
import { engineIn, propertiesIn } from './completion/schemas.ts'
import { variablesIn } from './script-files/places.ts'
import { textOfProperty } from './texts.ts'

/** What a word of the text is about; `span` is that word. */
export type Subject = { readonly span: Span } & (
  | { readonly kind: 'declared'; readonly declared: Declared }
  | { readonly kind: 'dag'; readonly dag: DagModel }
  | { readonly kind: 'target'; readonly name: string; readonly target: TargetModel | null }
  | { readonly kind: 'property'; readonly schema: PropertySchema; readonly property: tree.Property }
  | { readonly kind: 'engine'; readonly engine: EngineSchema }
  | { readonly kind: 'function'; readonly schema: FunctionSchema }
  | { readonly kind: 'output'; readonly task: TaskModel; readonly name: string }
  /** An entry of `run` or `target`. */
  | { readonly kind: 'entry'; readonly root: 'run' | 'target'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string; readonly file: string | null }
  /** A param of a task: its key, a placeholder, or `params.name`. */
  | ({ readonly kind: 'param'; readonly task: TaskModel; readonly isKey: boolean } & Param)
)

/** The entry of a task's params, and where it is written. */
interface Param {
  readonly entry: tree.MapEntry
  readonly file: FileModel
  /** Where its value is looked up. */
  readonly scope: Scope
}

/** Finds what the word at an offset is about; null where it is about nothing. */
export function subjectAt(analyzed: Analyzed, offset: number): Subject | null {
  const { analysis } = analyzed
  const located = locate(analysis.file.tree, offset)
  const use = analysis.useAt(offset)
  if (use) return { kind: 'declared', declared: use.declared, span: use.name }
  const statement = located.statements[located.statements.length - 1]
  if (!statement) return null
  return headSubject(analysis.file, located, statement, offset) ?? valueSubject(analyzed, located, statement, offset)
}

/** Names, engines and keys of statements. */
function headSubject(file: FileModel, located: Located, statement: tree.Statement, offset: number): Subject | null {
  const at = (name: tree.Name | null): name is tree.Name => name !== null && holds(name, offset)
  switch (statement.kind) {
    case 'dag': {
      const dag = file.dags.find(candidate => candidate.node === statement)
      return dag && at(statement.name) ? { kind: 'dag', dag, span: statement.name } : null
    }
    case 'target':
      return at(statement.name) ? targetSubject(file, statement.name) : null
    case 'on':
      return at(statement.target) ? targetSubject(file, statement.target) : null
    case 'defaults':
      return at(statement.engine) ? engineSubject(statement.engine) : null
    case 'task':
      if (at(statement.engine)) return engineSubject(statement.engine)
      return at(statement.name) ? declaredSubject(file, located, statement, statement.name) : null
    case 'let':
    case 'input':
    case 'group':
      return at(statement.name) ? declaredSubject(file, located, statement, statement.name) : null
    case 'property':
      return at(statement.key) ? propertySubject(file, located, statement) : null
    case 'import':
    case 'edges':
    case 'junk':
      return null
  }
}

function targetSubject(file: FileModel, name: tree.Name): Subject {
  return { kind: 'target', name: name.text, target: file.targets.get(name.text) ?? null, span: name }
}

function engineSubject(name: tree.Name): Subject | null {
  const engine = engineNamed(name.text)
  return engine ? { kind: 'engine', engine, span: name } : null
}

function declaredSubject(file: FileModel, located: Located, statement: tree.Statement, span: Span): Subject | null {
  const { dag, group, task } = enclosing(file, located.statements)
  const lets = [...file.lets, ...(dag?.lets ?? []), ...(dag?.groups ?? []).flatMap(each => each.lets)]
  const candidates: (Declared | null)[] = [task, group, ...(dag?.inputs ?? []), ...lets]
  const declared = candidates.find(candidate => candidate && 'node' in candidate && candidate.node === statement)
  return declared ? { kind: 'declared', declared, span } : null
}

function propertySubject(file: FileModel, located: Located, property: tree.Property): Subject | null {
  const block = located.statements[located.statements.length - 2]
  const container = block && bodyOf(block)?.container
  if (!container) return null
  const schema = propertiesIn(container, engineIn(block, enclosing(file, located.statements).task)).get(property.key.text)
  return schema ? { kind: 'property', schema, property, span: property.key } : null
}

/** Words inside values. */
function valueSubject(analyzed: Analyzed, located: Located, statement: tree.Statement, offset: number): Subject | null {
  const { file } = analyzed.analysis
  const innermost = located.expressions[located.expressions.length - 1]
  if (!innermost) return null
  const { task, scope } = enclosing(file, located.statements)
  const key = statement.kind === 'property' ? statement.key.text : ''
  for (const node of located.expressions.toReversed()) {
    if (node.kind === 'map') {
      const entry = node.entries.find(candidate => holds(candidate.key, offset))
      const root = statement.kind === 'property' && statement.value === node
      if (entry && root && task && key === 'params') return { kind: 'param', task, entry, file, scope, isKey: true, span: entry.key }
      const variable = root && key === 'matrix' ? task?.matrix.find(candidate => candidate.entry === entry) : undefined
      if (entry && variable) return { kind: 'declared', declared: variable, span: entry.key }
    }
    if (node.kind === 'call' && holds(node.name, offset)) {
      const schema = functionNamed(node.name.text)
      return schema ? { kind: 'function', schema, span: node.name } : null
    }
  }
  const override = located.statements.find(each => each.kind === 'on')
  const target = override?.target?.text ?? null
  if (innermost.kind === 'ref') return memberSubject(innermost, key === 'when' && task ? task.whenScope : scope, target, offset)
  if (innermost.kind === 'string' || innermost.kind === 'text')
    return pathSubject(analyzed, located, statement, innermost) ?? (task && placeholderSubject(task, target, key, innermost, offset))
  return null
}

/** What follows the dots of a reference. */
function memberSubject(ref: tree.Reference, scope: Scope, target: string | null, offset: number): Subject | null {
  const index = ref.path.findIndex(name => holds(name, offset))
  const found = resolveValue(scope, ref)
  const name = ref.path[index]
  if (!found.ok || !name || index !== found.rest) return null
  const { declared } = found
  if (declared.kind === 'task') return { kind: 'output', task: declared, name: name.text, span: name }
  if (declared.kind === 'run' || declared.kind === 'target') return { kind: 'entry', root: declared.kind, name: name.text, span: name }
  if (declared.kind !== 'params') return null
  const param = paramOf(declared.task, target, each => each === name.text)
  return param && { kind: 'param', task: declared.task, ...param, isKey: false, span: name }
}

/** `target`: of the version that is meant. */
function paramOf(task: TaskModel, target: string | null, isMeant: (name: string) => boolean): Param | null {
  const params = versionOf(task, target).properties.get('params')
  const entry = params?.value.kind === 'map' ? params.value.entries.find(each => isMeant(each.key.text)) : undefined
  return params && entry ? { entry, file: params.file, scope: params.scope } : null
}

/** The path of a script, a configuration, an import, or of `file("…")`. */
function pathSubject(
  { analysis, host, file }: Analyzed,
  located: Located,
  statement: tree.Statement,
  node: tree.StringNode | tree.TextNode,
): Subject | null {
  const path = wordOf(node)
  if (path === null || path === '') return null
  const outer = located.expressions[located.expressions.length - 2]
  const isArgument = outer?.kind === 'call' && outer.name.text === 'file'
  const isPath =
    statement.kind === 'property' && statement.value === node && propertySubjectShape(analysis.file, located, statement) === 'path'
  if (statement.kind !== 'import' && !isArgument && !isPath) return null
  return {
    kind: 'file',
    path,
    file: /^[a-z]+:\/\//.test(path) ? null : host.resolve(file, path),
    span: { start: node.start + 1, end: node.end - 1 },
  }
}

function propertySubjectShape(file: FileModel, located: Located, statement: tree.Property): string | null {
  const subject = propertySubject(file, located, statement)
  return subject?.kind === 'property' ? subject.schema.shape.kind : null
}

/** A placeholder in SQL that is written in the document. */
function placeholderSubject(
  task: TaskModel,
  target: string | null,
  key: string,
  node: tree.StringNode | tree.TextNode,
  offset: number,
): Subject | null {
  const text = key === 'sql' || key === 'run' ? (node.kind === 'text' ? node.value : wordOf(node)) : null
  if (text === null) return null
  if (key === 'run') return variableSubject(task, target, text, node, offset)
  for (const { name, span } of placeholders(text)) {
    const here = spanInSource(node, span.start, span.end)
    const param = here && holds(here, offset) ? paramOf(task, target, each => each === name) : null
    if (here && param) return { kind: 'param', task, ...param, isKey: false, span: here }
  }
  return null
}

/** What the environment calls a param, in Python or a shell's script that is written in the document. */
function variableSubject(
  task: TaskModel,
  target: string | null,
  text: string,
  node: tree.StringNode | tree.TextNode,
  offset: number,
): Subject | null {
  const { engine } = versionOf(task, target)
  if (engine !== 'python' && engine !== 'shell') return null
  for (const { name, whole } of variablesIn(text)) {
    const here = spanInSource(node, whole.start, whole.end)
    const param = here && holds(here, offset) ? paramOf(task, target, each => each.toUpperCase() === name) : null
    if (here && param) return { kind: 'param', task, ...param, isKey: false, span: here }
  }
  return null
}

/** What is written above a declaration, else its description. */
export function documentationOfDeclared(declared: Declared): string | null {
  switch (declared.kind) {
    case 'let':
      return documentationOf(declared.file.tree, declared.node)
    case 'input':
      return documentationOf(declared.dag.file.tree, declared.node)
    case 'task':
    case 'group':
      return documentationOf(declared.file.tree, declared.node) ?? textOfProperty(declared.properties.get('description'))
    case 'matrix':
      return documentationOf(declared.task.file.tree, declared.entry)
    case 'run':
    case 'target':
    case 'params':
      return null
  }
}
