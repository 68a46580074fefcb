import { type FileSpan, placeholders, type Span, spanInSource, type tree } from '#language'
import type { Analyzed } from '../analyses.ts'
import { definitionOf } from './definition.ts'
import { readScript } from './scripts.ts'
import { type Subject, subjectAt } from './subject.ts'

export interface Reference extends FileSpan {
  readonly isDeclaration: boolean
}

/** Every place that names what the word at an offset names. `others`: more documents to look in. */
export function references(analyzed: Analyzed, offset: number, others: readonly Analyzed[] = []): Reference[] {
  const subject = subjectAt(analyzed, offset)
  if (!subject) return []
  switch (subject.kind) {
    case 'declared':
    case 'output':
      return declaredReferences(subject.kind === 'output' ? subject.task : subject.declared, [analyzed, ...others])
    case 'target':
      return targetReferences(subject.name, analyzed)
    case 'param':
      return paramReferences(subject, analyzed)
    case 'dag':
    case 'property':
    case 'engine':
    case 'function':
    case 'entry':
    case 'file':
      return []
  }
}

function declaredReferences(declared: Extract<Subject, { kind: 'declared' }>['declared'], documents: readonly Analyzed[]): Reference[] {
  const [definition] = definitionOf(declared)
  if (!definition) return []
  const found = new Map<string, Reference>()
  const add = (place: FileSpan, isDeclaration: boolean): void => {
    const key = `${place.file}\n${place.start}`
    if (!found.has(key)) found.set(key, { file: place.file, start: place.start, end: place.end, isDeclaration })
  }
  add(definition.name, true)
  for (const { analysis, file } of documents)
    for (const use of analysis.uses) {
      if (use.declared.kind !== declared.kind || use.declared.name !== declared.name) continue
      // Each document has models of its own: what is declared at the same place is the same.
      const [other] = definitionOf(use.declared)
      if (other?.name.file === definition.name.file && other.name.start === definition.name.start)
        add({ file, start: use.name.start, end: use.name.end }, false)
    }
  return [...found.values()]
}

function targetReferences(name: string, { analysis, file }: Analyzed): Reference[] {
  const target = analysis.file.targets.get(name)
  const declaration = target?.node.name
  const tasks = analysis.file.dags.flatMap(dag => dag.tasks)
  const overrides = tasks.flatMap(task =>
    task.overrides.flatMap(override => (override.target === name ? (override.node.target ?? []) : [])),
  )
  return [
    ...(target && declaration ? [{ file: target.file.file, start: declaration.start, end: declaration.end, isDeclaration: true }] : []),
    ...overrides.map(({ start, end }) => ({ file, start, end, isDeclaration: false })),
  ]
}

/** The key, and the placeholders of the script. */
function paramReferences({ task, entry }: Extract<Subject, { kind: 'param' }>, analyzed: Analyzed): Reference[] {
  const script = readScript(analyzed, task)
  const found: Reference[] = [{ file: analyzed.file, start: entry.key.start, end: entry.key.end, isDeclaration: true }]
  for (const { name, span } of script ? placeholders(script.text) : []) {
    if (name !== entry.key.text) continue
    const here = script!.file === null ? inSource(script!.node, span) : { ...span, file: script!.file }
    if (here) found.push({ start: here.start, end: here.end, file: 'file' in here ? here.file : analyzed.file, isDeclaration: false })
  }
  return found
}

const inSource = (node: tree.Expression, span: Span): Span | null => spanInSource(node, span.start, span.end)
