import { CAST_MACROS } from './macros-casts.ts'
import { FILE_MACROS } from './macros-files.ts'

/**
 * DuckDB macros with exactly the meaning of BigQuery's functions. The translator calls them with values of the right types
 * only, so their parameters have none: that would have DuckDB bind every argument once more for each level of nesting.
 * They live in the catalog of the process, never in a project's file.
 */
const FUNCTION_MACROS: readonly string[] = [
  // Operators.
  `bq_divide(a, b) AS CASE WHEN b = 0 AND a IS NOT NULL THEN error('division by zero') ELSE a / b END`,
  `bq_concat_arrays(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE list_concat(a, b) END`,
  `bq_element(items, i) AS CASE WHEN i < 0 OR i >= len(items) THEN error('array index out of bounds') ELSE items[i + 1] END`,
  `bq_safe_element(items, i) AS CASE WHEN i < 0 THEN NULL ELSE items[i + 1] END`,
  `bq_in_array(x, list) AS CASE WHEN len(list) IS NULL OR len(list) = 0 THEN FALSE WHEN x IS NULL THEN NULL
     WHEN list_contains(list, x) THEN TRUE WHEN list_count(list) < len(list) THEN NULL ELSE FALSE END`,
  `bq_split(x, d) AS CASE WHEN d IS NULL THEN NULL ELSE string_split(x, d) END`,
  `bq_from_base64(x) AS from_base64(regexp_replace(x, '\\s', '', 'g') || repeat('=', (4 - length(regexp_replace(x, '\\s', '', 'g')) % 4) % 4))`,
  // Strings. Letters that become several, or others at the end of a word, are not known to DuckDB.
  `bq_upper(x) AS CASE WHEN regexp_matches(x, '[\\x{df}\\x{149}\\x{1f0}\\x{390}\\x{3b0}\\x{587}\\x{1e96}-\\x{1e9a}\\x{1f50}-\\x{1fff}\\x{fb00}-\\x{fb17}]')
     THEN error('the capital form of a letter does not run on the local target') ELSE upper(x) END`,
  `bq_lower(x) AS CASE WHEN regexp_matches(x, '[\\x{130}\\x{3a3}]')
     THEN error('the small form of a letter does not run on the local target') ELSE lower(x) END`,
  `bq_initcap(x) AS CASE WHEN regexp_matches(x, '[^\\x00-\\x7f]') THEN error('INITCAP of other letters than ASCII does not run on the local target')
     ELSE list_reduce(list_transform(string_split_regex(x, ''), lambda c: c), lambda a, c: a || CASE WHEN a = '' OR regexp_matches(a, '[\\s\\[\\]\\(\\)\\{\\}/|<>!?@"^#$&~_,.:;*%+\\-]$') THEN upper(c) ELSE lower(c) END, '') END`,
  // A delimiter stays as it is written, and is one only in that case.
  `bq_initcap_by(x, d) AS CASE WHEN d IS NULL THEN NULL WHEN regexp_matches(x, '[^\\x00-\\x7f]') THEN error('INITCAP of other letters than ASCII does not run on the local target')
     ELSE array_to_string(list_transform(string_split(x, ''), lambda c, i: CASE WHEN contains(d, c) THEN c WHEN i = 1 OR contains(d, x[i - 1]) THEN upper(c) ELSE lower(c) END), '') END`,
  `bq_ascii(x) AS CASE WHEN x = '' THEN 0 WHEN unicode(x) > 127 THEN error('ASCII of another letter') ELSE CAST(unicode(x) AS BIGINT) END`,
  `bq_unicode(x) AS CASE WHEN x = '' THEN 0 ELSE CAST(unicode(x) AS BIGINT) END`,
  `bq_chr(x) AS CASE WHEN x = 0 THEN error('the character U+0000 does not run on the local target') WHEN x < 0 OR x > 1114111 OR (x >= 55296 AND x <= 57343) THEN error('invalid codepoint') ELSE chr(CAST(x AS INTEGER)) END`,
  `bq_to_code_points(x) AS CASE WHEN x = '' THEN CAST([] AS BIGINT[]) ELSE list_transform(string_split(x, ''), lambda c: CAST(unicode(c) AS BIGINT)) END`,
  `bq_code_points_to_string(x) AS CASE WHEN x IS NULL OR list_count(x) < len(x) THEN NULL WHEN len(x) = 0 THEN '' ELSE list_reduce(list_transform(x, lambda c: bq_chr(c)), lambda a, b: a || b) END`,
  `bq_reverse(x) AS CASE WHEN regexp_matches(x, '[\\x{300}-\\x{36f}\\x{200d}\\x{fe00}-\\x{fe0f}\\x{1f1e6}-\\x{1f1ff}\\x{1f3fb}-\\x{1f3ff}]')
     THEN error('REVERSE of combined characters does not run on the local target') ELSE reverse(x) END`,
  `bq_repeat(x, n) AS CASE WHEN n < 0 THEN error('the number of repetitions is negative') ELSE repeat(x, n) END`,
  `bq_replace(x, a, b) AS CASE WHEN a = '' THEN CASE WHEN b IS NULL THEN NULL ELSE x END ELSE replace(x, a, b) END`,
  `bq_translate(x, a, b) AS CASE WHEN x IS NULL OR b IS NULL THEN NULL WHEN a = '' THEN x WHEN length(a) <> len(list_distinct(string_split(a, ''))) THEN error('TRANSLATE with a character twice') ELSE translate(x, a, b) END`,
  `bq_instr_from(x, p, n) AS CASE WHEN x IS NULL OR p IS NULL THEN NULL WHEN n <= 0 THEN error('INSTR from the end does not run on the local target')
     WHEN n > length(x) + 1 OR instr(substr(x, bq_limit(n)), p) = 0 THEN 0 ELSE instr(substr(x, bq_limit(n)), p) + n - 1 END`,
  // Occurrences may overlap.
  `bq_instr_nth(x, p, n, k) AS CASE WHEN x IS NULL OR p IS NULL OR n IS NULL OR k IS NULL THEN NULL WHEN n <= 0 THEN error('INSTR from the end does not run on the local target')
     WHEN k <= 0 THEN error('the occurrence must be positive')
     ELSE coalesce(list_filter(generate_series(n, length(x) - length(p) + 1), lambda i: substr(x, i, length(p)) = p)[bq_limit(k)], 0) END`,
  `bq_limit(n) AS CASE WHEN n > 2147483647 THEN 2147483647 ELSE n END`,
  `bq_left(x, n) AS CASE WHEN n < 0 AND x IS NOT NULL THEN error('the length is negative') ELSE left(x, bq_limit(n)) END`,
  `bq_right(x, n) AS CASE WHEN n < 0 AND x IS NOT NULL THEN error('the length is negative') ELSE right(x, bq_limit(n)) END`,
  `bq_lpad(x, n, p) AS CASE WHEN x IS NULL OR p IS NULL THEN NULL WHEN n < 0 OR p = '' THEN error('the length is negative or the pad empty') WHEN n <= length(x) THEN left(x, n)
     ELSE left(repeat(p, n), n - length(x)) || x END`,
  `bq_rpad(x, n, p) AS CASE WHEN x IS NULL OR p IS NULL THEN NULL WHEN n < 0 OR p = '' THEN error('the length is negative or the pad empty') WHEN n <= length(x) THEN left(x, n)
     ELSE x || left(repeat(p, n), n - length(x)) END`,
  `bq_from(x, p) AS CASE WHEN p >= 1 THEN least(p, 2147483647) WHEN p = 0 THEN 1 WHEN p < -length(x) THEN 1 ELSE length(x) + p + 1 END`,
  `bq_substr(x, p) AS substr(x, bq_from(x, p))`,
  `bq_substr_length(x, p, n) AS CASE WHEN n < 0 AND x IS NOT NULL AND p IS NOT NULL THEN error('the length of the part is negative') ELSE substr(x, bq_from(x, p), bq_limit(n)) END`,
  // Bytes by their two digits each, since DuckDB cuts no BLOB.
  `bq_bytes_limit(n) AS CASE WHEN n > 1000000000 THEN 1000000000 ELSE n END`,
  `bq_bytes_from(x, p) AS 2 * CASE WHEN p >= 1 THEN bq_bytes_limit(p) WHEN p = 0 OR p < -octet_length(x) THEN 1 ELSE octet_length(x) + p + 1 END - 1`,
  `bq_bytes_substr(x, p) AS unhex(substr(hex(x), bq_bytes_from(x, p)))`,
  `bq_bytes_substr_length(x, p, n) AS CASE WHEN n < 0 AND x IS NOT NULL AND p IS NOT NULL THEN error('the length of the part is negative') ELSE unhex(substr(hex(x), bq_bytes_from(x, p), 2 * bq_bytes_limit(n))) END`,
  `bq_bytes_left(x, n) AS CASE WHEN n < 0 AND x IS NOT NULL THEN error('the length is negative') ELSE unhex(left(hex(x), 2 * bq_bytes_limit(n))) END`,
  `bq_bytes_right(x, n) AS CASE WHEN n < 0 AND x IS NOT NULL THEN error('the length is negative') ELSE unhex(right(hex(x), 2 * bq_bytes_limit(n))) END`,
  `bq_trim(x) AS regexp_replace(x, '^[\\s\\x0b\\x85\\x{a0}\\pZ]+|[\\s\\x0b\\x85\\x{a0}\\pZ]+$', '', 'g')`,
  `bq_ltrim(x) AS regexp_replace(x, '^[\\s\\x0b\\x85\\x{a0}\\pZ]+', '')`,
  `bq_rtrim(x) AS regexp_replace(x, '[\\s\\x0b\\x85\\x{a0}\\pZ]+$', '')`,
  `bq_from_hex(x) AS unhex(x)`,
  `bq_regexp_extract_0(x, p) AS CASE WHEN regexp_matches(x, p) THEN regexp_extract(x, p, 0) END`,
  `bq_regexp_extract_1(x, p) AS CASE WHEN regexp_matches(x, p) THEN regexp_extract(x, p, 1) END`,
  // From a position on, as if the text began there.
  `bq_regexp_nth_0(x, p, n, k) AS CASE WHEN x IS NULL OR p IS NULL OR n IS NULL OR k IS NULL THEN NULL WHEN n <= 0 THEN error('the position must be positive') WHEN k <= 0 THEN error('the occurrence must be positive')
     WHEN n > length(x) AND (x <> '' OR n > 1) THEN NULL WHEN k = 1 THEN bq_regexp_extract_0(substr(x, bq_limit(n)), p)
     WHEN regexp_matches('', p) THEN error('a later occurrence of a pattern that fits an empty text does not run on the local target')
     ELSE regexp_extract_all(substr(x, bq_limit(n)), p, 0)[bq_limit(k)] END`,
  `bq_regexp_nth_1(x, p, n, k) AS CASE WHEN x IS NULL OR p IS NULL OR n IS NULL OR k IS NULL THEN NULL WHEN n <= 0 THEN error('the position must be positive') WHEN k <= 0 THEN error('the occurrence must be positive')
     WHEN n > length(x) AND (x <> '' OR n > 1) THEN NULL WHEN k = 1 THEN bq_regexp_extract_1(substr(x, bq_limit(n)), p)
     WHEN regexp_matches('', p) THEN error('a later occurrence of a pattern that fits an empty text does not run on the local target')
     ELSE regexp_extract_all(substr(x, bq_limit(n)), p, 1)[bq_limit(k)] END`,
  // Numbers.
  `bq_acos(x) AS CASE WHEN abs(x) > 1 THEN error('ACOS is not defined here') ELSE acos(x) END`,
  `bq_asin(x) AS CASE WHEN abs(x) > 1 THEN error('ASIN is not defined here') ELSE asin(x) END`,
  `bq_finite(x) AS CASE WHEN isinf(x) THEN error('floating point overflow: a number became infinite, which does not run on the local target') ELSE x END`,
  `bq_finite_or_null(x) AS CASE WHEN isinf(x) THEN NULL ELSE x END`,
  `bq_exp(x) AS CASE WHEN isinf(exp(x)) AND NOT isinf(x) THEN error('floating point overflow') ELSE exp(x) END`,
  `bq_pow(x, y) AS CASE WHEN x = 0 AND y < 0 THEN error('zero to a negative power') WHEN isinf(pow(x, y)) AND NOT isinf(x) AND NOT isinf(y) THEN error('floating point overflow') ELSE pow(x, y) END`,
  `bq_sqrt(x) AS sqrt(x)`,
  `bq_ln(x) AS ln(x)`,
  `bq_log10(x) AS log10(x)`,
  `bq_log(x, base) AS CASE WHEN x IS NULL THEN NULL WHEN base <= 0 OR base = 1 THEN error('the base of a logarithm is not valid') ELSE ln(x) / ln(base) END`,
  // A product that seems to end in 5 may come from a number below it, as 2.675 is; its exact digits tell.
  `bq_seems_half(x, n) AS n >= 0 AND n <= 25 AND abs(x * pow(10, n)) - floor(abs(x * pow(10, n))) = 0.5
     AND substr(split_part(printf('%.30f', abs(x)), '.', 2), CAST(n AS BIGINT) + 1, 1) = '4'`,
  `bq_round(x, n) AS CASE
     WHEN bq_seems_half(x, n) THEN sign(x) * floor(abs(x * pow(10, n))) / pow(10, n)
     WHEN n >= 0 THEN round(x * pow(10, n)) / pow(10, n) ELSE round(x / pow(10, -n)) * pow(10, -n) END`,
  `bq_trunc(x, n) AS CASE WHEN n >= 0 THEN trunc(x * pow(10, n)) / pow(10, n) ELSE trunc(x / pow(10, -n)) * pow(10, -n) END`,
  `bq_safe_divide(x, y) AS CASE WHEN y = 0 OR isinf(x / y) THEN NULL ELSE x / y END`,
  `bq_mod(x, y) AS CASE WHEN y = 0 AND x IS NOT NULL THEN error('division by zero') ELSE x % y END`,
  `bq_div(x, y) AS CASE WHEN y = 0 AND x IS NOT NULL THEN error('division by zero') ELSE x // y END`,
  `bq_floor_div(x, y) AS x // y - CASE WHEN x < 0 AND x % y <> 0 THEN 1 ELSE 0 END`,
  `bq_shift_left(x, n) AS CASE WHEN n < 0 THEN error('a shift by a negative number') WHEN n > 63 THEN 0
     ELSE CAST(CASE WHEN ((CAST(x AS HUGEINT) * CAST(pow(2, n) AS HUGEINT)) & 18446744073709551615::HUGEINT) >= 9223372036854775808::HUGEINT
       THEN ((CAST(x AS HUGEINT) * CAST(pow(2, n) AS HUGEINT)) & 18446744073709551615::HUGEINT) - 18446744073709551616::HUGEINT
       ELSE (CAST(x AS HUGEINT) * CAST(pow(2, n) AS HUGEINT)) & 18446744073709551615::HUGEINT END AS BIGINT) END`,
  `bq_shift_right(x, n) AS CASE WHEN n < 0 THEN error('a shift by a negative number') WHEN n > 63 THEN 0 WHEN n = 0 THEN x
     ELSE CAST((CASE WHEN x < 0 THEN CAST(x AS HUGEINT) + 18446744073709551616::HUGEINT ELSE CAST(x AS HUGEINT) END) // CAST(pow(2, n) AS HUGEINT) AS BIGINT) END`,
  `bq_range_bucket(x, list) AS CASE WHEN x IS NULL OR list IS NULL THEN NULL ELSE len(list_filter(list, lambda e: e <= x)) END`,
  // NUMERIC: whole billionths in 128 bits; half is rounded away from zero.
  `bq_numeric_in_range(x) AS CASE WHEN abs(x) > 99999999999999999999999999999.999999999::DECIMAL(38,9) THEN error('numeric overflow') ELSE x END`,
  `bq_billionths(x) AS CAST(x * 1000000000::DECIMAL(10,0) AS HUGEINT)`,
  `bq_numeric_quotient(a, b) AS (CASE WHEN (a < 0) <> (b < 0) THEN -1 ELSE 1 END)::HUGEINT
     * ((2::HUGEINT * abs(a) * 1000000000::HUGEINT + abs(b)) // (2::HUGEINT * abs(b)))`,
  `bq_numeric_divide(a, b) AS CASE WHEN b = 0 AND a IS NOT NULL THEN error('division by zero')
     ELSE CAST(CAST(bq_numeric_quotient(bq_billionths(a), bq_billionths(b)) AS DECIMAL(38,0)) * 0.000000001::DECIMAL(9,9) AS DECIMAL(38,9)) END`,
  `bq_numeric_safe_divide(a, b) AS CASE WHEN b = 0 THEN NULL ELSE bq_numeric_divide(a, b) END`,
  `bq_numeric_mod(a, b) AS CASE WHEN b = 0 AND a IS NOT NULL THEN error('division by zero')
     ELSE CAST(CAST(bq_billionths(a) % bq_billionths(b) AS DECIMAL(38,0)) * 0.000000001::DECIMAL(9,9) AS DECIMAL(38,9)) END`,
  // Arrays.
  `bq_array_first(x) AS CASE WHEN len(x) = 0 THEN error('ARRAY_FIRST of an empty array') ELSE x[1] END`,
  `bq_array_last(x) AS CASE WHEN len(x) = 0 THEN error('ARRAY_LAST of an empty array') ELSE x[len(x)] END`,
  `bq_join_texts(x, d) AS CASE WHEN d IS NULL OR x IS NULL THEN NULL WHEN len(x) = 0 THEN '' ELSE list_reduce(x, lambda a, b: a || d || b) END`,
  `bq_array_to_string(x, d) AS bq_join_texts(list_filter(x, lambda e: e IS NOT NULL), d)`,
  `bq_array_to_string_null(x, d, n) AS bq_join_texts(list_transform(x, lambda e: coalesce(e, n)), d)`,
  `bq_generate_array(a, b, s) AS CASE WHEN s = 0 THEN error('the step is zero') ELSE generate_series(a, b, s) END`,
  // Dates. A week starts on Sunday unless it says another day.
  `bq_week_start(d, day) AS CAST(CAST(d AS DATE) - CAST((extract(dow FROM d) - day + 7) % 7 AS INTEGER) AS DATE)`,
  `bq_week_of_year(d, day) AS CAST((extract(doy FROM d) + 6 - (extract(dow FROM d) - day + 7) % 7) // 7 AS BIGINT)`,
  `bq_date_in_range(x) AS CASE WHEN x > DATE '9999-12-31' OR x < DATE '0001-01-01' THEN error('a date is out of range') ELSE x END`,
  `bq_datetime_in_range(x) AS CASE WHEN x > TIMESTAMP '9999-12-31 23:59:59.999999' OR x < TIMESTAMP '0001-01-01 00:00:00' THEN error('a date is out of range') ELSE x END`,
  `bq_timestamp_in_range(x) AS CASE WHEN x > TIMESTAMPTZ '9999-12-31 23:59:59.999999+00' OR x < TIMESTAMPTZ '0001-01-01 00:00:00+00' THEN error('a date is out of range') ELSE x END`,
  `bq_strptime_60(x, f) AS strptime(bq_without_60(x), f) + bq_second_60(x)`,
  `bq_with_year(x) AS CASE WHEN extract(year FROM x) < 1000 THEN error('a year before 1000 cannot be formatted on the local target') ELSE x END`,
  `bq_to_days(n) AS to_days(CAST(n AS INTEGER))`,
  `bq_to_months(n) AS to_months(CAST(n AS INTEGER))`,
  `bq_to_hours(n) AS to_hours(n)`,
  `bq_to_minutes(n) AS to_minutes(n)`,
  `bq_to_microseconds(n) AS to_microseconds(n)`,
  `bq_date_from_unix_date(x) AS bq_date_in_range(DATE '1970-01-01' + CAST(x AS INTEGER))`,
  `bq_timestamp_micros(x) AS bq_timestamp_in_range(make_timestamptz(x))`,
  `bq_iso_year_start(d) AS CAST(CAST(strptime(CAST(isoyear(d) AS VARCHAR) || '-01-04', '%Y-%m-%d') AS DATE) - CAST(isodow(CAST(strptime(CAST(isoyear(d) AS VARCHAR) || '-01-04', '%Y-%m-%d') AS DATE)) - 1 AS INTEGER) AS DATE)`,
  // JSON.
  // DuckDB does not keep how a number was written: one that it would write otherwise is refused.
  `bq_json_rewritten(x) AS regexp_matches(CAST(x AS VARCHAR), '[0-9][eE][0-9+-]|[.][0-9]*[1-9]0+([^0-9]|$)|[.]00+([^0-9]|$)|-0([^.0-9]|$)|[0-9.]{17}')`,
  // BigQuery reads a text up to where it is no JSON any more.
  `bq_json_cut(x) AS CASE WHEN regexp_matches(x, '^\\s*([{\\["0-9-]|true|false|null)') THEN error('a text that is cut or otherwise no valid JSON does not run on the local target here') END`,
  `bq_json_scalar(x, path) AS CASE WHEN NOT json_valid(x) THEN bq_json_cut(x)
     WHEN json_type(x, path) IN ('DOUBLE', 'BIGINT', 'UBIGINT') AND bq_json_rewritten(x) THEN error('JSON with a number such as 1.50 or 1e3 does not run on the local target here')
     WHEN json_type(x, path) IN ('OBJECT', 'ARRAY', 'NULL') THEN NULL ELSE json_extract_string(x, path) END`,
  `bq_json_text(j) AS CASE WHEN regexp_matches(CAST(j AS VARCHAR), '[0-9][.eE][0-9+-]')
     THEN error('JSON with a number that is not whole does not run on the local target here') ELSE CAST(j AS VARCHAR) END`,
  `bq_json_query(x, path) AS CASE WHEN NOT json_valid(x) THEN bq_json_cut(x) WHEN json_type(x, path) = 'NULL' THEN NULL ELSE bq_json_text(json_extract(x, path)) END`,
  `bq_json_scalar_array(x, path) AS CASE WHEN NOT json_valid(x) THEN bq_json_cut(x) WHEN coalesce(json_type(x, path), '') <> 'ARRAY' THEN NULL
     WHEN len(list_filter(CAST(json_extract(x, path) AS JSON[]), lambda e: json_type(e) IN ('OBJECT', 'ARRAY'))) > 0 THEN NULL
     ELSE list_transform(CAST(json_extract(x, path) AS JSON[]), lambda e: CASE WHEN json_type(e) = 'NULL' THEN NULL ELSE json_extract_string(e, '$') END) END`,
  `bq_json_query_array(x, path) AS CASE WHEN NOT json_valid(x) THEN bq_json_cut(x) WHEN coalesce(json_type(x, path), '') <> 'ARRAY' THEN NULL
     ELSE list_transform(CAST(json_extract(x, path) AS JSON[]), lambda e: coalesce(bq_json_text(e), 'null')) END`,
  `bq_json_string_text(x) AS replace(replace(CAST(to_json(x) AS VARCHAR), chr(8232), '\\u2028'), chr(8233), '\\u2029')`,
  `bq_parse_json(x) AS CASE WHEN x IS NULL THEN NULL WHEN NOT json_valid(x) THEN error('invalid JSON') ELSE CAST(json(x) AS JSON) END`,
  `bq_json_int64(x) AS CASE WHEN json_type(x) IN ('BIGINT', 'UBIGINT') THEN CAST(CAST(x AS VARCHAR) AS BIGINT) WHEN x IS NULL THEN NULL ELSE error('the JSON value is no whole number') END`,
  `bq_json_bool(x) AS CASE WHEN json_type(x) = 'BOOLEAN' THEN CAST(x AS VARCHAR) = 'true' WHEN x IS NULL THEN NULL ELSE error('the JSON value is no boolean') END`,
  `bq_json_float64(x) AS CASE WHEN json_type(x) IN ('BIGINT', 'UBIGINT', 'DOUBLE') THEN CAST(CAST(x AS VARCHAR) AS DOUBLE) WHEN x IS NULL THEN NULL ELSE error('the JSON value is no number') END`,
  `bq_json_string(x) AS CASE WHEN json_type(x) = 'VARCHAR' THEN json_extract_string(x, '$') WHEN x IS NULL THEN NULL ELSE error('the JSON value is no string') END`,
  `bq_json_type(x) AS CASE json_type(x) WHEN 'VARCHAR' THEN 'string' WHEN 'BIGINT' THEN 'number' WHEN 'UBIGINT' THEN 'number' WHEN 'DOUBLE' THEN 'number' ELSE lower(json_type(x)) END`,
]

