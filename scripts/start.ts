/**
 * Opens the example in a VS Code with the extension loaded: the desktop `code` if there is one, otherwise VS Code's server on loopback,
 * to be opened in a browser. `--browser` chooses the server in any case; `node scripts/start.ts [FOLDER]` opens another folder.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { startServer } from '../test/extension/host/server.ts'
import { workbenchUrl } from '../test/extension/host/workbench.ts'
import { findOnPath } from './build/find-on-path.ts'
import { execute } from './test/steps.ts'

const root = resolve(import.meta.dirname, '..')
const { values, positionals } = parseArgs({ options: { browser: { type: 'boolean' } }, allowPositionals: true })
const folder = resolve(positionals[0] ?? join(root, 'examples', 'pydag'))

const built = await execute(root, process.execPath, [join(root, 'scripts', 'build.ts'), '--development'])
if (built !== 0) process.exit(built)

const code = values.browser === true ? undefined : findOnPath('code', process.env, process.platform)
if (code !== undefined) await openDesktop(code)
else await serve()

async function openDesktop(program: string): Promise<void> {
  process.stdout.write(`Opening ${folder} in ${program}.\n`)
  const windows = process.platform === 'win32'
  const args = [`--extensionDevelopmentPath=${root}`, '--new-window', folder]
  const child = spawn(windows ? `"${program}"` : program, windows ? args.map(arg => `"${arg}"`) : args, {
    stdio: 'inherit',
    shell: windows,
  })
  const [status] = await once(child, 'exit')
  process.exitCode = typeof status === 'number' ? status : 1
}

async function serve(): Promise<void> {
  const say = (text: string) => process.stdout.write(`${text}\n`)
  const server = await startServer({ say, forTests: false, linked: [root] })
  say(`\nOpen this address in a browser; Ctrl-C ends.\n\n  ${workbenchUrl(server.port, { workspace: folder })}\n`)
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  await server.stop()
}
