import type { GraphLayout, LayoutInput, LayoutOptions } from './layout/layout.ts'

/** To the layout worker. */
export interface ToLayout {
  readonly id: number
  readonly graph: LayoutInput
  readonly options: LayoutOptions
}

/** From the layout worker. */
export type FromLayout = { readonly id: number; readonly layout: GraphLayout } | { readonly id: number; readonly problem: string }
