import type { Command } from 'commander'
import { columns, print, printJson } from './output.ts'

/** `dagline engines`: what runs here. */
export function addEngines(program: Command): void {
  program
    .command('engines')
    .description('Say which engines are ready on which target, and what is missing.')
    .option('--target <T>', 'on this target only')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  dagline engines --target local')
    .action(async ({ target, json }: { readonly target?: string; readonly json?: boolean }) => {
      const [{ askEngines }, { default: stringWidth }] = await Promise.all([import('../engines/readiness.ts'), import('string-width')])
      const engines = await askEngines(
        target === undefined ? ['local', 'cloud'] : [target],
        process.cwd(),
        process.env as Record<string, string>,
      )
      if (json) {
        printJson({ engines })
        return
      }
      const rows = engines.flatMap(({ name, targets }) =>
        targets.map(answer => [
          name,
          answer.target,
          answer.ready ? '✓ ready' : '✗ not ready',
          answer.ready ? answer.detail : `${answer.missing} ${answer.mend}`,
        ]),
      )
      for (const line of columns(rows, stringWidth)) print(line)
    })
}
