import { readFileSync } from 'node:fs'

/** A script with what has bash note where it gives up. */
export interface WatchedScript {
  readonly text: string
  /** The line of the script's text, from 1, at whose command bash ended with that code; null where that is not certain. */
  failedLine(exitCode: number): number | null
}

/**
 * Where bash is told to end at the first command that fails (`set -e`), has it note the line before it does. A trap of ERR is
 * run for exactly those commands; the script may set its own, and then nothing is noted. Null where nothing could be gained:
 * for other shells, which say nothing of lines, and where bash goes on after a failure, so that which one counts is not certain.
 * `note` answers the file for it, and is asked only where there is something to note.
 */
export function watchBash(command: string, options: readonly string[], text: string, note: () => string): WatchedScript | null {
  const stops = [...options, ...text.split('\n')].some(part => /(^|\s)-[a-zA-Z]*e|errexit/.test(part))
  // What is evaluated counts lines of its own.
  if (!/(^|\/)bash$/.test(command) || !stops || /\beval\b/.test(text)) return null
  const noteIn = note()
  // Older ones count lines otherwise, as all do in files that are read in and around functions.
  const certain = '$- == *e* && BASH_SUBSHELL -eq 0 && -z ${BASH_SOURCE[0]-} && BASH_VERSINFO -ge 5 && -z $(declare -F)'
  const trap = `DAGLINE_STATUS=$?; [[ ${certain} ]] && echo "$DAGLINE_STATUS $LINENO" >| ${quoted(noteIn)}`
  return {
    // On the script's own first line, so that no other is counted.
    text: `trap ${quoted(trap)} ERR; ${text}`,
    failedLine: exitCode => {
      const [status, line = 0] = noteOf(noteIn)
      if (status !== exitCode) return null
      const lines = text.split('\n')
      const written = lines[line - 1]
      // Of what goes over several lines and fails as a whole, the last is given.
      const isEnd =
        written === undefined || /^\s*([)}#]|$|(fi|done|esac)\b)/.test(written) || /(^|[^|])\|&?\s*$/.test(lines[line - 2] ?? '')
      return isEnd ? null : line
    },
  }
}

function noteOf(file: string): number[] {
  try {
    return readFileSync(file, 'utf8').trim().split(' ').map(Number)
  } catch {
    return []
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
