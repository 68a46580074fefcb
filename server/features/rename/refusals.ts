/** Why something is not renamed, in words for a person. */
export const refusals = {
  nothing: 'There is nothing to rename here.',
  builtIn: (name: string) => `\`${name}\` is a word of the language and keeps its name.`,
  output: (name: string) => `\`${name}\` is an output; what the task gives decides its name.`,
  entry: (name: string) => `\`${name}\` is an entry of targets; rename it in each target that sets it.`,
  path: 'This is a path: rename the file, and what names it follows.',
  local: 'The target `local` always exists and keeps its name.',
  unknownTarget: (name: string) => `No target is called \`${name}\`.`,
  sharedMap: (map: string) => `This is a key of \`${map}\`, which is used as a value too; rename it by hand.`,

  noName: (text: string) => `\`${text}\` is no name: letters, digits and _ make one, and it does not begin with a digit.`,
  keyword: (name: string) => `\`${name}\` is a word of the language and cannot be a name.`,
  taken: (name: string, place: string) => `\`${name}\` is declared already (${place}).`,
  wanted: (name: string) => `A script that would change wants \`${name}\` already.`,

  engine: (task: string, engine: string) => `\`${task}\` gives this param to a script of \`${engine}\`, in which it cannot be followed.`,
  unreadable: (task: string) => `The script of \`${task}\` cannot be read here, so its placeholders would stay.`,
  computed: (task: string) => `\`${task}\` uses the same script, and its params are computed.`,
  assembled: (task: string) => `A placeholder of \`${task}\` stands in a text that is put together.`,

  captured: (place: string, name: string, meaning: string) => `Then \`${name}\` would mean ${meaning} (${place}).`,
  lost: (place: string, name: string) => `Then \`${name}\` would mean nothing any more (${place}).`,
  gained: (place: string, name: string) =>
    `\`${name}\` is written already where it means nothing yet (${place}), and would mean this then.`,
  problem: (place: string, message: string) => `That would be wrong (${place}): ${message}.`,
  pairing: (name: string) => `\`${name}\` pairs instances of this task with those of others; other edges would come of it.`,
} as const

/** Not renamed, with the reason. */
export interface Refused {
  readonly kind: 'refused'
  readonly message: string
}

export const refused = (message: string): Refused => ({ kind: 'refused', message })
