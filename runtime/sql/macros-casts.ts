/** Years begin with 1. */
const DATE_TEXT = `'(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])-[0-9]{1,2}-[0-9]{1,2}'`
const TIME_TEXT = `'[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}([.][0-9]{1,6})?'`
const CLOCK = `coalesce(TRY_CAST(split_part(regexp_extract(x, '[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}'), ':', 1) AS INTEGER) < 24, TRUE)`

/** `bq_[safe_]cast_<from>_<to>`: what CAST does, where DuckDB's own does another thing. */
export const CAST_MACROS: readonly string[] = [
  `bq_cast_failed(what, x) AS error('bad ' || what || ' value: ' || x)`,
  // To INT64.
  `bq_is_integer_text(x) AS regexp_full_match(x, '\\s*[+-]?([0-9]+|0[xX][0-9a-fA-F]+)\\s*')`,
  // DuckDB knows no sign before hexadecimal digits.
  `bq_integer(x) AS CASE WHEN regexp_matches(x, '[xX]')
     THEN TRY_CAST(CASE WHEN contains(x, '-') THEN -1 ELSE 1 END::HUGEINT * TRY_CAST(regexp_extract(x, '0[xX][0-9a-fA-F]+') AS UBIGINT) AS BIGINT) ELSE TRY_CAST(trim(x) AS BIGINT) END`,
  `bq_safe_cast_string_int64(x) AS CASE WHEN bq_is_integer_text(x) THEN bq_integer(x) END`,
  `bq_cast_string_int64(x) AS CASE WHEN x IS NULL THEN NULL ELSE coalesce(bq_safe_cast_string_int64(x), bq_cast_failed('int64', x)) END`,
  // Half is rounded away from zero, and a number out of range is an error, not the nearest one.
  `bq_cast_float64_int64(x) AS CAST(CAST(round(x) AS DECIMAL(38, 0)) AS BIGINT)`,
  `bq_safe_cast_float64_int64(x) AS TRY_CAST(TRY_CAST(round(x) AS DECIMAL(38, 0)) AS BIGINT)`,
  `bq_cast_numeric_int64(x) AS CAST(CAST(round(x) AS DECIMAL(38, 0)) AS BIGINT)`,
  `bq_safe_cast_numeric_int64(x) AS TRY_CAST(CAST(round(x) AS DECIMAL(38, 0)) AS BIGINT)`,
  `bq_cast_bool_int64(x) AS CAST(x AS BIGINT)`,
  // To FLOAT64.
  `bq_is_float_text(x) AS regexp_full_match(lower(trim(x)), '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)(e[+-]?[0-9]+)?|[+-]?(inf|infinity|nan)')`,
  `bq_is_hex(x) AS starts_with(lower(ltrim(x, ' +-')), '0x')`,
  `bq_cast_string_float64(x) AS CASE WHEN bq_is_hex(x) THEN error('a FLOAT64 in hexadecimal does not run on the local target') WHEN bq_is_float_text(x) THEN CAST(trim(x) AS DOUBLE) WHEN x IS NULL THEN NULL ELSE bq_cast_failed('double', x) END`,
  `bq_safe_cast_string_float64(x) AS CASE WHEN bq_is_hex(x) THEN error('a FLOAT64 in hexadecimal does not run on the local target') WHEN bq_is_float_text(x) THEN TRY_CAST(trim(x) AS DOUBLE) END`,
  // To NUMERIC. The exact digits of a float decide how it is rounded.
  `bq_is_numeric_text(x) AS regexp_full_match(trim(x), '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?')`,
  `bq_cast_string_numeric(x) AS CASE WHEN bq_is_numeric_text(x) THEN CAST(trim(x) AS DECIMAL(38,9)) WHEN x IS NULL THEN NULL ELSE bq_cast_failed('numeric', x) END`,
  `bq_safe_cast_string_numeric(x) AS CASE WHEN bq_is_numeric_text(x) THEN TRY_CAST(trim(x) AS DECIMAL(38,9)) END`,
  `bq_float_numeric(x) AS CAST(printf('%.40f', x) AS DECIMAL(38,9))`,
  `bq_cast_float64_numeric(x) AS bq_float_numeric(x)`,
  `bq_safe_cast_float64_numeric(x) AS TRY_CAST(printf('%.40f', x) AS DECIMAL(38,9))`,
  // To BOOL.
  `bq_cast_int64_bool(x) AS x <> 0`,
  `bq_cast_string_bool(x) AS CASE WHEN lower(x) = 'true' THEN TRUE WHEN lower(x) = 'false' THEN FALSE WHEN x IS NULL THEN NULL ELSE bq_cast_failed('bool', x) END`,
  `bq_safe_cast_string_bool(x) AS CASE WHEN lower(x) = 'true' THEN TRUE WHEN lower(x) = 'false' THEN FALSE END`,
  // To STRING.
  `bq_float_text(x) AS CASE
     WHEN isnan(x) THEN 'nan' WHEN isinf(x) THEN CASE WHEN x > 0 THEN 'inf' ELSE '-inf' END
     WHEN CAST(printf('%.15g', x) AS DOUBLE) = x THEN printf('%.15g', x) ELSE printf('%.17g', x) END`,
  `bq_second_fraction(x) AS CASE WHEN regexp_matches(x, '[.][0-9]{6}') OR NOT contains(x, '.') THEN x
     ELSE regexp_replace(x, '[.]([0-9]+)', '.' || rpad(regexp_extract(x, '[.]([0-9]+)', 1), CASE WHEN length(regexp_extract(x, '[.]([0-9]+)', 1)) <= 3 THEN 3 ELSE 6 END, '0')) END`,
  `bq_cast_float64_string(x) AS bq_float_text(x)`,
  `bq_cast_numeric_string(x) AS rtrim(rtrim(CAST(x AS VARCHAR), '0'), '.')`,
  `bq_cast_datetime_string(x) AS bq_second_fraction(CAST(x AS VARCHAR))`,
  `bq_cast_timestamp_string(x) AS bq_second_fraction(CAST(x AS VARCHAR))`,
  `bq_cast_time_string(x) AS bq_second_fraction(CAST(x AS VARCHAR))`,
  `bq_cast_bytes_string(x) AS decode(x)`,
  `bq_safe_cast_bytes_string(x) AS TRY(decode(x))`,
  `bq_cast_string_bytes(x) AS encode(x)`,
  // To dates and times.
  `bq_is_date_text(x) AS regexp_full_match(x, ${DATE_TEXT})`,
  `bq_is_datetime_text(x) AS regexp_full_match(x, ${DATE_TEXT} || '([ Tt]' || ${TIME_TEXT} || ')?') AND ${CLOCK}`,
  `bq_is_timestamp_text(x) AS regexp_full_match(x, ${DATE_TEXT} || '([ Tt]' || ${TIME_TEXT} || ')?( ?UTC|[Zz]|[+-][0-9]{1,2}(:[0-9]{2})?)?') AND ${CLOCK}`,
  `bq_is_time_text(x) AS regexp_full_match(x, ${TIME_TEXT}) AND ${CLOCK}`,
  `bq_timestamp_text(x) AS regexp_replace(regexp_replace(regexp_replace(x, '([0-9])[Tt]([0-9])', '\\1 \\2'), ' ?UTC$|[Zz]$', '+00'), '([+-])([0-9])(:[0-9]{2})?$', '\\10\\2\\3')`,
  `bq_cast_string_date(x) AS CASE WHEN bq_is_date_text(x) THEN CAST(x AS DATE) WHEN x IS NULL THEN NULL ELSE bq_cast_failed('date', x) END`,
  `bq_safe_cast_string_date(x) AS CASE WHEN bq_is_date_text(x) THEN TRY_CAST(x AS DATE) END`,
  `bq_cast_date(x) AS bq_cast_string_date(x)`,
  // The second 60 is the first one of the next minute; only a TIMESTAMP keeps a fraction of it.
  `bq_without_60(x) AS regexp_replace(x, '(:[0-9]{1,2}):60([.][0-9]+)?', '\\1:59')`,
  `bq_second_60(x) AS CASE WHEN regexp_matches(x, ':[0-9]{1,2}:60') THEN to_seconds(1) ELSE to_seconds(0) END`,
  `bq_safe_cast_string_datetime(x) AS CASE WHEN bq_is_datetime_text(x) THEN TRY_CAST(regexp_replace(bq_without_60(x), '[Tt]', ' ') AS TIMESTAMP) + bq_second_60(x) END`,
  `bq_cast_string_datetime(x) AS CASE WHEN x IS NULL THEN NULL ELSE coalesce(bq_safe_cast_string_datetime(x), bq_cast_failed('datetime', x)) END`,
  `bq_cast_datetime(x) AS bq_cast_string_datetime(x)`,
  `bq_is_named_zone(x) AS regexp_full_match(x, ${DATE_TEXT} || '[ Tt]' || ${TIME_TEXT} || ' [A-Za-z][A-Za-z0-9_+/-]*') AND NOT regexp_matches(x, ' (UTC|[Zz])$')`,
  `bq_of_years(x) AS CASE WHEN x >= TIMESTAMPTZ '0001-01-01 00:00:00+00' AND x < TIMESTAMPTZ '10000-01-01 00:00:00+00' THEN x END`,
  `bq_safe_cast_string_timestamp(x) AS CASE WHEN bq_is_timestamp_text(x) THEN bq_of_years(TRY_CAST(bq_timestamp_text(regexp_replace(x, '(:[0-9]{1,2}):60', '\\1:59')) AS TIMESTAMPTZ) + bq_second_60(x))
     WHEN bq_is_named_zone(x) THEN error('a time zone by its name in the text of a TIMESTAMP does not run on the local target: use an offset, as +02') END`,
  `bq_cast_string_timestamp(x) AS CASE WHEN x IS NULL THEN NULL ELSE coalesce(bq_safe_cast_string_timestamp(x), bq_cast_failed('timestamp', x)) END`,
  `bq_cast_timestamp(x) AS bq_cast_string_timestamp(x)`,
  `bq_safe_cast_string_time(x) AS CASE WHEN bq_is_time_text(x) THEN TRY_CAST(bq_without_60(x) AS TIME) + bq_second_60(x) END`,
  `bq_cast_string_time(x) AS CASE WHEN x IS NULL THEN NULL ELSE coalesce(bq_safe_cast_string_time(x), bq_cast_failed('time', x)) END`,
  `bq_cast_time(x) AS bq_cast_string_time(x)`,
]
