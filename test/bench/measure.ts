/** One figure of the table. */
export interface Measurement {
  readonly name: string
  /** Null where there is nothing to measure; the note says why. */
  readonly value: number | null
  readonly unit: 'ms' | 'MB' | '%' | 'tasks/s' | 'spawns/s' | 'count'
  readonly note: string
}

/** A group of measurements, by its name on the command line. */
export interface Group {
  readonly name: string
  /** Whether it is measured only when it is named: it takes long, or installs what is compared. */
  readonly onRequest?: boolean
  /** `options`: what was named after the group, as in `peers:make,ninja`. */
  run(options: readonly string[]): Promise<readonly Measurement[]>
}

/** The middle value; of an even number the upper one of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** The value that this share of all values does not pass. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** Median length of several runs, in milliseconds. */
export async function time(runs: number, body: () => Promise<void> | void): Promise<number> {
  const lengths: number[] = []
  for (let i = 0; i < runs; i++) {
    const start = performance.now()
    await body()
    lengths.push(performance.now() - start)
  }
  return median(lengths)
}

/** A `.dag` file of so many tasks in chains of ten, each with documentation, params and a script in the file. */
export function bigFile(tasks: number): string {
  const parts = ['let project = "p"\n\ndag big {\n']
  for (let i = 0; i < tasks; i++) {
    const after = i % 10 === 0 ? '' : `    after: [task_${i - 1}]\n`
    parts.push(
      `  /// Step ${i} of the pipeline.\n  task task_${i}: bq {\n    sql: "select * from {project}.d.t${i} where n > @least"\n`,
      `    params: { project, least: ${i} }\n${after}  }\n`,
    )
  }
  parts.push('}\n')
  return parts.join('')
}
