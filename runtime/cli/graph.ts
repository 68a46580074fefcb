import { type Command, Option } from 'commander'
import type { GraphDag } from '#language'
import { findingLine, hasErrors } from './finding.ts'
import { exit, print, warn } from './output.ts'

const formats = ['json', 'layout', 'svg', 'mermaid', 'dot'] as const

interface GraphOptions {
  readonly format: (typeof formats)[number]
  readonly previous?: string
}

/** `dagline graph FILE`: the graph, for people and programs. */
export function addGraph(program: Command): void {
  program
    .command('graph')
    .description('Write the graph of a file.')
    .argument('<FILE>', 'the .dag file')
    .addOption(new Option('--format <FORMAT>', 'how to write it').choices(formats).makeOptionMandatory())
    .option('--previous <LAYOUT>', 'a file written by --format layout before: layout and svg keep to its places')
    .addHelpText('after', '\nExample:\n  dagline graph sales.dag --format svg > sales.svg')
    .action(async (file: string, options: GraphOptions) => {
      process.exitCode = await graph(file, options)
    })
}

async function graph(file: string, { format, previous }: GraphOptions): Promise<number> {
  const [{ checkFile }, { graphsOf }] = await Promise.all([import('./checked-file.ts'), import('#language')])
  const checked = checkFile(file)
  if (checked.kind === 'unreadable') {
    warn(checked.message)
    return exit.usage
  }
  if (hasErrors(checked.findings)) {
    for (const finding of checked.findings) warn(findingLine(finding))
    return exit.failed
  }
  const dags = graphsOf(checked.analysis)
  const { graphJson, graphMermaid, graphDot } = await import('./graph-formats.ts')
  switch (format) {
    case 'json':
      print(graphJson(dags, checked.analysis.file.tree.text))
      return exit.success
    case 'mermaid':
      print(graphMermaid(dags))
      return exit.success
    case 'dot':
      print(graphDot(dags))
      return exit.success
    case 'layout':
    case 'svg':
      return picture(dags, format, previous)
    default:
      return format satisfies never
  }
}

async function picture(dags: readonly GraphDag[], format: 'layout' | 'svg', previous: string | undefined): Promise<number> {
  const [{ readText }, { graphLayout, graphSvg, parseLayout }] = await Promise.all([
    import('../file-host.ts'),
    import('./graph-pictures.ts'),
  ])
  const text = previous === undefined ? null : readText(previous)
  const before = text?.kind === 'text' ? parseLayout(text.text) : null
  if (text !== null && before === null) {
    warn(text.kind === 'missing' ? `There is no file ${previous}.` : `${previous} is no layout as --format layout writes it.`)
    return exit.usage
  }
  print(format === 'svg' ? (await graphSvg(dags, before)).trimEnd() : JSON.stringify(await graphLayout(dags, before)))
  return exit.success
}
