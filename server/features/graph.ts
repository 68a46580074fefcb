import { digest } from '#digest'
import { codeOf, type DagModel, fingerprints, type GraphDag, graphsOf, isError, type TableUses, type TargetModel } from '#language'
import type { Analyzed } from '../analyses.ts'
import { rangeOf } from '../convert.ts'
import type { GraphResult, GraphResultDag, GraphResultEdge, GraphResultInput, GraphResultTarget } from '../protocol.ts'
import { sharedTables } from './lineage.ts'

/** The graphs of a document, for the preview, the runs and their results. */
export function graphResult(analyzed: Analyzed): GraphResult {
  const { analysis, lines, file } = analyzed
  const own = analysis.diagnostics.filter(diagnostic => diagnostic.file === file)
  const prints = fingerprints(analysis, analyzed.host, text => digest(text).slice(0, 22))
  const models = analysis.file.dags
  return {
    uri: analyzed.uri,
    version: analyzed.version,
    dags: graphsOf(analysis).map(
      (dag, i): GraphResultDag => ({
        name: dag.name,
        description: dag.description,
        nameRange: rangeOf(lines, dag.nameSpan),
        range: rangeOf(lines, dag.span),
        groups: dag.groups.map(({ nameSpan, span, ...group }) => ({
          ...group,
          nameRange: rangeOf(lines, nameSpan),
          range: rangeOf(lines, span),
        })),
        tasks: dag.tasks.map(({ nameSpan, span, reads: _reads, writes: _writes, ...task }) => ({
          ...task,
          nameRange: rangeOf(lines, nameSpan),
          range: rangeOf(lines, span),
          fingerprint: prints.get(`${dag.name}/${task.name}`) ?? '',
        })),
        edges: edgesOf(dag, analysis.tablesOf(models[i]!)),
        inputs: inputsOf(models[i]!, analyzed.text),
      }),
    ),
    errors: own.filter(isError).length,
    complete: own.every(diagnostic => codeOf(diagnostic) !== 'syntax'),
    targets: targetsOf(analysis.file.targets),
  }
}

/** Edges, with the tables that go along them. */
function edgesOf({ edges }: GraphDag, tables: TableUses | null): GraphResultEdge[] {
  if (!tables) return [...edges]
  const shared = sharedTables(tables)
  return edges.map(edge => {
    const names = shared(edge.from, edge.to)
    return names.length > 0 ? { ...edge, tables: names } : edge
  })
}

function inputsOf(dag: DagModel, text: string): GraphResultInput[] {
  return dag.inputs.map(({ name, node }) => ({
    name,
    type: node.typeName?.text ?? '',
    defaultText: node.value && node.value.kind !== 'missing' ? text.slice(node.value.start, node.value.end) : null,
  }))
}

function targetsOf(targets: ReadonlyMap<string, TargetModel>): GraphResultTarget[] {
  const confirms = (target: TargetModel | undefined): boolean => {
    const value = target?.properties.get('confirm')?.value
    return value?.kind === 'literal' && value.value.type === 'boolean' && value.value.value
  }
  const others = [...targets.values()].filter(target => target.name !== 'local')
  return [
    { name: 'local', confirm: confirms(targets.get('local')) },
    ...others.map(target => ({ name: target.name, confirm: confirms(target) })),
  ]
}
