import { createHash } from 'node:crypto'
import type { Diagnostic, FileText, Host, InputProblem, Json, Place, RunGraph, Span } from '#language'
import type { RefusalReason, RefusedDiagnostic } from './protocol.ts'
import { jsonOf } from './values.ts'

/** Which graph to load. */
export interface LoadRequest {
  /** Absolute path. */
  readonly file: string
  readonly dag?: string
  readonly target?: string
  /** As written: name to text. */
  readonly inputs: Readonly<Record<string, string>>
  /** Whether a text shows a secret: instances that inputs give such names are named by their places. */
  hides?(text: string): boolean
  readonly run: { readonly id: string; readonly date?: string }
}

export type Loaded =
  | {
      readonly kind: 'graph'
      readonly graph: RunGraph
      /** `run.date`, ISO 8601. */
      readonly date: string
      /** Values of the inputs that were given. */
      readonly inputs: Readonly<Record<string, Json>>
      /** Of everything that was read for it: the files of the language, what `file(…)` names, the scripts. */
      readonly digest: string
      /** By name of a task a word for what it does: it changes when its code does, a file or an input that it names. */
      works(digest: (text: string) => string): ReadonlyMap<string, string>
    }
  | Refusal

export interface Refusal {
  readonly kind: 'refused'
  readonly reason: RefusalReason
  readonly message: string
  readonly diagnostics?: readonly RefusedDiagnostic[]
}

/** Loads the language before it is needed. */
export async function loadLanguage(): Promise<void> {
  await import('#language')
}

/** Reads a file and makes the graph of one of its dags, ready to run; or says why there is none. */
export async function loadRunGraph(disk: Host, request: LoadRequest): Promise<Loaded> {
  // The language is big, and a runtime that only answers questions about old runs has no use for it.
  const language = await import('#language')
  const { file } = request
  const seen = new Map<string, FileText>()
  const resolved = new Map<string, string | null>()
  const host: Host = {
    ...disk,
    read: name => {
      const text = seen.get(name) ?? disk.read(name)
      seen.set(name, text)
      return text
    },
    resolve: (from, path) => {
      const key = JSON.stringify([from, path])
      const found = resolved.get(key)
      if (found !== undefined) return found
      const file = disk.resolve(from, path)
      resolved.set(key, file)
      return file
    },
  }
  const read = host.read(file)
  if (read.kind !== 'text') return refuse('unreadable', unreadable(file, read))
  const target = request.target ?? 'local'
  const analysis = language.analyze(host, file, read.text, { target, hints: false })
  const placeOf = (name: string, span: Span): Place => {
    const other = name === file ? read : host.read(name)
    return new language.LineIndex(other.kind === 'text' ? other.text : '').place(name, span)
  }
  const refuseDiagnostics = (diagnostics: readonly Diagnostic[]): Refusal => {
    const facts = diagnostics.map((diagnostic): RefusedDiagnostic => {
      const code = language.codeOf(diagnostic)
      const related = diagnostic.related.map(one => ({ ...placeOf(one.file, one), message: language.describeRelated(one) }))
      return {
        ...placeOf(diagnostic.file, diagnostic),
        severity: language.severityOf(code),
        code,
        message: language.describe(diagnostic),
        related,
      }
    })
    const lines = facts.map(fact => `${fact.file}:${fact.line}:${fact.column}: ${fact.severity} ${fact.code}: ${fact.message}`)
    return { kind: 'refused', reason: 'diagnostics', message: lines.join('\n'), diagnostics: facts }
  }
  const { dags, targets } = analysis.file
  if (analysis.diagnostics.some(language.isError)) {
    // What is wrong may be wrong with a default alone, which this run does not use.
    const [first] = dags.filter(one => request.dag === undefined || one.name === request.dag)
    const values = first === undefined ? new Map() : language.readInputs(first, request.inputs).values
    const inputs = first === undefined || values.size === 0 ? {} : { inputs: { dag: first.name, values } }
    const { diagnostics } = language.analyze(host, file, read.text, { target, ...inputs })
    if (diagnostics.some(language.isError)) return refuseDiagnostics(diagnostics)
  }
  if (target !== 'local' && !targets.has(target)) {
    return refuse('usage', `There is no target ${target}. ${known([...new Set(['local', ...targets.keys()])])}`)
  }
  const dag = request.dag === undefined ? dags[0] : dags.find(one => one.name === request.dag)
  const names = dags.map(one => one.name).join(', ')
  if (dag === undefined)
    return refuse(
      'usage',
      dags.length === 0 ? `There is no dag in ${file}.` : `There is no dag ${request.dag}. ${known(dags.map(one => one.name))}`,
    )
  if (request.dag === undefined && dags.length > 1)
    return refuse('usage', `There are several dags: ${names}. Say which one (--dag ${dag.name}).`)
  const { values, problems } = language.readInputs(dag, request.inputs)
  if (problems.length > 0) return refuse('usage', problems.map(inputMessage).join('\n'))
  const asked = request.run.date === undefined ? null : language.parseDate(request.run.date)
  if (request.run.date !== undefined && asked === null)
    return refuse('usage', `${request.run.date} is no date. Write 2026-01-31 or 2026-01-31T06:00:00Z.`)
  const env = (name: string): string | undefined => host.env(name)
  const start = { dag: dag.name, target, inputs: values, env }
  const { date, end } = language.runDates(host, analysis, { ...start, run: { id: request.run.id, date: asked } }, host.now())
  const made = language.instantiate(host, analysis, {
    ...start,
    run: { id: request.run.id, date, end },
    ...(request.hides === undefined ? {} : { hides: (text: string) => request.hides!(text) }),
  })
  if (!made.ok) return refuseDiagnostics(made.diagnostics)
  return {
    kind: 'graph',
    graph: made.graph,
    date: String(jsonOf(date)),
    inputs: Object.fromEntries([...values].map(([name, value]) => [name, jsonOf(value)])),
    digest: digestOf(seen),
    works: digest => worksOf(made.graph, language.fingerprints(analysis, host, digest, values), digest),
  }
}

