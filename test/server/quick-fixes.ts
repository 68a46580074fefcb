import { checkAction, type Files, titlesAt } from './code-actions.ts'

/** At `$0` of the source stands a diagnostic, and the fix of that title gives the other text. Both are what is in a dag. */
export function checkFix(inside: string, title: string, expected: string, files: Files = {}): void {
  checkFile(`dag d {\n${inside}\n}\n`, title, `dag d {\n${expected}\n}\n`, files)
}

/** The same for a whole file. */
export function checkFile(source: string, title: string, expected: string, files: Files = {}): void {
  checkAction('quickfix', source, title, expected, files)
  checkAction('quickfix', source.replaceAll('\n', '\r\n'), title, expected.replaceAll('\n', '\r\n'), files)
}

export const titles = (inside: string, files: Files = {}): string[] => titlesAt('quickfix', `dag d {\n${inside}\n}\n`, files)

/** Tasks of these names, a line each. */
export const tasks = (...names: readonly string[]): string => names.map(name => `  task ${name}: shell { run: "true" }\n`).join('')
