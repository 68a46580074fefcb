import type { Diagnostic } from '../diagnostics.ts'
import { needsOf } from '../evaluate/phase.ts'
import { type Version, versionOf } from '../model/effective.ts'
import { type FileModel, lookUp, type Scope, type TaskModel } from '../model/model.ts'
import { runEntries } from '../model/resolve.ts'
import type { Expression, TextNode } from '../tree.ts'
import { walk } from '../walk.ts'

type Report = (diagnostic: Diagnostic) => void

const form = /\$\{\s*([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*)*)\s*\}/g

/** `${known}` in the text of a let, where other languages interpolate and this one does not. */
export function checkLetTexts(file: FileModel, report: Report): void {
  const lets = [...file.lets, ...file.dags.flatMap(dag => [...dag.lets, ...dag.groups.flatMap(group => group.lets)])]
  for (const declared of lets) checkExpression(declared.node.value, declared.scope, file, new Set(), report)
}

/** The same in the texts of a task. */
export function checkTaskTexts(task: TaskModel, report: Report): void {
  checkVersionTexts(versionOf(task, null), report)
  for (const { target } of task.overrides) checkVersionTexts(versionOf(task, target), report)
}

function checkVersionTexts(version: Version, report: Report): void {
  let own: ReadonlySet<string> | null = null
  for (const { value, scope, file, source } of version.properties.values()) {
    if ((source !== 'task' && source !== 'on') || !needsOf(value, scope).text) continue
    own ??= variablesOf(version)
    checkExpression(value, scope, file, own, report)
  }
}

/** What a process gets as variables of its environment: there `${name}` is the shell's. */
function variablesOf({ engine, properties }: Version): ReadonlySet<string> {
  const own = new Set<string>()
  if (engine !== 'bq')
    for (const name of ['params', 'env']) {
      const value = properties.get(name)?.value
      if (value?.kind === 'map') for (const entry of value.entries) own.add(entry.key.text)
    }
  return own
}

function checkExpression(value: Expression, scope: Scope, file: FileModel, own: ReadonlySet<string>, report: Report): void {
  walk(value, node => {
    if (node.kind === 'text') checkText(node, scope, file, own, report)
  })
}

function checkText(node: TextNode, scope: Scope, file: FileModel, own: ReadonlySet<string>, report: Report): void {
  // The source, so that places need no mapping.
  for (const found of file.tree.text.slice(node.start, node.end).matchAll(form)) {
    const name = found[1]!
    if (own.has(name) || !isKnown(scope, name, found[2]!.slice(1))) continue
    const start = node.start + found.index
    report({ reason: 'text-interpolation/text', data: { name }, file: file.file, start, end: start + found[0].length, related: [] })
  }
}

function isKnown(scope: Scope, name: string, rest: string): boolean {
  const declared = lookUp(scope, name)
  if (declared === null) return false
  if (declared.kind === 'run') return (runEntries as readonly string[]).includes(rest)
  // A task or group by itself is no value, and `${target}` is somebody else's variable.
  return declared.kind === 'target' || declared.kind === 'task' || declared.kind === 'group' ? rest !== '' : true
}
