import { type GraphDag, type GraphGroup, type GraphTask, LineIndex } from '#language'

/** `{"dags":[…]}`, with places from 1. */
export function graphJson(dags: readonly GraphDag[], text: string): string {
  const index = new LineIndex(text)
  return JSON.stringify({
    dags: dags.map(dag => ({
      name: dag.name,
      tasks: dag.tasks.map(({ name, engine, group, nameSpan }) => {
        const { line, column } = index.position(nameSpan.start)
        return { name, engine, group, line: line + 1, column: column + 1 }
      }),
      edges: dag.edges,
    })),
  })
}

/** Flowcharts of Mermaid; several dags are boxes of one chart. */
export function graphMermaid(dags: readonly GraphDag[]): string {
  const lines = ['flowchart LR']
  const ids = new Ids()
  const quoted = (text: string): string =>
    `"${text.replaceAll('&', '#amp;').replaceAll('"', '#quot;').replaceAll('<', '#lt;').replaceAll('>', '#gt;')}"`
  for (const [i, dag] of dags.entries()) {
    const prefix = dags.length > 1 ? `${i}/` : ''
    const box = (indent: string, id: string, title: string, content: () => void): void => {
      lines.push(`${indent}subgraph ${id}[${quoted(title)}]`)
      content()
      lines.push(`${indent}end`)
    }
    const content = (indent: string): void =>
      nested(dag, indent, {
        group: (group, at, inner) => box(at, ids.of(`${prefix}group ${group.name}`), lastPart(group.name), inner),
        task: (task, at) => lines.push(`${at}${ids.of(prefix + task.name)}[${quoted(task.label)}]`),
      })
    if (dags.length > 1) box('  ', ids.of(`dag ${i}`), dag.name, () => content('    '))
    else content('  ')
    for (const { from, to } of dag.edges) lines.push(`  ${ids.of(prefix + from)} --> ${ids.of(prefix + to)}`)
  }
  return lines.join('\n')
}

/** One digraph of Graphviz; groups are clusters. */
export function graphDot(dags: readonly GraphDag[]): string {
  const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
  const lines = [`digraph ${quoted(dags.length === 1 ? dags[0]!.name : 'dagline')} {`, '  rankdir=LR', '  node [shape=box, style=rounded]']
  for (const dag of dags) {
    const prefix = dags.length > 1 ? `${dag.name}/` : ''
    const box = (indent: string, id: string, title: string, content: () => void): void => {
      lines.push(`${indent}subgraph ${quoted(`cluster_${id}`)} {`, `${indent}  label=${quoted(title)}`)
      content()
      lines.push(`${indent}}`)
    }
    const content = (indent: string): void =>
      nested(dag, indent, {
        group: (group, at, inner) => box(at, prefix + group.name, lastPart(group.name), inner),
        task: (task, at) => lines.push(`${at}${quoted(prefix + task.name)} [label=${quoted(task.label)}]`),
      })
    if (dags.length > 1) box('  ', dag.name, dag.name, () => content('    '))
    else content('  ')
    for (const { from, to } of dag.edges) lines.push(`  ${quoted(prefix + from)} -> ${quoted(prefix + to)}`)
  }
  return [...lines, '}'].join('\n')
}

interface Draw {
  group(group: GraphGroup, indent: string, inner: () => void): void
  task(task: GraphTask, indent: string): void
}

/** Tasks and groups from the outside in. */
function nested(dag: GraphDag, indent: string, draw: Draw): void {
  const tasks = Map.groupBy(dag.tasks, task => task.group)
  const groups = Map.groupBy(dag.groups, group => group.parent)
  const content = (parent: string | null, at: string): void => {
    for (const task of tasks.get(parent) ?? []) draw.task(task, at)
    for (const group of groups.get(parent) ?? []) draw.group(group, at, () => content(group.name, `${at}  `))
  }
  content(null, indent)
}

/** Short words for names that a chart's syntax does not take. */
class Ids {
  readonly #ids = new Map<string, string>()

  of(name: string): string {
    const before = this.#ids.get(name)
    if (before !== undefined) return before
    const id = `n${this.#ids.size}`
    this.#ids.set(name, id)
    return id
  }
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1)
