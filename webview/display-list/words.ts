/** What a picture says, in one place. */
export const words = {
  state: {
    waiting: 'waiting',
    ready: 'ready',
    running: 'running',
    retrying: 'retrying',
    success: 'success',
    cached: 'cached',
    failed: 'failed',
    skipped: 'skipped',
    upstream_failed: 'upstream failed',
    cancelled: 'cancelled',
    interrupted: 'interrupted',
  } as Readonly<Record<string, string>>,
  group: (name: string) => `group ${name}`,
  edge: (from: string, to: string, why: string | undefined) => `${from} → ${to}${why === 'output' ? ' (reads its output)' : ''}`,
  /** A line for each of the first few. */
  tables: (names: readonly string[]) => {
    const shown = names.slice(0, 6).map(name => `table ${name}`)
    return names.length > 6 ? [...shown, `and ${names.length - 6} tables more`] : shown
  },
  rows: (count: string, one: boolean) => `${count} ${one ? 'row' : 'rows'}`,
  critical: 'critical',
  slack: (time: string) => `slack ${time}`,
  expected: (text: string) => `expected ${text}`,
  attempt: (attempt: number) => `attempt ${attempt}`,
}

/** A length of time in at most two units: `340 ms`, `1.2 s`, `2 m 5 s`. */
export function durationText(seconds: number): string {
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} m ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} m`
}

/** A count with separators, or shortened from a million on. */
export function rowsText(rows: number): string {
  const count =
    rows < 1e6
      ? String(rows).replace(/\B(?=(\d{3})+$)/g, ',')
      : rows < 1e9
        ? `${(rows / 1e6).toFixed(1)} M`
        : `${(rows / 1e9).toFixed(1)} G`
  return words.rows(count, rows === 1)
}

export function stateText(state: string): string {
  return words.state[state] ?? state
}