const ALL_MACROS: readonly string[] = [...CAST_MACROS, ...FUNCTION_MACROS, ...FILE_MACROS]

const FAILING: ReadonlySet<string> = failingMacros()

/** The macros that can fail, a second time with NULL where they do: what SAFE. before a function calls. */
const SAFE_MACROS: readonly string[] = ALL_MACROS.filter(macro => FAILING.has(nameOf(macro))).map(macro =>
  safeText(macro).replace(/error\((?:'[^']*'|[^()'])+\)/g, 'NULL'),
)

export const MACROS: readonly string[] = [...ALL_MACROS, ...SAFE_MACROS]

/** Calls of macros that can fail as calls of those that answer NULL instead. */
export function safeText(sql: string): string {
  return sql.replace(/\bbq_\w+(?=\()/g, name => (FAILING.has(name) ? name.replace('bq_', 'bq_or_null_') : name))
}

function nameOf(macro: string): string {
  return macro.slice(0, macro.indexOf('('))
}

function failingMacros(): ReadonlySet<string> {
  const failing = new Set(ALL_MACROS.filter(m => m.includes('error(')).map(nameOf))
  for (let size = -1; size !== failing.size; ) {
    size = failing.size
    for (const macro of ALL_MACROS) if ([...failing].some(name => macro.includes(`${name}(`))) failing.add(nameOf(macro))
  }
  return failing
}
