/**
 * Writes `generated.sql`: every function that is allowed by its signatures, every cast and operator, with values at the edges.
 * The same functions give the same queries.
 *
 *     node test/runtime/sql/differential/generate.mjs
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TEXT_FUNCTIONS } from '../../../../runtime/sql/functions-text.ts'
import { VALUE_FUNCTIONS } from '../../../../runtime/sql/functions-values.ts'

const EDGES = {
  INT64: ['0', '1', '-1', '3', '9223372036854775807', '-9223372036854775808', 'cast(null as int64)', '64', '-7'],
  FLOAT64: ['0.0', '1.5', '-2.5', '1e308', '1e-300', '-0.1', 'cast(null as float64)', '123456789.125', '0.5'],
  NUMERIC: [
    "numeric '0'",
    "numeric '1.5'",
    "numeric '-2.5'",
    "numeric '0.000000001'",
    "numeric '12345678901234567890.123456789'",
    'cast(null as numeric)',
    "numeric '-0.333333333'",
  ],
  BOOL: ['true', 'false', 'cast(null as bool)'],
  STRING: [
    "''",
    "'a'",
    "' Ab c '",
    "'héllo wörld'",
    "'日本語'",
    "'a,b,,c'",
    'cast(null as string)',
    "'𝒳y'",
    "'-1'",
    "'\\t\\n'",
    "'%_\\\\'",
  ],
  BYTES: ["b''", "b'abc'", "b'\\x00\\xff'", 'cast(null as bytes)'],
  DATE: ["date '0001-01-01'", "date '9999-12-31'", "date '2020-02-29'", "date '1969-12-31'", "date '2021-01-03'", 'cast(null as date)'],
  DATETIME: [
    "datetime '0001-01-01 00:00:00'",
    "datetime '9999-12-31 23:59:59.999999'",
    "datetime '2020-02-29 12:34:56.789'",
    "datetime '1969-12-31 23:59:59.5'",
    'cast(null as datetime)',
  ],
  TIMESTAMP: [
    "timestamp '0001-01-01 00:00:00+00'",
    "timestamp '9999-12-31 23:59:59.999999+00'",
    "timestamp '2020-02-29 12:34:56.789+00'",
    "timestamp '1969-12-31 23:59:59.5+00'",
    'cast(null as timestamp)',
  ],
  TIME: ["time '00:00:00'", "time '23:59:59.999999'", 'cast(null as time)'],
  JSON: ["json '1'", `json '"a"'`, "json 'true'", "json '[1]'", "json '-1.5'"],
  'ARRAY<STRING>': ['array<string>[]', "['a', null, 'é']", 'cast(null as array<string>)'],
  'ARRAY<INT64>': ['array<int64>[]', '[1, 233, 8364]', '[3]', 'cast(null as array<int64>)'],
}
EDGES.T = EDGES.INT64
EDGES['ARRAY<T>'] = EDGES['ARRAY<INT64>']

/** So many queries for one way to call a function. */
const EACH = 11
/** Arguments whose largest values would fill the memory. */
const SMALL = { REPEAT: 1, LPAD: 1, RPAD: 1, GENERATE_ARRAY: 0 }

const queries = []
const add = expression => queries.push(`select ${expression} as a`)

for (const [name, signatures] of Object.entries({ ...TEXT_FUNCTIONS, ...VALUE_FUNCTIONS })) {
  for (const signature of signatures) {
    const parameters = signature
      .slice(0, signature.indexOf('->'))
      .split(',')
      .map(p => p.trim())
      .filter(p => p !== '')
    if (signature.endsWith(': !')) continue
    const seen = new Set()
    for (let i = 0; i < EACH; i++) {
      const values = parameters.map((parameter, at) => {
        const all = EDGES[parameter]
        const usable =
          SMALL[name] !== undefined && at >= SMALL[name] ? all.filter(v => v.length < 4 || v.startsWith('c') || v.startsWith("'")) : all
        return usable[(i * (at === 0 ? 1 : at * 2 + 3) + at * 2) % usable.length]
      })
      const call = `${name.toLowerCase()}(${values.join(', ')})`
      if (!seen.has(call)) add(call)
      seen.add(call)
    }
  }
}

const KINDS = ['INT64', 'FLOAT64', 'NUMERIC', 'BOOL', 'STRING', 'BYTES', 'DATE', 'DATETIME', 'TIMESTAMP', 'TIME']
for (const from of KINDS) {
  for (const to of KINDS) {
    if (from === to) continue
    for (const value of EDGES[from].slice(0, from === 'STRING' ? 3 : 4))
      add(`${from === 'STRING' ? 'safe_' : ''}cast(${value} as ${to.toLowerCase()})`)
  }
}
for (const text of [
  "'12'",
  "' 12 '",
  "'1.5'",
  "'-1e3'",
  "'TRUE'",
  "'2020-02-29'",
  "'2020-02-30'",
  "'2020-2-9 1:2:3'",
  "'2020-02-29T01:02:03Z'",
  "'23:59:59.5'",
  "'nan'",
  "'0x1F'",
  "'9999-12-31 24:00:00'",
]) {
  for (const to of KINDS.filter(k => k !== 'STRING' && k !== 'BYTES')) add(`safe_cast(${text} as ${to.toLowerCase()})`)
}
const NUMBERS = ['INT64', 'FLOAT64', 'NUMERIC']
for (const operator of ['+', '-', '*', '/']) {
  for (const a of NUMBERS)
    for (const b of NUMBERS)
      for (let i = 0; i < 4; i++) add(`${EDGES[a][(i * 2 + 1) % EDGES[a].length]} ${operator} ${EDGES[b][(i * 3 + 1) % EDGES[b].length]}`)
}
for (const kind of KINDS) {
  for (const operator of ['=', '<', '>=', 'is distinct from']) {
    for (let i = 0; i < 3; i++) add(`${EDGES[kind][i % EDGES[kind].length]} ${operator} ${EDGES[kind][(i + 1) % EDGES[kind].length]}`)
  }
}
const UNITS = ['microsecond', 'second', 'minute', 'hour', 'day', 'week', 'isoweek', 'month', 'quarter', 'year', 'isoyear', 'week(thursday)']
for (const family of ['DATE', 'DATETIME', 'TIMESTAMP']) {
  const name = family.toLowerCase()
  const [low, high, leap, old] = EDGES[family]
  for (const unit of UNITS) {
    for (const value of [leap, old, high]) add(`${name}_trunc(${value}, ${unit})`)
    add(`${name}_diff(${leap}, ${old}, ${unit})`)
    add(`${name}_diff(${old}, ${high}, ${unit})`)
    add(`extract(${unit} from ${old})`)
    if (unit.includes('iso') || unit.includes('(')) continue
    add(`${name}_add(${leap}, interval 13 ${unit})`)
    add(`${name}_sub(${leap}, interval 100 ${unit})`)
    add(`${name}_add(${high}, interval 1 ${unit})`)
    add(`${name}_sub(${low}, interval 1 ${unit})`)
  }
  for (const part of ['dayofweek', 'dayofyear', 'week', 'isoweek', 'isoyear', 'millisecond', 'microsecond', 'date'])
    for (const value of [low, high, leap]) add(`extract(${part} from ${value})`)
  for (const element of 'YmdHMSyBbAajpIUWuweklQCGVFTRDxhnt'.split('')) add(`format_${name}('%${element}|', ${leap})`)
}

writeFileSync(join(import.meta.dirname, 'generated.sql'), `${[...new Set(queries)].join('\n')}\n`)
process.stdout.write(`${new Set(queries).size} queries\n`)
