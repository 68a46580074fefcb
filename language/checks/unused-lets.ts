import type { Diagnostic } from '../diagnostics.ts'
import type { FileModel, LetModel } from '../model/model.ts'

/** Lets of dags and groups that nothing names; those at the top of a file may be there for others. */
export function checkUnusedLets(file: FileModel, isUsed: (declared: LetModel) => boolean, report: (diagnostic: Diagnostic) => void): void {
  const lets = file.dags.flatMap(dag => [...dag.lets, ...dag.groups.flatMap(group => group.lets)])
  for (const declared of lets) {
    const { name } = declared.node
    // The second of two declarations is reported already.
    if (!name || isUsed(declared) || declared.scope.names.get(name.text) !== declared) continue
    const { start, end } = name
    report({ reason: 'unused-let/let', data: { name: name.text }, file: file.file, start, end, related: [] })
  }
}
