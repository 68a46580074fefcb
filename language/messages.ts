/**
 * The words of every diagnostic, in one place. The key is the code, a slash, and the reason; the value makes the sentence
 * from the fact's data. The union of facts (`diagnostics.ts`) is derived from this table.
 */

const quoted = (words: readonly string[]): string => words.map(word => `\`${word}\``).join(', ')
const suggestion = (name: string | null): string => (name === null ? '' : `; did you mean \`${name}\`?`)
const an = (noun: string): string => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`

export const messages = {
  'syntax/expected': (d: { what: string; found: string }) => `expected ${d.what}, found ${d.found}`,
  'syntax/unclosed': (d: { open: string; close: string }) => `this \`${d.open}\` has no \`${d.close}\``,
  'syntax/unopened': (d: { close: string }) => `this \`${d.close}\` closes nothing`,
  'syntax/character': (d: { character: string }) => `unexpected character \`${d.character}\``,
  'syntax/unclosed-string': () => 'this string has no closing quote; a string ends on its own line (use """ for more lines)',
  'syntax/unclosed-text': () => 'this text has no closing """',
  'syntax/unclosed-comment': () => 'this comment has no closing */',
  'syntax/unclosed-interpolation': () => 'this ${ has no closing }',
  'syntax/escape': (d: { escape: string }) => `unknown escape \`${d.escape}\`; there are \\n \\t \\r \\" \\\\ \\$ and \\u{…}`,
  'syntax/number': (d: { text: string }) => `\`${d.text}\` is no number, duration, size or date`,
  'syntax/date': (d: { text: string }) => `there is no date \`${d.text}\`; write 2026-01-31, or 2026-01-31T06:00:00Z with a zone`,
  'syntax/indentation': () => 'this line begins with less blanks than the line of the closing """',
  'syntax/nesting': (d: { limit: number }) => `nested deeper than ${d.limit}`,
  'syntax/misplaced': (d: { what: string; where: string; allowed: string }) =>
    d.allowed === '' ? `${d.what} cannot stand ${d.where}` : `${d.what} cannot stand ${d.where}; it belongs ${d.allowed}`,
  'syntax/separator': (d: { where: string }) => `expected a comma before this ${d.where}`,

  'reserved-name/name': (d: { name: string }) => `\`${d.name}\` is a word of the language and cannot be a name`,

  'duplicate-name/declaration': (d: { name: string }) => `\`${d.name}\` is declared already`,
  'duplicate-name/property': (d: { name: string }) => `\`${d.name}\` is set already`,
  'duplicate-name/exclusive': (d: { name: string; other: string }) => `\`${d.name}\` and \`${d.other}\` exclude each other; keep one`,
  'duplicate-name/import': (d: { name: string; path: string }) => `\`${d.name}\` of "${d.path}" is declared already`,
  'duplicate-name/instance': (d: { name: string }) => `two instances are called \`${d.name}\``,

  'unknown-name/name': (d: { name: string; near: string | null }) => `unknown name \`${d.name}\`${suggestion(d.near)}`,
  'unknown-name/task': (d: { name: string; near: string | null }) => `there is no task or group \`${d.name}\` here${suggestion(d.near)}`,
  'unknown-name/member': (d: { name: string; of: string; near: string | null }) => `\`${d.of}\` has no \`${d.name}\`${suggestion(d.near)}`,
  'unknown-name/function': (d: { name: string; near: string | null }) => `unknown function \`${d.name}\`${suggestion(d.near)}`,
  'unknown-name/target': (d: { name: string; near: string | null }) => `unknown target \`${d.name}\`${suggestion(d.near)}`,
  'unknown-name/limit-word': (d: { name: string }) => `unknown name \`${d.name}\`; a limit is named by a string: \`"${d.name}"\``,
  'unknown-name/limit': (d: { name: string; near: string | null }) => `the dag declares no limit \`${d.name}\`${suggestion(d.near)}`,

  'unknown-engine/engine': (d: { name: string; near: string | null }) => `unknown engine \`${d.name}\`${suggestion(d.near)}`,
  'unknown-property/property': (d: { name: string; of: string; near: string | null }) =>
    `${d.of} has no property \`${d.name}\`${suggestion(d.near)}`,
  'unknown-property/fixed': (d: { name: string }) => `\`${d.name}\` cannot differ between targets`,
  'missing-property/property': (d: { names: readonly string[]; of: string; target: string | null }) =>
    `${d.of} needs ${d.names.length > 1 ? `one of ${quoted(d.names)}` : quoted(d.names)}${d.target === null ? '' : ` on target \`${d.target}\``}`,
  'missing-property/create': (d: { name: string }) => `\`action: create\` needs \`${d.name}\``,

  'wrong-type/value': (d: { expected: string; found: string }) => `expected ${d.expected}, found ${d.found}`,
  'wrong-type/word': (d: { word: string; allowed: readonly string[]; near: string | null }) =>
    `\`${d.word}\` is none of ${quoted(d.allowed)}${suggestion(d.near)}`,
  'wrong-type/operands': (d: { operator: string; left: string; right: string }) =>
    `\`${d.operator}\` does not take ${an(d.left)} and ${an(d.right)}`,
  'wrong-type/operand': (d: { operator: string; found: string }) => `\`${d.operator}\` does not take ${an(d.found)}`,
  'wrong-type/interpolation': (d: { found: string }) => `${an(d.found)} cannot stand in a string; use join or at`,
  'wrong-type/arguments': (d: { name: string; expected: string; found: number }) => `\`${d.name}\` takes ${d.expected}, not ${d.found}`,
  'wrong-type/argument': (d: { name: string; expected: string; found: string }) => `\`${d.name}\` wants ${d.expected} here, not ${d.found}`,
  'wrong-type/index': (d: { index: string; length: number }) =>
    `index ${d.index} is outside the list, which has ${d.length} ${d.length === 1 ? 'entry' : 'entries'}`,
  'wrong-type/key': (d: { key: string; near: string | null }) => `the map has no entry \`${d.key}\`${suggestion(d.near)}`,
  'wrong-type/field': (d: { name: string; found: string }) => `${an(d.found)} has no entries, so no \`${d.name}\``,
  'wrong-type/task-value': (d: { name: string; kind: string }) => `\`${d.name}\` is a ${d.kind}, not a value; name one of its outputs`,
  'wrong-type/name-value': (d: { name: string }) => `\`${d.name}\` is no value by itself; name one of its entries`,
  'wrong-type/phase': (d: { what: string; allowed: string; found: string }) =>
    `${d.what} must be known ${d.allowed}, but this is known only ${d.found}`,
  'wrong-type/division': () => 'division by zero',
  'wrong-type/overflow': () => 'the result is too large',
  'wrong-type/range': (d: { what: string }) => `out of range: ${d.what}`,
  'wrong-type/pattern': (d: { letter: string }) => `unknown letter \`${d.letter}\` in the pattern of a date; quote words with '…'`,
  'wrong-type/too-big': (d: { limit: string }) => `this value is larger than ${d.limit}`,
  'wrong-type/too-many': (d: { count: number; limit: number; what: string }) =>
    `${d.count} ${d.what}, more than the ${d.limit} that are allowed`,
  'wrong-type/output': (d: { task: string; name: string; has: string }) => `\`${d.task}\` gave no output \`${d.name}\`; it gave ${d.has}`,
  'wrong-type/input': (d: { text: string; type: string }) => `"${d.text}" is no ${d.type}`,
  'wrong-type/timezone': (d: { name: string }) => `unknown time zone "${d.name}"; write one such as Europe/Berlin`,
  'wrong-type/secret': (d: { name: string }) =>
    `the secret \`${d.name}\` is not set; set the environment variable DAGLINE_SECRET_${d.name.toUpperCase()}, or write ${d.name.toUpperCase()}=… into .dagline/secrets.env`,

  'self-dependency/task': (d: { name: string }) => `\`${d.name}\` would wait for itself`,
  'self-dependency/group': (d: { name: string; group: string }) =>
    `\`${d.name}\` is in the group \`${d.group}\`, so one cannot wait for the other`,
  'cycle/tasks': (d: { names: readonly string[] }) => `these wait for each other: ${d.names.join(' → ')}`,
  'cycle/lets': (d: { names: readonly string[] }) => `this value depends on itself: ${d.names.join(' → ')}`,
  'empty-dag/dag': (d: { name: string }) => `the dag \`${d.name}\` has no task`,
  'empty-matrix/matrix': () => 'this matrix has no combination, so the task has no instance',
  'never-runs/when': () => 'this is always false, so the task never runs',

  'import-not-found/file': (d: { path: string }) => `there is no file "${d.path}"`,
  'import-not-found/outside': (d: { path: string }) => `"${d.path}" is outside the workspace`,
  'import-not-found/unreadable': (d: { path: string; reason: string }) => `"${d.path}" cannot be read: ${d.reason}`,
  'import-cycle/files': (d: { paths: readonly string[] }) => `these files import each other: ${d.paths.join(' → ')}`,
  'invalid-cron/pattern': (d: { text: string; reason: string }) => `"${d.text}" is no cron schedule of five fields: ${d.reason}`,
  'script-not-found/file': (d: { path: string }) => `there is no file "${d.path}"`,
  'script-not-found/outside': (d: { path: string }) => `"${d.path}" is outside the workspace`,
  'script-not-found/unreadable': (d: { path: string; reason: string }) => `"${d.path}" cannot be read: ${d.reason}`,
  'script-not-found/too-big': (d: { path: string }) => `"${d.path}" is larger than 1 MB`,
  'missing-param/placeholder': (d: { name: string; near: string | null }) =>
    `no param \`${d.name}\` for this placeholder${suggestion(d.near)}`,
  'missing-param/script': (d: { names: readonly string[]; path: string }) =>
    `"${d.path}" wants ${d.names.length > 1 ? 'params' : 'a param'} that ${d.names.length > 1 ? 'are' : 'is'} not given: ${quoted(d.names)}`,
  'sql-syntax/sql': (d: { message: string }) => d.message,
  'race/tasks': (d: { table: string; task: string; other: string }) =>
    `\`${d.task}\` and \`${d.other}\` touch the table \`${d.table}\`, at least one writes it, and no path orders them`,
  'read-before-write/table': (d: { table: string }) => `\`${d.table}\` is read here, but this file creates it only afterwards`,
  'unknown-table/table': (d: { table: string }) => `no task creates, loads or declares the table \`${d.table}\` before this`,
  // Without a table where several, or none, could have it.
  'unknown-column/column': (d: { table: string; column: string }) =>
    `${d.table === '' ? 'no table here' : `\`${d.table}\``} has ${d.table === '' ? 'a' : 'no'} column \`${d.column}\``,
  'redundant-edge/twice': (d: { from: string; to: string }) => `${d.from} -> ${d.to} is written already`,
  'redundant-edge/path': (d: { from: string; to: string }) => `${d.to} waits for ${d.from} anyway, by a longer path`,
  'unused-let/let': (d: { name: string }) => `nothing uses \`${d.name}\``,
  'secret-in-text/secret': (d: { property: string }) =>
    `a secret in \`${d.property}\` can be seen by others; pass it by the environment or the headers`,
  'secret-in-text/literal': (d: { what: string }) => `this looks like ${d.what}; keep it out of the file and read it with secret()`,
  'text-interpolation/text': (d: { name: string }) =>
    `a text is taken as it is written, so \`${d.name}\` is not put in here; pass it by params, or write a "string"`,
  'braces/sql': (d: { brace: string }) =>
    `\`${d.brace}${d.brace}\` stands for one \`${d.brace}\`, and then the braces do not fit together; write each brace twice, or a blank between two`,
  'date-arithmetic/placeholder': (d: { name: string }) =>
    `\`{${d.name}}\` becomes 2026-01-31 or the like, which is a subtraction outside quotes; write \`@${d.name}\`, or date '{${d.name}}'`,
  'no-local-stand-in/spark': (d: { name: string }) => `\`${d.name}\` has no \`on local\`: on the laptop it wants spark-submit`,
  'unused-param/param': (d: { name: string }) => `no placeholder of the script uses \`${d.name}\``,
} satisfies Record<`${string}/${string}`, (data: never) => string>

/** What a related place says of itself. */
export const notes = {
  declared: () => 'declared here first',
  set: () => 'set here first',
  opened: () => 'opened here',
  noticed: () => 'it should have been closed before this',
  edge: (d: { from: string; to: string }) => `${d.to} waits for ${d.from}`,
  depends: (d: { from: string; to: string }) => `${d.from} uses ${d.to}`,
  imports: () => 'imported here',
  placeholder: (d: { name: string }) => `placeholder \`${d.name}\``,
  braces: () => 'here',
  touches: (d: { task: string; table: string }) => `\`${d.task}\` touches \`${d.table}\` here`,
  creates: (d: { task: string; table: string }) => `\`${d.task}\` creates \`${d.table}\` here`,
  drops: (d: { task: string; table: string }) => `\`${d.task}\` drops \`${d.table}\` here`,
  script: () => 'in the script',
  runs: (d: { task: string }) => `\`${d.task}\` runs this script`,
  engine: (d: { name: string }) => `the engine is \`${d.name}\``,
} satisfies Record<string, (data: never) => string>
