import type { SyntaxFact } from './diagnostics.ts'
import type { Span } from './span.ts'
import type { TextChange } from './text-change.ts'
import type { InputType } from './tokens.ts'

/**
 * What a text says, with a span for everything. Lossless: the text, every token and every comment are kept, so that edits
 * and formatting can be exact. Wrong input gives a tree too; what is missing is `null` or a `missing` expression.
 */
export interface Tree {
  readonly text: string
  readonly items: readonly Statement[]
  /** Tokens that are not comments, in order; brackets that were missing are zero characters wide. */
  readonly tokens: readonly Token[]
  readonly comments: readonly Token[]
  readonly problems: readonly SyntaxFact[]
  /** Tokens and comments around an offset, without making all of them. */
  near(offset: number): Nearby
  /** The statements directly in the file, in its dags and in its groups, in the order of the text; a block before what is in it. */
  readonly units: readonly Unit[]
  /** What is different from the tree that this one follows; `null` where it follows none. */
  readonly change: TreeChange | null
}

/** A statement directly in a file, dag or group: what an edit replaces, or moves as one. Of a dag or group it is the head. */
export interface Unit {
  /** Where it begins. */
  readonly at: number
  readonly node: Statement | null
  /** The dag or group that it stands in; `null` in a file. */
  readonly parent: Unit | null
}

/** What an edit changed in a tree. A unit that is in neither list is the same object, with the same nodes, in both trees. */
export interface TreeChange {
  readonly text: TextChange
  readonly removed: readonly Unit[]
  readonly added: readonly Unit[]
  /** Whether the whole text was parsed again; unchanged units are the same even so. */
  readonly isWhole: boolean
}

export interface Nearby {
  /** Some before the offset and behind it; of what is farther, the brackets only that are open at the first one of these. */
  readonly tokens: readonly Token[]
  /** From at least the statement before the offset to the one behind it. */
  readonly comments: readonly Token[]
}

export interface Token extends Span {
  /** One of `tokens.ts`. */
  readonly kind: number
  readonly image: string
}

export interface Name extends Span {
  readonly text: string
}

export type Statement = Import | Let | Input | Target | Defaults | Dag | Group | Task | Override | Edges | Property | Junk

/** A key of the kind of every statement, for tables. */
export type StatementKind = Statement['kind']

export interface Import extends Span {
  readonly kind: 'import'
  readonly path: StringNode | null
}
export interface Let extends Span {
  readonly kind: 'let'
  readonly name: Name | null
  readonly value: Expression
}
export interface Input extends Span {
  readonly kind: 'input'
  readonly name: Name | null
  readonly typeName: Name | null
  readonly type: InputType | null
  readonly value: Expression | null
}
export interface Target extends Span {
  readonly kind: 'target'
  readonly name: Name | null
  readonly body: Body
}
export interface Defaults extends Span {
  readonly kind: 'defaults'
  readonly engine: Name | null
  readonly body: Body
}
export interface Dag extends Span {
  readonly kind: 'dag'
  readonly name: Name | null
  readonly body: Body
}
export interface Group extends Span {
  readonly kind: 'group'
  readonly name: Name | null
  readonly body: Body
}
export interface Task extends Span {
  readonly kind: 'task'
  readonly name: Name | null
  readonly engine: Name | null
  readonly body: Body
}
export interface Override extends Span {
  readonly kind: 'on'
  readonly target: Name | null
  readonly body: Body
}
export interface Edges extends Span {
  readonly kind: 'edges'
  /** What stands between the arrows; at least one. */
  readonly chain: readonly EdgeNodes[]
}
export interface EdgeNodes extends Span {
  readonly refs: readonly Reference[]
  readonly bracketed: boolean
}
export interface Property extends Span {
  readonly kind: 'property'
  readonly key: Name
  readonly value: Expression
}
/** Words that are no statement yet. */
export interface Junk extends Span {
  readonly kind: 'junk'
}

/** `{ … }`; where the braces are missing the span is empty and `items` too. */
export interface Body extends Span {
  readonly items: readonly Statement[]
  readonly present: boolean
}

export type Expression =
  | StringNode
  | TextNode
  | LiteralNode
  | ListNode
  | MapNode
  | CallNode
  | Reference
  | BinaryNode
  | PrefixNode
  | ConditionalNode
  | ParenthesizedNode
  | MissingNode

export interface StringNode extends Span {
  readonly kind: 'string'
  /** In order: characters as they count, and interpolated expressions. */
  readonly parts: readonly StringPart[]
}
export type StringPart = CharactersPart | InterpolatedPart
export interface CharactersPart extends Span {
  readonly kind: 'characters'
  /** Escapes decoded. One part holds one escape or a run without escapes, so that offsets map. */
  readonly value: string
  readonly escape: boolean
}
export interface InterpolatedPart extends Span {
  readonly kind: 'interpolated'
  readonly expression: Expression
}

export interface TextNode extends Span {
  readonly kind: 'text'
  readonly value: string
  /** Where each line of the value begins: pairs of its offset in the value and in the node's source. */
  readonly lines: readonly (readonly [number, number])[]
}

/** number, duration, size, date, boolean, null. */
export interface LiteralNode extends Span {
  readonly kind: 'literal'
  readonly value: import('./values.ts').Value
}
export interface ListNode extends Span {
  readonly kind: 'list'
  readonly items: readonly Expression[]
}
export interface MapNode extends Span {
  readonly kind: 'map'
  readonly entries: readonly MapEntry[]
}
export interface MapEntry extends Span {
  readonly key: Name
  /** `{ project }`: the value is the reference of the same name. */
  readonly shorthand: boolean
  readonly value: Expression
}
export interface CallNode extends Span {
  readonly kind: 'call'
  readonly name: Name
  readonly args: readonly Expression[]
}
export interface Reference extends Span {
  readonly kind: 'ref'
  /** At least one; all but the first follow a dot. */
  readonly path: readonly Name[]
}
export interface BinaryNode extends Span {
  readonly kind: 'binary'
  readonly operator: BinaryOperatorText
  /** At least two; `a + b + c` is one node, from the left. */
  readonly operands: readonly Expression[]
  /** Where the operators stand. */
  readonly operators: readonly (Span & { readonly text: BinaryOperatorText })[]
}
export type BinaryOperatorText = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%'
export interface PrefixNode extends Span {
  readonly kind: 'prefix'
  /** From the outermost inwards. */
  readonly operators: readonly (Span & { readonly text: '!' | '-' })[]
  readonly operand: Expression
}
export interface ConditionalNode extends Span {
  readonly kind: 'conditional'
  /** `a ? b : c ? d : e` is one node of two branches. */
  readonly branches: readonly { readonly test: Expression; readonly value: Expression }[]
  readonly otherwise: Expression
}
export interface ParenthesizedNode extends Span {
  readonly kind: 'parenthesized'
  readonly inner: Expression
}
/** An expression that is not there; reported as `syntax` already. */
export interface MissingNode extends Span {
  readonly kind: 'missing'
}
