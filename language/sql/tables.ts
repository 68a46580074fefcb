import type { Span } from '../span.ts'
import { parseStatement } from './parse-statement.ts'
import { addTarget, type Found, nameScope, walkExpression, walkFrom, walkQuery } from './query-tables.ts'
import { UNKNOWN_TEXT } from './render.ts'
import { parseScript, type ScriptNode } from './script.ts'
import { splitStatements } from './statements.ts'
import type { AlterAction, ColumnDefinition, Expression, Name, SqlFault, Statement, TablePath } from './syntax.ts'
import type { ColumnChange, ColumnUse, OutputColumn, StatementTables, TableEffect, TableRef } from './table-effects.ts'
import { meaningfulTokens, type SqlToken } from './tokens.ts'

/** What a script does with tables, and what is wrong with it. */
export interface ScriptTables {
  readonly statements: readonly StatementTables[]
  /** Whether every statement was understood: otherwise it may do more with tables than is told. */
  readonly complete: boolean
  /** What no BigQuery would take. Silent about what is merely not known here. */
  readonly faults: readonly SqlFault[]
}

/** Finds the tables of a script, rendered for a check (`renderForCheck`). Never fails. */
export function scriptTables(sql: string): ScriptTables {
  const statements: StatementTables[] = []
  const faults: SqlFault[] = []
  let complete = true
  const pieces = splitStatements(meaningfulTokens(sql))
  if (pieces.length === 0) faults.push({ kind: 'syntax', message: 'the script has no statement', start: 0, end: sql.length })
  for (const piece of pieces) {
    if (piece.control) {
      complete = false
      continue
    }
    const parsed = parseStatement(sql, piece.tokens, piece.end)
    if (parsed.ok) {
      statements.push(statementTables(parsed.statement, piece.conditional))
      // A variable may stand wherever a column may, and a text that is executed may do anything.
      if (SCRIPT_KINDS.has(parsed.statement.kind)) complete = false
    } else {
      complete = false
      // An unknown value may be any text, so a fault beside one is not certain.
      const rest = withoutBraces(sql, piece.tokens)
      const understood = rest === null ? null : parseStatement(sql, rest, rest.at(-1)!.end)
      if (understood?.ok) statements.push(statementTables(understood.statement, piece.conditional))
      if (parsed.fault.kind === 'syntax' && !sql.slice(piece.start, piece.end).includes(UNKNOWN_TEXT)) faults.push(parsed.fault)
    }
  }
  const hasBlocks = pieces.some(piece => piece.control)
  if (hasBlocks) {
    const script = parseScript(sql, pieces)
    if (script.ok) collectHeads(script.nodes, false, statements)
    statements.sort((a, b) => a.start - b.start)
  }
  return { statements: statements.map(known), complete, faults: hasBlocks ? [] : faults }
}

/** What the heads of blocks read: `FOR row IN (SELECT …) DO`, `IF EXISTS (SELECT …) THEN`. */
function collectHeads(nodes: readonly ScriptNode[], conditional: boolean, statements: StatementTables[]): void {
  const head = (at: Span, isSure: boolean, walk: (found: Found) => void): void => {
    const found: Found = { reads: [], columns: [] }
    walk(found)
    const effects = found.reads.map((table): TableEffect => ({ kind: 'read', table }))
    // A name may be a variable, so nothing is said of columns.
    if (effects.length > 0) statements.push({ effects, columns: [], conditional: conditional || !isSure, start: at.start, end: at.end })
  }
  const condition = (value: Expression | null, isSure: boolean): void => {
    if (value) head(value, isSure, found => walkExpression(value, nameScope(null), found))
  }
  for (const node of nodes) {
    switch (node.kind) {
      case 'statement':
        break
      case 'if':
        for (const [i, branch] of node.branches.entries()) {
          condition(branch.condition, i === 0)
          collectHeads(branch.body, true, statements)
        }
        collectHeads(node.otherwise, true, statements)
        break
      case 'loop':
        condition(node.before, true)
        condition(node.after, true)
        collectHeads(node.body, true, statements)
        break
      case 'for':
        head(node.query, true, found => void walkQuery(node.query, null, found))
        collectHeads(node.body, true, statements)
        break
      case 'block':
        collectHeads(node.body, conditional, statements)
        break
      default:
        node satisfies never
    }
  }
}

