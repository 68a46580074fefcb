/** Whether a word names a task: by its whole name, by that of its matrix, or by a group that it is in. */
export function isNamed(task: string, word: string): boolean {
  return task === word || task.startsWith(`${word}[`) || task.startsWith(`${word}.`)
}
