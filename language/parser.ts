import type { IToken, ParserMethod, TokenType } from 'chevrotain'
import { Origin } from './node.ts'
import { bracketsAtOnce, type StatementClass } from './parser-base.ts'
import { ExpressionParser } from './parser-expressions.ts'
import * as nodes from './statement-nodes.ts'
import { isKeyword } from './structure.ts'
import * as t from './tokens.ts'
import type * as tree from './tree.ts'

type Expr = tree.Expression
type Stmt = tree.Statement

/**
 * The grammar. Every rule accepts any tokens (brackets balance already, see `structure.ts`), says what is missing, and goes on:
 * nothing throws, and no error reaches beyond its statement. Where a statement may stand is checked after, in `placement.ts`.
 */
export class DagParser extends ExpressionParser {
  constructor() {
    super()
    this.performSelfAnalysis()
  }

  readonly file: ParserMethod<[], Stmt[]> = this.RULE('file', (): Stmt[] => this.SUBRULE(this.statements))

  protected readonly statements: ParserMethod<[], Stmt[]> = this.RULE('statements', (): Stmt[] => {
    const items: Stmt[] = []
    const { origin, hasUnits } = this
    this.MANY(() => {
      if (hasUnits) this.origin = new Origin(this.start())
      const item = this.SUBRULE(this.statement)
      this.ACTION(() => items.push(item))
    })
    this.origin = origin
    return items
  })

