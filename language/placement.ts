import type { SyntaxFact } from './diagnostics.ts'
import { keywords } from './tokens.ts'
import type { Body, Property, Statement, StatementKind } from './tree.ts'

/** What holds statements: a file, or the body of a declaration. */
export type Container = 'file' | 'dag' | 'group' | 'task' | 'on' | 'target' | 'defaults'

const allowed: Readonly<Record<Container, ReadonlySet<StatementKind>>> = {
  file: new Set<StatementKind>(['import', 'let', 'target', 'defaults', 'dag']),
  dag: new Set<StatementKind>(['property', 'input', 'let', 'defaults', 'task', 'group', 'edges']),
  group: new Set<StatementKind>(['property', 'let', 'defaults', 'task', 'group', 'edges']),
  task: new Set<StatementKind>(['property', 'on']),
  on: new Set<StatementKind>(['property']),
  target: new Set<StatementKind>(['property']),
  defaults: new Set<StatementKind>(['property']),
}

const nouns: Readonly<Record<Exclude<StatementKind, 'junk'>, string>> = {
  import: 'an import',
  let: 'a `let`',
  input: 'an input',
  target: 'a target',
  defaults: '`defaults`',
  dag: 'a dag',
  group: 'a group',
  task: 'a task',
  on: '`on`',
  edges: 'an edge',
  property: 'a property',
}
const places: Readonly<Record<Container, string>> = {
  file: 'at the top of a file',
  dag: 'in a dag',
  group: 'in a group',
  task: 'in a task',
  on: 'in `on`',
  target: 'in a target',
  defaults: 'in `defaults`',
}

/** Whether a statement of that kind may stand there. */
export function isAllowed(kind: StatementKind, container: Container): boolean {
  return allowed[container].has(kind)
}

/** The statements that may stand in a container, in order. */
export function membersOf<K extends StatementKind>(
  items: readonly Statement[],
  container: Container,
  kind: K,
): Extract<Statement, { kind: K }>[] {
  return allowed[container].has(kind) ? items.filter((item): item is Extract<Statement, { kind: K }> => item.kind === kind) : []
}

/** The body of a statement that has one. */
export function bodyOf(statement: Statement): { readonly body: Body; readonly container: Container } | null {
  switch (statement.kind) {
    case 'dag':
    case 'group':
    case 'task':
    case 'on':
    case 'target':
    case 'defaults':
      return { body: statement.body, container: statement.kind }
    case 'import':
    case 'let':
    case 'input':
    case 'edges':
    case 'property':
    case 'junk':
      return null
  }
}

/** The variables of a matrix are names. */
function checkVariables({ key, value }: Property, report: (fact: SyntaxFact) => void): void {
  if (key.text !== 'matrix' || value.kind !== 'map') return
  for (const { key, shorthand } of value.entries)
    if (!shorthand && (keywords as readonly string[]).includes(key.text))
      report({ reason: 'reserved-name/name', data: { name: key.text }, start: key.start, end: key.end, related: [] })
}

/** Reports every statement that stands where it cannot; one report for each, at its first word. */
export function checkPlacement(
  items: readonly Statement[],
  container: Container,
  text: string,
  report: (fact: SyntaxFact, item: Statement) => void,
): void {
  for (const item of items) {
    if (item.kind !== 'junk' && !isAllowed(item.kind, container)) {
      const end =
        item.kind === 'property' ? item.key.end : item.start + (/^\w+|^./.exec(text.slice(item.start, item.start + 64))?.[0].length ?? 1)
      const homes = (Object.keys(allowed) as Container[]).filter(home => allowed[home].has(item.kind))
      const fact: SyntaxFact = {
        reason: 'syntax/misplaced',
        data: {
          what: nouns[item.kind],
          where: places[container],
          allowed: homes.length > 3 ? '' : homes.map(home => places[home]).join(' or '),
        },
        start: item.start,
        end,
        related: [],
      }
      report(fact, item)
      continue
    }
    if (container === 'task' && item.kind === 'property') checkVariables(item, fact => report(fact, item))
    if (item.kind !== 'property' && 'body' in item) checkPlacement(item.body.items, item.kind, text, report)
  }
}
