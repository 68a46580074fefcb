import { type Declared, neighboursOf, type Span } from '#language'
import type { Analyzed } from '../analyses.ts'
import type { Project } from '../project.ts'
import type { Settings } from '../settings.ts'
import { references } from './references.ts'

/** What a lens counts. */
export type LensKind = 'references' | 'neighbours'

/** A place for a count above a declaration; the count is asked for when the place is seen. */
export interface Lens {
  readonly kind: LensKind
  /** The name of the declaration. */
  readonly span: Span
}

/** Lenses of lets, inputs and tasks, as far as they are wanted. */
export function lenses({ analysis }: Analyzed, shown: Settings['codeLens']): Lens[] {
  const { file } = analysis
  const of = (kind: LensKind, declared: readonly Extract<Declared, { kind: 'let' | 'input' | 'task' }>[]): Lens[] =>
    declared.flatMap(({ node }) => (node.name ? [{ kind, span: { start: node.name.start, end: node.name.end } }] : []))
  const counted = [...file.lets, ...file.dags.flatMap(dag => [...dag.inputs, ...dag.lets, ...dag.groups.flatMap(group => group.lets)])]
  return [
    ...(shown.references ? of('references', counted) : []),
    ...(shown.neighbours
      ? of(
          'neighbours',
          file.dags.flatMap(dag => dag.tasks),
        )
      : []),
  ]
}

/** What a lens says; `offset` is in the name of its declaration. `project`: where else to look for references. */
export function lensTitle(kind: LensKind, analyzed: Analyzed, offset: number, project: Project | null): string {
  if (kind === 'references') {
    const count = references(analyzed, offset, project).filter(place => !place.isDeclaration).length
    return `${count} ${count === 1 ? 'reference' : 'references'}`
  }
  const tasks = analyzed.analysis.file.dags.flatMap(dag => dag.tasks)
  const task = tasks.find(({ node }) => node.name && node.name.start <= offset && offset <= node.name.end)
  if (!task) return ''
  const known = neighboursOf(analyzed.analysis, task.dag)
  return `${known.upstreams(task).length} upstream, ${known.downstreams(task).length} downstream`
}
