import { type Declared, type FileModel, type FileSpan, type MatrixVariable, resolveValue, type Span } from '#language'
import type { Analyzed } from '../analyses.ts'
import { creatorsOf, tableAt } from './lineage.ts'
import { type Subject, subjectAt } from './subject.ts'

/** Where something is declared: the whole of it, and its name. */
export interface Definition {
  readonly name: FileSpan
  readonly whole: Span
}

/** What a word leads to; `origin` is the word. */
export function definitions(analyzed: Analyzed, offset: number): { readonly origin: Span; readonly found: readonly Definition[] } | null {
  const subject = subjectAt(analyzed, offset)
  if (!subject) return creations(analyzed, offset)
  const found = definitionsOf(subject, analyzed)
  return found.length > 0 ? { origin: subject.span, found } : null
}

/** Of a table: the tasks that create it. */
function creations(analyzed: Analyzed, offset: number): ReturnType<typeof definitions> {
  const table = tableAt(analyzed, offset)
  const found = table ? creatorsOf(table).flatMap(task => definitionOf(task)) : []
  return table && found.length > 0 ? { origin: table.span, found } : null
}

/** Where what a word is about is declared. */
export function definitionsOf(subject: Subject, analyzed: Analyzed): Definition[] {
  const { file } = analyzed.analysis
  switch (subject.kind) {
    case 'declared':
      return definitionOf(subject.declared)
    case 'dag':
      return [at(file, subject.span, subject.dag.node)]
    case 'target':
      return subject.target?.node.name ? [at(subject.target.file, subject.target.node.name, subject.target.node)] : []
    case 'entry':
      return subject.root === 'target' ? targetEntries(file, subject.name) : []
    case 'output':
      return definitionOf(subject.task)
    case 'file':
      return subject.file === null ? [] : [{ name: { file: subject.file, start: 0, end: 0 }, whole: { start: 0, end: 0 } }]
    case 'param': {
      const { entry, file: written, isKey } = subject
      if (!isKey) return [at(written, entry.key, entry)]
      // From a param on to where its value comes from.
      const use = analyzed.analysis.uses.findLast(
        candidate => candidate.name.start >= entry.value.start && candidate.name.end === entry.value.end,
      )
      return use && entry.value.kind === 'ref' ? definitionOf(use.declared) : [at(written, entry.value, entry)]
    }
    case 'property':
    case 'engine':
    case 'function':
      return []
  }
}

/** Where a name is declared. */
export function definitionOf(declared: Declared): Definition[] {
  switch (declared.kind) {
    case 'let':
    case 'task':
    case 'group':
      return declared.node.name ? [at(declared.file, declared.node.name, declared.node)] : []
    case 'input':
      return declared.node.name ? [at(declared.dag.file, declared.node.name, declared.node)] : []
    case 'matrix':
      return [at(fileOfMatrix(declared), declared.entry.key, declared.entry)]
    case 'params': {
      const params = declared.task.properties.get('params')
      return params ? [at(declared.task.file, params.key, params)] : []
    }
    case 'run':
    case 'target':
      return []
  }
}

/** `matrix: m` takes its variables from a `let`, which may be imported. */
export function fileOfMatrix({ task }: MatrixVariable): FileModel {
  const written = task.properties.get('matrix')?.value
  const found = written?.kind === 'ref' && task.scope.parent ? resolveValue(task.scope.parent, written) : null
  return found?.ok && found.declared.kind === 'let' ? found.declared.file : task.file
}

/** Every target that sets the entry. */
function targetEntries(file: FileModel, name: string): Definition[] {
  return [...file.targets.values()].flatMap(target => {
    const property = target.properties.get(name)
    return property ? [at(target.file, property.key, property)] : []
  })
}

const at = (file: FileModel, { start, end }: Span, whole: Span): Definition => ({ name: { file: file.file, start, end }, whole })
