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
  readonly #isOnly: boolean

  /** `isOnly`: there is one version and one instance, so that nothing need be kept. */
  constructor(isOnly: boolean) {
    this.#isOnly = isOnly
  }

  note(params: Effective, frame: Frame, isUsedName: (name: string) => boolean): void {
    const node = params.value
    if (node.kind !== 'map' || params.source === 'defaults') return
    for (const entry of node.entries) {
      const isUsed = isUsedName(entry.key.text)
      if (this.#isOnly && isUsed) continue
      const state = this.#entries.get(entry)
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

/** Of params whose use is not known. */
export const anyName = (): boolean => true

/** Placeholders of a `bq` task against its params. `script`: the text of the file, where there is one and it can be read. */
export function checkParams(version: Version, frameOf: (effective: Effective) => Frame, script: string | null, use: ParamUse): void {
  const params = version.properties.get('params')
  const sql = version.properties.get('sql')
  let text = script
  if (sql) {
    const frame = frameOf(sql)
    const value = evaluate(sql.value, frame)
    text = value.type === 'string' ? value.value : null
    frame.context.work += (text?.length ?? 0) * costOfSql
  }
  if (text === null) {
    if (params) use.note(params, frameOf(params), anyName)
    return
  }
  const found = placeholders(text)
  if (text.includes('}}') || text.includes('{{')) reportBraces(version, frameOf, text)
  if (params) use.note(params, frameOf(params), usesOf(found, version))
  const has = params ? namesOf(params, frameOf(params)) : noNames
  if (has === null) return
  if (params) reportDates(version, frameOf, params, found, text)
  if (found.some(({ name }) => !has.test(name))) reportMissing(version, frameOf, found, has)
}

/** Whether a name is one of the placeholders, or of the params that the task's own `when` reads. */
function usesOf(found: readonly Placeholder[], version: Version): (name: string) => boolean {
  const inWhen = version.properties.has('when') ? paramsInWhen(version) : nothing
  if (found.length + inWhen.length <= few) return name => found.some(each => each.name === name) || inWhen.includes(name)
  const used = new Set([...found.map(each => each.name), ...inWhen])
  return name => used.has(name)
}

/** So many names are looked through faster than put into a table. */
const few = 8
const nothing: readonly string[] = []

function reportMissing(version: Version, frameOf: (effective: Effective) => Frame, found: readonly Placeholder[], names: Names): void {
  const sql = version.properties.get('sql')
  const source = version.properties.get('script')
  const reported = new Set<string>()
  for (const { name, span } of found) {
    if (names.test(name)) continue
    const near = nearest(name, names.all())
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
  const bare = found.filter(({ kind, quoted, span }) => kind === 'text' && !quoted && !goesOn(text, span.start))
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

/** Whether what stands there goes on a name. */
function goesOn(text: string, start: number): boolean {
  const before = text.charAt(start - 1)
  return before !== ' ' && /[\p{L}\p{N}_.]/u.test(before)
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

/** The names that params give. */
interface Names {
  test(name: string): boolean
  all(): Iterable<string>
}
const noNames: Names = { test: () => false, all: () => nothing }

/** Names of the params; `null` where they cannot be known. */
function namesOf(params: Effective, frame: Frame): Names | null {
  if (params.value.kind === 'map') {
    const { entries } = params.value
    if (entries.length <= few)
      return { test: name => entries.some(({ key }) => key.text === name), all: () => entries.map(({ key }) => key.text) }
    const names = new Set(entries.map(({ key }) => key.text))
    return { test: name => names.has(name), all: () => names }
  }
  const value = evaluate(params.value, frame)
  if (value.type === 'map') return { test: name => value.entries.has(name), all: () => value.entries.keys() }
  return typeOf(value) === null || typeOf(value) === 'map' ? null : noNames
}