/** Without braces at the end, which make a statement wrong and yet say nothing of its tables; null where there are none, or nothing else. */
function withoutBraces(sql: string, tokens: readonly SqlToken[]): readonly SqlToken[] | null {
  let end = tokens.length
  while (end > 0 && sql[tokens[end - 1]!.start] === '}') end--
  return end === 0 || end === tokens.length ? null : tokens.slice(0, end)
}

const SCRIPT_KINDS: ReadonlySet<Statement['kind']> = new Set(['declare', 'set', 'execute'])

/** Leaves away what a value that is not known takes part in. */
function known(statement: StatementTables): StatementTables {
  const isUsable = (column: ColumnUse): boolean => !column.name.includes(UNKNOWN_TEXT) && column.tables.every(isKnown)
  const isWhole = statement.effects.every(effect => isKnown(effect.table)) && statement.columns.every(isUsable)
  if (isWhole) return statement
  return {
    ...statement,
    effects: statement.effects.filter(e => isKnown(e.table)),
    columns: statement.columns.filter(isUsable),
  }
}

function isKnown(table: TableRef): boolean {
  return !table.parts.some(part => part.includes(UNKNOWN_TEXT) || part.includes('*') || isInformationSchema(part))
}

const INFORMATION_SCHEMA = 'information_schema'
const isInformationSchema = (part: string): boolean =>
  part.length === INFORMATION_SCHEMA.length && part.toLowerCase() === INFORMATION_SCHEMA

/** What one statement does with tables. */
export function statementTables(statement: Statement, conditional: boolean): StatementTables {
  const found: Found = { reads: [], columns: [] }
  const effects: TableEffect[] = []
  collect(statement, found, effects)
  const reads = found.reads.map((table): TableEffect => ({ kind: 'read', table }))
  // A script's tables are kept: without room to grow.
  return {
    effects: effects.length > 0 ? [...reads, ...effects] : reads,
    columns: found.columns.slice(),
    conditional,
    start: statement.start,
    end: statement.end,
  }
}

function collect(statement: Statement, found: Found, effects: TableEffect[]): void {
  switch (statement.kind) {
    case 'query':
      walkQuery(statement.query, null, found)
      return
    case 'assert':
      walkExpression(statement.condition, nameScope(null), found)
      return
    case 'insert': {
      const table = ref(statement.table)
      if (statement.source.kind === 'query') walkQuery(statement.source.query, null, found)
      else for (const row of statement.source.rows) for (const value of row) walkExpression(value, nameScope(null), found)
      useColumns(statement.columns, table, found)
      effects.push({ kind: 'insert', table })
      return
    }
    case 'update': {
      const table = ref(statement.table)
      const scope = nameScope(null)
      addTarget(scope, table, statement.alias)
      if (statement.from) walkFrom(statement.from, scope, found)
      for (const { column, value } of statement.set) {
        useColumns(assigned(column, statement), table, found)
        walkExpression(value, scope, found)
      }
      walkExpression(statement.where, scope, found)
      effects.push({ kind: 'change', table })
      return
    }
    case 'delete': {
      const table = ref(statement.table)
      const scope = nameScope(null)
      addTarget(scope, table, statement.alias)
      walkExpression(statement.where, scope, found)
      effects.push({ kind: 'change', table })
      return
    }
    case 'truncate':
      effects.push({ kind: 'change', table: ref(statement.table) })
      return
    case 'merge': {
      const table = ref(statement.table)
      const scope = nameScope(null)
      addTarget(scope, table, statement.alias)
      walkFrom(statement.source, scope, found)
      walkExpression(statement.on, scope, found)
      for (const { condition, action } of statement.clauses) {
        if (condition) walkExpression(condition, scope, found)
        if (action.kind === 'update') {
          for (const { column, value } of action.set) {
            useColumns(assigned(column, statement), table, found)
            walkExpression(value, scope, found)
          }
        } else if (action.kind === 'insert') {
          useColumns(action.columns, table, found)
          for (const value of action.values) walkExpression(value, scope, found)
        }
      }
      effects.push({ kind: 'change', table })
      return
    }
    case 'create-table': {
      const output = statement.query ? walkQuery(statement.query, null, found) : null
      // A temporary table is no one else's.
      if (statement.from) found.reads.push(ref(statement.from.table))
      if (statement.temporary) return
      const columns = statement.columns ? definedColumns(statement.columns) : output
      effects.push({ kind: 'create', table: ref(statement.table), columns, ifNotExists: statement.ifNotExists })
      return
    }
    case 'create-view': {
      const output = walkQuery(statement.query, null, found)
      const columns = statement.columns.length > 0 ? statement.columns.map((c): OutputColumn => ({ kind: 'column', name: c.text })) : output
      effects.push({ kind: 'create', table: ref(statement.table), columns, ifNotExists: statement.ifNotExists })
      return
    }
    case 'load-data': {
      const table = ref(statement.table)
      if (statement.temporary) return
      const columns = statement.columns ? definedColumns(statement.columns) : null
      if (statement.overwrite) effects.push({ kind: 'create', table, columns, ifNotExists: false })
      // It makes the table where there is none.
      else effects.push({ kind: 'create', table, columns, ifNotExists: true }, { kind: 'insert', table })
      return
    }
    case 'drop':
      if (statement.object !== 'SCHEMA') effects.push({ kind: 'drop', table: ref(statement.path) })
      return
    case 'alter-table':
      alter(statement, effects)
      return
    case 'create-schema':
    case 'create-function':
    case 'drop-function':
    case 'jump':
    case 'transaction':
      return
    case 'declare':
      if (statement.default) walkExpression(statement.default, nameScope(null), found)
      return
    case 'set':
      walkExpression(statement.value, nameScope(null), found)
      return
    case 'raise':
      if (statement.message) walkExpression(statement.message, nameScope(null), found)
      return
    case 'execute':
      walkExpression(statement.sql, nameScope(null), found)
      return
    default:
      statement satisfies never
  }
}

