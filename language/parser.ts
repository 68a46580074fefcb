import { Name } from './expression-nodes.ts'
import { Unit } from './node.ts'
import { bracketsAtOnce } from './parser-base.ts'
import { ExpressionParser } from './parser-expressions.ts'
import { type Container, isAllowed } from './placement.ts'
import * as nodes from './statement-nodes.ts'
import * as t from './tokens.ts'
import type * as tree from './tree.ts'

type Expr = tree.Expression
type Stmt = tree.Statement

/**
 * The grammar, by recursive descent. Every rule accepts any tokens (brackets balance already, see `structure.ts`), says what is missing,
 * and goes on: nothing throws, and no error reaches beyond its statement. Where a statement may stand is checked after, in `placement.ts`.
 */
export class DagParser extends ExpressionParser {
  /** Statements up to the end of the range, to a token, or to a closer of nothing. */
  statements(container: Container, stop = this.limit): Stmt[] {
    const { unit: around, hasUnits, top } = this
    while (this.at < stop && this.isJunk()) {
      if (!hasUnits) {
        this.gather(this.placed(this.statement(), container))
        continue
      }
      const unit = new Unit(this.start(), this.parent)
      this.unit = unit
      this.units.push(unit)
      unit.node = this.placed(this.statement(), container)
      this.gather(unit.node)
    }
    this.unit = around
    return this.gatheredSince(top)
  }

  /** Notes where `placement.ts` has to look. */
  private placed(statement: Stmt, container: Container): Stmt {
    const isPlain = statement.kind === 'junk' || (isAllowed(statement.kind, container) && !isMatrix(statement))
    if (!isPlain) this.hasMisplaced = true
    return statement
  }

  private statement(): Stmt {
    switch (this.classify()) {
      case 'property':
        return this.property()
      case 'edges':
        return this.edges()
      case 'task':
        return this.task()
      case 'import':
        return this.importDeclaration()
      case 'let':
        return this.letDeclaration()
      case 'input':
        return this.inputDeclaration()
      case 'defaults':
        return this.defaults()
      case 'dag':
      case 'group':
      case 'target':
      case 'on':
        return this.block()
      case 'junk': {
        const head = this.misspelledHead()
        return head === null ? this.strayStatement() : this.misspelled(head)
      }
    }
  }

  /** What begins no statement: one report, then on to what may begin one. */
  private strayStatement(): Stmt {
    this.wrong('a declaration, a property or an edge', this.at)
    const start = this.start()
    this.junk()
    while (this.isJunk() && this.classify() === 'junk' && this.misspelledHead() === null) this.junk()
    return new nodes.Junk(this.unit, start, this.end())
  }

  /** A declaration whose keyword is wrong or missing: what is in it still counts. */
  private misspelled(head: 'dag' | 'group' | 'task'): Stmt {
    const start = this.start()
    this.wrong('`dag`, `group` or `task`', this.at)
    let word = this.at++
    if (this.isWord(1)) word = this.at++
    const engine = this.take(t.Colon) ? this.name(this.at++) : null
    const body = this.body(false, head)
    const name = this.name(word)
    const end = this.end()
    if (head === 'task') return new nodes.Task(this.unit, start, end, name, engine, body)
    if (head === 'group') return new nodes.Group(this.unit, start, end, name, body)
    return new nodes.Dag(this.unit, start, end, name, body)
  }

  private importDeclaration(): Stmt {
    const start = this.start()
    this.at++
    let path: tree.StringNode | null = null
    if (this.kind(1) === t.StringLiteral) path = this.string()
    else this.expected('the path of a file in quotes')
    return new nodes.Import(this.unit, start, this.end(), path)
  }

  private letDeclaration(): Stmt {
    const start = this.start()
    this.at++
    const name = this.declaredName()
    const value = this.take(t.Equals) ? this.expression() : this.missing(name ? '`=` and a value' : null)
    return new nodes.Let(this.unit, start, this.end(), name, value)
  }

  private inputDeclaration(): Stmt {
    const start = this.start()
    this.at++
    const name = this.declaredName()
    let typeName: Name | null = null
    if (this.take(t.Colon)) typeName = this.word('the type of the input')
    else if (name) this.expected('`:` and a type')
    const value = this.take(t.Equals) ? this.expression() : null
    return new nodes.Input(this.unit, start, this.end(), name, typeName, inputType(typeName), value)
  }

  private defaults(): Stmt {
    const start = this.start()
    this.at++
    const engine = this.isWord(1) && !this.isNextStatement() ? this.name(this.at++) : null
    const body = this.body(true, 'defaults')
    return new nodes.Defaults(this.unit, start, this.end(), engine, body)
  }

  private block(): Stmt {
    const start = this.start()
    const head = this.kinds[this.at++]!
    const name = this.declaredName()
    this.strayWords('`{`', false)
    const body = this.body(name !== null, blocks[head - t.Target]!)
    const end = this.end()
    if (head === t.On) return new nodes.Override(this.unit, start, end, name, body)
    if (head === t.Target) return new nodes.Target(this.unit, start, end, name, body)
    if (head === t.Group) return new nodes.Group(this.unit, start, end, name, body)
    return new nodes.Dag(this.unit, start, end, name, body)
  }

