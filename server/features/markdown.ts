/** Code on lines of its own, whatever backticks are in it. */
export function codeBlock(text: string, language = 'dagline'): string {
  const longest = [...text.matchAll(/`{3,}/g)].reduce((most, [run]) => Math.max(most, run.length), 2)
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}

/** Code within a line; a backtick in it becomes its twin. */
export const inline = (text: string): string => `\`${text.replaceAll('`', 'ˋ')}\``

/** The beginning of a text: so many lines and characters at most, and an ellipsis where something is left out. */
export function cut(text: string, most: { readonly lines: number; readonly characters: number }): string {
  const lines = text.split('\n', most.lines + 1)
  const first = lines.slice(0, most.lines).join('\n')
  const short = first.length > most.characters ? first.slice(0, most.characters) : first
  return short.length < text.length ? `${short.trimEnd()}\n…` : text
}
