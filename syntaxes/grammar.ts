/** A TextMate rule, as VS Code reads it. */
export interface Rule {
  readonly name?: string
  readonly contentName?: string
  readonly match?: string
  readonly begin?: string
  readonly end?: string
  readonly while?: string
  readonly include?: string
  readonly captures?: Captures
  readonly beginCaptures?: Captures
  readonly endCaptures?: Captures
  readonly patterns?: readonly Rule[]
}

export type Captures = Readonly<Record<string, Rule>>

export interface Grammar {
  readonly information_for_contributors: readonly string[]
  readonly name: string
  readonly scopeName: string
  readonly patterns: readonly Rule[]
  /** Rules that come before those of an embedded language, by the selector of the scopes that they are for. */
  readonly injections: Readonly<Record<string, Rule>>
  readonly repository: Readonly<Record<string, Rule>>
}

/** The words of the language that have a colour of their own. */
export interface GrammarWords {
  readonly keywords: readonly string[]
  readonly engines: readonly string[]
  readonly functions: readonly string[]
  readonly types: readonly string[]
  readonly durationUnits: readonly string[]
  readonly sizeUnits: readonly string[]
}

const constants = ['true', 'false', 'null']
const word = '[A-Za-z_][A-Za-z0-9_]*'

/** The languages of `run`, by the engine of the task. */
const scriptLanguages = [
  { engine: 'python', language: 'python', scope: 'source.python' },
  { engine: 'shell', language: 'shell', scope: 'source.shell' },
  { engine: 'js', language: 'javascript', scope: 'source.js' },
] as const

const textPlaceholders: readonly Rule[] = [
  { name: 'constant.character.escape.dagline', match: '\\{\\{|\\}\\}' },
  { name: 'variable.parameter.placeholder.dagline', match: `\\{${word}\\}` },
]

/** The whole grammar, made from the words of the language, so that colours and parser cannot drift apart. */
export function grammarOf(words: GrammarWords): Grammar {
  return {
    information_for_contributors: ['Made by syntaxes/generate.ts from the tokens of the language. Do not edit.'],
    name: 'Dagline',
    scopeName: 'source.dagline',
    patterns: [include('comments'), ...declarations(words), include('block'), include('values')],
    injections: {
      // SQL's own rules for quotes swallow what is in them; a param is put in there all the same, while `@name` is text.
      'L:meta.embedded.block.sql - comment': { patterns: textPlaceholders },
    },
    repository: {
      comments: { patterns: comments },
      block: block('#block-content'),
      'block-content': {
        patterns: [include('comments'), ...declarations(words), include('properties'), include('block'), include('values')],
      },
      ...taskBlocks(),
      properties: { patterns: properties },
      values: { patterns: values(words) },
      ...texts(),
    },
  }
}

const comments: readonly Rule[] = [
  { name: 'comment.line.documentation.dagline', match: '///.*$' },
  {
    name: 'comment.line.double-slash.dagline',
    match: `//\\s*(dagline-ignore)\\s+(${word}(?:-${word})*)?.*$`,
    captures: { '1': { name: 'keyword.other.ignore.dagline' }, '2': { name: 'constant.other.code.dagline' } },
  },
  { name: 'comment.line.double-slash.dagline', match: '//.*$' },
  { name: 'comment.block.dagline', begin: '/\\*', end: '\\*/' },
]