function digestOf(seen: ReadonlyMap<string, FileText>): string {
  const hash = createHash('sha256')
  for (const [name, read] of [...seen].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(JSON.stringify([name, read.kind === 'text' ? read.text : null]))
  }
  return hash.digest('hex')
}

function worksOf(
  { file, dag, target, tasks }: RunGraph,
  fingerprints: ReadonlyMap<string, string>,
  digest: (text: string) => string,
): ReadonlyMap<string, string> {
  // Instances that come about by inputs have no fingerprint of their own; their names tell their values.
  const ofDeclaration = new Map<string, string>()
  for (const { name, declaration } of tasks) {
    const found = fingerprints.get(`${dag}/${name}`)
    if (found !== undefined && !ofDeclaration.has(declaration)) ofDeclaration.set(declaration, found)
  }
  const place = JSON.stringify([file, dag, target])
  return new Map(
    tasks.map(({ name, declaration }) => {
      const fingerprint = fingerprints.get(`${dag}/${name}`) ?? ofDeclaration.get(declaration) ?? ''
      return [name, digest(`${place}\n${name}\n${fingerprint}`)]
    }),
  )
}

function refuse(reason: RefusalReason, message: string): Refusal {
  return { kind: 'refused', reason, message }
}

function known(names: readonly string[]): string {
  return names.length === 1 ? `There is only ${names[0]}.` : `There are ${names.join(', ')}.`
}

function unreadable(file: string, read: Exclude<FileText, { kind: 'text' }>): string {
  switch (read.kind) {
    case 'missing':
      return `There is no file ${file}.`
    case 'unreadable':
      return `${file} cannot be read: ${read.reason}.`
    case 'pending':
      return `${file} has not been fetched yet.`
    default:
      return read satisfies never
  }
}

function inputMessage(problem: InputProblem): string {
  switch (problem.kind) {
    case 'unknown':
      return `There is no input ${problem.name}.${problem.near === null ? '' : ` Did you mean ${problem.near}?`}`
    case 'type':
      return `The input ${problem.name} is a ${problem.type}, and ${problem.text} is none.`
    case 'missing':
      return `The input ${problem.name} has no value. Give it one (--input ${problem.name}=…).`
    default:
      return problem satisfies never
  }
}
