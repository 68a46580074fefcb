import fc from 'fast-check'

/** A file without a fault, and where its parts are. */
export interface Sound {
  readonly text: string
  readonly tasks: readonly string[]
}

interface Plan {
  readonly tasks: readonly {
    readonly engine: 'shell' | 'bq' | 'http'
    readonly inGroup: boolean
    readonly isWide: boolean
    readonly reads: boolean
  }[]
  readonly edges: readonly (readonly [number, number])[]
  readonly asAfter: boolean
  readonly chain: boolean
  readonly crlf: boolean
  readonly isTabbed: boolean
}

const plans: fc.Arbitrary<Plan> = fc.record({
  tasks: fc.array(
    fc.record({
      engine: fc.constantFrom('shell' as const, 'bq' as const, 'http' as const),
      inGroup: fc.boolean(),
      isWide: fc.boolean(),
      reads: fc.boolean(),
    }),
    { minLength: 3, maxLength: 6 },
  ),
  edges: fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 12, size: 'max' }),
  asAfter: fc.boolean(),
  chain: fc.boolean(),
  crlf: fc.boolean(),
  isTabbed: fc.boolean(),
})

/** Files of tasks, groups, lets, params and edges in which nothing is wrong; also nothing that is only advice. */
export const soundFiles: fc.Arbitrary<Sound> = plans.map(write)

const names = ['alpha', 'bravo', 'charlie', 'delta', 'echoes', 'foxtrot']

function write(plan: Plan): Sound {
  const { tasks, asAfter, chain, crlf, isTabbed } = plan
  const paths = tasks.map((task, i) => (task.inGroup ? `inner.${names[i]}` : names[i]!))
  const edges = reduced(plan)
  const lines = ['/// What it does.', 'dag whole {', '  owner: "me"', '  let dataset = "sales"', '  let days = 3']
  const taskLines = (i: number, step: string): string[] => {
    const { engine, isWide, reads } = tasks[i]!
    const after = asAfter ? edges.filter(([, to]) => to === i).map(([from]) => paths[from]!) : []
    const body = [
      ...(engine === 'shell'
        ? ['run: "true"']
        : engine === 'http'
          ? ['url: "https://x/y"']
          : isWide
            ? ['sql: """', '  select @dataset, @days', '  """']
            : ['sql: "select @dataset, @days"']),
      ...(engine === 'bq' || reads ? ['params: { dataset, days }'] : [`params: { dataset: dataset, days: days * ${i + 1} }`]),
      'retries: 2',
      ...(after.length > 0 ? [`after: [${after.join(', ')}]`] : []),
    ]
    const isOneLine = !isWide && engine !== 'http'
    if (isOneLine) return [`${step}task ${names[i]}: ${engine} { ${body.join(', ')} }`]
    return [`${step}task ${names[i]}: ${engine} {`, ...body.map(line => `${step}  ${line}`), `${step}}`]
  }
  const inside = tasks.flatMap((task, i) => (task.inGroup ? [i] : []))
  if (inside.length > 0) lines.push('  group inner {', ...inside.flatMap(i => taskLines(i, '    ')), '  }')
  for (const [i, task] of tasks.entries()) if (!task.inGroup) lines.push(...taskLines(i, '  '))
  if (!asAfter) {
    const left = [...edges]
    while (left.length > 0) {
      const [from, to] = left.shift()!
      const ends = [from, to]
      for (let next = -1; chain; ) {
        next = left.findIndex(edge => edge[0] === ends[ends.length - 1])
        if (next < 0) break
        ends.push(left.splice(next, 1)[0]![1])
      }
      lines.push(`  ${ends.map(i => paths[i]).join(' -> ')}`)
    }
  }
  lines.push('}', '')
  const laid = isTabbed ? lines.map(line => line.replace(/^(?: {2})+/, blanks => '\t'.repeat(blanks.length / 2))) : lines
  return { text: laid.join(crlf ? '\r\n' : '\n'), tasks: paths }
}

/** Edges from earlier to later tasks, none of which a path says too. */
function reduced({ tasks, edges }: Plan): [number, number][] {
  const kept: [number, number][] = []
  const reaches = (from: number, to: number, without: number): boolean =>
    kept.some((edge, i) => i !== without && edge[0] === from && (edge[1] === to || reaches(edge[1], to, without)))
  for (const [a, b] of edges) {
    const [from, to] = [Math.min(a, b), Math.max(a, b)]
    if (from !== to && to < tasks.length && !reaches(from, to, -1)) kept.push([from, to])
  }
  return kept.filter(([from, to], i) => !reaches(from, to, i))
}
