import { realpathSync } from 'node:fs'
import { isAbsolute, relative, sep } from 'node:path'
import { REFUSED_IN_FILE } from './load-values.ts'

/**
 * What DuckDB says of a file that LOAD DATA reads, in plain words that begin with the file and its line where it tells them;
 * null where it speaks of no file. Its advice names options that BigQuery's SQL does not have. `folder`: paths are told from there.
 */
export function fileFailure(raw: string, folder: string): string | null {
  return (
    valueFailure(raw, folder) ??
    csvFailure(raw, folder) ??
    filesDiffer(raw, folder) ??
    jsonFailure(raw, folder) ??
    parquetFailure(raw, folder)
  )
}

/** What the translation itself says of a value. */
function valueFailure(raw: string, folder: string): string | null {
  const at = raw.indexOf(REFUSED_IN_FILE)
  const found = at < 0 ? null : /^("(?:[^"\\]|\\.)*"): ([\s\S]*)$/.exec(raw.slice(at + REFUSED_IN_FILE.length))
  return found ? `${shown(JSON.parse(found[1]!) as string, folder)}: ${found[2]!.trim()}` : null
}

function csvFailure(raw: string, folder: string): string | null {
  const unread = /Error when sniffing file "(.*)"/.exec(raw)
  if (unread)
    return `${shown(unread[1]!, folder)} cannot be read as CSV: look at its quotes, its delimiter and whether all lines have as many values, or name the columns in LOAD DATA`
  const line = /CSV Error on Line: (\d+)/.exec(raw)?.[1]
  // What the file itself says stands before.
  const file = [...raw.matchAll(/^\s*file = (.*)$/gm)].at(-1)?.[1]
  if (line === undefined || file === undefined) return null
  return `${shown(file, folder)}:${line}: ${csvWords(raw, line)}`
}

function csvWords(raw: string, line: string): string {
  const value = /^Error when converting column "(.*)"\. Could not convert string "([\s\S]*?)" to '(.*)'$/m.exec(raw)
  if (value) {
    const isGuessed = !/^\s*header = false \(Set By User\)/m.test(raw)
    const mayBeNames = line === '1' && /^\s*skip_rows = 0/m.test(raw) && !isGuessed
    const advice = mayBeNames
      ? '; if this line has the names of the columns, write skip_leading_rows = 1'
      : isGuessed
        ? ', which was guessed from the first lines; write the columns and their types in LOAD DATA'
        : ''
    return `${JSON.stringify(cut(value[2]!))} does not fit the column ${value[1]} of type ${typeName(value[3]!)}${advice}`
  }
  const count = /^Expected Number of Columns: (\d+) Found: (\d+)/m.exec(raw)
  if (count) return `this line has ${count[2]} ${count[2] === '1' ? 'value' : 'values'}, not ${count[1]}, one for each column`
  if (/^Value with unterminated quote found/m.test(raw)) return 'a quoted value does not end'
  if (/^Invalid unicode/m.test(raw)) return 'this is not UTF-8; save the file as UTF-8'
  if (/Maximum line size of/.test(raw)) return 'this line is longer than 2 MB'
  return 'this line cannot be read as CSV with these options'
}

function filesDiffer(raw: string, folder: string): string | null {
  const files = /Schema mismatch between globbed files\.\s*Main file schema: (.*)\s*Current file: (.*)/.exec(raw)
  if (!files) return null
  const [first, other] = [shown(files[1]!.trim(), folder), shown(files[2]!.trim(), folder)]
  const missing = [...raw.matchAll(/Column with name: "(.*)" is missing/g)].map(match => match[1]!)
  const what = missing.length === 0 ? 'has other columns than' : `lacks ${cut(missing.join(', '))} of`
  return `${other} ${what} ${first}; files that are loaded together have the same columns`
}

function jsonFailure(raw: string, folder: string): string | null {
  const value = /JSON transform error in file "(.*)", in line (\d+): ([\s\S]*)/.exec(raw)
  if (value) {
    const text = /Failed to cast value to numerical: (".*")|Unable to cast '(.*)' to/.exec(value[3]!)
    const what = text
      ? `${text[1] === undefined ? JSON.stringify(cut(text[2]!)) : cut(text[1])} does not fit its column`
      : 'a value does not fit its column'
    return `${shown(value[1]!, folder)}:${value[2]}: ${what}`
  }
  // The line that DuckDB gives here is not the one that is wrong.
  const broken = /Malformed JSON in file "(.*)", at byte \d+ in line \d+: (.*?)\.?\s*$/m.exec(raw)
  return broken ? `${shown(broken[1]!, folder)} has a line that is no JSON: ${broken[2]}` : null
}

function parquetFailure(raw: string, folder: string): string | null {
  const file = /File '(.*)' too small to be a Parquet file|No magic bytes found at end of file '(.*)'/.exec(raw)
  return file ? `${shown((file[1] ?? file[2])!, folder)} is no Parquet file` : null
}

/** Relative where the file is below the folder, links in whose path DuckDB has followed. */
function shown(file: string, folder: string): string {
  const near = relative(realpathSync(folder), file)
  return near === '' || near === '..' || near.startsWith(`..${sep}`) || isAbsolute(near) ? file : near
}

/** BigQuery's name of a type of DuckDB, of those that a column of LOAD DATA may have. */
function typeName(type: string): string {
  return typeNames[type] ?? (type.startsWith('DECIMAL') ? 'NUMERIC' : type)
}

const typeNames: Readonly<Record<string, string>> = {
  BIGINT: 'INT64',
  DOUBLE: 'FLOAT64',
  BOOLEAN: 'BOOL',
  VARCHAR: 'STRING',
  BLOB: 'BYTES',
  TIMESTAMP: 'DATETIME',
  'TIMESTAMP WITH TIME ZONE': 'TIMESTAMP',
}

const longestShown = 100

/** Of a text of others, no more than one takes in. */
export function cut(text: string): string {
  const characters = [...text]
  return characters.length <= longestShown ? text : `${characters.slice(0, longestShown).join('')}…`
}
