import type { Note } from '../diagnostics.ts'
import { type Abstract, typeOf } from '../evaluate/abstract.ts'
import { type Frame, fail, type Reported } from '../evaluate/context.ts'
import { evaluate } from '../evaluate/evaluate.ts'
import type { Effective, Version } from '../model/effective.ts'
import { nearest } from '../near.ts'
import type { Span } from '../span.ts'
import { loneBraces } from '../sql/lone-braces.ts'
import { type Placeholder, placeholders } from '../sql/placeholders.ts'
import { spanInSource } from '../text-map.ts'
import type { MapEntry } from '../tree.ts'
import { walk } from '../walk.ts'

/** What a character of SQL costs to understand, in bytes of a value to make. */
export const costOfSql = 20

/** Scripts that are kept elsewhere, by scheme. */
const remote = /^(gs|s3|db):\/\//

/** Which params a script uses: over all versions and instances of a task, so that a param is unused only if no version uses it. */
export class ParamUse {
  readonly #entries = new Map<MapEntry, { readonly frame: Frame; used: boolean }>()

  note(params: Effective, frame: Frame, used: ReadonlySet<string> | null): void {
    const node = params.value
    if (node.kind !== 'map' || params.source === 'defaults') return
    for (const entry of node.entries) {
      const state = this.#entries.get(entry)
      const isUsed = used === null || used.has(entry.key.text)
      if (state) state.used ||= isUsed
      else this.#entries.set(entry, { frame, used: isUsed })
    }
  }

  report(): void {
    for (const [entry, { frame, used }] of this.#entries)
      if (!used) fail(frame, entry.key, { reason: 'unused-param/param', data: { name: entry.key.text } })
  }
}

/** Checks that files exist, and that placeholders and params of SQL fit. `value`: of the property, evaluated in the frame. */
export function checkFile(effective: Effective, value: Abstract, frame: Frame): string | null {
  if (value.type !== 'string' || remote.test(value.value)) return null
  const path = value.value
  const at: Frame = { ...frame, file: effective.file.file }
  const text = frame.context.read(effective.file.file, path)
  switch (text.kind) {
    case 'text':
      return text.text
    case 'missing':
      fail(at, effective.value, { reason: 'script-not-found/file', data: { path } })
      return null
    case 'outside':
      fail(at, effective.value, { reason: 'script-not-found/outside', data: { path } })
      return null
    case 'unreadable':
      fail(at, effective.value, { reason: 'script-not-found/unreadable', data: { path, reason: text.reason } })
      return null
    case 'pending':
      return null
  }
}

/** Placeholders of a `bq` task against its params. `script`: the text of the file, where there is one and it can be read. */
export function checkParams(version: Version, frameOf: (effective: Effective) => Frame, script: string | null, use: ParamUse): void {
  const params = version.properties.get('params')
  const sql = version.properties.get('sql')
  const source = version.properties.get('script')
  const names = params ? namesOf(params, frameOf(params)) : new Set<string>()
  let text = script
  if (sql) {
    const value = evaluate(sql.value, frameOf(sql))
    text = value.type === 'string' ? value.value : null
    frameOf(sql).context.work += (text?.length ?? 0) * costOfSql
  }
  const found = text === null ? null : placeholders(text)
  if (text?.includes('}}') || text?.includes('{{')) reportBraces(version, frameOf, text)
  if (params) use.note(params, frameOf(params), found && new Set([...found.map(each => each.name), ...paramsInWhen(version)]))
  if (!found || names === null) return
  if (params) reportDates(version, frameOf, params, found, text!)
  const reported = new Set<string>()
  for (const { name, span } of found) {
    if (names.has(name)) continue
    const near = nearest(name, names)
    if (sql) {
      const frame: Frame = { ...frameOf(sql), file: sql.file.file }
      fail(frame, spanInSource(sql.value, span.start, span.end) ?? sql.value, { reason: 'missing-param/placeholder', data: { name, near } })
    } else if (source && !reported.has(name)) {
      reported.add(name)
      reportInScript(source, frameOf(source), name, span)
    }
  }
}

function reportBraces(version: Version, frameOf: (effective: Effective) => Frame, text: string): void {
  for (const span of loneBraces(text))
    reportInSql(version, frameOf, span, { reason: 'braces/sql', data: { brace: text[span.start]! } }, { note: 'braces', data: {} })
}

/** Reports at a place in the SQL: in the `sql` itself, or at the `script` with the place in its file beside it. */
function reportInSql(version: Version, frameOf: (effective: Effective) => Frame, span: Span, fact: Reported, note: Note): void {
  const property = version.properties.get('sql') ?? version.properties.get('script')
  if (property === undefined) return
  const frame: Frame = { ...frameOf(property), file: property.file.file }
  const inText = version.properties.has('sql')
  const path = inText ? null : evaluate(property.value, frameOf(property))
  const file = path?.type === 'string' ? frame.context.fileOf(property.file.file, path.value) : null
  const at = inText ? (spanInSource(property.value, span.start, span.end) ?? property.value) : property.value
  fail(frame, at, fact, file === null ? [] : [{ ...note, file, start: span.start, end: span.end }])
}

/** Dates that SQL would take for a subtraction: placeholders of text outside quotes, unless they go on a name. */
function reportDates(
  version: Version,
  frameOf: (effective: Effective) => Frame,
  params: Effective,
  found: readonly Placeholder[],
  text: string,
): void {
  const bare = found.filter(
    ({ kind, quoted, span }) => kind === 'text' && !quoted && !/[\p{L}\p{N}_.]/u.test(text.slice(0, span.start).slice(-1)),
  )
  if (bare.length === 0) return
  const values = evaluate(params.value, frameOf(params))
  if (values.type !== 'map') return
  for (const { name, span } of bare) {
    const value = values.entries.get(name)
    if (value && typeOf(value) === 'date')
      reportInSql(
        version,
        frameOf,
        span,
        { reason: 'date-arithmetic/placeholder', data: { name } },
        { note: 'placeholder', data: { name } },
      )
  }
}

/** Params that the task's own `when` reads. */
function paramsInWhen(version: Version): string[] {
  const names: string[] = []
  const when = version.properties.get('when')
  if (when)
    walk(when.value, node => {
      if (node.kind === 'ref' && node.path[0]!.text === 'params' && node.path[1]) names.push(node.path[1].text)
    })
  return names
}

function reportInScript(source: Effective, frame: Frame, name: string, span: { readonly start: number; readonly end: number }): void {
  const path = evaluate(source.value, frame)
  if (path.type !== 'string') return
  const file = frame.context.fileOf(source.file.file, path.value)
  fail(
    { ...frame, file: source.file.file },
    source.value,
    { reason: 'missing-param/script', data: { names: [name], path: path.value } },
    file === null ? [] : [{ note: 'placeholder', data: { name }, file, start: span.start, end: span.end }],
  )
}

/** Names of the params; `null` where they cannot be known. */
function namesOf(params: Effective, frame: Frame): Set<string> | null {
  if (params.value.kind === 'map') return new Set(params.value.entries.map(entry => entry.key.text))
  const value = evaluate(params.value, frame)
  if (value.type === 'map') return new Set(value.entries.keys())
  return typeOf(value) === null || typeOf(value) === 'map' ? null : new Set()
}
