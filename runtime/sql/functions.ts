/**
 * The functions of BigQuery that run at home: nothing else does. `macro`: there is a macro `bq_<name>` in `macros.ts`
 * with exactly BigQuery's meaning. `aggregate` and `window`: DuckDB's function of the given name means the same.
 * `special`: `emit-calls.ts` knows how to write it. The tests hold that each has an example whose result is Google's.
 */
export type FunctionRule =
  | { readonly kind: 'macro'; readonly macro: string; readonly least: number; readonly most: number }
  | { readonly kind: 'aggregate'; readonly native: string; readonly least: number; readonly most: number }
  | { readonly kind: 'window'; readonly native: string; readonly least: number; readonly most: number }
  | { readonly kind: 'special'; readonly least: number; readonly most: number }

const ANY = 1000

export const FUNCTIONS: ReadonlyMap<string, FunctionRule> = new Map([
  ...macros({
    ABS: 1,
    ARRAY_LENGTH: 1,
    ARRAY_REVERSE: 1,
    BYTE_LENGTH: 1,
    CEIL: 1,
    CHAR_LENGTH: 1,
    DATE_FROM_UNIX_DATE: 1,
    DIV: 2,
    ENDS_WITH: 2,
    EXP: 1,
    FLOOR: 1,
    FROM_HEX: 1,
    IEEE_DIVIDE: 2,
    IS_INF: 1,
    IS_NAN: 1,
    LEFT: 2,
    LENGTH: 1,
    LN: 1,
    LOG10: 1,
    LOWER: 1,
    MD5: 1,
    MOD: 2,
    POW: 2,
    REPEAT: 2,
    REPLACE: 3,
    REVERSE: 1,
    RIGHT: 2,
    SAFE_DIVIDE: 2,
    SHA256: 1,
    SIGN: 1,
    SPLIT: [1, 2],
    SQRT: 1,
    STARTS_WITH: 2,
    STRPOS: 2,
    TIMESTAMP_MICROS: 1,
    TIMESTAMP_MILLIS: 1,
    TIMESTAMP_SECONDS: 1,
    TO_HEX: 1,
    UNIX_DATE: 1,
    UNIX_MICROS: 1,
    UNIX_MILLIS: 1,
    UNIX_SECONDS: 1,
    UPPER: 1,
    LPAD: [2, 3],
    RPAD: [2, 3],
    ROUND: [1, 2],
    TRUNC: 1,
    SUBSTR: [2, 3],
    TRIM: [1, 2],
    LTRIM: [1, 2],
    RTRIM: [1, 2],
    ARRAY_TO_STRING: [2, 3],
    GENERATE_ARRAY: [2, 3],
  }),
  macro('CEILING', 'ceil', 1, 1),
  macro('CHARACTER_LENGTH', 'char_length', 1, 1),
  macro('OCTET_LENGTH', 'byte_length', 1, 1),
  macro('POWER', 'pow', 2, 2),
  macro('SUBSTRING', 'substr', 2, 3),
  ...aggregates({
    ANY_VALUE: 'any_value',
    AVG: 'avg',
    COUNT: 'count',
    LOGICAL_AND: 'bool_and',
    LOGICAL_OR: 'bool_or',
    MAX: 'max',
    MIN: 'min',
    STDDEV: 'stddev_samp',
    STDDEV_POP: 'stddev_pop',
    STDDEV_SAMP: 'stddev_samp',
    SUM: 'sum',
    VARIANCE: 'var_samp',
    VAR_POP: 'var_pop',
    VAR_SAMP: 'var_samp',
  }),
  windowed('CUME_DIST', 'cume_dist', 0, 0),
  windowed('DENSE_RANK', 'dense_rank', 0, 0),
  windowed('FIRST_VALUE', 'first_value', 1, 1),
  windowed('LAG', 'lag', 1, 3),
  windowed('LAST_VALUE', 'last_value', 1, 1),
  windowed('LEAD', 'lead', 1, 3),
  windowed('NTH_VALUE', 'nth_value', 2, 2),
  windowed('NTILE', 'ntile', 1, 1),
  windowed('PERCENT_RANK', 'percent_rank', 0, 0),
  windowed('RANK', 'rank', 0, 0),
  windowed('ROW_NUMBER', 'row_number', 0, 0),
  special('APPROX_COUNT_DISTINCT', 1, 1),
  special('ARRAY_AGG', 1, 1),
  special('ARRAY_CONCAT', 1, ANY),
  special('COALESCE', 1, ANY),
  special('CONCAT', 1, ANY),
  special('COUNTIF', 1, 1),
  special('CURRENT_DATE', 0, 0),
  special('CURRENT_DATETIME', 0, 0),
  special('CURRENT_TIMESTAMP', 0, 0),
  special('DATE', 1, 3),
  special('DATE_ADD', 2, 2),
  special('DATE_DIFF', 3, 3),
  special('DATE_SUB', 2, 2),
  special('DATE_TRUNC', 2, 2),
  special('DATETIME_ADD', 2, 2),
  special('DATETIME_DIFF', 3, 3),
  special('DATETIME_SUB', 2, 2),
  special('DATETIME_TRUNC', 2, 2),
  special('FORMAT_DATE', 2, 2),
  special('FORMAT_DATETIME', 2, 2),
  special('FORMAT_TIMESTAMP', 2, 2),
  special('GREATEST', 1, ANY),
  special('IF', 3, 3),
  special('IFNULL', 2, 2),
  special('JSON_EXTRACT_SCALAR', 2, 2),
  special('JSON_VALUE', 2, 2),
  special('LAST_DAY', 1, 2),
  special('LEAST', 1, ANY),
  special('NULLIF', 2, 2),
  special('PARSE_DATE', 2, 2),
  special('REGEXP_CONTAINS', 2, 2),
  special('REGEXP_EXTRACT', 2, 2),
  special('REGEXP_REPLACE', 3, 3),
  special('STRING_AGG', 1, 2),
  special('TIMESTAMP', 1, 1),
  special('TIMESTAMP_ADD', 2, 2),
  special('TIMESTAMP_DIFF', 3, 3),
  special('TIMESTAMP_SUB', 2, 2),
  special('TIMESTAMP_TRUNC', 2, 2),
])

function macros(arities: Readonly<Record<string, number | readonly [number, number]>>): [string, FunctionRule][] {
  return Object.entries(arities).map(([name, arity]) => {
    const [least, most] = typeof arity === 'number' ? [arity, arity] : arity
    return macro(name, name.toLowerCase(), least, most)
  })
}

function macro(name: string, macroName: string, least: number, most: number): [string, FunctionRule] {
  return [name, { kind: 'macro', macro: macroName, least, most }]
}

function aggregates(natives: Readonly<Record<string, string>>): [string, FunctionRule][] {
  return Object.entries(natives).map(([name, native]) => [name, { kind: 'aggregate', native, least: 1, most: 1 }])
}

function windowed(name: string, native: string, least: number, most: number): [string, FunctionRule] {
  return [name, { kind: 'window', native, least, most }]
}

function special(name: string, least: number, most: number): [string, FunctionRule] {
  return [name, { kind: 'special', least, most }]
}
