/**
 * `bq_file_<type>`: a text of a CSV file, or a string of JSON, as the value of a column, by BigQuery's rules of loading;
 * NULL where it is none. `bq_file_json_<type>`: so with a value of JSON.
 */
export const FILE_MACROS: readonly string[] = [
  // Without the forms that a CAST takes besides, as hexadecimal digits are.
  `bq_file_int64(x) AS CASE WHEN regexp_full_match(x, '\\s*[+-]?[0-9]+\\s*') THEN TRY_CAST(trim(x) AS BIGINT) END`,
  `bq_file_float64(x) AS CASE WHEN bq_is_float_text(x) AND (contains(lower(x), 'inf') OR NOT isinf(TRY_CAST(trim(x) AS DOUBLE))) THEN TRY_CAST(trim(x) AS DOUBLE) END`,
  `bq_file_numeric(x) AS bq_safe_cast_string_numeric(x)`,
  `bq_file_bool(x) AS CASE WHEN lower(x) IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN lower(x) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END`,
  `bq_file_string(x) AS x`,
  `bq_file_bytes(x) AS TRY(from_base64(x))`,
  `bq_file_date(x) AS bq_safe_cast_string_date(x)`,
  `bq_file_datetime(x) AS bq_safe_cast_string_datetime(x)`,
  `bq_file_timestamp(x) AS bq_safe_cast_string_timestamp(x)`,
  `bq_file_time(x) AS bq_safe_cast_string_time(x)`,
  `bq_file_json(x) AS CASE WHEN json_valid(x) THEN CAST(json(x) AS JSON) END`,
  `bq_file_json_int64(j) AS CASE json_type(j) WHEN 'BIGINT' THEN TRY_CAST(CAST(j AS VARCHAR) AS BIGINT) WHEN 'UBIGINT' THEN TRY_CAST(CAST(j AS VARCHAR) AS BIGINT) WHEN 'VARCHAR' THEN bq_file_int64(json_extract_string(j, '$')) END`,
  `bq_file_json_float64(j) AS CASE WHEN json_type(j) IN ('BIGINT', 'UBIGINT', 'DOUBLE') THEN bq_file_float64(CAST(j AS VARCHAR)) WHEN json_type(j) = 'VARCHAR' THEN bq_file_float64(json_extract_string(j, '$')) END`,
  // DuckDB reads a number with a point as a FLOAT64, which holds 15 digits for certain.
  `bq_file_json_numeric(j) AS CASE WHEN json_type(j) = 'DOUBLE' AND length(regexp_replace(CAST(j AS VARCHAR), '[^0-9]', '', 'g')) > 15 THEN error('a number of JSON with more than 15 digits does not run on the local target in a column of type NUMERIC: write it in quotes')
     WHEN json_type(j) IN ('BIGINT', 'UBIGINT', 'DOUBLE') THEN bq_file_numeric(CAST(j AS VARCHAR)) WHEN json_type(j) = 'VARCHAR' THEN bq_file_numeric(json_extract_string(j, '$')) END`,
  `bq_file_json_bool(j) AS CASE json_type(j) WHEN 'BOOLEAN' THEN CAST(j AS VARCHAR) = 'true' WHEN 'VARCHAR' THEN bq_file_bool(json_extract_string(j, '$')) END`,
  `bq_file_json_string(j) AS CASE WHEN json_type(j) = 'DOUBLE' THEN error('a number of JSON that is not whole does not run on the local target in a column of type STRING: write it in quotes')
     WHEN json_type(j) IN ('VARCHAR', 'BIGINT', 'UBIGINT', 'BOOLEAN') THEN json_extract_string(j, '$') END`,
  ...['bytes', 'date', 'datetime', 'timestamp', 'time'].map(
    type => `bq_file_json_${type}(j) AS CASE json_type(j) WHEN 'VARCHAR' THEN bq_file_${type}(json_extract_string(j, '$')) END`,
  ),
  `bq_file_json_json(j) AS j`,
]
