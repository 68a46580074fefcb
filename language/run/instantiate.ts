import type { Analysis } from '../analyze.ts'
import { type Diagnostic, isError } from '../diagnostics.ts'
import { known } from '../evaluate/abstract.ts'
import { writtenEdges } from '../graph/edges.ts'
import { expandMatrix, type Instances } from '../graph/matrix.ts'
import { orderTasks } from '../graph/order.ts'
import type { Host } from '../host.ts'
import { type Version, versionOf } from '../model/effective.ts'
import type { TaskModel } from '../model/model.ts'
import type { RunGraph, StartOptions } from '../run-graph.ts'
import type { Value } from '../values.ts'
import { dagValues } from './dag-values.ts'
import { linkInstances } from './link.ts'
import { RunContext } from './run-context.ts'
import { PlaceFinder, RunTaskModel } from './run-task.ts'

/** A run graph, or what keeps the dag from running with these inputs on this target. */
export type Instantiated =
  | { readonly ok: true; readonly graph: RunGraph }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

/** Makes a dag ready to run: instances, edges, and properties that are evaluated when their time comes. The file has no errors. */
export function instantiate(host: Host, analysis: Analysis, options: StartOptions): Instantiated {
  const dag = analysis.file.dags.find(candidate => candidate.name === options.dag)
  if (!dag) throw new Error(`no dag ${options.dag}`)
  const context = new RunContext(analysis.file, host, options, null)
  const properties = dagValues(dag, context)
  const targetProperties = new Map<string, Value>()
  for (const name of analysis.file.targets.get(options.target)?.properties.keys() ?? []) {
    const value = known(context.target(name))
    if (value) targetProperties.set(name, value)
  }
  const project = known(context.target('project'))
  if (project && project.type !== 'null') targetProperties.set('project', project)
  const instances = new Map<TaskModel, Instances>()
  for (const task of dag.tasks) instances.set(task, withoutHidden(expandMatrix(task, context), analysis.instances.get(task), options))
  const versions = new Map<TaskModel, Version>(dag.tasks.map(task => [task, versionOf(task, options.target)]))
  const ignore = (): void => {}
  const written = writtenEdges(dag, task => [versions.get(task)!], ignore)
  const edges = orderTasks(written, task => instances.get(task)!.list.length === 0)
  const failures = context.failures.filter(isError)
  if (failures.length > 0) return { ok: false, diagnostics: failures }
  const linked = linkInstances(dag.tasks, instances, edges)
  const places = new PlaceFinder(host, analysis.file)
  const shared = { host, options, places, instances, indexOf: linked.indexOf }
  const tasks = linked.order.map(
    ({ instance, upstreams }, index) => new RunTaskModel(index, instance, versions.get(instance.task)!, upstreams, shared),
  )
  return { ok: true, graph: { dag: dag.name, file: analysis.file.file, target: options.target, targetProperties, properties, tasks } }
}

/** Instances whose names are to be hidden are called by the places of their values: `deploy[#0,#2]`. */
function withoutHidden(expanded: Instances, inFile: Instances | undefined, { hides }: StartOptions): Instances {
  if (hides === undefined || !expanded.list.some(instance => hides(instance.name))) return expanded
  const shown = new Set(inFile?.list.map(instance => instance.name))
  return {
    ...expanded,
    list: expanded.list.map(instance => {
      if (shown.has(instance.name) || !hides(instance.name)) return instance
      return { ...instance, name: `${instance.task.path}[${instance.at.map(place => `#${place}`).join(',')}]` }
    }),
  }
}
