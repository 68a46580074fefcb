/** What a person may choose of the server, by the names of the editor's settings below `dagline`. */
export interface Settings {
  readonly inlayHints: {
    /** How many instances a matrix makes. */
    readonly matrix: boolean
    /** What lets and params are worth. */
    readonly values: boolean
  }
  readonly codeLens: {
    /** How often lets and inputs are used. */
    readonly references: boolean
    /** How many tasks come right before and after a task. */
    readonly neighbours: boolean
  }
  readonly diagnostics: {
    readonly hints: boolean
  }
}

export const defaultSettings: Settings = {
  inlayHints: { matrix: true, values: true },
  codeLens: { references: false, neighbours: false },
  diagnostics: { hints: true },
}

/** Settings as an editor tells them. What is missing or of another type is as it is by default. */
export function settingsOf(told: unknown): Settings {
  const flag = (section: string, name: string, otherwise: boolean): boolean => {
    const value = entryOf(entryOf(told, section), name)
    return typeof value === 'boolean' ? value : otherwise
  }
  const { inlayHints, codeLens, diagnostics } = defaultSettings
  return {
    inlayHints: {
      matrix: flag('inlayHints', 'matrix', inlayHints.matrix),
      values: flag('inlayHints', 'values', inlayHints.values),
    },
    codeLens: {
      references: flag('codeLens', 'references', codeLens.references),
      neighbours: flag('codeLens', 'neighbours', codeLens.neighbours),
    },
    diagnostics: { hints: flag('diagnostics', 'hints', diagnostics.hints) },
  }
}

function entryOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
}
