import { TEXT_FUNCTIONS } from './functions-text.ts'
import { VALUE_FUNCTIONS } from './functions-values.ts'
import { type Signature, signature } from './signatures.ts'

/** Functions whose meaning is told by signatures alone. The tests hold that each is compared with Google's evaluator. */
export const SIGNATURES: ReadonlyMap<string, readonly Signature[]> = new Map(
  Object.entries({ ...TEXT_FUNCTIONS, ...VALUE_FUNCTIONS }).map(([name, texts]) => [name, texts.map(signature)]),
)

/** Other names of functions. */
export const ALIASES: Readonly<Record<string, string>> = {
  CEILING: 'CEIL',
  CHARACTER_LENGTH: 'CHAR_LENGTH',
  OCTET_LENGTH: 'BYTE_LENGTH',
  POWER: 'POW',
  SUBSTRING: 'SUBSTR',
}

/** Functions that are written by what stands in their arguments; `emit-special.ts` and `emit-dates.ts` know how. */
export const SPECIAL: ReadonlySet<string> = new Set(
  `ARRAY_CONCAT CONCAT COALESCE IFNULL NULLIF IF GREATEST LEAST JSON_VALUE JSON_QUERY JSON_EXTRACT JSON_EXTRACT_SCALAR JSON_VALUE_ARRAY
  JSON_EXTRACT_STRING_ARRAY JSON_QUERY_ARRAY JSON_EXTRACT_ARRAY REGEXP_CONTAINS REGEXP_EXTRACT REGEXP_SUBSTR REGEXP_EXTRACT_ALL REGEXP_REPLACE FORMAT ROUND TRUNC
  TO_JSON_STRING GENERATE_DATE_ARRAY GENERATE_TIMESTAMP_ARRAY GENERATE_UUID RAND ERROR 
  CURRENT_DATE CURRENT_DATETIME CURRENT_TIMESTAMP CURRENT_TIME DATE DATETIME TIMESTAMP TIME STRING DATE_ADD DATE_SUB DATE_DIFF DATE_TRUNC DATETIME_ADD DATETIME_SUB
  DATETIME_DIFF DATETIME_TRUNC TIMESTAMP_ADD TIMESTAMP_SUB TIMESTAMP_DIFF TIMESTAMP_TRUNC TIME_ADD TIME_SUB TIME_DIFF TIME_TRUNC
  FORMAT_DATE FORMAT_DATETIME FORMAT_TIMESTAMP PARSE_DATE PARSE_DATETIME PARSE_TIMESTAMP LAST_DAY FLOAT64`
    .split(/\s+/)
    .filter(name => name !== ''),
)

/** Aggregates; `emit-aggregates.ts` knows how each is written. */
export const AGGREGATES: ReadonlySet<string> = new Set(
  `ANY_VALUE ARRAY_AGG ARRAY_CONCAT_AGG AVG BIT_AND BIT_OR BIT_XOR CORR COUNT COUNTIF COVAR_POP COVAR_SAMP LOGICAL_AND LOGICAL_OR MAX MAX_BY MIN
  MIN_BY STDDEV STDDEV_POP STDDEV_SAMP STRING_AGG SUM VARIANCE VAR_POP VAR_SAMP APPROX_COUNT_DISTINCT GROUPING`.split(/\s+/),
)

/** Functions that want OVER. */
export const WINDOWED: ReadonlySet<string> = new Set(
  'CUME_DIST DENSE_RANK FIRST_VALUE LAG LAST_VALUE LEAD NTH_VALUE NTILE PERCENT_RANK PERCENTILE_CONT PERCENTILE_DISC RANK ROW_NUMBER'.split(
    ' ',
  ),
)

/** What to write instead of functions that do not run here. */
export const ADVICE: Readonly<Record<string, string>> = {
  APPROX_QUANTILES: 'its answer is approximate; PERCENTILE_CONT is exact',
  APPROX_TOP_COUNT: 'its answer is approximate; use COUNT with GROUP BY, ORDER BY and LIMIT',
  APPROX_TOP_SUM: 'its answer is approximate; use SUM with GROUP BY, ORDER BY and LIMIT',
  FARM_FINGERPRINT: 'use MD5 or SHA256',
  SHA512: 'use SHA256',
  NORMALIZE_AND_CASEFOLD: 'use NORMALIZE and LOWER',
  TO_JSON: 'use TO_JSON_STRING',
}
