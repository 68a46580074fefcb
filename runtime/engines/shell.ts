import { writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { type WatchedScript, watchBash } from './bash-lines.ts'
import type { Attempt, AttemptResult, Engine, EngineServices, Readiness, ReadinessQuestion } from './engine.ts'
import { findProgram } from './find-program.ts'
import { firstLine, withInterpreterHint } from './interpreter-line.ts'
import { type Located, placeOfLine, runScriptProcess, scriptFile, textOf } from './script-process.ts'

/** `shell`: a script of the shell, as a child process. */
export function createShellEngine({ processes, platform }: EngineServices): Engine {
  return {
    name: 'shell',
    typicalSeconds: () => 1,
    slots: () => 1,
    readinessProperties: ['shell'],
    readiness: question => Promise.resolve(shellReadiness(question, platform)),
    run: async attempt => {
      const text = textOf(attempt.properties, 'run')
      const [command = '', ...options] = shellWords(textOf(attempt.properties, 'shell'), platform)
      const start = (file: string, args: readonly string[], watched: WatchedScript | null = null): Promise<AttemptResult> =>
        runScriptProcess(processes, attempt, {
          command,
          args: [...options, ...args],
          program: command,
          locate: (lines, code) =>
            locateInShell(lines, code, file, text, attempt) ?? locateByNote(watched?.failedLine(code) ?? null, text, attempt),
          ...(platform === 'win32' ? {} : { meaning: signalOf }),
          // Who says which shell it is knows.
        }).then(result => (attempt.properties.has('shell') ? result : withInterpreterHint(result, command, () => text ?? firstLine(file))))
      if (text !== undefined && takesText(command, options, text, platform)) {
        const watched = watchBash(command, options, text, () => join(attempt.scratch, 'failed-line'))
        return start(nameOfText, ['-c', watched?.text ?? text, nameOfText], watched)
      }
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
  // Windows runs no scripts of its own PowerShell unless it is told to.
  if (name === 'powershell') return [...words, '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File']
  if (name === 'pwsh') return [...words, '-NoProfile', '-NonInteractive', '-File']
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
  const power = /(^|[\\/])(pwsh|powershell)(\.exe)?$/.test(shell)
  const file = join(attempt.scratch, windows ? 'run.cmd' : power ? 'run.ps1' : 'run.sh')
  // Windows' own PowerShell takes a file for UTF-8 only by its byte order mark.
  const script = windows ? `@echo off\r\n${text.replaceAll('\n', '\r\n')}\r\n` : `${power ? '\ufeff' : ''}${text}\n`
  writeFileSync(file, script)
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

/** `dash`, `bash`, `zsh`, `ksh`, `fish` and PowerShell, each in its own way, after the script's name. */
const linesOfShells = [
  /^: (?:-c: )?(?:line )?(\d+): (.*)$/,
  /^:(\d+): (.*)$/,
  /^\[(\d+)\]: (.*)$/,
  /^ \(line (\d+)\): (.*)$/,
  /^:(\d+)(?: char:\d+)?()$/,
]

/** The line of the script that the shell complained of, where that is why it ended. */
function locateInShell(
  lines: readonly string[],
  exitCode: number,
  file: string,
  text: string | undefined,
  attempt: Attempt,
): Located | null {
  // Shells end so where a line cannot be parsed or its program not started, and with 1 where they give up over something else.
  if (exitCode !== 1 && exitCode !== 2 && exitCode !== 126 && exitCode !== 127) return null
  const ownCode = exitCode === 2 || exitCode === 126 || exitCode === 127
  const last = lines.findLastIndex(line => line.trim() !== '')
  for (const [i, line] of [...lines.entries()].reverse()) {
    if (!ownCode && i < last && !/\.ps1$/.test(file)) return null
    const at = line.indexOf(file)
    if (at < 0 || !/^(At |.*Error: )?$/.test(line.slice(0, at))) continue
    const match = linesOfShells.map(shape => shape.exec(line.slice(at + file.length))).find(found => found !== null)
    if (!match) continue
    const message = match[2] === '' ? lines[i - 1] : match[2]
    const place = placeOfLine(attempt, file, text, Number(match[1]))
    return { ...(message ? { message } : {}), ...(place === null ? {} : { place }) }
  }
  return null
}

function locateByNote(line: number | null, text: string | undefined, attempt: Attempt): Located | null {
  const place = line === null ? null : placeOfLine(attempt, nameOfText, text, line)
  return place === null ? null : { place }
}

/** A shell ends with 128 and the number of the signal that killed what it ran last. */
function signalOf(exitCode: number): string | null {
  return Object.entries(constants.signals).find(([, number]) => exitCode === 128 + number)?.[0] ?? null
}
