import { keywords, type Span, type tree } from '#language'
import type { Analyzed } from '../../analyses.ts'
import type { Project } from '../../project.ts'
import { definitionOf, fileOfMatrix } from '../definition.ts'
import type { FileEdit } from '../edits.ts'
import { paramPlaces } from '../params.ts'
import { declaredReferences, documentsAround, documentsOf, targetReferences } from '../references.ts'
import { NameEdits, plainEdits } from './name-edits.ts'
import { nameOfFile } from './place.ts'
import { type Refused, refusals, refused } from './refusals.ts'
import { type NamedDeclaration, type Renamable, refusalOf, renamableAt } from './renamable.ts'
import { isTakenBy } from './taken.ts'
import { targetNameTests } from './target-tests.ts'
import { objectionTo } from './verify.ts'

/** The name that would be replaced, and where it stands. */
export interface Prepared {
  readonly kind: 'prepared'
  readonly span: Span
  readonly name: string
}

export interface Renamed {
  readonly kind: 'renamed'
  readonly edits: readonly FileEdit[]
}

/** Whether what stands at an offset may have another name. */
export function prepareRename(analyzed: Analyzed, offset: number): Prepared | Refused {
  const found = renamableAt(analyzed, offset)
  return found.kind === 'refused' ? found : { kind: 'prepared', span: found.span, name: found.name }
}

/** Gives what stands at an offset another name, wherever it is named; refuses where anything would mean something else then. */
export function rename(analyzed: Analyzed, offset: number, to: string, project: Project): Renamed | Refused {
  const found = renamableAt(analyzed, offset)
  if (found.kind === 'refused') return found
  if (to === found.name) return { kind: 'renamed', edits: [] }
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(to)) return refused(refusals.noName(to))
  // A key may be any word.
  if (found.kind !== 'param' && (keywords as readonly string[]).includes(to)) return refused(refusals.keyword(to))
  const place = isTakenBy(found, to, analyzed)
  if (place !== null) return refused(refusals.taken(to, place))
  const documents = documentsFor(found, analyzed, project, to)
  const edits = editsOf(found, to, documents)
  if ('kind' in edits) return edits
  const pairs = found.kind === 'declared' && found.declared.kind === 'matrix'
  return objectionTo(edits, documents, { pairs, name: found.name }) ?? { kind: 'renamed', edits }
}

function documentsFor(found: Renamable, analyzed: Analyzed, project: Project, to: string): Analyzed[] {
  switch (found.kind) {
    case 'declared':
      return documentsOf(found.declared, analyzed, project, [to])
    case 'target':
      return documentsAround(found.target.file.file, analyzed, project, [found.name, to])
    case 'param':
      return [analyzed, ...project.mentioning(found.name).filter(each => each.file !== analyzed.file)]
    case 'dag':
      return [analyzed]
  }
}

function editsOf(found: Renamable, to: string, documents: readonly Analyzed[]): readonly FileEdit[] | Refused {
  switch (found.kind) {
    case 'declared':
      return declaredEdits(found.declared, to, documents)
    case 'dag':
      return found.dag.node.name ? plainEdits([spanIn(found.dag.file.file, found.dag.node.name)], to) : []
    case 'target': {
      const tests = documents.flatMap(({ file, analysis }) =>
        targetNameTests(analysis.file.tree, found.name).map(span => spanIn(file, span)),
      )
      return plainEdits([...targetReferences(found.name, documents), ...tests], to)
    }
    case 'param':
      return paramEdits(found, to, documents)
  }
}

function declaredEdits(declared: NamedDeclaration, to: string, documents: readonly Analyzed[]): readonly FileEdit[] | Refused {
  const shared = declared.kind === 'matrix' ? sharedMapOf(declared, documents) : null
  if (shared !== null) return refused(refusals.sharedMap(shared))
  const trees = treesOf(declared, documents)
  const makers = makersOf(declared.name, to)
  return declaredReferences(declared, documents).map(place => {
    const maker = makers(place.file, trees.get(place.file)!)
    return place.isDeclaration && declared.kind === 'matrix' ? maker.ofKey(declared.entry) : maker.ofName(place)
  })
}

/** What makes the edits of a file; one for each, since it knows all of the file's maps. */
function makersOf(from: string, to: string): (file: string, tree: tree.Tree) => NameEdits {
  const made = new Map<string, NameEdits>()
  return (file, tree) => {
    const maker = made.get(file) ?? new NameEdits(file, tree, from, to)
    made.set(file, maker)
    return maker
  }
}

/** The trees of the files that hold a reference or the declaration. */
function treesOf(declared: NamedDeclaration, documents: readonly Analyzed[]): Map<string, tree.Tree> {
  const own = declared.kind === 'matrix' ? fileOfMatrix(declared) : declared.kind === 'input' ? declared.dag.file : declared.file
  return new Map([[own.file, own.tree], ...documents.map(({ file, analysis }) => [file, analysis.file.tree] as const)])
}

/** A `let` whose map is used for more than the matrix that its keys name. */
function sharedMapOf(declared: Extract<NamedDeclaration, { kind: 'matrix' }>, documents: readonly Analyzed[]): string | null {
  const written = declared.task.properties.get('matrix')?.value
  if (written?.kind !== 'ref') return null
  const [variable] = definitionOf(declared)
  for (const { analysis } of documents) {
    const matrices = new Set(analysis.file.dags.flatMap(dag => dag.tasks.map(task => task.properties.get('matrix')?.value.start)))
    for (const use of analysis.uses) {
      if (use.declared.kind !== 'let' || use.declared.file.file !== variable?.name.file || matrices.has(use.name.start)) continue
      const { start, end } = use.declared.node.value
      if (start <= variable.name.start && variable.name.end <= end) return use.declared.name
    }
  }
  return null
}

function paramEdits(
  found: Extract<Renamable, { kind: 'param' }>,
  to: string,
  documents: readonly Analyzed[],
): readonly FileEdit[] | Refused {
  const { keys, uses, wanted, obstacles } = paramPlaces({ file: found.file.file, entry: found.entry }, documents)
  if (obstacles[0]) return refused(refusalOf(obstacles[0]))
  for (const key of keys) if (key.map.entries.some(entry => entry.key.text === to)) return refused(refusals.taken(to, nameOfFile(key.file)))
  if (wanted.has(to)) return refused(refusals.wanted(to))
  const makers = makersOf(found.name, to)
  return [...keys.map(key => makers(key.file, key.tree).ofKey(key.entry)), ...plainEdits(uses, to)]
}

const spanIn = (file: string, { start, end }: Span): { file: string; start: number; end: number } => ({ file, start, end })
