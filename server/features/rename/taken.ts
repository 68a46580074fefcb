import type { Declared, Scope } from '#language'
import type { Analyzed } from '../../analyses.ts'
import { definitionOf } from '../definition.ts'
import { placeOf } from './place.ts'
import type { NamedDeclaration, Renamable } from './renamable.ts'

/** Where the block of a declaration has the name already, in words; null where it is free. */
export function isTakenBy(found: Renamable, name: string, analyzed: Analyzed): string | null {
  const { file } = analyzed.analysis
  switch (found.kind) {
    case 'declared': {
      const other = namesAround(found.declared)?.names.get(name)
      if (!other || (found.declared.kind === 'matrix' && other.kind !== 'matrix')) return null
      return placeOfDeclared(other, analyzed)
    }
    case 'dag': {
      const other = file.dags.find(dag => dag.name === name)
      return other ? placeOf(analyzed, other.node) : null
    }
    case 'target': {
      const other = file.targets.get(name)
      return other ? placeOf(analyzed, other.node, other.file.file) : name === 'local' ? 'it is always there' : null
    }
    case 'param':
      // Several maps may be concerned.
      return null
  }
}

/** The block whose names must differ. */
function namesAround(declared: NamedDeclaration): Scope | null {
  switch (declared.kind) {
    case 'let':
    case 'matrix':
      return declared.kind === 'let' ? declared.scope : declared.task.scope
    case 'input':
      return declared.dag.scope
    case 'task':
      return (declared.group ?? declared.dag).scope
    case 'group':
      return (declared.parent ?? declared.dag).scope
  }
}

function placeOfDeclared(declared: Declared, analyzed: Analyzed): string {
  const [definition] = definitionOf(declared)
  return definition ? placeOf(analyzed, definition.name, definition.name.file) : declared.name
}
