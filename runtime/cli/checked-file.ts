import { relative, resolve } from 'node:path'
import { type Analysis, analyze, codeOf, type Diagnostic, describe, describeRelated, LineIndex, severityOf } from '#language'
import { createFileHost, findWorkspace, readText } from '../file-host.ts'
import type { Finding } from './finding.ts'

export type CheckedFile =
  | { readonly kind: 'checked'; readonly analysis: Analysis; readonly findings: readonly Finding[] }
  | { readonly kind: 'unreadable'; readonly message: string }

/** Checks a file on disk. Files are named as seen from `cwd`. */
export function checkFile(path: string, cwd: string = process.cwd()): CheckedFile {
  const file = resolve(cwd, path)
  const text = readText(file)
  if (text.kind === 'missing') return { kind: 'unreadable', message: `There is no file ${path}.` }
  if (text.kind !== 'text')
    return { kind: 'unreadable', message: `${path} cannot be read: ${text.kind === 'unreadable' ? text.reason : ''}.` }
  const host = createFileHost({ workspace: findWorkspace(file, cwd) })
  const analysis = analyze(host, file, text.text)
  const indexes = new Map<string, LineIndex>([[file, new LineIndex(text.text)]])
  const indexOf = (name: string): LineIndex => {
    const before = indexes.get(name)
    if (before) return before
    const other = host.read(name)
    const index = new LineIndex(other.kind === 'text' ? other.text : '')
    indexes.set(name, index)
    return index
  }
  return { kind: 'checked', analysis, findings: analysis.diagnostics.map(diagnostic => findingOf(diagnostic, indexOf, cwd)) }
}

function findingOf(diagnostic: Diagnostic, indexOf: (file: string) => LineIndex, cwd: string): Finding {
  const nameOf = (file: string): string => relative(cwd, file)
  const code = codeOf(diagnostic)
  return {
    ...indexOf(diagnostic.file).place(nameOf(diagnostic.file), diagnostic),
    severity: severityOf(code),
    code,
    message: describe(diagnostic),
    related: diagnostic.related.map(related => {
      const { file, line, column } = indexOf(related.file).place(nameOf(related.file), related)
      return { file, line, column, message: describeRelated(related) }
    }),
  }
}
