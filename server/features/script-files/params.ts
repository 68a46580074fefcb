import type { Span } from '#language'
import type { Completion } from '../completion/completion.ts'
import type { Suggestion } from '../completion/suggestion.ts'
import { entriesOf } from '../completion/words.ts'
import { type Definition, definitionsOf } from '../definition.ts'
import { hoverOf } from '../hover.ts'
import type { Subject } from '../subject.ts'
import { givesParams, nameInScript, placesIn, variablePrefix } from './places.ts'
import { isSql, type ScriptFile, type ScriptUser } from './users.ts'

/** The params that a word of a script reads, one for each task that gives it. */
export function scriptDefinitions(
  script: ScriptFile,
  offset: number,
): { readonly origin: Span; readonly found: readonly Definition[] } | null {
  const at = paramsAt(script, offset)
  const found = new Map<string, Definition>()
  for (const { user, subject } of at?.found ?? [])
    for (const each of definitionsOf(subject, user.analyzed)) found.set(`${each.name.file}\n${each.name.start}`, each)
  return at && found.size > 0 ? { origin: at.span, found: [...found.values()] } : null
}

/** What is known of the params, as Markdown. */
export function scriptHover(script: ScriptFile, offset: number): { readonly span: Span; readonly markdown: string } | null {
  const at = paramsAt(script, offset)
  const parts = new Set(at?.found.flatMap(({ user, subject }) => hoverOf(subject, user.analyzed)?.markdown ?? []))
  return at && parts.size > 0 ? { span: at.span, markdown: [...parts].join('\n\n---\n\n') } : null
}

/** So much of the text before the cursor is looked at, in characters. */
const longestWord = 200

/** The params of all tasks that run the script: behind `{` and `@` in SQL, as `DAGLINE_PARAM_NAME` in Python. */
export function scriptCompletion(script: ScriptFile, offset: number): Completion {
  const before = script.text.slice(Math.max(0, offset - longestWord), offset)
  const sql = isSql(script.file)
  const sign = (sql ? /(?<![{@])([{@])(\w*)$/ : /(?<!\w)()(D\w*)$/).exec(before)
  const word = { start: offset - (sign ? sign[2]!.length : 0), end: offset }
  const closes = sign?.[1] === '{' && script.text[offset] !== '}'
  const suggestions = new Map<string, Suggestion>()
  if (sign)
    for (const user of script.users.filter(each => givesParams(script, each)))
      for (const entry of entriesOf(user.params?.value)) {
        const name = nameInScript(script, entry.key.text)
        const label = sql ? name : `${variablePrefix}${name}`
        const value = user.params!.file.tree.text.slice(entry.value.start, entry.value.end)
        const detail = [suggestions.get(label)?.detail, value].filter(text => text !== undefined)
        suggestions.set(label, {
          label,
          kind: 'param',
          detail: [...new Set(detail)].join(' or '),
          span: word,
          ...(closes ? { insert: `${label}}` } : {}),
        })
      }
  return { word, suggestions: [...suggestions.values()], isPartial: false }
}

interface Found {
  readonly user: ScriptUser
  readonly subject: Subject
}

function paramsAt(script: ScriptFile, offset: number): { readonly span: Span; readonly found: readonly Found[] } | null {
  const place = placesIn(script).find(({ whole }) => whole.start <= offset && offset <= whole.end)
  if (!place) return null
  const found = script.users.flatMap((user): Found[] => {
    const { params, task } = user
    const entry = entriesOf(params?.value).find(each => nameInScript(script, each.key.text) === place.name)
    if (!params || !entry || !givesParams(script, user)) return []
    const { file, scope } = params
    return [{ user, subject: { kind: 'param', task, entry, file, scope, isKey: false, span: place.whole } }]
  })
  return { span: place.whole, found }
}
