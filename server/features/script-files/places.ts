import { placeholders, type Span } from '#language'
import { nameIn } from '../params.ts'
import { isSql, type ScriptFile, type ScriptUser } from './users.ts'

/** A word of a script that reads a param. */
export interface ScriptPlace {
  /** As the script writes it: in capitals in Python. */
  readonly name: string
  readonly span: Span
  /** With the braces, or with the `@`. */
  readonly whole: Span
  /** Whether nothing but a param can give the value, so that the script fails without one. */
  readonly isNeeded: boolean
}

/** What the environment calls the params of a task begins so. */
export const variablePrefix = 'DAGLINE_PARAM_'

/** `{name}` and `@name` in SQL, `DAGLINE_PARAM_NAME` in Python. */
export function placesIn({ file, text }: ScriptFile): ScriptPlace[] {
  if (isSql(file)) return placeholders(text).map(each => ({ name: each.name, span: nameIn(each), whole: each.span, isNeeded: true }))
  return variablesIn(text)
}

/** `DAGLINE_PARAM_NAME` in Python, and in a script of a shell. */
export function variablesIn(text: string): ScriptPlace[] {
  return [...text.matchAll(variable)].flatMap(match => {
    if (isInComment(text, match.index)) return []
    const end = match.index + match[1]!.length + variablePrefix.length + match[2]!.length
    const start = end - match[2]!.length
    const whole = { start: start - variablePrefix.length, end }
    // `environ["…"]` fails where there is none; one that is set, or asked for with `get`, does not.
    return [{ name: match[2]!, span: { start, end }, whole, isNeeded: match[1] !== '' && match[3] !== undefined }]
  })
}

const variable = /((?:\benviron\s*\[\s*["'])?)(?<!\w)DAGLINE_PARAM_([A-Z0-9_]+)\b(["']\s*\](?!\s*=(?!=)))?/g

const quotedText = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g

/** As far as one line tells: in a text of several lines the sign may be a part of the text. */
function isInComment(text: string, offset: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)
  return /^[^"'#]*#/.test(before.replaceAll(quotedText, ''))
}

/** Whether a task gives its params to the file in the way that the file's places read them. */
export function givesParams({ file }: ScriptFile, { engine }: ScriptUser): boolean {
  return engine === (isSql(file) ? 'bq' : 'python')
}

/** What a param is called in the script. */
export function nameInScript({ file }: ScriptFile, param: string): string {
  return isSql(file) ? param : param.toUpperCase()
}