  protected readonly statement: ParserMethod<[], Stmt> = this.RULE('statement', (): Stmt => {
    const is = (kind: StatementClass) => () => this.classify() === kind
    return this.OR({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { GATE: is('property'), ALT: () => this.SUBRULE(this.property) },
        { GATE: is('edges'), ALT: () => this.SUBRULE(this.edges) },
        { GATE: is('task'), ALT: () => this.SUBRULE(this.task) },
        { GATE: is('import'), ALT: () => this.SUBRULE(this.importDeclaration) },
        { GATE: is('let'), ALT: () => this.SUBRULE(this.letDeclaration) },
        { GATE: is('input'), ALT: () => this.SUBRULE(this.inputDeclaration) },
        { GATE: is('defaults'), ALT: () => this.SUBRULE(this.defaults) },
        { GATE: () => blockKinds.has(this.classify()), ALT: () => this.SUBRULE(this.block) },
        { GATE: () => this.misspelledHead() !== null, ALT: () => this.SUBRULE(this.misspelled) },
        { ALT: () => this.SUBRULE(this.strayStatement) },
      ],
    })
  })

  /** What begins no statement: one report, then on to what may begin one. */
  protected readonly strayStatement: ParserMethod<[], tree.Junk> = this.RULE('strayStatement', (): tree.Junk => {
    this.ACTION(() => this.report('a declaration, a property or an edge', this.LA(1)))
    const start = this.start()
    this.SUBRULE(this.junk)
    this.MANY({
      GATE: () => this.classify() === 'junk' && this.misspelledHead() === null,
      DEF: () => this.SUBRULE2(this.junk),
    })
    return new nodes.Junk(this.origin, start, this.end())
  })

  /** A declaration whose keyword is wrong or missing: what is in it still counts. */
  protected readonly misspelled: ParserMethod<[], Stmt> = this.RULE('misspelled', (): Stmt => {
    const start = this.start()
    const head = this.ACTION(() => this.misspelledHead())
    let engine: tree.Name | null = null
    this.ACTION(() => this.report('`dag`, `group` or `task`', this.LA(1)))
    const first = this.CONSUME(t.Identifier)
    const second = this.OPTION(() => this.CONSUME(t.Word))
    this.OPTION2(() => {
      this.CONSUME(t.Colon)
      engine = this.name(this.CONSUME2(t.Word))
    })
    const body = this.SUBRULE(this.body, { ARGS: [false, head !== 'task'] })
    return this.ACTION((): Stmt => {
      const name = this.name(second ?? first)
      const end = this.end()
      if (head === 'task') return new nodes.Task(this.origin, start, end, name, engine, body)
      if (head === 'group') return new nodes.Group(this.origin, start, end, name, body)
      return new nodes.Dag(this.origin, start, end, name, body)
    })
  })

  protected readonly importDeclaration: ParserMethod<[], tree.Import> = this.RULE('importDeclaration', (): tree.Import => {
    const start = this.start()
    let path: tree.StringNode | null = null
    this.CONSUME(t.Import)
    this.OR([
      { ALT: () => (path = this.SUBRULE(this.string)) },
      { ALT: () => this.ACTION(() => this.expected('the path of a file in quotes')) },
    ])
    return new nodes.Import(this.origin, start, this.end(), path)
  })

  protected readonly letDeclaration: ParserMethod<[], tree.Let> = this.RULE('letDeclaration', (): tree.Let => {
    const start = this.start()
    this.CONSUME(t.Let)
    const name = this.SUBRULE(this.declaredName)
    const value = this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Equals)
          return this.SUBRULE(this.expression)
        },
      },
      { ALT: () => this.ACTION(() => this.missing(name ? '`=` and a value' : null)) },
    ])
    return new nodes.Let(this.origin, start, this.end(), name, value)
  })

  protected readonly inputDeclaration: ParserMethod<[], tree.Input> = this.RULE('inputDeclaration', (): tree.Input => {
    const start = this.start()
    let typeName: tree.Name | null = null
    let value: Expr | null = null
    this.CONSUME(t.Input)
    const name = this.SUBRULE(this.declaredName)
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Colon)
          typeName = this.SUBRULE(this.word, { ARGS: ['the type of the input'] })
          this.OPTION(() => {
            this.CONSUME(t.Equals)
            value = this.SUBRULE(this.expression)
          })
        },
      },
      {
        ALT: () => {
          this.ACTION(() => name && this.expected('`:` and a type'))
          this.OPTION2(() => {
            this.CONSUME2(t.Equals)
            value = this.SUBRULE2(this.expression)
          })
        },
      },
    ])
    return this.ACTION(() => new nodes.Input(this.origin, start, this.end(), name, typeName, inputType(typeName), value))
  })

  protected readonly defaults: ParserMethod<[], tree.Defaults> = this.RULE('defaults', (): tree.Defaults => {
    const start = this.start()
    let engine: tree.Name | null = null
    this.CONSUME(t.Defaults)
    this.OPTION({
      GATE: () => !this.isNextStatement(),
      DEF: () => {
        engine = this.name(this.CONSUME(t.Word))
      },
    })
    const body = this.SUBRULE(this.body, { ARGS: [true, false] })
    return new nodes.Defaults(this.origin, start, this.end(), engine, body)
  })

  protected readonly block: ParserMethod<[], tree.Dag | tree.Group | tree.Target | tree.Override> = this.RULE(
    'block',
    (): tree.Dag | tree.Group | tree.Target | tree.Override => {
      const start = this.start()
      const head = this.OR([
        { ALT: () => this.CONSUME(t.Dag) },
        { ALT: () => this.CONSUME(t.Group) },
        { ALT: () => this.CONSUME(t.Target) },
        { ALT: () => this.CONSUME(t.On) },
      ])
      const name = this.SUBRULE(this.declaredName)
      this.SUBRULE(this.strayWords, { ARGS: ['`{`', bodyMarks] })
      const hasUnits = head.tokenType === t.Dag || head.tokenType === t.Group
      const body = this.SUBRULE(this.body, { ARGS: [name !== null, hasUnits] })
      return this.ACTION(() => {
        const end = this.end()
        if (head.tokenType === t.On) return new nodes.Override(this.origin, start, end, name, body)
        if (head.tokenType === t.Target) return new nodes.Target(this.origin, start, end, name, body)
        if (head.tokenType === t.Group) return new nodes.Group(this.origin, start, end, name, body)
        return new nodes.Dag(this.origin, start, end, name, body)
      })
    },
  )

  protected readonly task: ParserMethod<[], tree.Task> = this.RULE('task', (): tree.Task => {
    const start = this.start()
    let engine: tree.Name | null = null
    this.CONSUME(t.Task)
    const name = this.SUBRULE(this.declaredName)
    const problems = this.problems.length
    this.SUBRULE(this.strayWords, { ARGS: ['`:` and an engine', headMarks] })
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Colon)
          engine = this.SUBRULE(this.word, { ARGS: ['an engine'] })
        },
      },
      { ALT: () => this.ACTION(() => name && this.expectedSince(problems, '`:` and an engine')) },
    ])
    const body = this.SUBRULE(this.body, { ARGS: [name !== null && engine !== null, false] })
    return new nodes.Task(this.origin, start, this.end(), name, engine, body)
  })

  /** What stands between a name and the `:` or `{` of its line: `task a-b: shell {`. */
  protected readonly strayWords: ParserMethod<[string, ReadonlySet<TokenType>], void> = this.RULE(
    'strayWords',
    (what: string, marks: ReadonlySet<TokenType>): void => {
      const count = this.ACTION(() => this.tokensBefore(marks))
      this.ACTION(() => count > 0 && this.expected(what))
      let passed = 0
      this.MANY({
        GATE: () => passed < count,
        DEF: () => {
          this.CONSUME(t.Loose)
          passed++
        },
      })
    },
  )

  /** `{ … }`; `report`: its absence is the first thing that is wrong here. `hasUnits`: of a dag or group. */
  protected readonly body: ParserMethod<[boolean, boolean], nodes.Body> = this.RULE(
    'body',
    (report: boolean, hasUnits: boolean): nodes.Body => {
      const start = this.end()
      const outside = this.hasUnits
      const isInUnits = outside && hasUnits
      return this.OR([
        {
          GATE: () => this.brackets >= bracketsAtOnce,
          ALT: () => {
            const tokens = this.SUBRULE(this.bracket)
            const items: Stmt[] = []
            return this.ACTION(() => {
              this.deferStatements(tokens, items, isInUnits)
              return new nodes.Body(this.origin, tokens[0]!.startOffset, this.end(), items, true)
            })
          },
        },
        {
          ALT: () => {
            const open = this.CONSUME(t.LBrace)
            this.ACTION(() => this.brackets++)
            this.hasUnits = isInUnits
            const items = this.SUBRULE(this.statements)
            this.hasUnits = outside
            this.CONSUME(t.RBrace)
            this.ACTION(() => this.brackets--)
            return new nodes.Body(this.origin, open.startOffset, this.end(), items, true)
          },
        },
        {
          ALT: () => {
            this.ACTION(() => report && this.expected('`{`'))
            return new nodes.Body(this.origin, start, start, [], false)
          },
        },
      ])
    },
  )

  private deferStatements(tokens: IToken[], items: Stmt[], hasUnits: boolean): void {
    const last = tokens[tokens.length - 1]!
    this.deferred.push({
      kind: 'statements',
      tokens: tokens.slice(1, -1),
      depth: 0,
      end: last.startOffset,
      origin: this.origin,
      hasUnits,
      fill: result => {
        for (const item of result as readonly Stmt[]) items.push(item)
      },
    })
  }

  protected readonly property: ParserMethod<[], tree.Property> = this.RULE('property', (): tree.Property => {
    const key = this.name(this.CONSUME(t.Word))
    this.CONSUME(t.Colon)
    const value = this.SUBRULE(this.expression)
    this.OPTION(() => this.CONSUME(t.Comma))
    return new nodes.Property(this.origin, key.start, value.end, key, value)
  })

  protected readonly edges: ParserMethod<[], tree.Edges> = this.RULE('edges', (): tree.Edges => {
    const start = this.start()
    const problems = this.problems.length
    const chain: tree.EdgeNodes[] = []
    const first = this.SUBRULE(this.edgeNodes)
    this.ACTION(() => chain.push(first))
    this.OR([
      {
        ALT: () =>
          this.AT_LEAST_ONE(() => {
            this.CONSUME(t.Arrow)
            const next = this.SUBRULE2(this.edgeNodes)
            this.ACTION(() => chain.push(next))
          }),
      },
      { ALT: () => this.ACTION(() => this.expectedSince(problems, '`->`')) },
    ])
    return new nodes.Edges(this.origin, start, this.end(), chain)
  })

  protected readonly edgeNodes: ParserMethod<[], tree.EdgeNodes> = this.RULE('edgeNodes', (): tree.EdgeNodes => {
    const refs: tree.Reference[] = []
    const start = this.start()
    const bracketed = this.OR([
      {
        GATE: () => !this.beginsStatement(),
        ALT: () => {
          const ref = this.SUBRULE(this.reference, { ARGS: [false] })
          this.ACTION(() => refs.push(ref))
          return false
        },
      },
      {
        ALT: () => {
          const separators = this.separators('reference', false)
          this.CONSUME(t.LBracket)
          this.MANY(() =>
            this.OR2([
              {
                ALT: () => {
                  this.ACTION(() => separators.item())
                  const ref = this.SUBRULE2(this.reference, { ARGS: [false] })
                  this.ACTION(() => refs.push(ref))
                },
              },
              {
                ALT: () => {
                  this.CONSUME(t.Comma)
                  this.ACTION(() => separators.comma('the name of a task'))
                },
              },
              {
                ALT: () => {
                  this.ACTION(() => this.expected('the name of a task'))
                  this.SUBRULE(this.junk)
                },
              },
            ]),
          )
          this.CONSUME(t.RBracket)
          return true
        },
      },
      {
        ALT: () => {
          this.ACTION(() => this.expected('the name of a task or group, or a list of them'))
          return false
        },
      },
    ])
    return new nodes.EdgeNodes(this.origin, start, Math.max(start, this.end()), refs, bracketed)
  })

  /** A name in a declaration. A quoted or malformed one is reported and kept, so that what names it still finds it. */
  protected readonly declaredName: ParserMethod<[], tree.Name | null> = this.RULE('declaredName', (): tree.Name | null => {
    return this.OR({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        {
          GATE: () => !this.isNextStatement(),
          ALT: () => {
            const token = this.CONSUME(t.Word)
            this.ACTION(() => isKeyword(token) && this.reserved(token))
            return this.name(token)
          },
        },
        { ALT: () => this.badName(this.CONSUME(t.StringLiteral)) },
        { ALT: () => this.badName(this.CONSUME(t.Numeric)) },
        {
          ALT: () => {
            this.ACTION(() => this.expected('a name'))
            return null
          },
        },
      ],
    })
  })

  protected readonly word: ParserMethod<[string], tree.Name | null> = this.RULE('word', (what: string): tree.Name | null => {
    return this.OR([
      { GATE: () => !this.beginsStatement(), ALT: () => this.name(this.CONSUME(t.Word)) },
      { ALT: () => this.ACTION(() => this.nothing(what)) },
    ])
  })
}

const bodyMarks: ReadonlySet<TokenType> = new Set([t.LBrace])
const headMarks: ReadonlySet<TokenType> = new Set([t.Colon, t.LBrace])
const blockKinds: ReadonlySet<StatementClass> = new Set<StatementClass>(['dag', 'group', 'target', 'on'])
const inputType = (name: tree.Name | null): t.InputType | null => t.inputTypes.find(type => type === name?.text) ?? null
