/** Colours by what they are for. */
export interface Palette {
  readonly canvas: string
  readonly card: string
  readonly cardBorder: string
  readonly text: string
  readonly muted: string
  readonly group: string
  readonly groupBorder: string
  readonly groupText: string
  readonly edge: string
  readonly accent: string
  /** On a filled mark. */
  readonly markInk: string
  readonly success: string
  readonly running: string
  readonly failed: string
  readonly warning: string
  readonly quiet: string
  readonly engineBlue: string
  readonly engineOrange: string
  readonly enginePurple: string
  readonly engineSlate: string
  readonly engineTeal: string
  readonly engineYellow: string
  readonly engineGreen: string
}

export type Paint = keyof Palette

export const light: Palette = {
  canvas: '#ffffff',
  card: '#ffffff',
  cardBorder: '#d3d9e2',
  text: '#1d2433',
  muted: '#647084',
  group: '#f4f6f9',
  groupBorder: '#dde3eb',
  groupText: '#536077',
  edge: '#98a4b6',
  accent: '#2868e0',
  markInk: '#ffffff',
  success: '#178a50',
  running: '#2868e0',
  failed: '#cf3434',
  warning: '#a86a0b',
  quiet: '#7a8597',
  engineBlue: '#2f66cf',
  engineOrange: '#c8551f',
  enginePurple: '#7550c8',
  engineSlate: '#4b5870',
  engineTeal: '#0f7d85',
  engineYellow: '#92700c',
  engineGreen: '#2c7d46',
}

export const dark: Palette = {
  canvas: '#16191f',
  card: '#22262e',
  cardBorder: '#3b424e',
  text: '#e8ebf0',
  muted: '#99a3b3',
  group: '#1b1f26',
  groupBorder: '#2f3640',
  groupText: '#a3adbc',
  edge: '#667183',
  accent: '#74a5ff',
  markInk: '#14171c',
  success: '#4fc78c',
  running: '#6aa0ff',
  failed: '#ff7272',
  warning: '#e5ad4b',
  quiet: '#8d98a9',
  engineBlue: '#7aa7ff',
  engineOrange: '#f4935f',
  enginePurple: '#b193ff',
  engineSlate: '#a9b6ca',
  engineTeal: '#55c4cb',
  engineYellow: '#dcb84c',
  engineGreen: '#79c98f',
}
