import { type CursorPlace, placeholders, type tree, versionOf } from '#language'
import type { Workspace } from '../../workspace.ts'
import { variablePrefix } from '../script-files/places.ts'
import { readScript } from '../scripts.ts'
import { engineAt, propertiesAt, shapeAt } from './schemas.ts'
import type { CompletionContext, Suggestion } from './suggestion.ts'
import { entriesOf, wordsOf } from './words.ts'

type Quoted = Extract<CursorPlace, { kind: 'quoted' }>

/** Inside a string or text: a path, a word of a list, or a param of the script. */
export function quotedSuggestions(context: CompletionContext, place: Quoted): Suggestion[] {
  const { statement, steps } = place.value
  const key = statement.kind === 'property' ? statement.key.text : ''
  if (steps.length === 0 && (key === 'sql' || key === 'run')) return paramSuggestions(context, place, key)
  if (place.isText) return []
  const last = steps[steps.length - 1]
  if (last?.kind === 'argument') return last.name === 'file' ? pathSuggestions(context, place.content, []) : []
  const shape = shapeAt(statement, steps, propertiesAt(context))
  if (!shape) return []
  if (shape.kind === 'path')
    return pathSuggestions(context, place.content, key === 'config' ? yaml : (extensions[engineAt(context) ?? ''] ?? []))
  return wordsOf(context, shape).map(word => ({ ...word, span: place.content }))
}

const yaml = ['.yaml', '.yml']
const extensions: Readonly<Record<string, readonly string[]>> = {
  bq: ['.sql'],
  spark: ['.py'],
  python: ['.py'],
  js: ['.js', '.mjs', '.cjs'],
  shell: ['.sh', '.bash', '.zsh', '.ps1', '.cmd', '.bat'],
}

/** Files and folders beside the document. `wanted`: extensions that come first and alone, where any are known. */
export function pathSuggestions(
  { analyzed, workspace, cursor }: CompletionContext,
  content: { readonly start: number; readonly end: number },
  wanted: readonly string[],
): Suggestion[] {
  const before = analyzed.text.slice(content.start, cursor.offset)
  const slash = before.lastIndexOf('/')
  const folder = before.slice(0, slash + 1)
  const span = { start: content.start + slash + 1, end: content.end }
  return listFolder(workspace, analyzed.file, folder)
    .filter(entry => entry.isFolder || wanted.length === 0 || wanted.includes(extensionOf(entry.name)))
    .map(({ name, isFolder }) => ({
      label: isFolder ? `${name}/` : name,
      kind: isFolder ? 'folder' : 'file',
      span,
      rank: isFolder ? 2 : 1,
      goesOn: isFolder,
    }))
}

/** With its dot, in small letters; empty where there is none. */
function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? name.slice(dot).toLowerCase() : ''
}

function listFolder(workspace: Workspace, from: string, folder: string): readonly { readonly name: string; readonly isFolder: boolean }[] {
  return workspace.list(from, folder === '' ? '.' : folder).filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
}

/** `{name}` and `@name` in SQL, `$name` in a shell’s script, and what the environment calls a param there and in Python. */
function paramSuggestions(context: CompletionContext, place: Quoted, key: 'sql' | 'run'): Suggestion[] {
  const { analyzed, cursor, around } = context
  const engine = engineAt(context)
  const before = analyzed.text.slice(place.content.start, cursor.offset)
  const sign = (key === 'sql' ? /[{@](\w*)$/ : engine === 'shell' ? /\$\{?(\w*)$/ : null)?.exec(before)
  const variable = key === 'run' && (engine === 'shell' || engine === 'python') ? /(?<!\w)D\w*$/.exec(before) : null
  const word = sign?.[1] ?? variable?.[0]
  if (word === undefined || !around.task) return []
  const span = { start: cursor.offset - word.length, end: cursor.offset }
  const isOpen = sign?.[0].includes('{') && analyzed.text[cursor.offset] !== '}'
  const on = cursor.blocks.findLast(block => block.kind === 'on')
  const params = versionOf(around.task, on?.kind === 'on' ? (on.target?.text ?? null) : null).properties.get('params')
  return entriesOf(params?.value).flatMap(entry => {
    const name = entry.key.text
    const labels = [...(sign ? [name] : []), ...(variable ? [`${variablePrefix}${name.toUpperCase()}`] : [])]
    const detail = params!.file.tree.text.slice(entry.value.start, entry.value.end)
    return labels.map((label): Suggestion => ({ label, kind: 'param', detail, span, ...(isOpen ? { insert: `${label}}` } : {}) }))
  })
}

/** Params that the script wants and that are not given yet. */
export function missingParams(context: CompletionContext, map: tree.MapNode | null): Suggestion[] {
  const task = context.around.task
  const text = task && readScript(context.analyzed, task)
  if (!text) return []
  const given = new Set(map?.entries.filter(entry => entry.key.start !== context.cursor.word.start).map(entry => entry.key.text))
  const names = new Set(placeholders(text.text).map(placeholder => placeholder.name))
  return [...names]
    .filter(name => !given.has(name))
    .map(label => ({ label, kind: 'param', detail: 'wanted by the script', insert: `${label}: `, rank: 0 }))
}
