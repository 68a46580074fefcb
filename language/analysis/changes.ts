import type { DagModel, FileModel, GroupModel, TaskModel } from '../model/model.ts'
import type { TextChange } from '../text-change.ts'
import type * as tree from '../tree.ts'

/** A task that has become another node of the same name. */
export interface ChangedTask {
  readonly task: TaskModel
  readonly node: tree.Task
}

/** More changed tasks than these are no edit by hand: then all is looked at again. */
const most = 8

interface Level {
  /** As they were; the tree's own list may change. */
  readonly items: tree.Statement[]
  /** Where they began. */
  readonly starts: number[]
  readonly inner: ReadonlyMap<tree.Statement, Level>
}
type Open = { node: tree.Dag | tree.Group }

/** Remembers the parts of a file's tree, to tell which of them are others in its next tree: a comparison of references. */
export class TreeShape {
  readonly #top: Level
  readonly #tasks = new Map<tree.Statement, TaskModel>()
  readonly #blocks = new Map<tree.Statement, DagModel | GroupModel>()

  constructor(file: FileModel) {
    for (const dag of file.dags) {
      this.#blocks.set(dag.node, dag)
      for (const group of dag.groups) this.#blocks.set(group.node, group)
      for (const task of dag.tasks) this.#tasks.set(task.node, task)
    }
    for (const task of file.duplicates) this.#tasks.set(task.node, task)
    this.#top = levelOf(file.tree.items)
  }

  /**
   * The tasks that are others in a new tree of the file; `null` where anything else is, or where what stayed has not moved as
   * `change` says, as when text was changed before and after it. The models of dags and groups get their new nodes.
   */
  changed(next: tree.Tree, change: TextChange): ChangedTask[] | null {
    const found: ChangedTask[] = []
    return this.#compare(this.#top, next.items, change, found) && found.length <= most ? found : null
  }

  #compare(level: Level, items: readonly tree.Statement[], change: TextChange, found: ChangedTask[]): boolean {
    if (level.items.length !== items.length) return false
    for (let i = 0; i < items.length; i++) {
      const before = level.items[i]!
      const now = items[i]!
      const { start } = now
      if (before === now && start !== moved(level.starts[i]!, change)) return false
      level.starts[i] = start
      if (now.kind === 'dag' || now.kind === 'group') {
        if (!this.#compareBlock(level, i, now, change, found)) return false
      } else if (before !== now) {
        const task = this.#tasks.get(before)
        if (!task || now.kind !== 'task' || now.name === null || now.name.text !== task.name) return false
        found.push({ task, node: now })
        level.items[i] = now
        this.#tasks.delete(before)
        this.#tasks.set(now, task)
      }
    }
    return true
  }

  #compareBlock(level: Level, index: number, now: tree.Dag | tree.Group, change: TextChange, found: ChangedTask[]): boolean {
    const before = level.items[index]!
    const inner = level.inner.get(before)
    const block = this.#blocks.get(before)
    if (!inner || !block || now.kind !== before.kind || (now.name?.text ?? '') !== block.name) return false
    if (before !== now) {
      const open: Open = block
      open.node = now
      level.items[index] = now
      ;(level.inner as Map<tree.Statement, Level>).set(now, inner)
      this.#blocks.set(now, block)
    }
    return this.#compare(inner, now.body.items, change, found)
  }
}

function levelOf(items: readonly tree.Statement[]): Level {
  const inner = new Map<tree.Statement, Level>()
  for (const item of items) if (item.kind === 'dag' || item.kind === 'group') inner.set(item, levelOf(item.body.items))
  return { items: [...items], starts: items.map(item => item.start), inner }
}

/** Where a place is after a change; `null` of one that the change has replaced. */
function moved(at: number, { start, oldEnd, newEnd }: TextChange): number | null {
  if (at >= oldEnd) return at + newEnd - oldEnd
  return at < start ? at : null
}