function declarations(words: GrammarWords): readonly Rule[] {
  const named = { '1': { name: 'storage.type.dagline' }, '2': { name: 'entity.name.type.dagline' } }
  return [
    ...scriptLanguages.map(({ engine }) => taskHeader(engine)),
    {
      match: `\\b(task)\\s+(${word})\\s*(:)\\s*(?:(${words.engines.join('|')})\\b|(${word}))`,
      captures: {
        '1': { name: 'storage.type.dagline' },
        '2': { name: 'entity.name.function.dagline' },
        '3': { name: 'punctuation.separator.dagline' },
        '4': { name: 'support.type.engine.dagline' },
        '5': { name: 'entity.name.type.engine.dagline' },
      },
    },
    { match: `\\b(task)\\s+(${word})`, captures: { '1': { name: 'storage.type.dagline' }, '2': { name: 'entity.name.function.dagline' } } },
    { match: `\\b(dag|group|target)\\s+(${word})(?=\\s*(?:\\{|$))`, captures: named },
    {
      match: `\\b(defaults|on)(?:\\s+(${word}))?(?=\\s*\\{)`,
      captures: { '1': { name: 'storage.modifier.dagline' }, '2': { name: 'support.type.engine.dagline' } },
    },
    {
      match: `\\b(let)\\s+(${word})\\s*(=)`,
      captures: {
        '1': { name: 'storage.type.dagline' },
        '2': { name: 'variable.other.constant.dagline' },
        '3': { name: 'keyword.operator.assignment.dagline' },
      },
    },
    {
      match: `\\b(input)\\s+(${word})\\s*(:)\\s*(?:(${words.types.join('|')})\\b)?`,
      captures: {
        '1': { name: 'storage.type.dagline' },
        '2': { name: 'variable.parameter.dagline' },
        '3': { name: 'punctuation.separator.dagline' },
        '4': { name: 'support.type.primitive.dagline' },
      },
    },
    { match: '\\b(import)(?=\\s*")', captures: { '1': { name: 'keyword.control.import.dagline' } } },
    { name: 'keyword.operator.edge.dagline', match: '->' },
  ]
}

/** A task whose `run` holds another language: the engine decides which, so the header opens a block of its own. */
function taskHeader(engine: string): Rule {
  return {
    begin: `\\b(task)\\s+(${word})\\s*(:)\\s*(${engine})\\b(?=\\s*\\{)`,
    beginCaptures: {
      '1': { name: 'storage.type.dagline' },
      '2': { name: 'entity.name.function.dagline' },
      '3': { name: 'punctuation.separator.dagline' },
      '4': { name: 'support.type.engine.dagline' },
    },
    end: '(?<=\\})',
    patterns: [include(`task-${engine}-block`)],
  }
}

/** What is in `on TARGET` nearly always is of the same engine; one that it changes to is not looked for. */
function taskBlocks(): Record<string, Rule> {
  return Object.fromEntries(
    scriptLanguages.flatMap(({ engine, language }) => [
      [`task-${engine}-block`, block(`#text-run-${language}`, `#override-${engine}`, '#block-content')],
      [`override-${engine}`, overrideBlock(engine)],
    ]),
  )
}

function overrideBlock(engine: string): Rule {
  return {
    begin: `\\b(on)\\s+(${word})(?=\\s*\\{)`,
    beginCaptures: { '1': { name: 'storage.modifier.dagline' }, '2': { name: 'support.type.engine.dagline' } },
    end: '(?<=\\})',
    patterns: [include(`task-${engine}-block`)],
  }
}

/** The blanks before a key are part of the match, because a look-behind cannot skip them. */
const properties: readonly Rule[] = [
  { include: '#text-sql' },
  {
    match: `(?:^|(?<=[{,\\[]))\\s*(${word})\\s*(:)(?!:)`,
    captures: { '1': { name: 'variable.other.property.dagline' }, '2': { name: 'punctuation.separator.key-value.dagline' } },
  },
  {
    match: `(?:^|(?<=[{,\\[]))\\s*("(?:[^"\\\\$]|\\\\.|\\$(?!\\{))*")\\s*(:)`,
    captures: { '1': { name: 'string.quoted.double.dagline' }, '2': { name: 'punctuation.separator.key-value.dagline' } },
  },
]

