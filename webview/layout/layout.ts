/** What a layout needs of a graph. The graphs of the language and of the preview both fit. */
export interface LayoutInput {
  readonly groups: readonly { readonly name: string; readonly parent: string | null }[]
  readonly tasks: readonly { readonly name: string; readonly label: string; readonly group: string | null }[]
  readonly edges: readonly { readonly from: string; readonly to: string }[]
}

/** Where everything is: pixels at scale 1, `x` and `y` are top left corners, the picture begins at 0, 0. */
export interface GraphLayout {
  readonly nodes: readonly Box[]
  readonly groups: readonly Box[]
  readonly edges: readonly Route[]
  readonly width: number
  readonly height: number
}

/** The place of a task or a group. */
export interface Box {
  readonly name: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The line of an edge, from the border of one node to the border of the other, in straight segments. */
export interface Route {
  readonly from: string
  readonly to: string
  readonly points: readonly Point[]
}

export type Point = readonly [x: number, y: number]

/** Where downstream is. */
export type Direction = 'right' | 'down'

export interface LayoutOptions {
  readonly direction?: Direction
  /** By default the graph's size decides. */
  readonly engine?: LayoutEngineName
  /** Positions on screen that the new layout should keep to where it can. */
  readonly previous?: GraphLayout
}

export type LayoutEngineName = 'elk-careful' | 'elk-balanced' | 'elk-fast' | 'layered'

/** What every engine gets: sizes are known, names are unique, and edges join tasks that exist. */
export interface SizedGraph {
  readonly groups: readonly SizedGroup[]
  readonly nodes: readonly SizedNode[]
  /** Places in `nodes`. */
  readonly edges: readonly { readonly from: number; readonly to: number }[]
}

export interface SizedNode {
  readonly name: string
  readonly width: number
  readonly height: number
  /** Place in `groups`, or -1. */
  readonly group: number
}

export interface SizedGroup {
  readonly name: string
  /** Place in `groups`, or -1. */
  readonly parent: number
  /** So that its title fits. */
  readonly minWidth: number
}

/** One way to lay a graph out. */
export type LayoutEngine = (graph: SizedGraph, direction: Direction, previous: GraphLayout | undefined) => Promise<GraphLayout>
