/**
 * DuckDB macros with exactly the meaning of BigQuery's functions. Types of parameters refuse what BigQuery refuses.
 * They live in the catalog of the process, never in a project's file. `bq_x` stands for the function X; the others help.
 */
export const MACROS: readonly string[] = [
  // Operators.
  `bq_divide(a, b) AS CASE WHEN b = 0 THEN error('division by zero') ELSE CAST(a AS DOUBLE) / CAST(b AS DOUBLE) END`,
  `bq_subtract(a, b) AS CASE WHEN typeof(a) = 'DATE' AND typeof(b) = 'DATE'
     THEN error('a date minus a date does not run on the local target; use DATE_DIFF') ELSE a - b END`,
  `bq_sum(s) AS CASE WHEN typeof(s) = 'HUGEINT' AND (s > 9223372036854775807 OR s < -9223372036854775808) THEN error('int64 overflow') ELSE s END`,
  // A list or text keeps its type beside NULL.
  `bq_concat(a, b) AS CASE WHEN FALSE THEN b ELSE a || b END`,
  `bq_element(items, i BIGINT) AS CASE WHEN i < 0 OR i >= len(items) THEN error('array index out of bounds') ELSE items[i + 1] END`,
  `bq_safe_element(items, i BIGINT) AS CASE WHEN i < 0 THEN NULL ELSE items[i + 1] END`,
  `bq_in_array(x, list) AS CASE WHEN len(list) IS NULL OR len(list) = 0 THEN FALSE WHEN x IS NULL THEN NULL
     WHEN list_contains(list, x) THEN TRUE WHEN list_count(list) < len(list) THEN NULL ELSE FALSE END`,
  // Casts. A result is of one type, so the type of what is cast is asked for in the row.
  `bq_integer_text(x) AS regexp_full_match(CAST(x AS VARCHAR), '\\s*[+-]?([0-9]+|0[xX][0-9a-fA-F]+)\\s*')`,
  `bq_cast_int64(x) AS CASE
     WHEN typeof(x) = 'DOUBLE' THEN CAST(CAST(round(TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE)) AS DECIMAL(38, 0)) AS BIGINT)
     WHEN typeof(x) = 'VARCHAR' AND NOT bq_integer_text(x) THEN CAST(error('bad int64 value: ' || CAST(x AS VARCHAR)) AS BIGINT)
     WHEN typeof(x) = 'BOOLEAN' THEN CASE CAST(x AS VARCHAR) WHEN 'true' THEN 1 WHEN 'false' THEN 0 END
     ELSE CAST(trim(CAST(x AS VARCHAR)) AS BIGINT) END`,
  `bq_safe_cast_int64(x) AS CASE
     WHEN typeof(x) = 'DOUBLE' THEN TRY_CAST(TRY_CAST(round(TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE)) AS DECIMAL(38, 0)) AS BIGINT)
     WHEN typeof(x) = 'VARCHAR' AND NOT bq_integer_text(x) THEN NULL
     WHEN typeof(x) = 'BOOLEAN' THEN CASE CAST(x AS VARCHAR) WHEN 'true' THEN 1 WHEN 'false' THEN 0 END
     ELSE TRY_CAST(trim(CAST(x AS VARCHAR)) AS BIGINT) END`,
  `bq_cast_float64(x) AS CAST(trim(CAST(x AS VARCHAR)) AS DOUBLE)`,
  `bq_safe_cast_float64(x) AS TRY_CAST(trim(CAST(x AS VARCHAR)) AS DOUBLE)`,
  `bq_cast_bool(x) AS CASE
     WHEN typeof(x) IN ('BIGINT', 'INTEGER', 'HUGEINT') THEN CAST(x AS VARCHAR) <> '0'
     WHEN typeof(x) = 'VARCHAR' AND lower(CAST(x AS VARCHAR)) NOT IN ('true', 'false') THEN CAST(error('bad bool value: ' || CAST(x AS VARCHAR)) AS BOOLEAN)
     ELSE CAST(CAST(x AS VARCHAR) AS BOOLEAN) END`,
  `bq_safe_cast_bool(x) AS CASE
     WHEN typeof(x) IN ('BIGINT', 'INTEGER', 'HUGEINT') THEN CAST(x AS VARCHAR) <> '0'
     WHEN typeof(x) = 'VARCHAR' AND lower(CAST(x AS VARCHAR)) NOT IN ('true', 'false') THEN NULL
     ELSE TRY_CAST(CAST(x AS VARCHAR) AS BOOLEAN) END`,
  `bq_float_text(x) AS CASE
     WHEN isnan(x) THEN 'nan' WHEN isinf(x) THEN CASE WHEN x > 0 THEN 'inf' ELSE '-inf' END
     WHEN abs(x) >= 1e15 AND suffix(CAST(x AS VARCHAR), '.0') THEN printf('%.15g', x)
     WHEN suffix(CAST(x AS VARCHAR), '.0') THEN CAST(CAST(x AS BIGINT) AS VARCHAR)
     ELSE CAST(x AS VARCHAR) END`,
  `bq_second_fraction(x) AS CASE WHEN regexp_matches(x, '[.][0-9]{6}') OR NOT contains(x, '.') THEN x
     ELSE regexp_replace(x, '[.]([0-9]+)', '.' || rpad(regexp_extract(x, '[.]([0-9]+)', 1), CASE WHEN length(regexp_extract(x, '[.]([0-9]+)', 1)) <= 3 THEN 3 ELSE 6 END, '0')) END`,
  `bq_cast_string(x) AS CASE
     WHEN typeof(x) = 'DOUBLE' THEN bq_float_text(TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE))
     WHEN typeof(x) = 'BLOB' THEN CAST(error('bytes as a string do not run on the local target') AS VARCHAR)
     WHEN typeof(x) IN ('TIMESTAMP', 'TIMESTAMP WITH TIME ZONE') THEN bq_second_fraction(CAST(x AS VARCHAR))
     WHEN typeof(x) IN ('VARCHAR', 'BIGINT', 'INTEGER', 'HUGEINT', 'BOOLEAN', 'DATE', '"NULL"') THEN CAST(x AS VARCHAR)
     ELSE CAST(error('this value cannot be cast to a string on the local target') AS VARCHAR) END`,
  `bq_safe_cast_string(x) AS bq_cast_string(x)`,
  `bq_cast_date(x) AS CASE
     WHEN typeof(x) = 'VARCHAR' AND NOT regexp_full_match(CAST(x AS VARCHAR), '\\s*[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\\s*') THEN CAST(error('invalid date: ' || CAST(x AS VARCHAR)) AS DATE)
     ELSE CAST(substr(trim(CAST(x AS VARCHAR)), 1, 10) AS DATE) END`,
  `bq_safe_cast_date(x) AS CASE
     WHEN typeof(x) = 'VARCHAR' AND NOT regexp_full_match(CAST(x AS VARCHAR), '\\s*[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\\s*') THEN NULL
     ELSE TRY_CAST(substr(trim(CAST(x AS VARCHAR)), 1, 10) AS DATE) END`,
  `bq_cast_datetime(x) AS CAST(replace(regexp_replace(CAST(x AS VARCHAR), '([+]00|Z)$', ''), 'T', ' ') AS TIMESTAMP)`,
  `bq_safe_cast_datetime(x) AS TRY_CAST(replace(regexp_replace(CAST(x AS VARCHAR), '([+]00|Z)$', ''), 'T', ' ') AS TIMESTAMP)`,
  `bq_cast_timestamp(x) AS CAST(CAST(x AS VARCHAR) AS TIMESTAMPTZ)`,
  `bq_safe_cast_timestamp(x) AS TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMPTZ)`,
  `bq_cast_bytes(x VARCHAR) AS encode(x), (x BLOB) AS x`,
  `bq_safe_cast_bytes(x VARCHAR) AS encode(x), (x BLOB) AS x`,
  // Strings.
  // Letters that become several, or others at the end of a word, are not known to DuckDB.
  `bq_upper(x VARCHAR) AS CASE WHEN regexp_matches(x, '[\\x{df}\\x{149}\\x{1f0}\\x{390}\\x{3b0}\\x{587}\\x{1e96}-\\x{1e9a}\\x{1f50}-\\x{1fff}\\x{fb00}-\\x{fb17}]')
     THEN error('the capital form of a letter does not run on the local target') ELSE upper(x) END`,
  `bq_lower(x VARCHAR) AS CASE WHEN regexp_matches(x, '[\\x{130}\\x{3a3}]')
     THEN error('the small form of a letter does not run on the local target') ELSE lower(x) END`,
  `bq_length(x VARCHAR) AS length(x), (x BLOB) AS octet_length(x)`,
  `bq_char_length(x VARCHAR) AS length(x)`,
  `bq_byte_length(x VARCHAR) AS strlen(x), (x BLOB) AS octet_length(x)`,
  `bq_reverse(x VARCHAR) AS reverse(x)`,
  `bq_repeat(x VARCHAR, n BIGINT) AS CASE WHEN n < 0 THEN error('the number of repetitions is negative') ELSE repeat(x, n) END`,
  `bq_replace(x VARCHAR, a VARCHAR, b VARCHAR) AS CASE WHEN a = '' THEN CASE WHEN b IS NULL THEN NULL ELSE x END ELSE replace(x, a, b) END`,
  `bq_starts_with(x VARCHAR, p VARCHAR) AS starts_with(x, p)`,
  `bq_ends_with(x VARCHAR, p VARCHAR) AS suffix(x, p)`,
  `bq_strpos(x VARCHAR, p VARCHAR) AS instr(x, p)`,
  `bq_left(x VARCHAR, n BIGINT) AS CASE WHEN n < 0 THEN error('the length is negative') ELSE left(x, n) END`,
  `bq_right(x VARCHAR, n BIGINT) AS CASE WHEN n < 0 THEN error('the length is negative') ELSE right(x, n) END`,
  `bq_lpad(x VARCHAR, n BIGINT) AS CASE WHEN n < 0 THEN error('the length is negative') ELSE lpad(x, CAST(n AS INTEGER), ' ') END,
     (x VARCHAR, n BIGINT, p VARCHAR) AS CASE WHEN n < 0 OR p = '' THEN error('the length is negative or the pad empty') WHEN n <= length(x) THEN left(x, n)
       ELSE left(repeat(p, n), n - length(x)) || x END`,
  `bq_rpad(x VARCHAR, n BIGINT) AS CASE WHEN n < 0 THEN error('the length is negative') ELSE rpad(x, CAST(n AS INTEGER), ' ') END,
     (x VARCHAR, n BIGINT, p VARCHAR) AS CASE WHEN n < 0 OR p = '' THEN error('the length is negative or the pad empty') WHEN n <= length(x) THEN left(x, n)
       ELSE x || left(repeat(p, n), n - length(x)) END`,
  `bq_from(x, p) AS CASE WHEN p >= 1 THEN p WHEN p = 0 THEN 1 WHEN p < -length(x) THEN 1 ELSE length(x) + p + 1 END`,
  `bq_substr(x VARCHAR, p BIGINT) AS substr(x, bq_from(x, p)),
     (x VARCHAR, p BIGINT, n BIGINT) AS CASE WHEN n < 0 THEN error('the length of the part is negative') ELSE substr(x, bq_from(x, p), n) END`,
  `bq_trim(x VARCHAR) AS regexp_replace(x, '^[\\s\\x0b\\x85\\x{a0}\\pZ]+|[\\s\\x0b\\x85\\x{a0}\\pZ]+$', '', 'g'), (x VARCHAR, c VARCHAR) AS trim(x, c)`,
  `bq_ltrim(x VARCHAR) AS regexp_replace(x, '^[\\s\\x0b\\x85\\x{a0}\\pZ]+', ''), (x VARCHAR, c VARCHAR) AS ltrim(x, c)`,
  `bq_rtrim(x VARCHAR) AS regexp_replace(x, '[\\s\\x0b\\x85\\x{a0}\\pZ]+$', ''), (x VARCHAR, c VARCHAR) AS rtrim(x, c)`,
  `bq_split(x VARCHAR) AS string_split(x, ','), (x VARCHAR, d VARCHAR) AS string_split(x, d)`,
  `bq_to_hex(x BLOB) AS lower(hex(x))`,
  `bq_from_hex(x VARCHAR) AS unhex(x)`,
  `bq_md5(x VARCHAR) AS unhex(md5(x)), (x BLOB) AS unhex(md5(x))`,
  `bq_sha256(x VARCHAR) AS unhex(sha256(x)), (x BLOB) AS unhex(sha256(x))`,
  `bq_json_scalar(x VARCHAR, path VARCHAR) AS CASE WHEN NOT json_valid(x) THEN NULL
     WHEN json_type(x, path) IN ('OBJECT', 'ARRAY', 'NULL') THEN NULL ELSE json_extract_string(x, path) END`,
  `bq_regexp_extract_0(x VARCHAR, p VARCHAR) AS CASE WHEN regexp_matches(x, p) THEN regexp_extract(x, p, 0) END`,
  `bq_regexp_extract_1(x VARCHAR, p VARCHAR) AS CASE WHEN regexp_matches(x, p) THEN regexp_extract(x, p, 1) END`,
  // Numbers.
  `bq_abs(x BIGINT) AS abs(x), (x DOUBLE) AS abs(x)`,
  `bq_sign(x BIGINT) AS CAST(sign(x) AS BIGINT), (x DOUBLE) AS CAST(sign(x) AS DOUBLE)`,
  `bq_ceil(x DOUBLE) AS ceil(x)`,
  `bq_floor(x DOUBLE) AS floor(x)`,
  `bq_trunc(x DOUBLE) AS trunc(x)`,
  // A product that seems to end in 5 may come from a number below it, as 2.675 is; its exact digits tell.
  `bq_seems_half(x, n) AS n >= 0 AND n <= 25 AND abs(x * pow(10, n)) - floor(abs(x * pow(10, n))) = 0.5
     AND substr(split_part(printf('%.30f', abs(x)), '.', 2), CAST(n AS BIGINT) + 1, 1) = '4'`,
  `bq_round(x DOUBLE) AS round(x), (x DOUBLE, n BIGINT) AS CASE
     WHEN bq_seems_half(x, n) THEN sign(x) * floor(abs(x * pow(10, n))) / pow(10, n)
     WHEN n >= 0 THEN round(x * pow(10, n)) / pow(10, n) ELSE round(x / pow(10, -n)) * pow(10, -n) END`,
  `bq_sqrt(x DOUBLE) AS sqrt(x)`,
  `bq_exp(x DOUBLE) AS exp(x)`,
  `bq_ln(x DOUBLE) AS ln(x)`,
  `bq_log10(x DOUBLE) AS log10(x)`,
  `bq_pow(x DOUBLE, y DOUBLE) AS pow(x, y)`,
  `bq_is_nan(x DOUBLE) AS isnan(x)`,
  `bq_is_inf(x DOUBLE) AS isinf(x)`,
  `bq_ieee_divide(x DOUBLE, y DOUBLE) AS x / y`,
  `bq_safe_divide(x DOUBLE, y DOUBLE) AS CASE WHEN y = 0 THEN NULL ELSE x / y END`,
  `bq_mod(x BIGINT, y BIGINT) AS CASE WHEN y = 0 THEN error('division by zero') ELSE x % y END`,
  `bq_div(x BIGINT, y BIGINT) AS CASE WHEN y = 0 THEN error('division by zero') ELSE x // y END`,
  // Arrays.
  `bq_array_length(x) AS len(x)`,
  `bq_array_reverse(x) AS list_reverse(x)`,
  `bq_join_texts(x, d) AS CASE WHEN d IS NULL OR x IS NULL THEN NULL WHEN len(x) = 0 THEN '' ELSE list_reduce(x, lambda a, b: a || d || b) END`,
  `bq_array_to_string(x VARCHAR[], d VARCHAR) AS bq_join_texts(list_filter(x, lambda e: e IS NOT NULL), d),
     (x VARCHAR[], d VARCHAR, n VARCHAR) AS bq_join_texts(list_transform(x, lambda e: coalesce(e, n)), d)`,
  `bq_generate_array(a BIGINT, b BIGINT) AS generate_series(a, b),
     (a BIGINT, b BIGINT, s BIGINT) AS CASE WHEN s = 0 THEN error('the step is zero') ELSE generate_series(a, b, s) END`,
  // Dates. A week starts on Sunday unless it says another day.
  `bq_week_start(d, day) AS CAST(CAST(d AS DATE) - CAST((extract(dow FROM d) - day + 7) % 7 AS INTEGER) AS DATE)`,
  `bq_date(x DATE) AS x, (x TIMESTAMP) AS CAST(x AS DATE), (x TIMESTAMPTZ) AS CAST(x AS DATE), (x VARCHAR) AS bq_cast_date(x),
     (y BIGINT, m BIGINT, d BIGINT) AS make_date(y, m, d)`,
  `bq_timestamp(x TIMESTAMPTZ) AS x, (x TIMESTAMP) AS CAST(x AS TIMESTAMPTZ), (x DATE) AS CAST(x AS TIMESTAMPTZ), (x VARCHAR) AS CAST(x AS TIMESTAMPTZ)`,
  `bq_datelike(x) AS CASE WHEN typeof(x) IN ('DATE', 'TIMESTAMP', 'TIMESTAMP WITH TIME ZONE', '"NULL"') THEN x ELSE error('a date is expected') END`,
  `bq_in_range(x) AS CASE WHEN x > TIMESTAMP '9999-12-31 23:59:59.999999' OR x < TIMESTAMP '0001-01-01 00:00:00' THEN error('a date is out of range') ELSE x END`,
  `bq_timestamp_in_range(x) AS CASE WHEN x > TIMESTAMPTZ '9999-12-31 23:59:59.999999+00' OR x < TIMESTAMPTZ '0001-01-01 00:00:00+00' THEN error('a date is out of range') ELSE x END`,
  `bq_with_year(x) AS CASE WHEN extract(year FROM x) < 1000 THEN error('a year before 1000 cannot be formatted on the local target') ELSE x END`,
  `bq_to_days(n BIGINT) AS to_days(CAST(n AS INTEGER))`,
  `bq_to_months(n BIGINT) AS to_months(CAST(n AS INTEGER))`,
  `bq_to_hours(n BIGINT) AS to_hours(n)`,
  `bq_to_minutes(n BIGINT) AS to_minutes(n)`,
  `bq_to_microseconds(n BIGINT) AS to_microseconds(n)`,
  `bq_literal_date(x) AS CAST(x AS DATE)`,
  `bq_literal_datetime(x) AS CAST(x AS TIMESTAMP)`,
  `bq_literal_timestamp(x) AS CAST(x AS TIMESTAMPTZ)`,
  `bq_empty_int64() AS CAST([] AS BIGINT[])`,
  `bq_empty_float64() AS CAST([] AS DOUBLE[])`,
  `bq_empty_bool() AS CAST([] AS BOOLEAN[])`,
  `bq_empty_string() AS CAST([] AS VARCHAR[])`,
  `bq_empty_bytes() AS CAST([] AS BLOB[])`,
  `bq_empty_date() AS CAST([] AS DATE[])`,
  `bq_empty_datetime() AS CAST([] AS TIMESTAMP[])`,
  `bq_empty_timestamp() AS CAST([] AS TIMESTAMPTZ[])`,
  `bq_today() AS CAST(now() AS DATE)`,
  `bq_now_datetime() AS CAST(now() AS TIMESTAMP)`,
  `bq_week_of_year(d, day) AS CAST((extract(doy FROM d) + 6 - (extract(dow FROM d) - day + 7) % 7) // 7 AS BIGINT)`,
  `bq_unix_date(x DATE) AS date_diff('day', DATE '1970-01-01', x)`,
  `bq_date_from_unix_date(x BIGINT) AS CAST(DATE '1970-01-01' + to_days(CAST(x AS INTEGER)) AS DATE)`,
  `bq_unix_seconds(x TIMESTAMPTZ) AS CAST(floor(epoch_us(x) / 1e6) AS BIGINT)`,
  `bq_unix_millis(x TIMESTAMPTZ) AS CAST(floor(epoch_us(x) / 1e3) AS BIGINT)`,
  `bq_unix_micros(x TIMESTAMPTZ) AS epoch_us(x)`,
  `bq_timestamp_seconds(x BIGINT) AS make_timestamptz(x * 1000000)`,
  `bq_timestamp_millis(x BIGINT) AS make_timestamptz(x * 1000)`,
  `bq_timestamp_micros(x BIGINT) AS make_timestamptz(x)`,
  `bq_last_day(d DATE) AS last_day(d)`,
  `bq_as_date(x DATE) AS x`,
  `bq_as_datetime(x TIMESTAMP) AS x`,
  `bq_as_timestamp(x TIMESTAMPTZ) AS x`,
]
