import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node'
import { bigFile, type Group, type Measurement, quantile } from './measure.ts'

const root = join(import.meta.dirname, '..', '..')
const uri = 'file:///big/big.dag'
const tasks = 10_000
const strokes = 400

/** What an editor that pulls diagnostics waits for in a file of 10,000 tasks: opening it, each keystroke, completion, hover. */
export const keystrokes: Group = {
  name: 'keystrokes',
  run: async () => {
    const child = spawn(process.execPath, [join(root, 'bin', 'dagline.mjs'), 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] })
    const ended = new Promise(settle => child.on('exit', settle))
    const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin))
    connection.listen()
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        textDocument: { diagnostic: { relatedInformation: true } },
        workspace: { diagnostics: { refreshSupport: true } },
      },
    })
    // As VS Code does: what is known soon is pulled first, and all once the server asks for a new pull.
    const refreshed = new Promise<void>(settle => {
      connection.onRequest('workspace/diagnostic/refresh', () => {
        settle()
        return null
      })
    })
    await connection.sendNotification('initialized', {})
    const person = new Typist(bigFile(tasks), connection)
    const opened = await person.open()
    const completed = await person.openedWhole(refreshed)
    const memoryAtFirst = await residentBytes(child.pid!)
    const typed: number[] = []
    const offered: number[] = []
    const hovered: number[] = []
    for (let i = 0; i < strokes; i++) {
      typed.push(await person.type(i))
      if (i % 4 === 0) offered.push(await person.ask('textDocument/completion'))
      if (i % 4 === 2) hovered.push(await person.ask('textDocument/hover'))
    }
    const memory = await residentBytes(child.pid!)
    await connection.sendRequest('shutdown')
    await connection.sendNotification('exit')
    await ended
    connection.dispose()
    const note = `${strokes} keystrokes in ${tasks} tasks, ${(person.text.length / 1e6).toFixed(1)} MB; until complete diagnostics are at the client`
    const results: Measurement[] = [
      {
        name: 'opening 10,000 tasks to first diagnostics',
        value: opened,
        unit: 'ms',
        note: 'of syntax, names and cycles; the server has just started; the target is 300 ms',
      },
      { name: '… to complete diagnostics', value: completed, unit: 'ms', note: 'with values and tables too' },
      { name: 'keystroke, half', value: quantile(typed, 0.5), unit: 'ms', note },
      { name: 'keystroke, 95 of 100', value: quantile(typed, 0.95), unit: 'ms', note: 'the target is 16 ms' },
      { name: 'completion, 95 of 100', value: quantile(offered, 0.95), unit: 'ms', note: 'the target is 10 ms' },
      { name: 'hover, 95 of 100', value: quantile(hovered, 0.95), unit: 'ms', note: 'the target is 10 ms' },
    ]
    for (const [after, bytes] of [
      ['opening', memoryAtFirst],
      ['all of that', memory],
    ] as const)
      if (bytes !== null)
        results.push({
          name: `memory of the server after ${after}`,
          value: bytes / 1e6,
          unit: 'MB',
          note: 'resident; the target is 200 MB',
        })
    return results
  },
}

/** Types what a person types inside of tasks, here and there in the file: a name, a comment, SQL, an edge, a property. */
class Typist {
  text: string
  #version = 1
  #at = 0
  #task = 0
  #places = 0
  #word = ''
  #opened = 0
  readonly #connection: ReturnType<typeof createMessageConnection>

  constructor(text: string, connection: ReturnType<typeof createMessageConnection>) {
    this.text = text
    this.#connection = connection
  }

  async open(): Promise<number> {
    this.#opened = performance.now()
    const start = this.#opened
    await this.#connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'dagline', version: this.#version, text: this.text },
    })
    await this.#pull()
    return performance.now() - start
  }

  /** Answers the milliseconds from the opening until all diagnostics were pulled, once the server has asked for that. */
  async openedWhole(refreshed: Promise<void>): Promise<number> {
    await refreshed
    await this.#pull()
    return performance.now() - this.#opened
  }

  /** One character more, until the line is written; then the next place. Answers the milliseconds until its diagnostics are there. */
  async type(stroke: number): Promise<number> {
    if (this.#word === '') {
      const lines = [
        'retries: 2\n    ',
        'description: "loads the table"\n    ',
        '// as agreed\n    ',
        'timeout: 10m\n    ',
        `after: [task_${stroke}]\n    `,
      ]
      // Spread over the file, first and last parts too.
      this.#task = (this.#task + 3571) % tasks
      this.#word = lines[this.#places++ % lines.length]!
      this.#at = this.text.indexOf('params:', this.text.indexOf(`task task_${this.#task}:`))
    }
    const put = this.#word[0]!
    this.#word = this.#word.slice(1)
    const position = positionOf(this.text, this.#at)
    this.text = this.text.slice(0, this.#at) + put + this.text.slice(this.#at)
    this.#at++
    const start = performance.now()
    await this.#connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: ++this.#version },
      contentChanges: [{ range: { start: position, end: position }, text: put }],
    })
    await this.#pull()
    return performance.now() - start
  }

  async ask(method: string): Promise<number> {
    const position = positionOf(this.text, this.#at)
    const start = performance.now()
    await this.#connection.sendRequest(method, { textDocument: { uri }, position })
    return performance.now() - start
  }

  async #pull(): Promise<void> {
    const report = await this.#connection.sendRequest<{ kind: string }>('textDocument/diagnostic', { textDocument: { uri } })
    if (report.kind !== 'full') throw new Error(`a report of kind ${report.kind}`)
  }
}

function positionOf(text: string, offset: number): { line: number; character: number } {
  const before = text.slice(0, offset)
  const line = before.split('\n').length - 1
  return { line, character: offset - (before.lastIndexOf('\n') + 1) }
}

/** `null` where the system does not say. */
async function residentBytes(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(status)
  return found ? Number(found[1]) * 1024 : null
}
