import { writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Attempt, Engine, EngineServices, Environment } from './engine.ts'
import { findProgram } from './find-program.ts'
import { type Located, runScriptProcess, scriptFile, textOf, textsOf } from './script-process.ts'
import { offsetOfLine } from './shell.ts'

/** `python`: a script of Python, as a child process. */
export function createPythonEngine({ processes, platform }: EngineServices): Engine {
  const find = (env: Environment, folder: string, wanted: string | undefined): string | null => findPython(env, folder, wanted, platform)
  const missing = (wanted: string | undefined): string =>
    wanted === undefined ? 'There is no python3 on this machine.' : `There is no program ${wanted} on this machine.`
  return {
    name: 'python',
    typicalSeconds: 5,
    slots: () => 1,
    readinessProperties: ['python'],
    readiness: ({ env, folder, properties }) => {
      const wanted = textOf(properties, 'python')
      const found = find(env, folder, wanted)
      if (found !== null) return Promise.resolve({ ready: true, detail: found })
      return Promise.resolve({
        ready: false,
        missing: missing(wanted),
        mend: 'Install Python 3, make a .venv beside the .dag file, or set `python` to an interpreter.',
      })
    },
    run: async attempt => {
      const text = textOf(attempt.properties, 'run')
      const file = text === undefined ? scriptFile(attempt) : writeScript(attempt, text)
      if (typeof file !== 'string') return file
      const wanted = textOf(attempt.properties, 'python')
      const command = find(attempt.env, attempt.folder, wanted)
      if (command === null)
        return { kind: 'failure', error: { code: 'spawn', message: missing(wanted), place: attempt.placeOf('python') }, retry: 'never' }
      return runScriptProcess(processes, attempt, {
        command,
        args: [file, ...textsOf(attempt.properties, 'args')],
        program: wanted ?? 'python3',
        env: pythonEnvironment(attempt, text !== undefined),
        locate: lines => locateInPython(lines, file, text, attempt),
      })
    },
    dispose: () => Promise.resolve(),
  }
}

/** The interpreter: the one that is wanted, else the `.venv` beside the file, the active environment, `python3`, `python`. */
export function findPython(
  env: Environment,
  folder: string,
  wanted: string | undefined,
  platform: NodeJS.Platform,
  find: (name: string) => string | null = name => findProgram(name, env, folder, platform),
): string | null {
  if (wanted !== undefined) return find(wanted)
  const inside = platform === 'win32' ? '\\Scripts\\python.exe' : '/bin/python'
  const active = env['VIRTUAL_ENV']
  const environments = [platform === 'win32' ? '.\\.venv' : './.venv', ...(active ? [active] : [])].map(one => one + inside)
  const names = platform === 'win32' ? ['python', 'python3', 'py'] : ['python3', 'python']
  for (const name of [...environments, ...names]) {
    const found = find(name)
    if (found !== null) return found
  }
  return null
}

/** A file rather than standard input: tracebacks show its lines, and `multiprocessing` can load it again. */
function writeScript(attempt: Attempt, text: string): string {
  const file = join(attempt.scratch, 'run.py')
  writeFileSync(file, `${text}\n`)
  return file
}

/** Output comes as it is written, in UTF-8; a text of the `.dag` file imports modules from beside that file. */
function pythonEnvironment({ env, folder }: Attempt, besideFile: boolean): Environment {
  const path = env['PYTHONPATH'] ? `${folder}${delimiter}${env['PYTHONPATH']}` : folder
  return { PYTHONUNBUFFERED: '1', PYTHONUTF8: env['PYTHONUTF8'] ?? '1', ...(besideFile ? { PYTHONPATH: path } : {}) }
}

/** The exception at the end of a traceback, and the innermost of its frames that is in the script. */
function locateInPython(lines: readonly string[], file: string, text: string | undefined, attempt: Attempt): Located | null {
  const frames = lines.flatMap((line, i) => {
    const match = /^ {2}File "(.+)", line (\d+)/.exec(line)
    return match === null ? [] : [{ file: match[1]!, line: Number(match[2]), at: i }]
  })
  if (frames.length === 0) return null
  const message = lines.slice(frames.at(-1)!.at + 1).findLast(line => /^[A-Za-z_][\w.]*(:|$)/.test(line))
  const frame = frames.findLast(one => one.file === file)
  const place =
    frame === undefined
      ? null
      : text === undefined
        ? { file, line: frame.line, column: 1, endLine: frame.line + 1, endColumn: 1 }
        : attempt.placeInText('run', offsetOfLine(text, frame.line))
  return { ...(message === undefined ? {} : { message, code: 'exception' }), ...(place === null ? {} : { place }) }
}
