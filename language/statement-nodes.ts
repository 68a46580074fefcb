import { Located, type Origin } from './node.ts'
import type { InputType } from './tokens.ts'
import type * as tree from './tree.ts'

// One class for each node, so that every node of a kind has one shape.

export class Body extends Located implements tree.Body {
  readonly items: tree.Statement[]
  readonly present: boolean

  constructor(origin: Origin, start: number, end: number, items: tree.Statement[], present: boolean) {
    super(origin, start, end)
    this.items = items
    this.present = present
  }
}

export class Import extends Located implements tree.Import {
  readonly kind = 'import'
  readonly path: tree.StringNode | null

  constructor(origin: Origin, start: number, end: number, path: tree.StringNode | null) {
    super(origin, start, end)
    this.path = path
  }
}

export class Let extends Located implements tree.Let {
  readonly kind = 'let'
  readonly name: tree.Name | null
  readonly value: tree.Expression

  constructor(origin: Origin, start: number, end: number, name: tree.Name | null, value: tree.Expression) {
    super(origin, start, end)
    this.name = name
    this.value = value
  }
}

export class Input extends Located implements tree.Input {
  readonly kind = 'input'
  readonly name: tree.Name | null
  readonly typeName: tree.Name | null
  readonly type: InputType | null
  readonly value: tree.Expression | null

  constructor(
    origin: Origin,
    start: number,
    end: number,
    name: tree.Name | null,
    typeName: tree.Name | null,
    type: InputType | null,
    value: tree.Expression | null,
  ) {
    super(origin, start, end)
    this.name = name
    this.typeName = typeName
    this.type = type
    this.value = value
  }
}

export class Target extends Located implements tree.Target {
  readonly kind = 'target'
  readonly name: tree.Name | null
  readonly body: Body

  constructor(origin: Origin, start: number, end: number, name: tree.Name | null, body: Body) {
    super(origin, start, end)
    this.name = name
    this.body = body
  }
}

export class Defaults extends Located implements tree.Defaults {
  readonly kind = 'defaults'
  readonly engine: tree.Name | null
  readonly body: Body

  constructor(origin: Origin, start: number, end: number, engine: tree.Name | null, body: Body) {
    super(origin, start, end)
    this.engine = engine
    this.body = body
  }
}

export class Dag extends Located implements tree.Dag {
  readonly kind = 'dag'
  readonly name: tree.Name | null
  readonly body: Body

  constructor(origin: Origin, start: number, end: number, name: tree.Name | null, body: Body) {
    super(origin, start, end)
    this.name = name
    this.body = body
  }
}

export class Group extends Located implements tree.Group {
  readonly kind = 'group'
  readonly name: tree.Name | null
  readonly body: Body

  constructor(origin: Origin, start: number, end: number, name: tree.Name | null, body: Body) {
    super(origin, start, end)
    this.name = name
    this.body = body
  }
}

export class Task extends Located implements tree.Task {
  readonly kind = 'task'
  readonly name: tree.Name | null
  readonly engine: tree.Name | null
  readonly body: Body

  constructor(origin: Origin, start: number, end: number, name: tree.Name | null, engine: tree.Name | null, body: Body) {
    super(origin, start, end)
    this.name = name
    this.engine = engine
    this.body = body
  }
}

export class Override extends Located implements tree.Override {
  readonly kind = 'on'
  readonly target: tree.Name | null
  readonly body: Body

  constructor(origin: Origin, start: number, end: number, target: tree.Name | null, body: Body) {
    super(origin, start, end)
    this.target = target
    this.body = body
  }
}

export class Edges extends Located implements tree.Edges {
  readonly kind = 'edges'
  readonly chain: readonly tree.EdgeNodes[]

  constructor(origin: Origin, start: number, end: number, chain: readonly tree.EdgeNodes[]) {
    super(origin, start, end)
    this.chain = chain
  }
}

export class EdgeNodes extends Located implements tree.EdgeNodes {
  readonly refs: readonly tree.Reference[]
  readonly bracketed: boolean

  constructor(origin: Origin, start: number, end: number, refs: readonly tree.Reference[], bracketed: boolean) {
    super(origin, start, end)
    this.refs = refs
    this.bracketed = bracketed
  }
}

export class Property extends Located implements tree.Property {
  readonly kind = 'property'
  readonly key: tree.Name
  readonly value: tree.Expression

  constructor(origin: Origin, start: number, end: number, key: tree.Name, value: tree.Expression) {
    super(origin, start, end)
    this.key = key
    this.value = value
  }
}

export class Junk extends Located implements tree.Junk {
  readonly kind = 'junk'
}
