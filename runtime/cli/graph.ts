import { type Command, Option } from 'commander'
import { exit, print, warn } from './output.ts'

const formats = ['json', 'mermaid', 'dot'] as const
type Format = (typeof formats)[number]

/** `dagline graph FILE`: the graph, for people and programs. */
export function addGraph(program: Command): void {
  program
    .command('graph')
    .description('Write the graph of a file.')
    .argument('<FILE>', 'the .dag file')
    .addOption(new Option('--format <FORMAT>', 'how to write it').choices(formats).makeOptionMandatory())
    .addHelpText('after', '\nExample:\n  dagline graph sales.dag --format mermaid')
    .action(async (file: string, { format }: { readonly format: Format }) => {
      process.exitCode = await graph(file, format)
    })
}

async function graph(file: string, format: Format): Promise<number> {
  const [{ checkFile, findingLine, hasErrors }, { graphsOf }] = await Promise.all([import('./checked-file.ts'), import('#language')])
  const checked = checkFile(file)
  if (checked.kind === 'unreadable') {
    warn(`dagline: ${checked.message}`)
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
    default:
      return format satisfies never
  }
}
