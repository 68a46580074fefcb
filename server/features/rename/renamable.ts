import type { DagModel, Declared, FileModel, ParamsRoot, RunRoot, Span, TargetModel, TargetRoot, tree } from '#language'
import type { Analyzed } from '../../analyses.ts'
import { nameIn, type ParamObstacle, paramPlaces } from '../params.ts'
import { subjectAt } from '../subject.ts'
import { type Refused, refusals, refused } from './refusals.ts'

/** A declaration whose name a person chose. */
export type NamedDeclaration = Exclude<Declared, RunRoot | TargetRoot | ParamsRoot>

/** What may have another name; `span` is the name at the place that was asked about. */
export type Renamable = { readonly name: string; readonly span: Span } & (
  | { readonly kind: 'declared'; readonly declared: NamedDeclaration }
  | { readonly kind: 'dag'; readonly dag: DagModel }
  | { readonly kind: 'target'; readonly target: TargetModel }
  | { readonly kind: 'param'; readonly entry: tree.MapEntry; readonly file: FileModel }
)

/** Finds what would be renamed at an offset. */
export function renamableAt(analyzed: Analyzed, offset: number): Renamable | Refused {
  const subject = subjectAt(analyzed, offset)
  if (!subject) return refused(refusals.nothing)
  const { span } = subject
  switch (subject.kind) {
    case 'declared': {
      const { declared } = subject
      if (declared.kind === 'run' || declared.kind === 'target' || declared.kind === 'params')
        return refused(refusals.builtIn(declared.name))
      return { kind: 'declared', declared, name: declared.name, span }
    }
    case 'dag':
      return { kind: 'dag', dag: subject.dag, name: subject.dag.name, span }
    case 'target':
      if (subject.name === 'local') return refused(refusals.local)
      if (!subject.target) return refused(refusals.unknownTarget(subject.name))
      return { kind: 'target', target: subject.target, name: subject.name, span }
    case 'param': {
      const { entry, file } = subject
      const [obstacle] = paramPlaces({ file: file.file, entry }, [analyzed]).obstacles
      if (obstacle) return refused(refusalOf(obstacle))
      return { kind: 'param', entry, file, name: entry.key.text, span: nameOf(analyzed.text, span) }
    }
    case 'output':
      return refused(refusals.output(subject.name))
    case 'entry':
      return refused(subject.root === 'run' ? refusals.builtIn(subject.name) : refusals.entry(subject.name))
    case 'property':
      return refused(refusals.builtIn(subject.schema.name))
    case 'engine':
      return refused(refusals.builtIn(subject.engine.name))
    case 'function':
      return refused(refusals.builtIn(subject.schema.name))
    case 'file':
      return refused(refusals.path)
  }
}

export function refusalOf(obstacle: ParamObstacle): string {
  switch (obstacle.kind) {
    case 'engine':
      return refusals.engine(obstacle.task, obstacle.engine)
    case 'unreadable':
    case 'computed':
    case 'assembled':
      return refusals[obstacle.kind](obstacle.task)
  }
}

/** The name of a placeholder, without its signs. */
function nameOf(text: string, span: Span): Span {
  if (text[span.start] === '{') return nameIn({ kind: 'text', span })
  return text[span.start] === '@' ? nameIn({ kind: 'parameter', span }) : span
}
