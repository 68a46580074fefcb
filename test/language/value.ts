import { fromJson, show, toJson, type Value } from '#language'
import { CheckContext } from '../../language/checks/check-context.ts'
import { known } from '../../language/evaluate/abstract.ts'
import { evaluate } from '../../language/evaluate/evaluate.ts'
import { analyzed, standardFiles } from './check.ts'
import { memoryHost } from './memory-host.ts'

/** The value of an expression at the top of a file; null where it is wrong or unknown. `before`: other declarations. */
export function valueIn(expression: string, before = ''): Value | null {
  const { file, diagnostics } = analyzed(`${before}\nlet value_ = ${expression}\n`)
  if (diagnostics.length > 0) return null
  const declared = file.lets.find(each => each.name === 'value_')!
  const context = new CheckContext(file, memoryHost(standardFiles), 'local', () => {})
  return known(evaluate(declared.node.value, { file: file.file, scope: file.scope, context, matrix: new Map(), typesOnly: false }))
}

/** As a string shows it; lists and maps as JSON, `wrong` where there is no value. */
export function shown(expression: string, before = ''): string {
  const value = valueIn(expression, before)
  return value === null ? 'wrong' : (show(value) ?? JSON.stringify(toJson(value)))
}

export const roundTrip = (value: Value): Value => fromJson(toJson(value))
