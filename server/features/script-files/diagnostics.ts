import { type Diagnostic, type FileSpan, nearest, type Related } from '#language'
import { entriesOf } from '../completion/words.ts'
import { givesParams, nameInScript, placesIn } from './places.ts'
import { isSql, type ScriptFile, type ScriptUser } from './users.ts'

/** Places of a script that want a param which a task that runs it does not have; the related places are where the tasks name the file. */
export function scriptDiagnostics(script: ScriptFile): Diagnostic[] {
  const users = script.users.filter(user => givesParams(script, user))
  const lacks = isSql(script.file) ? sqlLacks(script, users) : (name: string) => users.filter(user => lacksVariable(script, user, name))
  const given = new Set(users.flatMap(({ params }) => entriesOf(params?.value).map(entry => nameInScript(script, entry.key.text))))
  return placesIn(script).flatMap(({ name, whole, isNeeded }): Diagnostic[] => {
    const lacking = isNeeded ? lacks(name) : []
    if (lacking.length === 0) return []
    const related = unique(lacking.map(relatedOf))
    return [{ reason: 'missing-param/placeholder', data: { name, near: nearest(name, given) }, file: script.file, ...whole, related }]
  })
}

/** As the check of the `.dag` files has found it, so that both say the same. */
function sqlLacks({ file }: ScriptFile, users: readonly ScriptUser[]): (name: string) => readonly ScriptUser[] {
  const missing = new Map<string, ScriptUser[]>()
  for (const analyzed of new Set(users.map(user => user.analyzed)))
    for (const diagnostic of analyzed.analysis.diagnostics) {
      const name = missingIn(file, diagnostic)
      if (name === null) continue
      const { file: namedIn, start } = diagnostic
      const lacking = users.filter(({ source }) => source.file.file === namedIn && source.property.value.start === start)
      missing.set(name, [...(missing.get(name) ?? []), ...lacking])
    }
  return name => missing.get(name) ?? []
}

/** The param that a placeholder of the file wants. Of `sql: file(…)` the check does not say where the placeholder is. */
function missingIn(file: string, { reason, data, related }: Diagnostic): string | null {
  if (reason === 'missing-param/placeholder') return data.name
  if (reason !== 'missing-param/script') return null
  return related.find(place => place.note === 'placeholder' && place.file === file) ? (data.names[0] ?? null) : null
}

/** Where params or environment are computed, nothing is said. */
function lacksVariable(script: ScriptFile, { params, env }: ScriptUser, name: string): boolean {
  if ((params && params.value.kind !== 'map') || (env && env.value.kind !== 'map')) return false
  return (
    !entriesOf(params?.value).some(entry => nameInScript(script, entry.key.text) === name) &&
    !entriesOf(env?.value).some(entry => entry.key.text === `DAGLINE_PARAM_${name}`)
  )
}

function relatedOf({ task, source }: ScriptUser): Related {
  const { start, end } = source.value
  return { note: 'runs', data: { task: task.path }, file: source.file.file, start, end }
}

function unique<T extends FileSpan & { readonly data: object }>(places: readonly T[]): T[] {
  return [...new Map(places.map(place => [`${place.file}\n${place.start}\n${JSON.stringify(place.data)}`, place])).values()]
}