function values(words: GrammarWords): readonly Rule[] {
  return [
    include('text'),
    {
      name: 'string.quoted.double.dagline',
      begin: '"',
      end: '"|$',
      patterns: [
        { name: 'constant.character.escape.dagline', match: '\\\\(?:[ntr"\\\\$]|u\\{[0-9A-Fa-f]+\\})' },
        { name: 'invalid.illegal.escape.dagline', match: '\\\\.' },
        {
          name: 'meta.template.expression.dagline',
          begin: '\\$\\{',
          end: '\\}|$',
          beginCaptures: { '0': { name: 'punctuation.definition.template-expression.begin.dagline' } },
          endCaptures: { '0': { name: 'punctuation.definition.template-expression.end.dagline' } },
          patterns: [include('values')],
        },
      ],
    },
    {
      name: 'constant.numeric.date.dagline',
      match: '\\b\\d{4}-\\d{2}-\\d{2}(?:T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?:Z|[+-]\\d{2}:\\d{2})?)?\\b',
    },
    { name: 'constant.numeric.duration.dagline', match: `\\b(?:\\d+(?:${words.durationUnits.join('|')}))+\\b` },
    { name: 'constant.numeric.size.dagline', match: `\\b\\d+(?:${words.sizeUnits.join('|')})\\b` },
    { name: 'constant.numeric.dagline', match: '\\b\\d+(?:\\.\\d+)?\\b' },
    // A keyword that begins no whole declaration yet is coloured while the rest is being typed.
    {
      name: 'storage.type.dagline',
      match: `(?<!\\.)\\b(?:${words.keywords.filter(word => !constants.includes(word)).join('|')})(?=\\s+${word})`,
    },
    { name: 'constant.language.dagline', match: `\\b(?:${constants.join('|')})\\b` },
    { name: 'support.function.dagline', match: `\\b(?:${words.functions.join('|')})(?=\\s*\\()` },
    { name: 'entity.name.function.unknown.dagline', match: `\\b${word}(?=\\s*\\()` },
    { match: '\\b(run|target|params)(?=\\s*\\.)', captures: { '1': { name: 'variable.language.dagline' } } },
    { match: `(?<=\\.)(${word})`, captures: { '1': { name: 'variable.other.property.dagline' } } },
    { name: 'variable.other.readwrite.dagline', match: `\\b${word}\\b` },
    { name: 'keyword.operator.logical.dagline', match: '\\|\\||&&|!(?!=)' },
    { name: 'keyword.operator.comparison.dagline', match: '==|!=|<=|>=|<|>' },
    { name: 'keyword.operator.arithmetic.dagline', match: '[+\\-*/%]' },
    { name: 'keyword.operator.ternary.dagline', match: '[?:]' },
    { name: 'punctuation.separator.dagline', match: ',' },
  ]
}

function texts(): Record<string, Rule> {
  return {
    'text-sql': text('(?:^|(?<=[{,]))\\s*(sql)\\s*(:)\\s*', 'sql', [
      ...textPlaceholders,
      { name: 'variable.parameter.placeholder.dagline', match: `@${word}` },
      { include: 'source.sql' },
    ]),
    ...Object.fromEntries(
      scriptLanguages.map(({ language, scope }) => [
        `text-run-${language}`,
        text('(?:^|(?<=[{,]))\\s*(run)\\s*(:)\\s*', language, [{ include: scope }]),
      ]),
    ),
    text: { name: 'string.quoted.triple.dagline', begin: '"""', end: '"""' },
  }
}

/**
 * A `"""` text in another language. The inner rule goes line by line (`while`), so that a quote which that language leaves
 * open cannot run past the end of the text; a text on one line is matched whole.
 */
function text(before: string, language: string, patterns: readonly Rule[]): Rule {
  const embedded = `meta.embedded.block.${language}`
  const key = { '1': { name: 'variable.other.property.dagline' }, '2': { name: 'punctuation.separator.key-value.dagline' } }
  const open = { name: 'string.quoted.triple.begin.dagline' }
  const close = { name: 'string.quoted.triple.end.dagline' }
  return {
    patterns: [
      { match: `${before}(""")(.*?)(""")`, captures: { ...key, '3': open, '4': { name: embedded, patterns }, '5': close } },
      {
        begin: `${before}(""")`,
        beginCaptures: { ...key, '3': open },
        end: '(.*?)(""")',
        endCaptures: { '1': { name: embedded, patterns }, '2': close },
        patterns: [{ begin: '\\G', while: '^(?!.*""")', contentName: embedded, patterns }],
      },
    ],
  }
}

function block(...content: readonly string[]): Rule {
  return {
    begin: '\\{',
    end: '\\}',
    beginCaptures: { '0': { name: 'punctuation.section.block.begin.dagline' } },
    endCaptures: { '0': { name: 'punctuation.section.block.end.dagline' } },
    patterns: content.map(name => ({ include: name })),
  }
}

function include(name: string): Rule {
  return { include: `#${name}` }
}
