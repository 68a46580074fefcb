import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Attempt, AttemptResult, Engine, EngineServices, Readiness, ReadinessQuestion } from './engine.ts'
import { findProgram } from './find-program.ts'
import { type Located, runScriptProcess, scriptFile, textOf } from './script-process.ts'

/** `shell`: a script of the shell, as a child process. */
export function createShellEngine({ processes, platform }: EngineServices): Engine {
  return {
    name: 'shell',
    typicalSeconds: 1,
    slots: () => 1,
    readinessProperties: ['shell'],
    readiness: question => Promise.resolve(shellReadiness(question, platform)),
    run: async attempt => {
      const text = textOf(attempt.properties, 'run')
      const [command = '', ...options] = shellWords(textOf(attempt.properties, 'shell'), platform)
      const start = (file: string, args: readonly string[]): Promise<AttemptResult> =>
        runScriptProcess(processes, attempt, {
          command,
          args: [...options, ...args],
          program: command,
          locate: lines => locateInShell(lines, file, text, attempt),
        })
      if (text !== undefined && takesText(command, options, text, platform)) return start(nameOfText, ['-c', text, nameOfText])
      const file = text === undefined ? scriptFile(attempt) : writeScript(attempt, text, platform)
      return typeof file === 'string' ? start(file, [file]) : file
    },
    dispose: () => Promise.resolve(),
  }
}

/** The words of the `shell` property (`bash -eu`), or the system's own shell. The script's file follows them. */
export function shellWords(shell: string | undefined, platform: NodeJS.Platform): readonly string[] {
  const words =
    shell
      ?.trim()
      .split(/\s+/)
      .filter(word => word !== '') ?? []
  if (words.length === 0) return platform === 'win32' ? ['cmd.exe', '/d', '/c'] : ['sh']
  const name = words[0]!
    .toLowerCase()
    .replace(/^.*[\\/]/, '')
    .replace(/\.exe$/, '')
  if (words.length > 1) return words
  if (name === 'cmd') return [...words, '/d', '/c']
  if (name === 'pwsh' || name === 'powershell') return [...words, '-NoProfile', '-NonInteractive', '-File']
  return words
}

/** What a shell calls a script in its messages that it was given as text. */
const nameOfText = 'run.sh'
/** Linux takes no longer argument than 128 KB. */
const longestText = 64 * 1024

/**
 * Whether the shell is given the text itself. That spares a file for each attempt; messages name its lines all the same, but not those
 * of the old bash of macOS.
 */
function takesText(command: string, options: readonly string[], text: string, platform: NodeJS.Platform): boolean {
  return (
    platform === 'linux' &&
    /(^|\/)(sh|dash|bash)$/.test(command) &&
    options.every(option => option.startsWith('-')) &&
    !/^[-+]/.test(text) &&
    Buffer.byteLength(text) <= longestText
  )
}

/** A file where a text cannot be an argument. */
function writeScript(attempt: Attempt, text: string, platform: NodeJS.Platform): string {
  const shell = shellWords(textOf(attempt.properties, 'shell'), platform)[0]!.toLowerCase()
  const windows = /(^|[\\/])cmd(\.exe)?$/.test(shell)
  const file = join(attempt.scratch, windows ? 'run.cmd' : /(pwsh|powershell)(\.exe)?$/.test(shell) ? 'run.ps1' : 'run.sh')
  writeFileSync(file, windows ? `@echo off\r\n${text.replaceAll('\n', '\r\n')}\r\n` : `${text}\n`)
  return file
}

function shellReadiness({ env, folder, properties }: ReadinessQuestion, platform: NodeJS.Platform): Readiness {
  const [command = ''] = shellWords(textOf(properties, 'shell'), platform)
  const found = findProgram(command, env, folder, platform)
  if (found !== null) return { ready: true, detail: found }
  return {
    ready: false,
    missing: `There is no program ${command} on this machine.`,
    mend: 'Install it, or set `shell` to one that is there.',
  }
}

/** Shells say `FILE: 3: word: not found` or `FILE: line 3: …`. */
function locateInShell(lines: readonly string[], file: string, text: string | undefined, attempt: Attempt): Located | null {
  for (const line of lines.toReversed()) {
    if (!line.startsWith(`${file}: `)) continue
    const match = /^(?:-c: )?(?:line )?(\d+): (.*)$/.exec(line.slice(file.length + 2))
    if (match === null) continue
    const number = Number(match[1])
    const place =
      text === undefined
        ? { file, line: number, column: 1, endLine: number + 1, endColumn: 1 }
        : attempt.placeInText('run', offsetOfLine(text, number))
    return { message: match[2]!, ...(place === null ? {} : { place }) }
  }
  return null
}

/** Offset of the first character of a line (from 1) that is no blank. */
export function offsetOfLine(text: string, line: number): number {
  let start = 0
  for (let i = 1; i < line; i++) {
    const next = text.indexOf('\n', start)
    if (next < 0) break
    start = next + 1
  }
  return start + /^[ \t]*/.exec(text.slice(start))![0].length
}
