import type { Declared, FileModel, FileSpan, Span } from '#language'
import type { Analyzed } from '../analyses.ts'
import type { Project } from '../project.ts'
import { definitionOf, fileOfMatrix } from './definition.ts'
import { paramPlaces } from './params.ts'
import { type Subject, subjectAt } from './subject.ts'

export interface Reference extends FileSpan {
  readonly isDeclaration: boolean
}

/** Every place that names what the word at an offset names. `project`: where else to look than in the document. */
export function references(analyzed: Analyzed, offset: number, project: Project | null = null): Reference[] {
  const subject = subjectAt(analyzed, offset)
  if (!subject) return []
  switch (subject.kind) {
    case 'declared':
    case 'output': {
      const declared = subject.kind === 'output' ? subject.task : subject.declared
      return declaredReferences(declared, documentsOf(declared, analyzed, project))
    }
    case 'target':
      return subject.target ? targetReferences(subject.target.name, documentsAround(subject.target.file.file, analyzed, project)) : []
    case 'param':
      return paramReferences(subject, analyzed, project)
    case 'dag':
      return subject.dag.node.name ? [at(analyzed.file, subject.dag.node.name, true)] : []
    case 'property':
    case 'engine':
    case 'function':
    case 'entry':
    case 'file':
      return []
  }
}

/** The documents that may name what is declared; `also`: those in which one of these words stands matter too. */
export function documentsOf(declared: Declared, analyzed: Analyzed, project: Project | null, also: readonly string[] = []): Analyzed[] {
  const file = exportingFile(declared)
  return file ? documentsAround(file.file, analyzed, project, [declared.name, ...also]) : [analyzed]
}

/** The document and those that import a file. */
export function documentsAround(file: string, analyzed: Analyzed, project: Project | null, words: readonly string[] = ['']): Analyzed[] {
  const others = project?.importersOf(file, words) ?? []
  return [analyzed, ...others.filter(each => each.file !== analyzed.file)]
}

/** The file of what other files can see; tasks, and what is inside of a dag, are seen by their own one only. */
function exportingFile(declared: Declared): FileModel | null {
  if (declared.kind === 'matrix') {
    const file = fileOfMatrix(declared)
    return file === declared.task.file && declared.task.properties.get('matrix')?.value.kind !== 'ref' ? null : file
  }
  return declared.kind === 'let' && declared.file.lets.includes(declared) ? declared.file : null
}

/** Every place that names a declaration. */
export function declaredReferences(declared: Declared, documents: readonly Analyzed[]): Reference[] {
  const [definition] = definitionOf(declared)
  if (!definition) return []
  const found = new Places()
  found.add(definition.name, true)
  for (const { analysis, file } of documents)
    for (const use of analysis.uses) {
      if (use.declared.kind !== declared.kind || use.declared.name !== declared.name) continue
      // Each document has models of its own: what is declared at the same place is the same.
      const [other] = definitionOf(use.declared)
      if (other?.name.file === definition.name.file && other.name.start === definition.name.start)
        found.add(at(file, use.name, false), false)
    }
  return found.all()
}

/** Every place that names a target: its declarations, and `on NAME` of tasks. */
export function targetReferences(name: string, documents: readonly Analyzed[]): Reference[] {
  const found = new Places()
  for (const { analysis, file } of documents) {
    const target = analysis.file.targets.get(name)
    if (!target?.node.name) continue
    found.add(at(target.file.file, target.node.name, true), true)
    for (const task of [...analysis.file.dags.flatMap(dag => dag.tasks), ...analysis.file.duplicates])
      for (const override of task.overrides)
        if (override.target === name && override.node.target) found.add(at(file, override.node.target, false), false)
  }
  return found.all()
}

/** The keys, the placeholders of the scripts, and what reads it in `when`. */
function paramReferences({ file, entry }: Extract<Subject, { kind: 'param' }>, analyzed: Analyzed, project: Project | null): Reference[] {
  const others = project?.mentioning(entry.key.text) ?? []
  const documents = [analyzed, ...others.filter(each => each.file !== analyzed.file)]
  const { keys, uses } = paramPlaces({ file: file.file, entry }, documents)
  const found = new Places()
  found.add(at(file.file, entry.key, true), true)
  for (const key of keys) found.add(at(key.file, key.entry.key, true), true)
  for (const use of uses) found.add(at(use.file, use.whole, false), false)
  return found.all()
}

const at = (file: string, { start, end }: Span, isDeclaration: boolean): Reference => ({ file, start, end, isDeclaration })

/** Places, each once. */
class Places {
  readonly #found = new Map<string, Reference>()

  add({ file, start, end }: FileSpan, isDeclaration: boolean): void {
    const key = `${file}\n${start}`
    if (!this.#found.has(key)) this.#found.set(key, { file, start, end, isDeclaration })
  }

  all(): Reference[] {
    return [...this.#found.values()]
  }
}
