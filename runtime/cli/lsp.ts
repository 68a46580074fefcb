import type { Command } from 'commander'

/** `dagline lsp --stdio`: the language server. */
export function addLsp(program: Command): void {
  program
    .command('lsp')
    .description('Serve the language to an editor.')
    .requiredOption('--stdio', 'talk over standard input and output')
    .addHelpText('after', '\nExample, as the command of a language server in an editor:\n  dagline lsp --stdio')
    .action(async () => {
      await import('../../server/main.ts')
    })
}
