/** Most characters that are looked at: a document of thousands of tasks has its id long before. */
const most = 1_000_000

/** Whether a text may be a pyDag document, by two of its keys. What it really is, the language server says when it is asked to import it. */
export function looksLikePyDag(text: string): boolean {
  const head = text.length > most ? text.slice(0, most) : text
  return /"dag_id"\s*:/.test(head) && /"tasks"\s*:\s*\[/.test(head)
}
