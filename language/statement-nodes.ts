import { Located, type Unit } from './node.ts'
import type { InputType } from './tokens.ts'
import type * as tree from './tree.ts'

// One class for each node, so that every node of a kind has one shape.

export class Body extends Located implements tree.Body {
  declare readonly items: tree.Statement[]
  declare readonly present: boolean

  constructor(unit: Unit, start: number, end: number, items: tree.Statement[], present: boolean) {
    super(unit, start, end)
    this.items = items
    this.present = present
  }
}

export class Import extends Located implements tree.Import {
  readonly kind = 'import'
  declare readonly path: tree.StringNode | null

  constructor(unit: Unit, start: number, end: number, path: tree.StringNode | null) {
    super(unit, start, end)
    this.path = path
  }
}

export class Let extends Located implements tree.Let {
  readonly kind = 'let'
  declare readonly name: tree.Name | null
  declare readonly value: tree.Expression

  constructor(unit: Unit, start: number, end: number, name: tree.Name | null, value: tree.Expression) {
    super(unit, start, end)
    this.name = name
    this.value = value
  }
}

export class Input extends Located implements tree.Input {
  readonly kind = 'input'
  declare readonly name: tree.Name | null
  declare readonly typeName: tree.Name | null
  declare readonly type: InputType | null
  declare readonly value: tree.Expression | null

  constructor(
    unit: Unit,
    start: number,
    end: number,
    name: tree.Name | null,
    typeName: tree.Name | null,
    type: InputType | null,
    value: tree.Expression | null,
  ) {
    super(unit, start, end)
    this.name = name
    this.typeName = typeName
    this.type = type
    this.value = value
  }
}

export class Target extends Located implements tree.Target {
  readonly kind = 'target'
  declare readonly name: tree.Name | null
  declare readonly body: Body

  constructor(unit: Unit, start: number, end: number, name: tree.Name | null, body: Body) {
    super(unit, start, end)
    this.name = name
    this.body = body
  }
}

export class Defaults extends Located implements tree.Defaults {
  readonly kind = 'defaults'
  declare readonly engine: tree.Name | null
  declare readonly body: Body

  constructor(unit: Unit, start: number, end: number, engine: tree.Name | null, body: Body) {
    super(unit, start, end)
    this.engine = engine
    this.body = body
  }
}

export class Dag extends Located implements tree.Dag {
  readonly kind = 'dag'
  declare readonly name: tree.Name | null
  declare readonly body: Body

  constructor(unit: Unit, start: number, end: number, name: tree.Name | null, body: Body) {
    super(unit, start, end)
    this.name = name
    this.body = body
  }
}

export class Group extends Located implements tree.Group {
  readonly kind = 'group'
  declare readonly name: tree.Name | null
  declare readonly body: Body

  constructor(unit: Unit, start: number, end: number, name: tree.Name | null, body: Body) {
    super(unit, start, end)
    this.name = name
    this.body = body
  }
}

export class Task extends Located implements tree.Task {
  readonly kind = 'task'
  declare readonly name: tree.Name | null
  declare readonly engine: tree.Name | null
  declare readonly body: Body

  constructor(unit: Unit, start: number, end: number, name: tree.Name | null, engine: tree.Name | null, body: Body) {
    super(unit, start, end)
    this.name = name
    this.engine = engine
    this.body = body
  }
}

export class Override extends Located implements tree.Override {
  readonly kind = 'on'
  declare readonly target: tree.Name | null
  declare readonly body: Body

  constructor(unit: Unit, start: number, end: number, target: tree.Name | null, body: Body) {
    super(unit, start, end)
    this.target = target
    this.body = body
  }
}

export class Edges extends Located implements tree.Edges {
  readonly kind = 'edges'
  declare readonly chain: readonly tree.EdgeNodes[]

  constructor(unit: Unit, start: number, end: number, chain: readonly tree.EdgeNodes[]) {
    super(unit, start, end)
    this.chain = chain
  }
}

export class EdgeNodes extends Located implements tree.EdgeNodes {
  declare readonly refs: readonly tree.Reference[]
  declare readonly bracketed: boolean

  constructor(unit: Unit, start: number, end: number, refs: readonly tree.Reference[], bracketed: boolean) {
    super(unit, start, end)
    this.refs = refs
    this.bracketed = bracketed
  }
}

export class Property extends Located implements tree.Property {
  readonly kind = 'property'
  declare readonly key: tree.Name
  declare readonly value: tree.Expression

  constructor(unit: Unit, start: number, end: number, key: tree.Name, value: tree.Expression) {
    super(unit, start, end)
    this.key = key
    this.value = value
  }
}

export class Junk extends Located implements tree.Junk {
  readonly kind = 'junk'
}
