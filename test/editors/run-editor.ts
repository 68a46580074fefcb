import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

/** Longest time for an editor to see what it is to see. */
const deadline = 120_000

/** What a driver tells. Lines count from 0; `text` is what the editor underlines. */
export interface Seen {
  readonly filetype: string
  readonly problems: readonly { readonly line: number; readonly text: string; readonly message: string }[]
  readonly offered: readonly string[]
  /** The text after one of them was chosen. */
  readonly text: string
}

/** How to start an editor: in `folder` lies `main.dag`, its settings are in the file `settings`. */
export interface EditorStart {
  readonly program: string
  /** The mark before the block in `docs/editors.md` that holds the settings. */
  readonly settings: string
  readonly extension: string
  readonly args: (settings: string, driver: string) => readonly string[]
  readonly driver: string
}

/** A text with a name that means nothing, behind a character that editors count in different ways, and where `second` can be completed. */
export const source = `dag d {
  task first: shell { run: "echo" }
  task second: shell { run: "echo" }
  /* 🚗 é */ first -> nothing
}
`

/** Opens the source in an editor with the settings that its users are told, and gives what the driver saw. */
export async function runEditor({ program, settings, extension, args, driver }: EditorStart): Promise<Seen> {
  const folder = await mkdtemp(join(tmpdir(), 'dagline-editor-'))
  try {
    const file = join(folder, `settings.${extension}`)
    await writeFile(file, await settingsFor(settings))
    await writeFile(join(folder, 'main.dag'), source)
    const child = spawn(program, args(file, join(import.meta.dirname, driver)), {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        HOME: folder,
        XDG_CONFIG_HOME: folder,
        XDG_DATA_HOME: folder,
        XDG_STATE_HOME: folder,
        PATH: [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter),
      },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => (output += part))
    AbortSignal.timeout(deadline).addEventListener('abort', () => child.kill('SIGKILL'))
    const [status] = await once(child, 'close')
    const seen = await readFile(join(folder, 'seen.json'), 'utf8').catch(() => undefined)
    assert.ok(seen !== undefined, `${program} ended with status ${status} and saw nothing:\n${output}`)
    return JSON.parse(seen) as Seen
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10 })
  }
}

/** The block of `docs/editors.md` below a mark. */
async function settingsFor(mark: string): Promise<string> {
  const page = (await readFile(join(root, 'docs', 'editors.md'), 'utf8')).replaceAll('\r\n', '\n')
  const [, block] = new RegExp(`<!-- ${mark} -->\n\`\`\`\\w+\n(.*?)\n\`\`\`\n`, 's').exec(page) ?? []
  assert.ok(block !== undefined, `docs/editors.md has no settings marked ${mark}`)
  return block
}
