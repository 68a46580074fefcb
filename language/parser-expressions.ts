import type { IToken, ParserMethod } from 'chevrotain'
import {
  CallNode,
  ConditionalNode,
  ListNode,
  LiteralNode,
  MapEntry,
  MapNode,
  MissingNode,
  Name,
  Operator,
  ParenthesizedNode,
  ReferenceNode,
  StringNode,
} from './expression-nodes.ts'
import { groupOperators, type OperatorAt, prefixed } from './expressions.ts'
import { parseLiteral } from './literals.ts'
import { bracketsAtOnce, ParserBase } from './parser-base.ts'
import { readText, splitString } from './strings.ts'
import { endOf, isKeyword } from './structure.ts'
import * as t from './tokens.ts'
import type * as tree from './tree.ts'

type Expr = tree.Expression

/** The rules of expressions. */
export class ExpressionParser extends ParserBase {
  /** The expression of an interpolation, to the end of its tokens. */
  readonly interpolation: ParserMethod<[], Expr> = this.RULE('interpolation', (): Expr => {
    const value = this.SUBRULE(this.expression)
    this.OPTION(() => {
      this.ACTION(() => this.expected('the end of the interpolation'))
      this.SUBRULE(this.junk)
    })
    return value
  })

  readonly expression: ParserMethod<[], Expr> = this.RULE('expression', (): Expr => {
    let test = this.SUBRULE(this.binary)
    const branches: { test: Expr; value: Expr }[] = []
    this.MANY(() => {
      this.CONSUME(t.Question)
      this.ACTION(() => {
        this.questions++
        this.depth++
      })
      const value = this.SUBRULE(this.expression)
      this.ACTION(() => {
        this.questions--
        this.depth--
      })
      const next = this.OR([
        {
          ALT: () => {
            this.CONSUME(t.Colon)
            return this.SUBRULE2(this.binary)
          },
        },
        { ALT: () => this.ACTION(() => this.missing('`:` and the other value')) },
      ])
      this.ACTION(() => {
        branches.push({ test, value })
        test = next
      })
    })
    return this.ACTION(() => (branches.length === 0 ? test : new ConditionalNode(this.origin, branches, test)))
  })

  protected readonly binary: ParserMethod<[], Expr> = this.RULE('binary', (): Expr => {
    const operands: Expr[] = []
    const operators: OperatorAt[] = []
    const first = this.SUBRULE(this.prefix)
    this.ACTION(() => operands.push(first))
    this.MANY(() => {
      const operator = this.CONSUME(t.BinaryOperator)
      const next = this.SUBRULE2(this.prefix)
      this.ACTION(() => {
        operators.push(new Operator(this.origin, operator.startOffset, endOf(operator), operator.image as tree.BinaryOperatorText))
        operands.push(next)
      })
    })
    return this.ACTION(() => groupOperators(this.origin, operands, operators))
  })

  protected readonly prefix: ParserMethod<[], Expr> = this.RULE('prefix', (): Expr => {
    const operators: Operator<'!' | '-'>[] = []
    this.MANY(() => {
      const operator = this.CONSUME(t.PrefixOperator)
      this.ACTION(() => operators.push(new Operator(this.origin, operator.startOffset, endOf(operator), operator.image as '!' | '-')))
    })
    const operand = this.SUBRULE(this.primary)
    return this.ACTION(() => prefixed(this.origin, operators, operand))
  })

