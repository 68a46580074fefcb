import { enclosing, holds, inspect, locate, type Span, type TableUse, type TableUses, type TaskModel } from '#language'
import type { Analyzed } from '../analyses.ts'
import { inline } from './markdown.ts'

/** A table that a place of the document names. */
export interface TableAt {
  readonly table: string
  /** Where the document names it. */
  readonly span: Span
  readonly tables: TableUses
}

/** As many instances of a task are looked at: they name their tables at the same places. */
const mostInstances = 50

/** The table that an offset is in: in the SQL of a task, or in its `reads` or `writes`. */
export function tableAt(analyzed: Analyzed, offset: number): TableAt | null {
  const { analysis, file } = analyzed
  const { statements, expressions } = locate(analysis.file.tree, offset)
  const statement = statements[statements.length - 1]
  if (statement?.kind !== 'property' || expressions.length === 0) return null
  const { task } = enclosing(analysis.file, statements)
  const tables = task && analysis.tablesOf(task.dag)
  if (!task || !tables) return null
  const key = statement.key.text
  if (key === 'sql') return inSql(analyzed, task, tables, offset, file)
  const declared = expressions[1]
  if ((key !== 'reads' && key !== 'writes') || !declared) return null
  const value = inspect(analysis, analyzed.host, declared, task.scope, { task })
  return value.type === 'string' ? { table: tables.nameOf(value.value), span: spanOf(declared), tables } : null
}

function inSql(analyzed: Analyzed, task: TaskModel, tables: TableUses, offset: number, file: string): TableAt | null {
  const instances = analyzed.analysis.instances.get(task)
  if (!instances) return null
  for (const use of tables.ofTask({ ...instances, list: instances.list.slice(0, mostInstances) })) {
    const place = use.place()
    if (place?.file === file && holds(place, offset)) return { table: use.table, span: spanOf(place), tables }
  }
  return null
}

const spanOf = ({ start, end }: Span): Span => ({ start, end })

/** Where the tasks that create a table are declared; else those that write it. */
export function creatorsOf({ table, tables }: TableAt): readonly TaskModel[] {
  const uses = tables.ofTable(table)
  const creating = uses.filter(use => use.creates)
  return unique((creating.length > 0 ? creating : uses.filter(use => use.access === 'write')).map(use => use.instance.task))
}

/** What is said of a table: who writes it, and who reads it. */
export function tableText({ table, tables }: TableAt): string {
  const uses = tables.ofTable(table)
  const of = (access: TableUse['access']): string => named(uses.filter(use => use.access === access))
  const [writers, readers] = [of('write'), of('read')]
  return [
    `Table ${inline(table)}`,
    writers === '' ? 'Nobody here writes it.' : `Written by ${writers}.`,
    readers === '' ? 'Nobody here reads it.' : `Read by ${readers}.`,
  ].join('  \n')
}

/** The tables of a task as a list: what it reads and who writes that, what it writes and who reads that. */
export function taskTables(task: TaskModel, analyzed: Analyzed): string | null {
  const tables = analyzed.analysis.tablesOf(task.dag)
  const instances = analyzed.analysis.instances.get(task)
  if (!tables || !instances) return null
  const uses = tables.ofTask(instances)
  const rows = (access: TableUse['access'], verb: string, other: string): string[] => {
    const names = unique(uses.filter(use => use.access === access).map(use => use.table))
    const shown = names.slice(0, mostTables).map(name => {
      const others = tables.ofTable(name).filter(use => use.access !== access && use.instance.task !== task)
      return `- ${verb} ${inline(name)}${others.length > 0 ? `, ${other} ${named(others)}` : ''}`
    })
    return names.length > mostTables ? [...shown, `- ${verb} ${names.length - mostTables} more`] : shown
  }
  const text = [...rows('read', 'reads', 'written by'), ...rows('write', 'writes', 'read by')].join('\n')
  return text === '' ? null : text
}

const mostTables = 8
const mostTasks = 5

function named(uses: readonly TableUse[]): string {
  const paths = unique(uses.map(use => use.instance.task.path))
  const shown = paths.slice(0, mostTasks).map(inline).join(', ')
  return paths.length > mostTasks ? `${shown} and ${paths.length - mostTasks} more` : shown
}

const unique = <T>(items: readonly T[]): T[] => [...new Set(items)]

/** Tables that both ends of an edge touch, one of them by writing; by the names of instances. */
export function sharedTables(tables: TableUses | null): (from: string, to: string) => readonly string[] {
  const byInstance = new Map<string, Map<string, TableUse['access']>>()
  for (const name of tables?.names() ?? [])
    for (const { instance, access } of tables!.ofTable(name)) {
      const own = byInstance.get(instance.name) ?? new Map<string, TableUse['access']>()
      byInstance.set(instance.name, own)
      if (access === 'write' || !own.has(name)) own.set(name, access)
    }
  return (from, to) => {
    const [left, right] = [byInstance.get(from), byInstance.get(to)]
    if (!left || !right) return []
    return [...left].flatMap(([name, access]) => {
      const other = right.get(name)
      return other !== undefined && (access === 'write' || other === 'write') ? [name] : []
    })
  }
}