function alter(statement: Extract<Statement, { kind: 'alter-table' }>, effects: TableEffect[]): void {
  const table = ref(statement.table)
  const changes = statement.actions.map(changeOf).filter(c => c !== null)
  effects.push({ kind: 'alter', table, changes })
  for (const action of statement.actions) {
    if (action.kind !== 'rename-table') continue
    const renamed = { parts: [...table.parts.slice(0, -1), action.to.text], start: action.to.start, end: action.to.end }
    effects.push({ kind: 'drop', table }, { kind: 'create', table: renamed, columns: null, ifNotExists: false })
  }
}

function changeOf(action: AlterAction): ColumnChange | null {
  switch (action.kind) {
    case 'add-column':
      return { kind: 'add', name: action.column.name.text }
    case 'drop-column':
      return { kind: 'drop', name: action.name.text }
    case 'rename-column':
      return { kind: 'rename', from: action.from.text, to: action.to.text }
    case 'rename-table':
    case 'set-options':
    case 'set-type':
    case 'set-default':
    case 'drop-not-null':
      return null
    default:
      return action satisfies never
  }
}

function definedColumns(columns: readonly ColumnDefinition[]): OutputColumn[] {
  return columns.map(c => ({ kind: 'column', name: c.name.text }))
}

/** The column of a target of SET, which may begin with the name of the table. */
function assigned(column: readonly Name[], target: { readonly table: TablePath; readonly alias: Name | null }): readonly Name[] {
  return withoutTarget(column, target).slice(0, 1)
}

/** A target of SET without the table's own name or alias in front: `SET t.total = …`. */
export function withoutTarget(
  column: readonly Name[],
  { table, alias }: { readonly table: TablePath; readonly alias: Name | null },
): readonly Name[] {
  const name = alias?.text ?? table.parts[table.parts.length - 1] ?? ''
  return column.length > 1 && column[0]!.text.toLowerCase() === name.toLowerCase() ? column.slice(1) : column
}

function useColumns(names: readonly Name[], table: TableRef, found: Found): void {
  for (const name of names) found.columns.push({ name: name.text, tables: [table], ...spanOf(name) })
}

function ref(path: TablePath): TableRef {
  return { parts: path.parts, ...spanOf(path) }
}

function spanOf({ start, end }: Span): Span {
  return { start, end }
}