  private task(): Stmt {
    const start = this.start()
    this.at++
    const name = this.declaredName()
    const { count } = this
    this.strayWords('`:` and an engine', true)
    let engine: Name | null = null
    if (this.take(t.Colon)) engine = this.word('an engine')
    else if (name) this.expectedSince(count, '`:` and an engine')
    const body = this.body(name !== null && engine !== null, 'task')
    return new nodes.Task(this.unit, start, this.end(), name, engine, body)
  }

  /** What stands between a name and the `:` or `{` of its line: `task a-b: shell {`. */
  private strayWords(what: string, colon: boolean): void {
    const count = this.tokensBefore(colon)
    if (count > 0) this.expected(what)
    this.at += count
  }

  /** `{ … }`; `report`: its absence is the first thing that is wrong here. */
  private body(report: boolean, container: Container): nodes.Body {
    const outside = this.hasUnits
    const isOfUnits = outside && (container === 'dag' || container === 'group')
    if (this.brackets >= bracketsAtOnce && t.isOpener(this.kind(1))) return this.deferredBody(container, isOfUnits)
    const before = this.end()
    const open = this.at
    if (!this.take(t.LBrace)) {
      if (report) this.expected('`{`')
      return new nodes.Body(this.unit, before, before, [], false)
    }
    this.brackets++
    this.hasUnits = isOfUnits
    const { parent } = this
    if (isOfUnits) this.parent = this.unit
    const items = this.statements(container)
    this.parent = parent
    this.hasUnits = outside
    this.take(t.RBrace)
    this.brackets--
    return new nodes.Body(this.unit, this.starts[open]!, this.end(), items, true)
  }

  private deferredBody(container: Container, hasUnits: boolean): nodes.Body {
    const { from, to } = this.bracket()
    const items: Stmt[] = []
    const fill = (result: Expr | readonly Stmt[]): void => {
      for (const item of result as readonly Stmt[]) items.push(item)
    }
    const range = { from: from + 1, to: to - 1, end: this.starts[to - 1]! }
    this.deferred.push({ container, ...range, depth: 0, unit: this.unit, hasUnits, parent: hasUnits ? this.unit : null, fill })
    return new nodes.Body(this.unit, this.starts[from]!, this.end(), items, true)
  }

  private property(): Stmt {
    const key = this.name(this.at)
    this.at += 2
    const value = this.expression()
    this.take(t.Comma)
    return new nodes.Property(this.unit, key.start, value.end, key, value)
  }

  private edges(): Stmt {
    const start = this.start()
    const { count } = this
    const chain: tree.EdgeNodes[] = [this.edgeNodes()]
    if (this.kind(1) !== t.Arrow) this.expectedSince(count, '`->`')
    while (this.take(t.Arrow)) chain.push(this.edgeNodes())
    return new nodes.Edges(this.unit, start, this.end(), chain)
  }

  private edgeNodes(): tree.EdgeNodes {
    const refs: tree.Reference[] = []
    const start = this.start()
    let isBracketed = false
    if (this.isWord(1) && !this.beginsStatement()) refs.push(this.reference(false))
    else if (this.take(t.LBracket)) {
      isBracketed = true
      this.references(refs)
      this.take(t.RBracket)
    } else this.expected('the name of a task or group, or a list of them')
    return new nodes.EdgeNodes(this.unit, start, Math.max(start, this.end()), refs, isBracketed)
  }

  private references(refs: tree.Reference[]): void {
    let isOpen = false
    while (this.isJunk()) {
      if (this.isWord(1)) {
        this.checkSeparator(isOpen, 'reference')
        isOpen = true
        refs.push(this.reference(false))
      } else if (this.take(t.Comma)) {
        if (!isOpen) this.wrong('the name of a task', this.at - 1)
        isOpen = false
      } else {
        this.expected('the name of a task')
        this.junk()
      }
    }
  }

  /** A name in a declaration. A quoted or malformed one is reported and kept, so that what names it still finds it. */
  private declaredName(): Name | null {
    const token = this.at
    const kind = this.kind(1)
    if (t.isWord(kind) && !this.isNextStatement()) {
      this.at++
      if (t.isKeyword(kind)) this.reserved(token)
      return this.name(token)
    }
    if (kind === t.StringLiteral || kind === t.Numeric) {
      this.at++
      this.wrong('a name', token)
      return new Name(this.unit, this.starts[token]!, this.ends[token]!, this.image(token).replace(/^"|"$/g, ''))
    }
    this.expected('a name')
    return null
  }

  private word(what: string): Name | null {
    if (this.isWord(1) && !this.beginsStatement()) return this.name(this.at++)
    this.expected(what)
    return null
  }
}

const inputType = (name: Name | null): t.InputType | null => t.inputTypes.find(type => type === name?.text) ?? null
const isMatrix = (statement: Stmt): boolean => statement.kind === 'property' && statement.key.text === 'matrix'
/** What the blocks hold, by their keywords from `target` on. */
const blocks: readonly Container[] = ['target', 'defaults', 'dag', 'group', 'task', 'on']
