import type { Diagnostic } from '../diagnostics.ts'
import type { FileModel } from '../model/model.ts'
import type { Use } from './names.ts'

/** Lets of dags and groups that nothing names; those at the top of a file may be there for others. */
export function checkUnusedLets(file: FileModel, uses: readonly Use[], report: (diagnostic: Diagnostic) => void): void {
  const used = new Set(uses.map(use => use.declared))
  const lets = file.dags.flatMap(dag => [...dag.lets, ...dag.groups.flatMap(group => group.lets)])
  for (const declared of lets) {
    const { name } = declared.node
    // The second of two declarations is reported already.
    if (!name || used.has(declared) || declared.scope.names.get(name.text) !== declared) continue
    const { start, end } = name
    report({ reason: 'unused-let/let', data: { name: name.text }, file: file.file, start, end, related: [] })
  }
}
