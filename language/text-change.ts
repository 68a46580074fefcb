/** One change of a text: what stood from `start` to `oldEnd` gave way to what stands from `start` to `newEnd`. */
export interface TextChange {
  readonly start: number
  readonly oldEnd: number
  readonly newEnd: number
}

const chunk = 4096

/** The smallest change that makes one text of another; equal parts are compared in chunks, which costs little even for long ones. */
export function changeBetween(before: string, after: string): TextChange {
  // Several ask for the same change, one after the other.
  if (latest.before !== before || latest.after !== after) latest = { before, after, change: compare(before, after) }
  return latest.change
}

let latest: { readonly before: string; readonly after: string; readonly change: TextChange } = {
  before: '',
  after: '',
  change: { start: 0, oldEnd: 0, newEnd: 0 },
}

function compare(before: string, after: string): TextChange {
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start + chunk <= most && before.slice(start, start + chunk) === after.slice(start, start + chunk)) start += chunk
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++
  let same = 0
  const left = most - start
  const isSame = (from: number, to: number): boolean =>
    before.slice(before.length - to, before.length - from) === after.slice(after.length - to, after.length - from)
  while (same + chunk <= left && isSame(same, same + chunk)) same += chunk
  while (same < left && before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)) same++
  return { start, oldEnd: before.length - same, newEnd: after.length - same }
}
