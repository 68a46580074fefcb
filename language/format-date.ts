const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/**
 * Formats a date by a pattern of Unicode Technical Standard 35 (`yyyy-MM-dd`), in UTC, with English names. Letters that the
 * standard has and this does not are refused, not passed through: `{ letter }` names the first.
 */
export function formatDate(ms: number, pattern: string): { readonly text: string } | { readonly letter: string } {
  const date = new Date(ms)
  let text = ''
  for (const [part] of pattern.matchAll(/'(?:[^']|'')*'|([A-Za-z])\1*|[\s\S]/gu)) {
    if (part.startsWith("'") && part.length > 1) text += part === "''" ? "'" : part.slice(1, -1).replaceAll("''", "'")
    else if (/^[A-Za-z]/.test(part)) {
      const field = formatField(date, part[0]!, part.length)
      if (field === null) return { letter: part[0]! }
      text += field
    } else text += part
  }
  return { text }
}

function formatField(date: Date, letter: string, count: number): string | null {
  const pad = (value: number): string => String(value).padStart(count, '0')
  const year = date.getUTCFullYear()
  const hour = date.getUTCHours()
  switch (letter) {
    case 'y':
    case 'u':
      return count === 2 ? String(year % 100).padStart(2, '0') : pad(year)
    case 'Y':
      return count === 2 ? String(isoWeek(date).year % 100).padStart(2, '0') : pad(isoWeek(date).year)
    case 'M':
    case 'L':
      return name(months, date.getUTCMonth(), count) ?? pad(date.getUTCMonth() + 1)
    case 'd':
      return pad(date.getUTCDate())
    case 'D':
      return pad(dayOfYear(date))
    case 'E':
      return name(days, date.getUTCDay(), Math.max(3, count))
    case 'e':
      return pad(((date.getUTCDay() + 6) % 7) + 1)
    case 'Q':
    case 'q':
      return pad(Math.floor(date.getUTCMonth() / 3) + 1)
    case 'w':
      return pad(isoWeek(date).week)
    case 'a':
      return hour < 12 ? 'AM' : 'PM'
    case 'H':
      return pad(hour)
    case 'k':
      return pad(hour === 0 ? 24 : hour)
    case 'h':
      return pad(hour % 12 === 0 ? 12 : hour % 12)
    case 'K':
      return pad(hour % 12)
    case 'm':
      return pad(date.getUTCMinutes())
    case 's':
      return pad(date.getUTCSeconds())
    case 'S':
      return String(date.getUTCMilliseconds()).padStart(3, '0').padEnd(count, '0').slice(0, count)
    case 'X':
      return 'Z'
    case 'x':
      return count === 1 ? '+00' : count === 2 || count === 4 ? '+0000' : '+00:00'
    case 'Z':
      return count < 4 ? '+0000' : count === 4 ? 'GMT' : 'Z'
    case 'z':
      return 'UTC'
    default:
      return null
  }
}

function name(names: readonly string[], index: number, count: number): string | null {
  const full = names[index]!
  return count === 3 ? full.slice(0, 3) : count === 4 ? full : count === 5 ? full.slice(0, 1) : null
}

const day = 86_400_000

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / day) + 1
}

/** Week of ISO 8601: the first is the one with the year's first Thursday. */
function isoWeek(date: Date): { year: number; week: number } {
  const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * day)
  return { year: thursday.getUTCFullYear(), week: Math.floor((dayOfYear(thursday) - 1) / 7) + 1 }
}
