import { existsSync, writeFileSync } from 'node:fs'
import { join, posix, win32 } from 'node:path'
import { findWorkspace } from '../file-host.ts'
import { startable, unsafeMessage } from './batch-files.ts'
import type { Attempt, Engine, EngineServices, Environment } from './engine.ts'
import { findProgram } from './find-program.ts'
import { type Located, placeOfLine, runScriptProcess, scriptFile, textOf, textsOf } from './script-process.ts'

/** `python`: a script of Python, as a child process. */
export function createPythonEngine({ processes, platform }: EngineServices): Engine {
  const find = (env: Environment, folder: string, wanted: string | undefined): string | null => findPython(env, folder, wanted, platform)
  const missing = (wanted: string | undefined): string =>
    wanted === undefined ? 'There is no python3 on this machine.' : `There is no program ${wanted} on this machine.`
  return {
    name: 'python',
    typicalSeconds: () => 5,
    slots: () => 1,
    readinessProperties: ['python'],
    readiness: ({ env, folder, properties }) => {
      const wanted = textOf(properties, 'python')
      const found = find(env, folder, wanted)
      if (found !== null) return Promise.resolve({ ready: true, detail: found })
      return Promise.resolve({
        ready: false,
        missing: missing(wanted),
        mend: 'Install Python 3, make a .venv in the project, or set `python` to an interpreter.',
      })
    },
    run: async attempt => {
      const text = textOf(attempt.properties, 'run')
      const file = text === undefined ? scriptFile(attempt) : writeScript(attempt, text)
      if (typeof file !== 'string') return file
      const besideFile = text !== undefined || textOf(attempt.properties, 'script')?.includes('://') === true
      const wanted = textOf(attempt.properties, 'python')
      const command = find(attempt.env, attempt.folder, wanted)
      if (command === null)
        return { kind: 'failure', error: { code: 'spawn', message: missing(wanted), place: attempt.placeOf('python') }, retry: 'never' }
      const invocation = startable(command, [file, ...textsOf(attempt.properties, 'args')], platform)
      if ('unsafe' in invocation) {
        const error = { code: 'spawn', message: unsafeMessage('python', invocation.unsafe), place: attempt.placeOf('args') }
        return { kind: 'failure', error, retry: 'never' }
      }
      return runScriptProcess(processes, attempt, {
        ...invocation,
        program: wanted ?? 'python3',
        env: pythonEnvironment(attempt, command, besideFile, platform),
        locate: (lines, code) => (code === 1 ? locateInPython(lines, file, text, attempt) : null),
      })
    },
    dispose: () => Promise.resolve(),
  }
}

/**
 * The interpreter: the one that is wanted, else that of a `.venv` or `venv` beside the file or in a folder above it, as far as the
 * repository, else of the active environment, else `python3`, `python`.
 */
export function findPython(
  env: Environment,
  folder: string,
  wanted: string | undefined,
  platform: NodeJS.Platform,
  find: (name: string) => string | null = name => findProgram(name, env, folder, platform),
  top: string = findWorkspace(join(folder, 'x'), folder),
): string | null {
  if (wanted !== undefined) return find(wanted)
  const path = platform === 'win32' ? win32 : posix
  const inside = platform === 'win32' ? '\\Scripts\\python.exe' : '/bin/python'
  const environments: string[] = []
  for (let at = folder; ; at = path.dirname(at)) {
    environments.push(path.join(at, '.venv'), path.join(at, 'venv'))
    if (at === top || path.dirname(at) === at) break
  }
  const active = env['VIRTUAL_ENV']
  if (active) environments.push(active)
  const names = platform === 'win32' ? ['python', 'python3', 'py'] : ['python3', 'python']
  for (const name of [...environments.map(one => one + inside), ...names]) {
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

/**
 * Output comes as it is written, in UTF-8; a text of the `.dag` file and a script that comes from elsewhere import modules from beside that file; programs of a virtual
 * environment are found by name, as where it is active.
 */
export function pythonEnvironment({ env, folder }: Attempt, python: string, besideFile: boolean, platform: NodeJS.Platform): Environment {
  const path = platform === 'win32' ? win32 : posix
  const programs = path.dirname(python)
  const venv = path.dirname(programs)
  const pathName = Object.keys(env).find(name => (platform === 'win32' ? name.toUpperCase() : name) === 'PATH') ?? 'PATH'
  const joined = (first: string, rest: string | undefined): string => (rest ? `${first}${path.delimiter}${rest}` : first)
  return {
    PYTHONUNBUFFERED: '1',
    PYTHONUTF8: env['PYTHONUTF8'] ?? '1',
    ...(besideFile ? { PYTHONPATH: joined(folder, env['PYTHONPATH']) } : {}),
    ...(existsSync(join(venv, 'pyvenv.cfg')) ? { VIRTUAL_ENV: venv, [pathName]: joined(programs, env[pathName]) } : {}),
  }
}

/** The exception at the end of a traceback, and the innermost of its frames that is in the script. */
export function locateInPython(lines: readonly string[], file: string, text: string | undefined, attempt: Attempt): Located | null {
  const frames = lines.flatMap((line, i) => {
    const match = /^ {2}File "(.+)", line (\d+)/.exec(line)
    return match === null ? [] : [{ file: match[1]!, line: Number(match[2]), at: i }]
  })
  const last = frames.at(-1)
  if (last === undefined) return null
  // Below the frame stand its line and marks, indented.
  const message = lines.slice(last.at + 1).find(line => /^[A-Za-z_][\w.]*(:|$)/.test(line))
  // Of exceptions that led to each other only the last one's frames count.
  const begin = lines.findLastIndex((line, i) => i <= last.at && line.startsWith('Traceback (most recent call last)'))
  const frame = frames.findLast(one => one.at > begin && one.file === file)
  const place = frame === undefined ? null : placeOfLine(attempt, file, text, frame.line)
  return { ...(message === undefined ? {} : { message, code: 'exception' }), ...(place === null ? {} : { place }) }
}
