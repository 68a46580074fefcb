import { type Abstract, inspect, known, type TaskModel, type Value, versionOf } from '#language'
import { placeholders, renderForCheck } from '#language/sql'
import type { Analyzed } from '../analyses.ts'
import { codeBlock, cut } from './markdown.ts'
import { readScript } from './scripts.ts'
import { valueText } from './texts.ts'

/** How much of a script is shown. */
export interface ScriptLimits {
  readonly lines: number
  readonly characters: number
}

/** Beyond this a script is not rendered for a look at its beginning. */
const longestScript = 100_000

/**
 * The SQL of a `bq` task as it would run, as far as it is known: what is not yet keeps its placeholder. Values of `@name` stand
 * above it as comments. `null` where there is no SQL to be seen.
 */
export function renderedScript(task: TaskModel, analyzed: Analyzed, most: ScriptLimits): string | null {
  const script = readScript(analyzed, task)
  if (!script || script.text.trim() === '') return null
  const text = script.text.slice(0, longestScript)
  const params = paramsOf(task, analyzed)
  const wanted = placeholders(text)
  const values = new Map(
    wanted.map(({ name }): [string, Value] => [name, settled(params.get(name)) ?? { type: 'string', value: `{${name}}` }]),
  )
  const bound = [...new Set(wanted.filter(each => each.kind === 'parameter').map(each => each.name))].flatMap(name => {
    const value = params.get(name)
    const shown = value && valueText(value)
    return shown ? [`-- @${name} is ${shown.replaceAll(/\s+/g, ' ')}`] : []
  })
  const { sql } = renderForCheck(text, values)
  return codeBlock(cut([...bound, sql.trim()].join('\n'), most), 'sql')
}

const settled = (value: Abstract | undefined): Value | null => (value ? known(value) : null)

/** Of the first instance, on the target `local`. */
function paramsOf(task: TaskModel, { analysis, host }: Analyzed): ReadonlyMap<string, Abstract> {
  const params = versionOf(task, null).properties.get('params')
  const value = params ? inspect(analysis, host, params.value, params.scope, { task }) : null
  return value?.type === 'map' ? value.entries : new Map()
}
