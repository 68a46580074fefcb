import type { Diagnostic } from '../diagnostics.ts'
import { needsOf } from '../evaluate/phase.ts'
import { type Version, versionOf } from '../model/effective.ts'
import type { DagModel, FileModel, LetModel, Scope, TaskModel } from '../model/model.ts'
import type { Span } from '../span.ts'
import { StringLiteral, Text } from '../tokens.ts'
import type { Expression } from '../tree.ts'
import { walk } from '../walk.ts'

type Report = (diagnostic: Diagnostic) => void

/** Properties whose value is shown, stored, or sent where others read it. */
const open: ReadonlySet<string> = new Set(['sql', 'run', 'url', 'args', 'description', 'labels', 'location'])

/** Literals that look like keys, wherever they stand. */
const keys: readonly (readonly [what: string, form: RegExp])[] = [
  ['an access key of AWS', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g],
  ['a secret key of AWS', /(?<=aws_?secret_?access_?key\W{1,8})[0-9A-Za-z/+]{40}(?![0-9A-Za-z/+])/gi],
  ['an API key of Google', /\bAIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])/g],
  ['a client secret of Google', /\bGOCSPX-[0-9A-Za-z_-]{20,}/g],
  ['an access token of Google', /\bya29\.[0-9A-Za-z_-]{20,}/g],
  ['a token of GitHub', /\b(?:gh[pousr]_[0-9A-Za-z]{36,}|github_pat_[0-9A-Za-z_]{22,})/g],
  ['a private key', /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/g],
]

/** What every such literal holds, to pass over what has none: words are found faster than forms. */
const marks = [
  'AKIA',
  'ASIA',
  'AIza',
  'GOCSPX-',
  'ya29.',
  'ghp_',
  'gho_',
  'ghu_',
  'ghs_',
  'ghr_',
  'github_pat_',
  ' PRIVATE KEY-----',
  '-----BEGIN PRIVATE',
]
const secretWord = /secret_?access_?key/i

/** Whether a text may hold a literal that looks like a key. */
export function mayHoldKeys(text: string): boolean {
  return marks.some(mark => text.includes(mark)) || secretWord.test(text)
}

/** Literals in a part of a file that look like keys. */
export function checkKeyLiterals(file: FileModel, { start, end }: Span, report: Report): void {
  if (!mayHoldKeys(file.tree.text.slice(start, end))) return
  for (const token of file.tree.tokens) {
    if (token.start < start || token.start >= end) continue
    if ((token.kind !== StringLiteral && token.kind !== Text) || token.image.length < 18) continue
    for (const [what, form] of keys)
      for (const found of token.image.matchAll(form)) {
        const at = token.start + found.index
        report({ reason: 'secret-in-text/literal', data: { what }, file: file.file, start: at, end: at + found[0].length, related: [] })
      }
  }
}

/** `secret()` in the properties of a dag and its groups that others see; directly or through lets. */
export function checkBlockSecrets(dag: DagModel, finder: SecretFinder, report: Report): void {
  for (const { properties, scope } of [dag, ...dag.groups])
    for (const property of properties.values())
      if (open.has(property.key.text)) checkValue(property.key.text, property.value, scope, dag.file, finder, report)
}

/** `secret()` in the properties of a task that others see, and in the params of SQL. */
export function checkTaskSecrets(task: TaskModel, finder: SecretFinder, report: Report): void {
  checkVersionSecrets(versionOf(task, null), finder, report)
  for (const { target } of task.overrides) checkVersionSecrets(versionOf(task, target), finder, report)
}

function checkVersionSecrets({ engine, properties }: Version, finder: SecretFinder, report: Report): void {
  for (const { name, value, scope, file } of properties.values())
    if (open.has(name) || (name === 'params' && engine === 'bq')) checkValue(name, value, scope, file, finder, report)
}

function checkValue(property: string, value: Expression, scope: Scope, file: FileModel, finder: SecretFinder, report: Report): void {
  for (const { start, end } of finder.find(value, scope))
    report({ reason: 'secret-in-text/secret', data: { property }, file: file.file, start, end, related: [] })
}

const nowhere: { start: number; end: number }[] = []

/** Where an expression asks for a secret: the call, or the name of a let that holds one. */
export class SecretFinder {
  readonly #lets = new Map<LetModel, boolean>()

  find(value: Expression, scope: Scope): readonly { readonly start: number; readonly end: number }[] {
    const { secret, lets } = needsOf(value, scope)
    let found: { start: number; end: number }[] = nowhere
    if (secret) {
      found = []
      walk(value, node => {
        if (node.kind === 'call' && node.name.text === 'secret') found.push({ start: node.start, end: node.end })
      })
    }
    for (const { node, declared } of lets) if (this.#holds(declared)) found = [...found, { start: node.start, end: node.end }]
    return found
  }

  /** Iterative, so that a chain of lets may be long. */
  #holds(first: LetModel): boolean {
    const before = this.#lets.get(first)
    if (before !== undefined) return before
    const seen = new Set<LetModel>([first])
    for (const declared of seen) {
      const known = this.#lets.get(declared)
      if (known === true || needsOf(declared.node.value, declared.scope).secret) {
        this.#lets.set(first, true)
        return true
      }
      if (known === undefined) for (const use of needsOf(declared.node.value, declared.scope).lets) seen.add(use.declared)
    }
    // None of those that it names holds one either.
    for (const declared of seen) this.#lets.set(declared, false)
    return false
  }
}
