import type { GraphResultDag } from '../../server/protocol.ts'

/** The inputs to send: what was answered, without what was left at its default. */
export function givenInputs(dag: GraphResultDag, answers: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const given: Record<string, string> = {}
  for (const { name, defaultText } of dag.inputs ?? []) {
    const answer = answers.get(name)
    if (answer !== undefined && answer !== (defaultText ?? '')) given[name] = answer
    else if (answer !== undefined && defaultText === null) given[name] = answer
  }
  return given
}

/** Variables that belong to the editor and would change what tasks do. */
const editorsOwn = /^(ELECTRON_|VSCODE_|CHROME_DESKTOP$|NODE_OPTIONS$)/

/** The environment that tasks get: the editor's, without what is only about the editor. */
export function taskEnvironment(environment: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined && !editorsOwn.test(entry[0])),
  )
}
