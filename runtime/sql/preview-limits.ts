/** A text longer than this is cut in a preview: nobody reads it there, and it must be carried and kept. */
export const longestCell = 2000

/** More than so many characters are not kept of one preview. */
export const largestPreview = 256 * 1024

/** The text of a cell, cut where it is too long to be kept. */
export function cutCell(text: string): string {
  return text.length > longestCell ? `${text.slice(0, longestCell)}…` : text
}