  protected readonly primary: ParserMethod<[], Expr> = this.RULE('primary', (): Expr => {
    return this.OR({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { ALT: () => this.SUBRULE(this.string) },
        { ALT: () => this.SUBRULE(this.textBlock) },
        { ALT: () => this.SUBRULE(this.numeric) },
        { GATE: () => this.brackets >= bracketsAtOnce, ALT: () => this.SUBRULE(this.deferredValue) },
        { ALT: () => this.SUBRULE(this.list) },
        { ALT: () => this.SUBRULE(this.map) },
        { ALT: () => this.SUBRULE(this.parenthesized) },
        {
          GATE: () => this.LA(2).tokenType === t.LParen && this.brackets >= bracketsAtOnce,
          ALT: () => this.SUBRULE(this.deferredCall),
        },
        { GATE: () => this.LA(2).tokenType === t.LParen, ALT: () => this.SUBRULE(this.call) },
        { ALT: () => this.constant(this.CONSUME(t.True), { type: 'boolean', value: true }) },
        { ALT: () => this.constant(this.CONSUME(t.False), { type: 'boolean', value: false }) },
        { ALT: () => this.constant(this.CONSUME(t.Null), { type: 'null' }) },
        { GATE: () => !this.beginsStatement(), ALT: () => this.SUBRULE(this.reference, { ARGS: [true] }) },
        { ALT: () => this.ACTION(() => this.missing('a value')) },
      ],
    })
  })

  /** A bracket that is parsed later. */
  protected readonly deferredValue: ParserMethod<[], Expr> = this.RULE('deferredValue', (): Expr => {
    const tokens = this.SUBRULE(this.bracket)
    return this.ACTION(() => this.defer(tokens))
  })

  protected readonly deferredCall: ParserMethod<[], Expr> = this.RULE('deferredCall', (): Expr => {
    const name = this.CONSUME(t.Word)
    const tokens = this.SUBRULE(this.bracket)
    return this.ACTION(() => this.defer([name, ...tokens]))
  })

  private defer(tokens: IToken[]): Expr {
    const end = this.end()
    const node = new MissingNode(this.origin, tokens[0]!.startOffset, end)
    const fill = (result: Expr | readonly tree.Statement[]): void => {
      Object.assign(Object.setPrototypeOf(node, Object.getPrototypeOf(result)), result)
    }
    this.deferred.push({ kind: 'value', tokens, depth: this.depth, end, origin: this.origin, hasUnits: false, fill })
    return node
  }

  /** The value of deferred tokens. */
  readonly value: ParserMethod<[], Expr> = this.RULE('value', (): Expr => this.SUBRULE(this.primary))

  protected readonly string: ParserMethod<[], tree.StringNode> = this.RULE('string', (): tree.StringNode => {
    const token = this.CONSUME(t.StringLiteral)
    return this.ACTION(() => {
      const raw = splitString(this.origin, token.image, token.startOffset, fact => this.problems.push(fact))
      const node = new StringNode(this.origin, token.startOffset, endOf(token), [])
      if (raw.every(part => part.kind === 'characters')) for (const part of raw) node.parts.push(part)
      else this.strings.push({ node, raw, depth: this.depth })
      return node
    })
  })

  protected readonly textBlock: ParserMethod<[], tree.TextNode> = this.RULE('textBlock', (): tree.TextNode => {
    const token = this.CONSUME(t.Text)
    return this.ACTION(() => readText(this.origin, token.image, token.startOffset, fact => this.problems.push(fact)))
  })

  protected readonly numeric: ParserMethod<[], Expr> = this.RULE('numeric', (): Expr => {
    const token = this.CONSUME(t.Numeric)
    return this.ACTION((): Expr => {
      const span = { start: token.startOffset, end: endOf(token) }
      const result = parseLiteral(token.image)
      if (result.ok) return new LiteralNode(this.origin, span.start, span.end, result.value)
      this.problems.push({ reason: `syntax/${result.problem}`, data: { text: token.image }, related: [], ...span })
      return new MissingNode(this.origin, span.start, span.end)
    })
  })

  protected readonly list: ParserMethod<[], tree.ListNode> = this.RULE('list', (): tree.ListNode => {
    const open = this.CONSUME(t.LBracket)
    const items = this.SUBRULE(this.elements, { ARGS: ['value'] })
    this.CONSUME(t.RBracket)
    return new ListNode(this.origin, open.startOffset, this.end(), items)
  })

  protected readonly parenthesized: ParserMethod<[], tree.ParenthesizedNode> = this.RULE('parenthesized', (): tree.ParenthesizedNode => {
    const open = this.CONSUME(t.LParen)
    this.ACTION(() => {
      this.values++
      this.depth++
      this.brackets++
    })
    const inner = this.SUBRULE(this.expression)
    this.MANY(() => {
      this.ACTION(() => this.expected('`)`'))
      this.SUBRULE(this.junk)
    })
    this.CONSUME(t.RParen)
    this.ACTION(() => {
      this.values--
      this.depth--
      this.brackets--
    })
    return new ParenthesizedNode(this.origin, open.startOffset, this.end(), inner)
  })

  protected readonly call: ParserMethod<[], tree.CallNode> = this.RULE('call', (): tree.CallNode => {
    const name = this.name(this.CONSUME(t.Word))
    this.CONSUME(t.LParen)
    const args = this.SUBRULE(this.elements, { ARGS: ['argument'] })
    this.CONSUME(t.RParen)
    return new CallNode(this.origin, name.start, this.end(), name, args)
  })

  /** Values with commas between them, up to a closing bracket. */
  protected readonly elements: ParserMethod<[string], Expr[]> = this.RULE('elements', (what: string): Expr[] => {
    const items: Expr[] = []
    const separators = this.separators(what, false)
    const questions = this.questions
    this.ACTION(() => {
      this.values++
      this.depth++
      this.brackets++
      this.questions = 0
    })
    this.MANY(() =>
      this.OR([
        {
          GATE: () => this.beginsValue(),
          ALT: () => {
            this.ACTION(() => separators.item())
            const item = this.SUBRULE(this.expression)
            this.ACTION(() => items.push(item))
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.Comma)
            this.ACTION(() => separators.comma('a value'))
          },
        },
        {
          ALT: () => {
            this.ACTION(() => this.expected('a value'))
            this.SUBRULE(this.junk)
          },
        },
      ]),
    )
    this.ACTION(() => {
      this.values--
      this.depth--
      this.brackets--
      this.questions = questions
    })
    return items
  })

  protected readonly map: ParserMethod<[], tree.MapNode> = this.RULE('map', (): tree.MapNode => {
    const entries: tree.MapEntry[] = []
    const separators = this.separators('entry', true)
    const questions = this.questions
    const open = this.CONSUME(t.LBrace)
    this.ACTION(() => {
      this.values++
      this.depth++
      this.brackets++
      this.questions = 0
    })
    this.MANY(() =>
      this.OR([
        {
          ALT: () => {
            this.ACTION(() => separators.item())
            const entry = this.SUBRULE(this.entry)
            this.ACTION(() => entries.push(entry))
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.Comma)
            this.ACTION(() => separators.comma('an entry'))
          },
        },
        {
          ALT: () => {
            this.ACTION(() => this.expected('an entry'))
            this.SUBRULE(this.junk)
          },
        },
      ]),
    )
    this.CONSUME(t.RBrace)
    this.ACTION(() => {
      this.values--
      this.depth--
      this.brackets--
      this.questions = questions
    })
    return new MapNode(this.origin, open.startOffset, this.end(), entries)
  })

  protected readonly entry: ParserMethod<[], tree.MapEntry> = this.RULE('entry', (): tree.MapEntry => {
    const token = this.OR([{ ALT: () => this.CONSUME(t.Word) }, { ALT: () => this.CONSUME(t.StringLiteral) }])
    return this.OR2([
      {
        ALT: () => {
          this.CONSUME(t.Colon)
          const value = this.SUBRULE(this.expression)
          return this.ACTION(() => {
            const key = this.keyOf(token)
            return new MapEntry(this.origin, key.start, value.end, key, false, value)
          })
        },
      },
      { ALT: () => this.ACTION(() => this.shorthand(token, this.keyOf(token))) },
    ])
  })

  protected readonly reference: ParserMethod<[boolean], tree.Reference> = this.RULE('reference', (isValue: boolean): tree.Reference => {
    const path: tree.Name[] = []
    const first = this.CONSUME(t.Word)
    this.ACTION(() => {
      path.push(this.name(first))
      const isTarget = isValue && first.tokenType === t.Target && this.LA(1).tokenType === t.Dot
      if (isKeyword(first) && !isTarget) this.reserved(first)
    })
    this.MANY(() => {
      this.CONSUME(t.Dot)
      this.OR([
        {
          GATE: () => !this.isNextStatement() && !this.beginsDeclaration(),
          ALT: () => {
            const part = this.name(this.CONSUME2(t.Word))
            this.ACTION(() => path.push(part))
          },
        },
        {
          ALT: () =>
            this.ACTION(() => {
              this.expected('a name after the dot')
              path.push(new Name(this.origin, this.end(), this.end(), ''))
            }),
        },
      ])
    })
    return new ReferenceNode(this.origin, first.startOffset, this.end(), path)
  })
}
