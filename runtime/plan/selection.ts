/** What of a graph a run is to run, by words of the command line. */
export interface SelectionWords {
  readonly only?: readonly string[]
  readonly from?: readonly string[]
  readonly until?: readonly string[]
}

export interface SelectableTask {
  readonly name: string
  readonly declaration: string
  readonly upstreams: readonly number[]
}

export type Selection =
  | { readonly kind: 'selected'; readonly tasks: ReadonlySet<number> }
  | { readonly kind: 'unknown'; readonly words: readonly string[] }
  | { readonly kind: 'empty' }

/**
 * `only`: these tasks. `from`: these and all that is downstream of one. `until`: these and all that is upstream of one. Given
 * together, what all of them name. A word is an instance (`extract[#0]`), a task (all its instances) or a group (all in it).
 */
export function select(tasks: readonly SelectableTask[], words: SelectionWords): Selection {
  const unknown: string[] = []
  const named = nameIndex(tasks)
  const find = (list: readonly string[]): Set<number> => {
    const found = new Set<number>()
    for (const word of list) {
      const members = named.get(word)
      if (members === undefined) unknown.push(word)
      else for (const member of members) found.add(member)
    }
    return found
  }
  const parts: Set<number>[] = []
  if (words.only?.length) parts.push(find(words.only))
  if (words.from?.length) parts.push(downstream(tasks, find(words.from)))
  if (words.until?.length) parts.push(upstream(tasks, find(words.until)))
  if (unknown.length > 0) return { kind: 'unknown', words: unknown }
  const all = parts.shift() ?? new Set(tasks.keys())
  const selected = new Set([...all].filter(task => parts.every(part => part.has(task))))
  return selected.size === 0 ? { kind: 'empty' } : { kind: 'selected', tasks: selected }
}

function nameIndex(tasks: readonly SelectableTask[]): Map<string, number[]> {
  const index = new Map<string, number[]>()
  const add = (word: string, task: number): void => {
    const members = index.get(word)
    if (members === undefined) index.set(word, [task])
    else if (members.at(-1) !== task) members.push(task)
  }
  for (const [i, task] of tasks.entries()) {
    add(task.name, i)
    add(task.declaration, i)
    for (let dot = task.declaration.lastIndexOf('.'); dot > 0; dot = task.declaration.lastIndexOf('.', dot - 1))
      add(task.declaration.slice(0, dot), i)
  }
  return index
}

function downstream(tasks: readonly SelectableTask[], found: Set<number>): Set<number> {
  for (const [i, task] of tasks.entries()) if (task.upstreams.some(up => found.has(up))) found.add(i)
  return found
}

function upstream(tasks: readonly SelectableTask[], found: Set<number>): Set<number> {
  for (let i = tasks.length - 1; i >= 0; i--) if (found.has(i)) for (const up of tasks[i]!.upstreams) found.add(up)
  return found
}
