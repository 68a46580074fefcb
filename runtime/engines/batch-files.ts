/** A program with its arguments as they are started, or the argument that cannot be passed. */
export type Startable = { readonly command: string; readonly args: readonly string[] } | { readonly unsafe: string }

/**
 * On Windows some programs are batch files (`spark-submit`, the Python of pyenv): Node starts none, so cmd does. What cmd would
 * take for its own in an argument cannot be passed, and would be a way to run something else.
 */
export function startable(file: string, args: readonly string[], platform: NodeJS.Platform): Startable {
  if (platform !== 'win32' || !/\.(cmd|bat)$/i.test(file)) return { command: file, args }
  const unsafe = args.find(arg => /[&|<>^%!\r\n]/.test(arg))
  // Without `call` cmd would strip the quotes of a path with blanks.
  return unsafe === undefined ? { command: 'cmd.exe', args: ['/d', '/c', 'call', file, ...args] } : { unsafe }
}

export function unsafeMessage(program: string, unsafe: string): string {
  return `On Windows ${program} is a batch file and cannot be given ${unsafe}: cmd would take it apart.`
}
