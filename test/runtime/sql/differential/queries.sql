-- One query a line. Their results by Google's own evaluator are in results.json, recorded by record.mjs.
-- literals and operators
select 1 as a, 1.5 as b, 'x' as c, true as d, null as e, b'ab' as f
select 9223372036854775807 as a, -9223372036854775808 as b, 0xFF as c, 1e3 as d, .5 as e, 5. as f
select 'it\'s' as a, "dq" as b, '''tr'i'ple''' as c, r'\d' as d, '\u00e9\x41\101' as e, 'tab\there' as f, """x"y""" as g
select 'back\\slash' as a, 'two\nlines' as b, '"' as c, '' as d, '{"a": [1, 2]}' as e, '%' as f, ';' as g, '--' as h
select 1 + 2 * 3 as a, (1 + 2) * 3 as b, 10 - 4 - 3 as c, -2 as d, - -2 as e, +3 as f, 7 / 2 as g, 4 / 2 as h
select 1 / 0 as a
select 1.0 / 0.0 as a
select 7 - 2.5 as a, 2 * 1.5 as b, 1 + 1.5 as c
select 'a' || 'b' as a, 'a' || cast(null as string) as b, concat('a', 'b', 'c') as c, concat('a', cast(null as string)) as d
select 5 & 3 as a, 5 | 3 as b, ~5 as c, 1 + 2 & 3 as d, 1 | 2 & 3 as e
select 1 = 1 as a, 1 != 2 as b, 1 <> 1 as c, 1 < 2 as d, 2 <= 2 as e, 3 > 4 as f, 3 >= 3 as g
select true and null as a, false and null as b, true or null as c, false or null as d, not cast(null as bool) as e, not true as f
select not 1 = 2 and true as a, true or false and false as b, not (true or false) as c
select 2 between 1 and 3 as a, 2 not between 1 and 3 as b, null between 1 and 2 as c
select 1 in (1, 2) as a, 3 in (1, 2) as b, null in (1, 2) as c, 3 in (1, null) as d, 3 not in (1, null) as e, 1 not in (2, 3) as f
select 1 in unnest([1, 2]) as a, 3 in unnest([1, 2]) as b, 3 in unnest([1, null]) as c, 1 not in unnest([2]) as d
select null is null as a, 1 is not null as b, true is true as c, null is true as d, null is not false as e, false is false as f
select 1 is distinct from 2 as a, null is distinct from null as b, 1 is not distinct from null as c
select 'abc' like 'a%' as a, 'abc' like '_b_' as b, 'a%c' like 'a\\%c' as c, 'abc' like 'a\\%c' as d, 'abc' not like 'x%' as e, 'a\nb' like 'a%b' as f
select case when 1 = 2 then 'a' when 2 = 2 then 'b' else 'c' end as a, case 3 when 1 then 'x' end as b, case null when null then 1 else 2 end as c
select if(true, 1, 2) as a, if(null, 1, 2) as b, ifnull(null, 3) as c, coalesce(null, null, 4) as d, nullif(1, 1) as e, nullif(1, 2) as f
select date '2020-01-31' as a, timestamp '2020-01-31 12:34:56+00' as b, datetime '2020-01-31 12:34:56' as c, timestamp '2020-01-31' as d
select timestamp '2020-01-31 12:00:00+02:00' as a, timestamp '2020-01-31T12:00:00Z' as b, datetime '2020-01-31T01:02:03.5' as c, date '2020-1-2' as d
select date '2020-01-01' < date '2020-01-02' as c
select 9223372036854775807 + 1 as a
select 'abc' = 'ABC' as a, 'a' < 'b' as b, 'Z' < 'a' as c, 'é' > 'z' as d
select 1 = 1.0 as a, 2 > 1.5 as b
-- casts
select cast('12' as int64) as a, cast(2.5 as int64) as b, cast(3.5 as int64) as c, cast(-2.5 as int64) as d, cast(0.5 as int64) as e, cast(true as int64) as f
select cast(' 12 ' as int64) as a, cast('0x1f' as int64) as b, cast('+7' as int64) as c
select cast('2.5' as int64) as a
select cast('x' as int64) as a
select safe_cast('x' as int64) as a, safe_cast('2.5' as int64) as b, safe_cast('7' as int64) as c, safe_cast('x' as float64) as d, safe_cast('maybe' as bool) as e, safe_cast('2020-13-01' as date) as f
select cast(1e30 as int64) as a
select safe_cast(1e30 as int64) as a
select cast('1.5' as float64) as a, cast(3 as float64) as b, cast('1e10' as float64) as c
select cast(1 as string) as a, cast(1.5 as string) as b, cast(1.0 as string) as c, cast(true as string) as d, cast(-0.25 as string) as e
select cast(100000.0 as string) as a, cast(123456789.125 as string) as b, cast(1e15 as string) as c, cast(1e20 as string) as d, cast(1e-7 as string) as e, cast(0.1 + 0.2 as string) as f
select cast(date '2020-01-02' as string) as a, cast(timestamp '2020-01-02 03:04:05+00' as string) as b, cast(datetime '2020-01-02 03:04:05' as string) as c
select cast(timestamp '2020-01-02 03:04:05.5+00' as string) as a, cast(timestamp '2020-01-02 03:04:05.123456+00' as string) as b, cast(datetime '2020-01-02 03:04:05.12' as string) as c
select cast('true' as bool) as a, cast('FALSE' as bool) as b, cast(0 as bool) as c, cast(5 as bool) as d
select cast('yes' as bool) as a
select cast('2020-02-03' as date) as a, cast(timestamp '2020-02-03 23:00:00+00' as date) as b, cast(datetime '2020-02-03 23:00:00' as date) as c, cast('2020-2-3' as date) as d
select cast('20200203' as date) as a
select cast('2020-02-03 04:05:06' as datetime) as a, cast(date '2020-02-03' as datetime) as b, cast(timestamp '2020-02-03 04:05:06+00' as datetime) as c, cast('2020-02-03T04:05:06' as datetime) as d
select cast('2020-02-03 04:05:06+00' as timestamp) as a, cast(date '2020-02-03' as timestamp) as b, cast(datetime '2020-02-03 04:05:06' as timestamp) as c, cast('2020-02-03' as timestamp) as d
select cast(null as string) as a, cast(null as date) as b, safe_cast(null as int64) as c
select cast('abc' as bytes) as a
-- strings
select upper('aé') as a, lower('AÉ') as b, length('aé') as c, char_length('aé') as d, character_length('ab') as e, byte_length('aé') as f, octet_length('ab') as g, length(b'abc') as h
select substr('apple', 2) as a, substr('apple', 2, 2) as b, substr('apple', -3) as c, substr('apple', -3, 2) as d, substr('apple', 0) as e, substr('apple', 0, 2) as f, substr('apple', -9) as g, substr('apple', 9) as h
select substr('apple', -9, 2) as a, substring('apple', 1, 3) as b, substr('apple', 3, 0) as c, substr('apple', null) as d
select substr('apple', 2, -1) as a
select left('apple', 2) as a, left('apple', 9) as b, right('apple', 2) as c, right('apple', 0) as d, left('', 2) as e
select left('apple', -1) as a
select trim('  a b ') as a, ltrim('  a ') as b, rtrim(' a  ') as c, trim('xxaxx', 'x') as d, ltrim('xyaxy', 'xy') as e, rtrim('xyaxy', 'xy') as f, trim('\t\na\n') as g
select replace('abcabc', 'b', 'x') as a, replace('abc', '', 'x') as b, replace('abc', 'z', 'x') as c, replace('abc', 'b', null) as d
select reverse('abc') as a, repeat('ab', 3) as b, repeat('ab', 0) as c
select repeat('a', -1) as a
select starts_with('abc', 'ab') as a, ends_with('abc', 'bc') as b, strpos('abcb', 'b') as c, strpos('abc', 'z') as d, starts_with('abc', '') as e
select lpad('abc', 5) as a, lpad('abc', 2) as b, lpad('abc', 6, 'xy') as c, rpad('abc', 5) as d, rpad('abc', 2) as e, rpad('abc', 6, 'xy') as f, lpad('abc', 0) as g
select split('a,b,c') as a, split('a|b', '|') as b, split('', ',') as c, split('abc', '') as d
select regexp_contains('abc', r'b') as a, regexp_contains('abc', r'^b') as b, regexp_contains('a\nb', r'a.b') as c, regexp_contains('ABC', r'(?i)b') as d, regexp_contains(null, r'b') as e
select regexp_extract('foo@bar.com', r'@(.+)\.') as a, regexp_extract('foo123', r'\d+') as b, regexp_extract('foo', r'\d+') as c, regexp_extract('aab', r'a*') as d
select regexp_replace('abcabc', r'b(.)', r'[\1]') as a, regexp_replace('abc', r'x', 'y') as b, regexp_replace('a-b', r'-', '+') as c, regexp_replace('abc', r'(a)(b)', r'\2\1') as d, regexp_replace('abc', r'b', r'\0\0') as e
select to_hex(b'\x00\xff') as a, to_hex(md5('abc')) as b, to_hex(sha256('abc')) as c, from_hex('00ff') as d, md5('a') as e
select format_date('%Y-%m-%d', date '2020-01-02') as a, format_date('%F', date '2020-01-02') as b, format_date('%B %b %A %a %j %y %d', date '2020-01-05') as c
select format_timestamp('%Y-%m-%d %H:%M:%S', timestamp '2020-01-02 03:04:05+00') as a, format_datetime('%I:%M %p', datetime '2020-01-02 15:04:05') as b
select parse_date('%Y-%m-%d', '2020-01-02') as a, parse_date('%Y%m%d', '20200102') as b, parse_date('%d/%m/%Y', '03/02/2020') as c, parse_date('%F', '2020-12-31') as d
select parse_date('%Y-%m-%d', 'nonsense') as a
-- numbers
select abs(-3) as a, abs(-2.5) as b, sign(-3) as c, sign(0) as d, sign(2.5) as e
select round(2.5) as a, round(-2.5) as b, round(3.14159, 2) as c, round(1234.5, -2) as d, round(0.5) as e, round(7) as f, round(2.675, 2) as g
select ceil(1.2) as a, ceiling(-1.2) as b, floor(1.8) as c, floor(-1.2) as d, trunc(1.9) as e, trunc(-1.9) as f, ceil(3) as g
select sqrt(16) as a, exp(0) as b, ln(1) as c, log10(1000) as d, pow(2, 10) as e, power(2, -1) as f
select sqrt(-1) as a
select ln(0) as a
select mod(7, 3) as a, mod(-7, 3) as b, div(7, 2) as c, div(-7, 2) as d, mod(7, -3) as e
select mod(7, 0) as a
select div(7, 0) as a
select safe_divide(1, 0) as a, safe_divide(1, 4) as b, ieee_divide(1, 0) as c, is_inf(ieee_divide(-1, 0)) as d, is_nan(ieee_divide(0, 0)) as e
select greatest(1, 3, 2) as a, least(1, 3, 2) as b, greatest(1, null) as c, least('b', 'a') as d, greatest(1, 2.5) as e
-- dates
select date(2020, 2, 29) as a, date(timestamp '2020-01-02 23:59:59+00') as b, date(datetime '2020-01-02 01:00:00') as c, timestamp('2020-01-02 03:04:05+00') as d, timestamp(date '2020-01-02') as e, timestamp(datetime '2020-01-02 03:04:05') as f
select date_add(date '2020-01-31', interval 1 month) as a, date_add(date '2020-01-31', interval 1 day) as b, date_sub(date '2020-03-31', interval 1 month) as c, date_add(date '2020-02-29', interval 1 year) as d, date_add(date '2020-01-01', interval 2 week) as e, date_add(date '2020-01-01', interval 1 quarter) as f, date_add(date '2020-01-01', interval -1 day) as g
select timestamp_add(timestamp '2020-01-01 00:00:00+00', interval 90 minute) as a, timestamp_sub(timestamp '2020-01-01 00:00:00+00', interval 1 second) as b, timestamp_add(timestamp '2020-01-01 00:00:00+00', interval 36 hour) as c, timestamp_add(timestamp '2020-01-01 00:00:00+00', interval 5 millisecond) as d, timestamp_add(timestamp '2020-01-01 00:00:00+00', interval 1 day) as e
select datetime_add(datetime '2020-01-31 10:00:00', interval 1 month) as a, datetime_sub(datetime '2020-01-01 00:00:00', interval 1 microsecond) as b, datetime_add(datetime '2020-01-01 00:00:00', interval 1 week) as c
select date_diff(date '2020-03-01', date '2020-01-31', month) as a, date_diff(date '2020-01-01', date '2019-12-31', year) as b, date_diff(date '2020-01-10', date '2020-01-01', day) as c, date_diff(date '2020-01-01', date '2020-01-10', day) as d, date_diff(date '2020-04-01', date '2020-03-31', quarter) as e
select date_diff(date '2020-01-05', date '2020-01-04', week) as a, date_diff(date '2020-01-06', date '2020-01-05', week(monday)) as b, date_diff(date '2020-01-06', date '2020-01-05', isoweek) as c, date_diff(date '2020-01-04', date '2020-01-05', week) as d, date_diff(date '2020-01-31', date '2020-01-01', week) as e
select timestamp_diff(timestamp '2020-01-01 01:59:00+00', timestamp '2020-01-01 00:00:00+00', hour) as a, timestamp_diff(timestamp '2020-01-02 00:00:00+00', timestamp '2020-01-01 00:00:01+00', day) as b, timestamp_diff(timestamp '2020-01-01 00:00:00+00', timestamp '2020-01-01 00:01:30+00', minute) as c, timestamp_diff(timestamp '2020-01-01 00:00:01.5+00', timestamp '2020-01-01 00:00:00+00', millisecond) as d
select datetime_diff(datetime '2020-01-01 01:00:00', datetime '2020-01-01 00:59:59', hour) as a, datetime_diff(datetime '2020-02-01 00:00:00', datetime '2020-01-31 23:59:59', month) as b, datetime_diff(datetime '2020-01-05 00:00:00', datetime '2020-01-04 23:00:00', week) as c
select date_trunc(date '2020-05-17', month) as a, date_trunc(date '2020-05-17', year) as b, date_trunc(date '2020-05-17', quarter) as c, date_trunc(date '2020-05-20', week) as d, date_trunc(date '2020-05-20', week(monday)) as e, date_trunc(date '2020-05-17', isoweek) as f, date_trunc(date '2020-05-17', day) as g, date_trunc(date '2020-05-20', week(saturday)) as h
select timestamp_trunc(timestamp '2020-05-17 12:34:56.789+00', hour) as a, timestamp_trunc(timestamp '2020-05-17 12:34:56.789+00', day) as b, timestamp_trunc(timestamp '2020-05-17 12:34:56.789+00', week) as c, timestamp_trunc(timestamp '2020-05-17 12:34:56.789+00', month) as d, timestamp_trunc(timestamp '2020-05-17 12:34:56.789+00', second) as e
select datetime_trunc(datetime '2020-05-17 12:34:56', minute) as a, datetime_trunc(datetime '2020-05-17 12:34:56', year) as b, datetime_trunc(datetime '2020-05-20 12:34:56', isoweek) as c
select extract(year from date '2020-05-17') as a, extract(month from date '2020-05-17') as b, extract(day from date '2020-05-17') as c, extract(quarter from date '2020-05-17') as d, extract(dayofweek from date '2020-05-17') as e, extract(dayofyear from date '2020-05-17') as f, extract(isoweek from date '2021-01-01') as g, extract(isoyear from date '2021-01-01') as h
select extract(week from date '2020-01-01') as a, extract(week from date '2020-01-05') as b, extract(week from date '2020-12-31') as c, extract(week(monday) from date '2020-01-06') as d, extract(week(monday) from date '2020-01-05') as e, extract(week from date '2017-01-01') as f
select extract(hour from timestamp '2020-05-17 12:34:56.789123+00') as a, extract(minute from timestamp '2020-05-17 12:34:56.789123+00') as b, extract(second from timestamp '2020-05-17 12:34:56.789123+00') as c, extract(millisecond from timestamp '2020-05-17 12:34:56.789123+00') as d, extract(microsecond from timestamp '2020-05-17 12:34:56.789123+00') as e, extract(date from timestamp '2020-05-17 12:34:56+00') as f
select extract(hour from datetime '2020-05-17 12:34:56') as a, extract(year from datetime '2020-05-17 12:34:56') as b
select last_day(date '2020-02-10') as a, last_day(date '2021-02-10', month) as b
select unix_date(date '2020-01-01') as a, date_from_unix_date(18262) as b, unix_seconds(timestamp '2020-01-01 00:00:00+00') as c, unix_millis(timestamp '2020-01-01 00:00:00.5+00') as d, unix_micros(timestamp '2020-01-01 00:00:00+00') as e
select timestamp_seconds(1577836800) as a, timestamp_millis(1577836800500) as b, timestamp_micros(1577836800000001) as c, unix_seconds(timestamp '1969-12-31 23:59:58.5+00') as d
select date '2020-01-01' = '2020-01-01' as a, date '2020-01-01' in ('2020-01-01', '2021-01-01') as b, date '2020-06-01' between '2020-01-01' and '2020-12-31' as c, timestamp '2020-01-01 00:00:00+00' < '2020-01-02' as d
select date '2020-01-02' - date '2020-01-01' as a
-- arrays and structs
select [1, 2, 3] as a, array_length([1, 2]) as b, array_length([]) as c
select [1, 2, 3][offset(0)] as a, [1, 2, 3][ordinal(1)] as b, [1, 2, 3][safe_offset(9)] as c, [1, 2][safe_ordinal(0)] as d
select [1, 2, 3][offset(3)] as a
select [1, 2, 3][ordinal(0)] as a
select array_concat([1], [2, 3]) as a, array_reverse([1, 2]) as b, array_to_string(['a', 'b'], ',') as c, array_to_string(['a', null, 'b'], ',') as d, array_to_string(['a', null], ',', '?') as e
select generate_array(1, 3) as a, generate_array(5, 1, -2) as b, generate_array(3, 1) as c
select x from unnest([3, 1, 2]) as x order by x
select x, o from unnest(['a', 'b']) as x with offset as o order by o
select sum(x) as s from unnest([1, 2, 3]) as x
with t as (select 1 as id, ['a', 'b'] as items union all select 2, ['c']) select id, item from t, unnest(items) as item order by id, item
with t as (select 1 as id, ['a', 'b'] as items union all select 2, array<string>[]) select id, item from t left join unnest(items) as item order by id, item
with t as (select 1 as id, ['a', 'b'] as items) select id, item, o from t cross join unnest(t.items) as item with offset o order by o
with t as (select 1 as id, ['a', 'b'] as items) select id, item from t, t.items as item order by item
select array(select x from unnest([3, 1, 2]) as x order by x) as a, array(select 1 from unnest([1]) where false) as b
select struct(1 as a, 'x' as b).b as c, struct(1 as a).a as d
with t as (select struct(1 as a, 'x' as b) as s) select s.a, s.b as c from t
select array_agg(x order by x desc) as a, array_agg(x order by x limit 2) as b, array_agg(distinct x order by x) as c from unnest([1, 3, 2, 3]) as x
select array_agg(x ignore nulls order by x) as a from unnest([1, null, 2]) as x
select string_agg(x order by x) as a, string_agg(x, '|' order by x desc) as b, string_agg(distinct x, ',' order by x) as c from unnest(['b', 'a', 'b']) as x
select exists (select 1 from unnest([1])) as a, exists (select 1 from unnest([1]) where false) as b, (select max(x) from unnest([1, 2]) as x) as c
-- aggregates
select count(*) as a, count(x) as b, count(distinct x) as c, sum(x) as d, avg(x) as e, min(x) as f, max(x) as g from unnest([1, 2, 2, null]) as x
select sum(x) as a, avg(x) as b, count(*) as c, min(x) as d from unnest([1]) as x where false
select sum(x) as a, avg(x) as b, max(x) as c from unnest([1.5, 2.5]) as x
select countif(x > 1) as a, logical_and(x > 0) as b, logical_or(x > 2) as c, any_value(1) as d from unnest([1, 2, 3]) as x
select round(stddev(x), 6) as a, round(stddev_pop(x), 6) as b, round(variance(x), 6) as c, round(var_pop(x), 6) as d, round(stddev_samp(x), 6) as e, round(var_samp(x), 6) as f from unnest([1, 2, 4]) as x
select round(avg(x), 2) as a, sum(x) / count(*) as b, cast(sum(x) as string) as c, cast(avg(x) as int64) as d from unnest([1, 2, 4]) as x
with t as (select 'a' as k, 1 as v union all select 'a', 2 union all select 'b', 3) select k, sum(v) as s, count(*) as n from t group by k order by k
with t as (select 'a' as k, 1 as v union all select 'a', 2 union all select 'b', 3) select k, sum(v) as s from t group by 1 having sum(v) > 2 order by s desc
with t as (select 'a' as k, 1 as v union all select null, 2 union all select null, 3) select k, count(*) as n from t group by k order by k
with t as (select date '2020-01-15' as d, 1 as v union all select date '2020-01-20', 2 union all select date '2020-02-01', 3) select date_trunc(d, month) as m, sum(v) as s from t group by m order by m
select max(x) as a, min(x) as b from unnest(['b', 'a', 'é']) as x
select max(d) as a, min(d) as b from unnest([date '2020-01-01', date '2021-01-01']) as d
-- order, limit, distinct, sets
select x from unnest([2, null, 1]) as x order by x
select x from unnest([2, null, 1]) as x order by x desc
select x from unnest([2, null, 1]) as x order by x nulls last
select x from unnest([2, null, 1]) as x order by x desc nulls first
select x from unnest([5, 4, 3, 2]) as x order by x limit 2 offset 1
select distinct x from unnest([2, 1, 2]) as x order by x
select 1 as x union all select 1 union all select 2 order by x
select 1 as x union distinct select 1 union distinct select 2 order by x
(select 1 as x union all select 2) intersect distinct select 2
(select 1 as x union all select 2) except distinct select 2
(select 1 as x union all select 2 order by x desc limit 1) union all select 9 order by x
select x from (select 1 as x union all select 2 as x) order by x desc
-- joins
with a as (select 1 as id, 'x' as v union all select 2, 'y'), b as (select 1 as id, 10 as w union all select 3, 30) select a.id, v, w from a join b on a.id = b.id
with a as (select 1 as id, 'x' as v union all select 2, 'y'), b as (select 1 as id, 10 as w union all select 3, 30) select a.id, v, w from a left join b using (id) order by a.id
with a as (select 1 as id, 'x' as v union all select 2, 'y'), b as (select 1 as id, 10 as w union all select 3, 30) select id, v, w from a full outer join b using (id) order by id
with a as (select 1 as id, 'x' as v union all select 2, 'y'), b as (select 1 as id, 10 as w union all select 3, 30) select v, w from a right join b on a.id = b.id order by w
with a as (select 1 as x union all select 2), b as (select 3 as y) select x, y from a cross join b order by x
with a as (select 1 as x union all select 2), b as (select 3 as y) select x, y from a, b order by x
with a as (select 1 as id), b as (select 1 as id), c as (select 1 as id) select a.id from a join (b join c on b.id = c.id) on a.id = b.id
with a as (select 1 as id union all select 2) select id from a where id in (select max(id) from a)
with a as (select 1 as id union all select 2) select id from a as o where exists (select 1 from a as i where i.id > o.id) order by id
with a as (select 1 as id union all select 2) select id, (select count(*) from a as i where i.id <= o.id) as n from a as o order by id
with a as (select 1 as id union all select null) select id from a where id not in (select null)
with a as (select 1 as x, 2 as y, 3 as z) select * except (y) from a
with a as (select 1 as x, 2 as y) select * replace (x + 10 as x) from a
with a as (select 1 as x, 2 as y), b as (select 3 as w) select a.*, b.w from a, b
with a as (select 1 as x), b as (select x + 1 as x from a), c as (select x + 1 as x from b) select x from c
with a as (with b as (select 1 as x) select x + 1 as x from b) select x from a
select s.x from (select 1 as x) as s where s.x = 1
select `weird name`, `select` from (select 1 as `weird name`, 2 as `select`)
-- windows
with t as (select 'a' as k, 1 as v union all select 'a', 2 union all select 'b', 3) select k, v, row_number() over (partition by k order by v desc) as n, rank() over (order by v) as r, dense_rank() over (order by k) as d from t order by v
with t as (select 1 as v union all select 2 union all select 3) select v, sum(v) over (order by v) as s, sum(v) over () as a, avg(v) over (order by v rows between 1 preceding and current row) as m from t order by v
with t as (select 1 as v union all select 2 union all select 3) select v, lag(v) over (order by v) as a, lead(v, 2) over (order by v) as b, lag(v, 1, -1) over (order by v) as c, first_value(v) over (order by v) as d, last_value(v) over (order by v) as e, nth_value(v, 2) over (order by v) as f from t order by v
with t as (select 1 as v union all select 2 union all select 3) select v, ntile(2) over (order by v) as a, percent_rank() over (order by v) as b, cume_dist() over (order by v) as c from t order by v
with t as (select 1 as o, null as v union all select 2, 5 union all select 3, null) select o, first_value(v ignore nulls) over (order by o rows between unbounded preceding and unbounded following) as a, last_value(v ignore nulls) over (order by o) as b from t order by o
with t as (select 'a' as k, 1 as v union all select 'a', 2 union all select 'b', 3) select k, v from t where true qualify row_number() over (partition by k order by v desc) = 1 order by k
with t as (select 1 as v union all select 2 union all select null) select v, rank() over (order by v) as r, rank() over (order by v desc) as d from t order by v
with t as (select 1 as v union all select 2) select v, sum(v) over w as s from t window w as (order by v desc) order by v
with t as (select 1 as v union all select 2 union all select 3) select v, count(*) over (order by v range between unbounded preceding and current row) as c, max(v) over (order by v rows between current row and 1 following) as m from t order by v
-- json
select json_value('{"a": 1, "b": "x", "c": {"d": true}}', '$.a') as a, json_value('{"b": "x"}', '$.b') as b, json_value('{"c": {"d": true}}', '$.c.d') as c, json_value('{"c": {}}', '$.c') as d, json_value('{"a": null}', '$.a') as e, json_value('{"l": [5, 6]}', '$.l[1]') as f, json_value('{"a": 1}', '$.z') as g
select json_extract_scalar('{"a": "x"}', '$.a') as a, json_value('not json', '$.a') as b, json_value('{"a": 1.50}', '$.a') as c, json_value('"x"', '$') as d
-- more of the same, where the two are likely to differ
select x, x / 2 as h, x - 1 as m, -x as n, x * x as s from unnest([1, 2, 3]) as x order by x
with t as (select 1 as a, 2.5 as b, 'x' as c, date '2020-01-01' as d) select cast(a as string) as a, cast(b as string) as b, cast(b as int64) as c, cast(d as string) as d, a + b as e, a / b as f from t
with t as (select 10 as a, cast(null as int64) as b) select a + b as a, a / b as b, concat(cast(a as string), cast(b as string)) as c, coalesce(b, a) as d, greatest(a, b) as e, a = b as f, a in (b) as g from t
with t as (select cast(null as string) as s) select upper(s) as a, length(s) as b, substr(s, 1) as c, s like 'a' as d, regexp_contains(s, 'a') as e, concat(s, 'x') as f, split(s) as g, replace(s, 'a', 'b') as h, s || 'a' as i from t
with t as (select cast(null as date) as d) select extract(year from d) as a, date_add(d, interval 1 day) as b, date_trunc(d, month) as c, date_diff(d, date '2020-01-01', day) as e, format_date('%Y', d) as f from t
with t as (select cast(null as float64) as x) select round(x) as a, abs(x) as b, cast(x as int64) as c, cast(x as string) as d, x + 1 as e, sqrt(x) as f from t
with t as (select 1 as k, 'b' as v union all select 1, 'a' union all select 2, null) select k, string_agg(v, ',' order by v) as s, count(v) as n, max(v) as m, array_agg(v ignore nulls order by v) as l from t group by k order by k
with t as (select 'a' as k, 1 as v union all select 'b', 2) select k, v, sum(v) over () / count(*) over () as m, round(100 * v / sum(v) over (), 1) as p from t order by k
with t as (select 1 as x union all select 2 union all select 3) select sum(if(x > 1, x, 0)) as a, sum(case when x = 1 then 1 end) as b, count(if(x > 5, 1, null)) as c, avg(nullif(x, 3)) as d from t
with t as (select 1 as x union all select 2) select x from t where x > (select avg(x) from t)
with t as (select 1 as x, 'a' as y union all select 2, 'b') select case x when 1 then y else 'z' end as c from t order by x
with t as (select 1.0 as x union all select 2.0) select sum(x) as a, cast(sum(x) as int64) as b, cast(sum(x) as string) as c, min(x) as d from t
select round(0.285, 2) as a, round(1.005, 2) as b, round(-1.5) as c, round(1e300, 2) as d, round(5.015, 2) as e, round(1234567.891, 1) as f, round(0.1 + 0.2, 15) as g
select cast(1e16 as string) as a, cast(1e14 as string) as b, cast(123456789012345678.0 as string) as c, cast(1.0e-5 as string) as d, cast(0.0001 as string) as e, cast(3.0e8 as string) as f, cast(1/3 as string) as g, cast(-0.0 as string) as h
select cast(ieee_divide(1, 0) as string) as a, cast(ieee_divide(0, 0) as string) as b, cast('nan' as float64) as c, cast('inf' as float64) as d
select cast(2147483648.5 as int64) as a, cast(-0.5 as int64) as b, cast(1.4999999 as int64) as c, cast(4503599627370497.5 as int64) as d
select '1' = '01' as a, 'a ' = 'a' as b, '' is null as c, length('') as d
select trim(' \u00a0x\u2003') as a, ltrim('\u3000x') as b, rtrim('x\u200b') as c, trim('[a]', '[]') as d, trim('a-b-a', 'a-') as e
select upper('àñœж') as a, lower('ÀÑŒЖ') as b
select reverse('añ') as a, length('👍🏽') as b, substr('a👍b', 2, 1) as c, strpos('a👍b', 'b') as d, lpad('é', 3, '👍') as e
select split('a,,b', ',') as a, split(',a,', ',') as b, split('axxb', 'xx') as c, array_length(split('', ',')) as d
select regexp_extract('abc', r'') as a, regexp_extract('', r'a*') as b, regexp_replace('abc', r'', '-') as c, regexp_replace('aaa', r'a*', 'x') as d, regexp_contains('', r'^$') as e, regexp_extract('ab12', r'([a-z]+)') as f
select regexp_contains('line1\nline2', r'^line2') as a, regexp_contains('line1\nline2', r'(?m)^line2') as b, regexp_contains('é', r'^.$') as c, regexp_contains('a.b', r'a\.b') as d, regexp_contains('x', r'[[:alpha:]]') as e, regexp_contains('a', r'\pL') as f
select regexp_extract('key=value; k2=v2', r'k2=(\w+)') as a, regexp_extract('aXbX', r'(?:a)(X)') as b
select 'a_c' like 'a\\_c' as a, 'abc' like 'a\\_c' as b, '' like '' as c, '' like '%' as d, 'A' like 'a' as e, 'a\\b' like 'a\\\\b' as f
select date_add(date '2020-12-31', interval 2 month) as a, date_sub(date '2020-03-30', interval 1 month) as b, date_add(date '2019-11-30', interval 3 month) as c, date_add(date '2020-05-31', interval -3 month) as d
select date_diff(date '2021-01-03', date '2020-12-27', week) as a, date_diff(date '2020-12-26', date '2021-01-03', week) as b, date_diff(date '2021-01-04', date '2020-12-27', week(monday)) as c, date_diff(date '2020-12-20', date '2021-01-04', isoweek) as d, date_diff(date '2019-01-01', date '2020-12-31', month) as e
select date_trunc(date '2021-01-01', week) as a, date_trunc(date '2021-01-01', week(friday)) as b, date_trunc(date '2021-01-03', week) as c, date_trunc(date '1969-12-31', week) as d, date_trunc(date '2020-11-15', quarter) as e
select extract(week from date '2021-01-01') as a, extract(week from date '2021-01-03') as b, extract(week(sunday) from date '2022-12-31') as c, extract(week(saturday) from date '2021-01-02') as d, extract(dayofweek from date '2020-01-04') as e, extract(isoweek from date '2020-12-31') as f, extract(week(friday) from date '2021-01-01') as g
select timestamp_diff(timestamp '2020-01-01 00:00:00+00', timestamp '2020-01-01 12:00:00+00', day) as a, timestamp_diff(timestamp '2020-01-02 00:00:00.000001+00', timestamp '2020-01-02 00:00:00+00', microsecond) as b, timestamp_diff(timestamp '2020-01-01 00:00:59.999+00', timestamp '2020-01-01 00:00:00+00', minute) as c, timestamp_diff(timestamp '2019-12-31 23:59:59+00', timestamp '2020-01-01 00:00:00.5+00', second) as d
select datetime_diff(datetime '2020-01-02 00:00:00', datetime '2020-01-01 23:59:59', day) as a, datetime_diff(datetime '2020-01-01 00:00:00.5', datetime '2019-12-31 23:59:59.9', second) as b, datetime_diff(datetime '2020-01-01', datetime '2021-01-01', year) as c, datetime_diff(datetime '2020-01-01 00:01:00', datetime '2020-01-01 00:00:59', minute) as d
select timestamp_trunc(timestamp '1969-12-31 23:59:59.5+00', second) as a, timestamp_trunc(timestamp '2020-05-17 00:00:00+00', week(monday)) as b, timestamp_trunc(timestamp '2020-05-17 12:34:56.789+00', year) as c, timestamp_trunc(timestamp '2020-05-17 12:34:56.789456+00', millisecond) as d
select unix_millis(timestamp '1969-12-31 23:59:59.9995+00') as a, unix_seconds(timestamp '1960-01-01 00:00:00+00') as b, timestamp_seconds(-1) as c, unix_date(date '1969-12-31') as d, date_from_unix_date(-1) as e
select timestamp('2020-01-02') as a, timestamp('2020-01-02 03:04:05') as b, cast('2020-01-02 03:04:05.678' as datetime) as c, cast('2020-01-02 03:04:05+02:00' as timestamp) as d, cast('2020-01-02T03:04:05Z' as timestamp) as e
select cast('2020-01-02 25:00:00' as timestamp) as a
select cast('nope' as timestamp) as a
select safe_cast('nope' as timestamp) as a, safe_cast('2020-02-30' as date) as b, safe_cast('nope' as datetime) as c, safe_cast(1 as string) as d, safe_cast('1e400' as float64) as e, safe_cast(' true' as bool) as f
select cast('2020-02-30' as date) as a
select date(2020, 13, 1) as a
select date_add(date '9999-12-31', interval 1 day) as a
select format_date('%Y/%m/%d', date '1999-01-02') as a, format_date('%y%m%d', date '2009-01-02') as b, format_date('100%%', date '2020-01-01') as c
select format_timestamp('%F %H', timestamp '2020-01-02 03:04:05+00') as a, format_timestamp('%p %I', timestamp '2020-01-02 00:04:05+00') as b, format_datetime('%A', datetime '2020-01-02 00:04:05') as c
select parse_date('%Y-%m-%d', '2020-1-2') as a, parse_date('%m/%d/%Y', '12/31/1999') as b
select parse_date('%Y-%m-%d', '2020-02-30') as a
select parse_date('%Y-%m-%d', '2020-01-02 extra') as a
select abs(-9223372036854775807) as a, sign(-0.0) as b, mod(-9223372036854775808, 1) as c, div(9223372036854775807, -1) as d, abs(cast(null as int64)) as e
select abs(-9223372036854775808) as a
select pow(0, 0) as a, pow(2, 0.5) as b, exp(1) as c, ln(10) as d, log10(0.01) as e, sqrt(2) as f, trunc(-0.5) as g, ceil(-0.5) as h
select 9007199254740993 + 0.0 as a, cast(9007199254740993 as float64) as b, 0.1 + 0.2 as c, 1e308 * 1 as d
select 4611686018427387904 * 2 as a
select -(-9223372036854775808) as a
select sum(x) as a from unnest([9223372036854775807, 1]) as x
select 3000000000 + 3000000000 as a, 100000 * 100000 as b, 2147483647 + 1 as c
select [1, 2] as a, [1.5, 2] as b, ['a', 'b'] as c, [true] as d, [date '2020-01-01'] as e
select array_to_string(['', 'a'], '-') as a, array_to_string(array<string>[], ',') as b, array_concat(['a'], array<string>[]) as c, array_length(cast(null as array<int64>)) as d
select generate_array(1, 10, 3) as a, generate_array(1, 3, -1) as b, generate_array(0, 0) as c
select generate_array(1, 3, 0) as a
select 2 in unnest(generate_array(1, 3)) as a, 'b' in unnest(split('a,b')) as b, null in unnest([1]) as c
with t as (select [3, 1, 2] as l) select (select sum(x) from unnest(l) as x) as s, array(select x * 2 from unnest(l) as x order by x) as d, l[offset(0)] as f, array_length(l) as n from t
with t as (select 1 as id, [1, 2] as l union all select 2, [3]) select id, sum(x) as s from t, unnest(l) as x group by id order by id
with t as (select 1 as id, [struct(1 as a, 'x' as b), struct(2 as a, 'y' as b)] as l) select id, e.a, e.b from t, unnest(l) as e order by e.a
select e.a as a from unnest([struct(1 as a), struct(2 as a)]) as e order by a
select * from unnest([1, 2]) as x order by x
select offset from unnest(['a', 'b']) with offset order by offset
with t as (select 1 as a), u as (select 2 as a) select * from t union all select * from u order by a
with t as (select 1 as a, 2 as b) select * from (select * from t) as s where s.a = 1
with t as (select 1 as a, 2 as b) select a, count(*) as n, sum(b) as s from t group by a having count(*) = 1 and sum(b) > 1
with t as (select 'x' as a union all select 'y') select t.a, row_number() over (order by t.a desc) as n from t order by n
with a as (select 1 as id, 'l' as v), b as (select 2 as id, 'r' as v) select a.v as l, b.v as r from a full join b on a.id = b.id order by l
with a as (select cast(null as int64) as id), b as (select cast(null as int64) as id) select count(*) as n from a join b on a.id = b.id
with a as (select 1 as x), b as (select 1 as x, 2 as y) select x, y from a join b using (x) where x = 1
with a as (select 1 as x union all select 2 union all select 3) select a1.x as p, a2.x as q from a as a1 join a as a2 on a1.x < a2.x and a2.x - a1.x = 1 order by p
with e as (select 1 as id, null as boss union all select 2, 1 union all select 3, 1) select id, exists (select 1 from e as s where s.boss = e.id) as lead from e order by id
with t as (select date '2022-03-01' as d union all select date '2021-05-05') select d from t where extract(year from d) = 2022
with t as (select date '2022-03-01' as d union all select date '2021-05-05') select extract(year from d) as y, count(*) as n from t group by y order by y
with t as (select 1 as g, 3 as v union all select 1, 1 union all select 2, 2) select g, v from t qualify rank() over (partition by g order by v) = 1 order by g
with t as (select 1 as x union all select 1 union all select 2) select x, count(*) as c, count(distinct x) as d from t group by x order by c desc, x
with t as (select 5 as x union all select 7) select min(x) + max(x) as a, max(x) - min(x) as b, count(*) * 2 as c from t
with t as (select 1 as x, cast(null as string) as s union all select 2, 'b') select x from t where s is null or s != 'b'
with t as (select 1 as x, cast(null as string) as s union all select 2, 'b') select x from t where not (s = 'b')
select logical_and(x) as a, logical_or(x) as b from unnest([true, null]) as x
select logical_and(x) as a, countif(x) as b from unnest([true]) as x where false
select string_agg(x) as a, array_agg(x) as b from unnest(['a']) as x where false
select count(distinct x) as a, sum(distinct x) as b, avg(distinct x) as c from unnest([1, 1, 3]) as x
select min(x) as a, max(x) as b from unnest([true, false]) as x
select stddev(x) as a, var_pop(x) as b, variance(x) as c from unnest([1]) as x
select lag(x, 0) over (order by x) as a, lead(x) over (order by x desc) as b from unnest([1, 2]) as x order by a
select x, sum(x) over (order by x rows between 1 following and 2 following) as a, count(x) over (order by x rows between unbounded preceding and 1 preceding) as b from unnest([1, 2, 3]) as x order by x
select x, first_value(x) over (order by x desc) as a, last_value(x) over (order by x rows between unbounded preceding and unbounded following) as b, nth_value(x, 2) over (order by x rows between unbounded preceding and unbounded following) as c from unnest([1, 2, 3]) as x order by x
select json_value('{"a": "with \\"quotes\\""}', '$.a') as a, json_value('{"a": 1e2}', '$.a') as b, json_value('{"a": -0.5}', '$.a') as c, json_value('{"a": false}', '$.a') as d, json_value('[1, 2]', '$[0]') as e, json_value('{"a": "\\u00e9"}', '$.a') as f, json_value('{"a": 12345678901234567890}', '$.a') as g
select if(1 = 1, date '2020-01-01', null) as a, case when false then 1.5 else 2 end as b, coalesce(null, 'x') as c, ifnull(cast(null as float64), 1) as d
select case when 1 = 1 then 'a' end || 'b' as a, (select 'x') || 'y' as b, if(true, [1], [2])[offset(0)] as c
select to_hex(b'') as a, to_hex(b'abc') as b, length(b'\x00') as c, b'a' = b'a' as d, b'a' < b'b' as e
select * except (b) from (select 1 as a, 2 as b, 3 as c)
select a.* except (x) replace (y * 2 as y) from (select 1 as x, 2 as y) as a
select 1 as a, 2 as b union all select b, a from (select 3 as a, 4 as b) order by a
select x as y from (select 1 as x union all select 2) order by y desc limit 1
select x from (select 1 as x union all select 2) where x in (select x from (select 2 as x)) order by 1
select count(*) as n from (select distinct mod(x, 3) as m from unnest(generate_array(1, 10)) as x)
select substr('hello', 2, 100) as a, substr('hello', -2, 100) as b, substr('', 1, 1) as c, left('héllo', 2) as d, right('héllo', 4) as e
select round(0.125, 2) as a, round(-2.675, 2) as b, round(2.665, 2) as c, round(0.375, 2) as d, round(-0.125, 2) as e, round(8.345, 2) as f, round(1.15, 1) as g, round(1.25, 1) as h
select concat('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p') as a, 'a' || 'b' || 'c' || 'd' || 'e' || 'f' || 'g' || 'h' || 'i' || 'j' || 'k' || 'l' as b
select 20 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 as a
select x, sum(x) over (w rows between 1 preceding and current row) as s from unnest([1, 2, 3]) as x window w as (order by x) order by x
select x in (2) as a, x not in (2) as b from unnest([1, 2, null]) as x order by x
select cast(null as timestamp) as a, cast(null as datetime) as b, cast(null as bytes) as c, cast(null as float64) as d, cast(null as bool) as e, safe_cast(null as timestamp) as f
select coalesce(cast(null as timestamp), timestamp '2020-01-01') as a, if(true, datetime '2020-01-01', null) as b, max(t) as c from unnest([timestamp '2020-01-01', timestamp '2021-01-01']) as t
select x.a as y, y.b as z from unnest([struct(1 as a)]) as x, (select 2 as b) as y
with t as (select 1 as `order`, 2 as `group`) select `order`, t.`group` as `select` from t where `order` = 1 order by `order`
select count(*) as n from (select 1 as x union all select 2) as a left join (select 2 as x) as b on a.x = b.x where b.x is null
select a.x, b.x as y from unnest([struct(1 as x)]) as a left join unnest([struct(2 as x)]) as b on a.x = b.x
with t as (select 1 as a) select (select a) as b, (select t.a + 1) as c from t
select -x as a, - x * 2 as b, -(x + 1) as c, 2 - -x as d from unnest([3]) as x
select not x as a, not (x and y) as b, x and not y as c from (select true as x, false as y)
select 1 < 2 = true as a
select (1 < 2) = true as a, (1 = 1) is true as b, (1 in (1, 2)) = true as c, (true or false) and false as d
select case when x is null then 'n' when x > 1 then 'b' else 's' end as k, count(*) as c from unnest([1, 2, null]) as x group by k order by k
select x + y as s from unnest([1]) as x join unnest([10, 20]) as y on y > x order by s desc
with s as (select 1 as id, date '2021-05-01' as d, 'food' as c union all select 2, date '2022-05-01', 'cars') select id from s where c = 'cars' and extract(year from d) = 2022 union all select id from s where c = 'food' and extract(year from d) = 2021 order by id
with o as (select 1 as id, 10.0 as total union all select 2, 20.5), i as (select 1 as id, 'a' as sku union all select 1, 'b') select o.id, count(i.sku) as n, round(sum(o.total), 2) as t from o left join i using (id) group by o.id order by o.id
with e as (select 'u' as u, timestamp '2020-01-01 00:00:00+00' as t union all select 'u', timestamp '2020-01-01 00:45:00+00') select u, timestamp_diff(t, lag(t) over (partition by u order by t), minute) as gap from e order by gap
with t as (select 'a' as k, 1 as v union all select 'a', 3 union all select 'b', 2) select k, v, v - avg(v) over (partition by k) as d, max(v) over (partition by k) = v as top from t order by k, v
with t as (select 1 as id, 'x' as v, 1 as n union all select 1, 'y', 2) select * except (rn) from (select *, row_number() over (partition by id order by n desc) as rn from t) where rn = 1
with t as (select 'a,b;c' as s) select split(s, ',')[offset(0)] as a, split(s, ';')[safe_offset(1)] as b, array_length(split(s, ',')) as n from t
with t as (select '  Mixed Case ' as s) select lower(trim(s)) as a, upper(trim(s)) as b, replace(trim(s), ' ', '_') as c, concat('[', trim(s), ']') as d from t
with t as (select 'id-00042' as s) select cast(regexp_extract(s, r'(\d+)$') as int64) as n, regexp_replace(s, r'[^0-9]', '') as d, starts_with(s, 'id-') as p from t
with d as (select x from unnest(generate_array(0, 4)) as x) select date_add(date '2020-02-27', interval x day) as day, extract(dayofweek from date_add(date '2020-02-27', interval x day)) as w from d order by day
with t as (select 3 as a, 4 as b) select sqrt(pow(a, 2) + pow(b, 2)) as c, round(a / b, 3) as r, div(b, a) as q, mod(b, a) as m, greatest(a, b) - least(a, b) as s from t
with t as (select 1 as g, 'x' as v union all select 1, 'y' union all select 2, 'z') select g, array_length(array_agg(v)) as n, array_to_string(array_agg(v order by v), '+') as j from t group by g order by g
with t as (select 1 as x union all select 2 union all select 3 union all select 4) select countif(mod(x, 2) = 0) as even, sum(if(x > 2, x, 0)) / sum(x) as share, min(if(x > 2, x, null)) as least from t
with r as (select 'eu' as region, 5 as v union all select 'us', 7 union all select cast(null as string), 1) select coalesce(region, 'total') as r, sum(v) as s from r group by r order by r
select x, case when mod(x, 15) = 0 then 'fizzbuzz' when mod(x, 5) = 0 then 'buzz' when mod(x, 3) = 0 then 'fizz' else cast(x as string) end as f from unnest(generate_array(1, 15)) as x order by x
select format_date('%Y-%m', d) as m, count(*) as n from unnest([date '2020-01-05', date '2020-01-20', date '2020-02-01']) as d group by m order by m
select upper(x) as x, count(*) as n from unnest(['a', 'A', 'b']) as x group by x order by x
with t as (select 1 as v union all select 2 union all select 3) select mod(v, 2) as v, count(*) as n from t group by v order by v
with t as (select 1 as v union all select 2 union all select 3) select mod(v, 2) as w, count(*) as n from t group by w having w = 1
with t as (select 'a' as k, 1 as v union all select 'a', 2 union all select 'b', 9) select k, sum(v) as v from t group by k having v > 5
with t as (select 'a' as k, 1 as v union all select 'a', 2 union all select 'b', 9) select k, sum(v) as s from t group by k having s > 5
with t as (select 1 as x, 3 as y union all select 2, 2) select -x as x, y from t order by x
with t as (select 1 as x, 3 as y union all select 2, 2) select x as y, y as x from t order by x
with t as (select 1 as x union all select 2) select x + 1 as x from t where x = 1
with t as (select 1 as x union all select 2) select x, row_number() over (order by x desc) as n from t qualify n = 1
with t as (select 1 as x union all select 2) select -x as x, row_number() over (order by x) as n from t qualify x = -2
with t as (select 1 as x union all select 2) select -x as z from t order by z + 1
with t as (select 1 as x union all select 2) select -x as x from t order by x + 1
with t as (select 1 as t, 2 as u) select t from t
with t as (select 1 as t, 2 as u) select t.t, t.u from t
with t as (select 1 as x, 5 as y) select sum(x) as y, max(y) as m from t
with t as (select 2 as x union all select 1) select distinct x as y from t order by y
with t as (select 1 as k, 'z' as v union all select 2, 'a') select k, v as k2 from t order by v
with t as (select 'a' as x union all select 'b') select x as y, count(*) as n from t group by x order by x
with t as (select 1 as a, 1 as b union all select 1, 2) select a as b, count(*) as n from t group by b order by n
with t as (select 'a' as k, 1 as v union all select 'a', 2 union all select 'b', 9) select -v as v from t qualify row_number() over (order by v) = 1
with t as (select 'a' as k, 1 as v union all select 'b', 9) select k as v, v as w from t order by t.v desc
with t as (select 'a' as k, 1 as v union all select 'a', 2 union all select 'b', 9) select k, count(*) as k2 from t group by t.k order by t.k
with t as (select 'a' as k, 1 as v union all select 'a', 2 union all select 'b', 9) select -v as v, sum(v) over (order by v) as s from t order by v
with t as (select 'a' as k, 1 as v union all select 'a', 2 union all select 'b', 9) select k, max(v) as v from t group by k having max(t.v) > 5 and v > 1
with t as (select 'a' as k, 1 as v union all select 'b', 9) select k, -v as v from t order by (select v)
with t as (select 1 as a, 2 as b) select *, a + b as a2 from t order by a2
with t as (select 1 as x union all select 2) select distinct -x as y from t order by y
with t as (select 'a' as k, 1 as v union all select 'a', 2 union all select 'b', 9) select k, sum(v) as s from t group by k order by s + 1 desc, k
select x as a from unnest([2, 1]) as x union all select 0 order by a
-- numeric, structs, json, formats, scripts of analysts
select t from (select 1 as t, 2 as u) as t
select numeric '1.5' * 2 as a, numeric '1' / 3 as b, numeric '-1' / 3 as c, numeric '0.000000001' * numeric '0.5' as d, numeric '1.5' + 1.5 as e, numeric '10' / 4 as f, -numeric '2.5' as g
select cast(1.5 as numeric) as a, cast('1.23456789012' as numeric) as b, cast(numeric '1.50' as string) as c, cast(numeric '100' as string) as d, cast(numeric '2.5' as int64) as e, cast(numeric '-2.5' as int64) as f, cast(numeric '0.1' as float64) as g, cast(7 as numeric) as h
select cast(0.1 as numeric) as a, cast(2.5e-10 as numeric) as b, cast(5e-10 as numeric) as c, cast(1e28 as numeric) as d, cast(123456789.123456789 as numeric) as e, cast(-0.0000000005 as numeric) as f
select cast('1e3' as numeric) as a
select cast('x' as numeric) as a
select safe_cast('x' as numeric) as a, safe_cast('12.5' as numeric) as b, safe_cast('99999999999999999999999999999999' as numeric) as c
select numeric '99999999999999999999999999999.999999999' + numeric '1' as a
select numeric '1' / 0 as a
select sum(x) as a, avg(x) as b, min(x) as c, max(x) as d, count(distinct x) as e from unnest([numeric '1.1', numeric '2.2', null]) as x
select avg(x) as a from unnest([numeric '1', numeric '2', numeric '2']) as x
select round(numeric '2.5') as a, round(numeric '-2.5') as b, round(numeric '1.255', 2) as c, round(numeric '155', -1) as d, floor(numeric '-1.5') as e, ceil(numeric '1.2') as f, trunc(numeric '-1.9') as g, abs(numeric '-3.5') as h, sign(numeric '-3') as i, mod(numeric '7.5', numeric '2') as j, mod(numeric '-7.5', numeric '2') as k
select numeric '1' = 1 as a, numeric '1.5' > 1 as b, numeric '1.5' = 1.5 as c, numeric '0.1' < 0.2 as d
select if(true, numeric '1', 2.5) as a, if(true, numeric '1', 2) as b, coalesce(1, numeric '2') as c, case when true then 1 else numeric '2.5' end as d, if(true, 1, 2.5) as e
select x + 0.1 as a, x * y as b, x / y as c, x - 1 as d from (select numeric '1.1' as x, 2.0 as y)
select greatest(numeric '1', 2, 1.5) as a, least(numeric '1', 2) as b, safe_divide(numeric '1', 3) as c, safe_divide(numeric '1', 0) as d, nullif(numeric '1', 1) as e
select date '2020-01-01' + 1 as a, 1 + date '2020-01-01' as b, date '2020-01-01' - 1 as c, date '2020-01-31' + x as d from (select 30 as x)
select date '9999-12-31' + 1 as a
select date '2020-01-02' - date '2020-01-01' as a
select date '2020-01-01' = datetime '2020-01-01' as a, if(true, date '2020-01-01', datetime '2020-01-01') as b, coalesce(null, date '2020-01-01', datetime '2021-01-01 01:00:00') as c
select date '2020-01-01' = timestamp '2020-01-01' as a
select '1' = 1 as a
select 'a' + 1 as a
select 1 || 'a' as a
select x = '1' as a from unnest([1]) as x
select x = '2020-01-01' as a, x in ('2020-01-01', '2020-01-02') as b, x between '2019-01-01' and '2021-01-01' as c, coalesce(x, '2021-01-01') as d from unnest([date '2020-01-01']) as x
select x = y as a from (select date '2020-01-01' as x, '2020-01-01' as y)
select upper(1) as a
select length(1.5) as a
select sum('a') as a
select 1 = true as a
select nope from (select 1 as a)
select a.nope from (select 1 as a) as a
select a from (select 1 as a, 2 as a)
select a from (select 1 as a) as x, (select 2 as a) as y
select x.a, y.a as b from (select 1 as a) as x, (select 2 as a) as y
select * from (select 1 as a) as x join (select 1 as a, 2 as b) as y using (a)
select * from (select 1 as a, 3 as c) as x full join (select 2 as a, 4 as b) as y using (a) order by a
select a, x.a as xa, y.a as ya from (select 1 as a) as x right join (select 2 as a) as y using (a)
select x from unnest([struct(1 as a, 'b' as b)]) as x
select a, x.b from unnest([struct(1 as a, 'b' as b)]) as x
select * from unnest([struct(1 as a, 'b' as b)]) as x
select * from unnest([struct(1 as a, 'b' as b)]) as x with offset as o
select * from unnest([1, 2]) as x with offset
select o, x from unnest(['a', 'b']) as x with offset o order by o desc
select t.id, x, o from (select 1 as id, [10, 20] as l) as t, t.l as x with offset as o
select t.id, l from (select 1 as id, [10, 20] as l) as t, t.l
select t.id, x from (select 1 as id, [10, 20] as l union all select 2, array<int64>[]) as t left join unnest(t.l) as x order by id, x
select array(select as struct x as a, x * 2 as b from unnest([1, 2]) as x order by x) as l
select (select as struct 1 as a, 'x' as b) as s, (select as struct 1 as a, 'x' as b).b as t
select as value struct(1 as a, 2 as b)
select s.a, s.b from (select struct(1 as a, struct('x' as c) as b) as s)
select s.b.c from (select struct(1 as a, struct('x' as c) as b) as s)
select s.* from (select struct(1 as a, 'y' as b) as s)
select struct(1, 2) as a, struct<x int64, y string>(1, 'a') as b, (1, 'x') as c, struct<int64, float64>(1, 2) as d
select array_agg(t order by t.a) as l from (select 1 as a, 'x' as b union all select 2, 'y') as t
select array_agg(struct(a, b) order by a desc limit 1)[offset(0)].b as v from (select 1 as a, 'x' as b union all select 2, 'y')
select to_json_string(t) as j from (select 1 as a, 'x"y' as b, null as c, [1.5, 2] as d, true as e, date '2020-01-01' as f, timestamp '2020-01-01 00:00:00.5+00' as g) as t
select count(*) as n, count(t.a) as m from (select 1 as a) as t
select any_value(x having max y) as a, any_value(x having min y) as b from unnest([struct('a' as x, 1 as y), struct('b' as x, 3 as y)])
select array_agg(x ignore nulls order by x desc limit 2) as a, array_agg(distinct x ignore nulls order by x) as b from unnest([3, 1, null, 3]) as x
select string_agg(x, '-' order by x desc limit 2) as a, string_agg(distinct x, '|' order by x) as b, string_agg(x) as c from unnest(['b', 'a', 'b', null]) as x
select array_concat_agg(x order by array_length(x)) as a from unnest([struct([1, 2] as x), struct([3] as x)])
select bit_and(x) as a, bit_or(x) as b, bit_xor(x) as c from unnest([6, 3]) as x
select count(distinct x) over () as a, sum(distinct x) over (partition by x) as b from unnest([1, 1, 2]) as x
select percentile_cont(x, 0.5) over () as a, percentile_disc(x, 0.5) over () as b from unnest([1, 2, 4, null]) as x
select percentile_cont(x, 0.25) over (partition by g) as a, g from unnest([struct(1 as g, 1 as x), struct(1 as g, 5 as x), struct(2 as g, 7 as x)]) order by g
with recursive r as (select 1 as n union all select n + 1 from r where n < 5) select sum(n) as s, count(*) as c from r
with recursive r as (select 1 as id, 'a' as path union all select id + 1, concat(path, '>', cast(id + 1 as string)) from r where id < 3) select * from r order by id
select * from (select 'a' as k, 1 as v, 'x' as g union all select 'b', 2, 'x' union all select 'a', 3, 'y') pivot (sum(v) for k in ('a', 'b')) order by g
select * from (select 'a' as k, 1 as v, 'x' as g union all select 'b', 2, 'x') pivot (sum(v) as s, count(*) as n for k in ('a' as aa, 'b'))
select * from (select 2020 as k, 1 as v) pivot (max(v) for k in (2020, 2021 as later))
select * from (select 1 as id, 10 as a, 20 as b, cast(null as int64) as c) unpivot (v for k in (a, b, c)) order by k
select * from (select 1 as id, 10 as a, cast(null as int64) as c) unpivot include nulls (v for k in (a as 'first', c as 'second')) order by k
select * from (select 1 as a, 2 as b, 3 as c, 4 as d) unpivot ((x, y) for k in ((a, b), (c, d))) order by k
select 1 || 2 as a
select concat(1, 'a', true, date '2020-01-01', 1.5) as a, 1.5 || 'x' as b
select cast('1e3' as numeric) as a, cast('1.5E-2' as numeric) as b, cast(' 7 ' as numeric) as c
select cast(x as numeric) as a from (select 1e20 as x)
select ascii('é') as a
select chr(55296) as a
select to_code_points('aé') as a, code_points_to_string([97, 233, 8364]) as b, code_points_to_string([]) as c, code_points_to_string([97, null]) as d, to_code_points('') as e
select contains_substr('The Cat', 'cat') as a, contains_substr('abc', '') as b, contains_substr('abc', 'x') as c
select edit_distance('kitten', 'sitting') as a, edit_distance('', 'ab') as b, edit_distance('a', 'a') as c
select from_base64('YWI=') as a, to_base64(b'ab') as b, to_base64(b'') as c
select initcap('hello world-foo_bar') as a, initcap('O\'REILLY mc x1y 2nd') as b, initcap('') as c, initcap('a.b,c:d;e/f') as d
select instr('banana', 'an') as a, instr('banana', 'x') as b, instr('banana', 'an', 3) as c, instr('banana', 'an', 5) as d
select to_hex(sha1('abc')) as a, sha1(b'') as b
select translate('abcd', 'bd', 'xy') as a, translate('abc', 'bc', 'x') as b, translate('abc', '', '') as c
select translate('abc', 'aa', 'xy') as a
select starts_with(b'abc', b'ab') as a, ends_with(b'abc', b'bc') as b
select regexp_extract_all('a1b22c', r'\d+') as a, regexp_extract_all('a1b22', r'([a-z])\d') as b, regexp_extract_all('x', r'\d') as c, regexp_substr('ab12', r'\d+') as d
select regexp_contains('abc', 'B') as a, regexp_contains('', '^$') as b, regexp_contains('a.c', r'a\.c') as c, regexp_contains('ünï', r'ü.ï') as d
select regexp_replace('aaa', 'a', 'b') as a, regexp_replace('abc', '', '-') as b, regexp_replace('hello', r'l+', r'<\0>') as c, regexp_replace('a\\b', r'\\', '/') as d
select json_value('{"a": {"b": 1}}', '$.a.b') as a, json_value('{"a b": 1}', '$."a b"') as b, json_value('{"a": 1}') as c, json_value('5') as d, json_value('"x"') as e, json_value('{"a": [1, {"b": "c"}]}', '$.a[1].b') as f
select json_extract('{"a": {"x": "y"}}', '$.a.x') as a, json_extract_scalar('{"a": {"x": "y"}}', "$['a']['x']") as b, json_extract_scalar('{"a": true}', '$.a') as c
select json_value_array('{"a": ["x", 1, true, null]}', '$.a') as a, json_value_array('["x", ["y"]]') as b, json_value_array('{"a": 1}', '$.a') as c, json_extract_string_array('["a", "b"]') as d
select json_query_array('[1, "a", {"b": 2}]') as a, json_extract_array('{"a": [1, 2]}', '$.a') as b, json_query_array('{"a": 1}', '$.a') as c
select parse_json('{"a": {"b": [1, 2]}}').a.b[1] as a, json '{"x": "y"}'.x as b, parse_json('{"a": 1}')['a'] as c
select json_type(parse_json('1')) as a, json_type(parse_json('"x"')) as b, json_type(parse_json('[]')) as c, json_type(parse_json('{}')) as d, json_type(parse_json('true')) as e, json_type(parse_json('null')) as f
select int64(parse_json('"x"')) as a
select parse_json('{bad') as a
select to_json_string(1) as a, to_json_string('a\n"b"é') as b, to_json_string(null) as c, to_json_string([1, null, 3]) as d, to_json_string(1.0) as e, to_json_string(1e20) as f, to_json_string(9007199254740993) as g, to_json_string(datetime '2020-01-01 01:02:03.5') as h
select to_json_string(struct(1 as a, struct('x' as b) as c, ['y', 'z'] as d)) as a, to_json_string(array<int64>[]) as b, to_json_string(cast(null as string)) as c, to_json_string(true) as d
select format('%d', 5) as a, format('%05d', 42) as b, format('%5d|%-5d|', 42, 42) as c, format('%s', 'x') as d, format('%5s|%-5s|', 'ab', 'ab') as e, format('%.2f', 1.005) as f, format('%f', 1.5) as g, format('%%') as h, format('%d-%s', 1, 'a') as i
select format('%t', 1) as a, format('%t', 'x') as b, format('%t', date '2020-01-01') as c, format('%t', true) as d, format('%t', cast(null as int64)) as e, format("%'d", 1234567) as f, format('%8.3f|', 3.14159) as g, format('%t', timestamp '2020-01-01 00:00:00+00') as h
select format('%s', cast(null as string)) as a, format('%d', cast(null as int64)) as b
select format('%i', 7) as a, format('é%sé', 'ü') as b, format('%08.2f', 3.14159) as c, format('%-8.1f|', 2.25) as d, format('%.0f', 2.5) as e
select format('%d', 'x') as a
select format('%d') as a
select acos(1) as a, asin(0) as b, atan(0) as c, atan2(0, 1) as d, cos(0) as e, sin(0) as f, tan(0) as g, cbrt(27) as h, bit_count(255) as i, bit_count(-1) as j, log(8, 2) as k, log(1) as l
select acos(2) as a
select range_bucket(5, [0, 10, 20]) as a, range_bucket(10, [0, 10, 20]) as b, range_bucket(-1, [0]) as c, range_bucket(25, [0, 10, 20]) as d, range_bucket(null, [1]) as e
select safe_add(9223372036854775807, 1) as a, safe_add(1, 2) as b, safe_subtract(-9223372036854775808, 1) as c, safe_multiply(9223372036854775807, 2) as d, safe_negate(-9223372036854775808) as e, safe_negate(5) as f, safe_add(1e308, 1e308) as g
select array_first([1, 2]) as a, array_last([1, 2]) as b, array_first(['x']) as c
select array_first(array<int64>[]) as a
select 1 << 3 as a, 1 << 63 as b, 1 << 64 as c, -1 >> 1 as d, 8 >> 2 as e, 5 ^ 3 as f, -8 >> 60 as g, 3 << 62 as h
select 1 << -1 as a
select generate_date_array(date '2020-01-01', date '2020-01-04') as a, generate_date_array(date '2020-01-01', date '2020-01-10', interval 3 day) as b, generate_date_array(date '2020-01-31', date '2020-05-31', interval 1 month) as c, generate_date_array(date '2020-01-05', date '2020-01-01', interval -2 day) as d, generate_date_array(date '2020-01-05', date '2020-01-01') as e, generate_date_array(date '2020-01-01', date '2021-06-01', interval 1 year) as f
select generate_timestamp_array(timestamp '2020-01-01 00:00:00+00', timestamp '2020-01-01 03:00:00+00', interval 1 hour) as a
select d from unnest(generate_date_array(date '2020-02-27', date '2020-03-02', interval 1 week)) as d
select datetime(2020, 1, 2, 3, 4, 5) as a, datetime(date '2020-01-02') as b, datetime(timestamp '2020-01-02 03:04:05+00') as c, datetime('2020-01-02 03:04:05') as d, datetime(timestamp '2020-01-02 03:04:05+00', 'America/New_York') as e, datetime(date '2020-01-02', time '03:04:05') as f
select time(1, 2, 3) as a, time '01:02:03' as b, time(datetime '2020-01-01 01:02:03') as c, extract(hour from time '05:06:07') as d, extract(minute from time '05:06:07') as e, cast('01:02:03.5' as time) as f, cast(time '01:02:03' as string) as g, time '01:02:03' < time '02:00:00' as h
select time_add(time '23:30:00', interval 1 hour) as a, time_sub(time '00:30:00', interval 1 hour) as b, time_diff(time '02:00:00', time '01:30:00', minute) as c, time_trunc(time '01:02:03', hour) as d
select timestamp(date '2020-06-01', 'America/New_York') as a, timestamp(datetime '2020-01-01 00:00:00', 'Asia/Tokyo') as b, timestamp('2020-01-01 12:00:00+02') as c, timestamp '2020-01-01 12:00:00 America/New_York' as d
select date(timestamp '2020-01-01 02:00:00+00', 'America/New_York') as a, extract(hour from timestamp '2020-06-01 12:00:00+00' at time zone 'America/New_York') as b, extract(date from timestamp '2020-01-01 02:00:00+00' at time zone 'America/Los_Angeles') as c, timestamp_trunc(timestamp '2020-01-01 02:00:00+00', day, 'America/New_York') as d, format_timestamp('%F %T', timestamp '2020-01-01 02:00:00+00', 'Asia/Tokyo') as e
select string(timestamp '2020-01-01 12:00:00+00') as a, string(date '2020-01-01') as b, string(datetime '2020-01-01 01:02:03') as c
select parse_timestamp('%Y-%m-%d %H:%M:%S', '2020-01-02 03:04:05') as a, parse_timestamp('%F %T', '2020-01-02 03:04:05') as b, parse_datetime('%Y-%m-%d %H:%M:%S', '2020-01-02 03:04:05') as c, parse_timestamp('%d/%b/%Y', '05/Feb/2020') as d, parse_timestamp('%Y-%m-%d %H:%M:%S', '2020-01-02 03:04:05', 'America/New_York') as e
select parse_timestamp('%Y-%m-%d', '2020-13-02') as a
select parse_date('%B %d, %Y', 'March 5, 2021') as a, parse_date('%d-%b-%y', '05-Mar-21') as b, parse_date('%m/%d/%y', '12/31/99') as c, parse_date('%m/%d/%y', '12/31/68') as d, parse_date('%m/%d/%y', '12/31/69') as e
select format_date('%e|%Q|%C|%G-%V|%D|%x|%h|%u|%w|%U|%W', date '2021-01-03') as a, format_date('%e', date '2020-12-25') as b, format_date('%n%t', date '2020-01-01') as c
select format_timestamp('%k|%l|%R|%T|%X|%Z|%z|%Ez|%s|%P', timestamp '2020-01-02 03:04:05+00') as a, format_timestamp('%E3S|%E*S|%E6S', timestamp '2020-01-02 03:04:05.25+00') as b, format_timestamp('%E4Y', timestamp '2020-01-02 00:00:00+00') as c
select last_day(date '2020-02-10', year) as a, last_day(date '2020-02-10', quarter) as b, last_day(date '2020-02-12', week) as c, last_day(date '2020-02-12', week(monday)) as d, last_day(date '2020-02-12', isoweek) as e, last_day(datetime '2020-02-12 01:00:00') as f
select date_trunc(date '2021-01-01', isoyear) as a, date_trunc(date '2018-12-31', isoyear) as b, date_diff(date '2021-01-04', date '2021-01-03', isoyear) as c, date_diff(date '2020-12-31', date '2021-01-04', isoyear) as d
select extract(isoweek from date '2020-12-31') as a, extract(week(sunday) from date '2020-01-05') as b, extract(dayofweek from timestamp '2020-01-05 23:00:00+00') as c, extract(quarter from datetime '2020-11-01 00:00:00') as d, extract(time from timestamp '2020-01-01 01:02:03+00') as e, extract(datetime from timestamp '2020-01-01 01:02:03+00') as f
select extract(hour from date '2020-01-01') as a
select timestamp_diff(timestamp '2020-01-03 00:00:00+00', timestamp '2020-01-01 12:00:00+00', day) as a, timestamp_diff(timestamp '2020-01-01 12:00:00+00', timestamp '2020-01-03 00:00:00+00', hour) as b, timestamp_diff(timestamp '2020-01-01 00:00:00.000001+00', timestamp '2020-01-01 00:00:00+00', microsecond) as c, timestamp_diff(timestamp '2019-12-31 23:59:59.5+00', timestamp '2020-01-01 00:00:00+00', second) as d
select date_diff(timestamp '2020-01-03 00:00:00+00', timestamp '2020-01-01 12:00:00+00', day) as a
select cast(b'abc' as string) as a, cast('é' as bytes) as b, safe_cast(b'\xff' as string) as c
select cast(b'\xff' as string) as a
select cast('2020-01-02 25:00:00' as datetime) as a
select safe_cast('2020-01-02 25:00:00' as datetime) as a, safe_cast('2020-01-02T03:04:05Z' as timestamp) as b, safe_cast('2020-1-2 3:4:5' as timestamp) as c, safe_cast('2020-01-02 03:04:05+5:30' as timestamp) as d, safe_cast('nope' as timestamp) as e, safe_cast('2020-01-02 03:04:05.123456' as datetime) as f
select cast(' 2020-01-02 ' as date) as a
select cast('nan' as float64) as a, cast('inf' as float64) as b, cast('-Infinity' as float64) as c, cast('.5' as float64) as d, cast('5.' as float64) as e, cast('1e400' as float64) as f
select cast(1 as date) as a
select cast('true' as int64) as a
select cast(date '2020-01-01' as int64) as a
select safe_cast(1 as date) as a
select coalesce(cast(null as date), '2020-01-01') as a, if(true, timestamp '2020-01-01', '2021-01-01') as b, case when false then date '2020-01-01' else '2020-02-02' end as c
select if(true, date '2020-01-01', 'x') as a
select [1, 2.5] as a, [numeric '1', 2] as b, [null, 1] as c, ['a', null] as d, [date '2020-01-01', '2020-01-02'] as e
select array<float64>[1, 2] as a, array<date>['2020-01-01'] as b, array<string>[null] as c, array<numeric>[1, 2.5] as d
select [1, 'a'] as a
select [[1]] as a
select ['a', 'b'][0] as a, [1, 2][safe_offset(-1)] as b
select array_length(null) as a, array_to_string([null, 'a'], ',') as b, array_to_string(['a', null], ',', 'N') as c
select a, count(*) as n from unnest([struct(1 as a), struct(2 as a), struct(1 as a)]) group by 1 order by 2 desc, 1
select distinct a from unnest([struct(2 as a), struct(1 as a), struct(2 as a)]) order by a
select a, sum(b) over (partition by a order by b rows unbounded preceding) as s, lag(b, 1, -1) over (partition by a order by b) as l, ntile(2) over (order by b) as n from unnest([struct(1 as a, 1 as b), struct(1 as a, 2 as b), struct(2 as a, 3 as b)]) order by b
select a, first_value(b ignore nulls) over (order by a) as f, last_value(b ignore nulls) over (order by a rows between unbounded preceding and unbounded following) as l, nth_value(b, 2) over (order by a rows between unbounded preceding and unbounded following) as n from unnest([struct(1 as a, null as b), struct(2 as a, 5 as b), struct(3 as a, 6 as b)]) order by a
select a, sum(a) over (order by a range between 1 preceding and 1 following) as s from unnest([1, 2, 4]) as a order by a
select a, rank() over (order by b desc) as r, dense_rank() over (order by b desc) as d, row_number() over (order by b desc, a) as n, percent_rank() over (order by b) as p, cume_dist() over (order by b) as c from unnest([struct(1 as a, 5 as b), struct(2 as a, 5 as b), struct(3 as a, null as b)]) order by a
select x from unnest([3, null, 1]) as x order by x
select x from unnest([3, null, 1]) as x order by x desc
select x from unnest([3, null, 1]) as x order by x nulls last
select array_agg(x order by x) as a, array_agg(x order by x desc) as b from unnest([3, null, 1]) as x
select x, row_number() over (order by x) as n from unnest([3, null, 1]) as x order by n
select 1 as a union all select 2.5 order by a
select 1 as a union distinct select 1 union distinct select 2 order by a
select x from unnest([1, 2, 3]) as x except distinct select 2 order by x
select x from unnest([1, 2, 3]) as x intersect distinct select y from unnest([2, 3, 4]) as y order by x
select 1 as a union all select 'x'
select 1 as a, 2 as b union all select 3
(select 1 as a union all select 2) order by a desc limit 1
(select 2 as a limit 1) union all (select 1 as b) order by a
select null as a union all select 1 order by a
select date '2020-01-01' as a union all select datetime '2020-01-01 01:00:00' order by a
select x, (select sum(y) from unnest([1, 2, 3]) as y where y <= x) as s from unnest([1, 2, 3]) as x order by x
select x from unnest([1, 2, 3]) as x where exists (select 1 from unnest([2, 3]) as y where y = x) order by x
select x from unnest([1, 2, 3, null]) as x where x not in (select y from unnest([2, null]) as y)
select x from unnest([1, 2, 3]) as x where x in (select y + 0.0 from unnest([2]) as y)
select (select x from unnest([1, 2]) as x) as a
select (select x from unnest([1]) as x where false) as a, array(select x from unnest([1, 2]) as x where x > 5) as b
select count(*) as n from (select 1 as a union all select 2) as x join (select 2 as a) as y on x.a = y.a and x.a > 1
select x.a, y.b from (select 1 as a union all select 2) as x left join (select 1 as a, 'z' as b) as y on x.a = y.a order by x.a
select safe.left('abc', -1) as a, safe.substr('abc', 1, 2) as b
select 'abc' like any ('x%', 'a%') as a, 'abc' like all ('a%', '%c') as b, 'abc' not like any ('x%', 'y%') as c
select case x when 1 then 'one' when 2 then 'two' end as a from unnest([1, 2, 3]) as x order by a
select if(x > 1, 'big', null) as a, nullif(x, 1) as b, ifnull(x, 0) as c from unnest([1, 2, null]) as x order by c
select count(*) filter from unnest([1]) as x
select x, count(*) from unnest([1, 2]) as x
select x + 1 as y from unnest([1, 2]) as x where y > 2
select sum(x) as s from unnest([1, 2]) as x where sum(x) > 1
select sum(sum(x)) as s from unnest([1, 2]) as x
select lag(x) from unnest([1]) as x
select x from unnest([1, 2]) as x limit 1 offset 1
select * except (a) from (select 1 as a, 2 as b)
select * except (z) from (select 1 as a, 2 as b)
select * replace (a + 1 as a) from (select 1 as a, 2 as b)
select t.* except (a), t.a as z from (select 1 as a, 2 as b) as t
select t.* from (select 1 as a) as t, (select 2 as b) as u
with t as (select 1 as a), u as (select a + 1 as b from t), v as (select * from t, u) select * from v
with t as (select 1 as a) select (with u as (select a + 1 as b from t) select b from u) as c from t
select corr(x, y) as a, covar_pop(x, y) as b, covar_samp(x, y) as c from unnest([struct(1 as x, 2 as y), struct(2 as x, 4 as y), struct(3 as x, 6 as y)])
select json_query('{"a": {"x": [1, 2]}, "b": "s"}', '$.a') as a, json_query('{"b": "s"}', '$.b') as b, json_query('{"b": null}', '$.b') as c, json_query('{"b": 1}', '$.c') as d, json_query('bad', '$') as e
select json_query('{"a": 1.50}', '$.a') as a
select ascii('A') as a, ascii('') as b, unicode('é') as c, unicode('') as d, chr(65) as e, chr(8364) as f
select parse_json('{"a":1}') as a, json_value(parse_json('{"a": {"b": "x"}}'), '$.a.b') as b, int64(parse_json('5')) as c, bool(parse_json('true')) as d, string(parse_json('"x"')) as e, float64(parse_json('1.5')) as f
select cast(1 as numeric) as a, cast('01:02:03' as time) as b, safe_cast('x' as time) as c
select error('boom') as a
select if(false, error('boom'), 1) as a
select generate_array(1, 2.5) as a
select count(*) as n, sum(x) as s, avg(x) as a, min(x) as mi, max(x) as ma, any_value(x) as v, array_agg(x) as l, string_agg(cast(x as string)) as t from unnest(array<int64>[]) as x
select x, count(distinct y) as d, countif(y > 1) as c, sum(if(y > 1, y, 0)) as s from unnest([struct('a' as x, 1 as y), struct('a' as x, 2 as y), struct('b' as x, null as y)]) group by x order by x
select a.x, b.y from (select 1 as x) as a left join (select 1 as x, 2 as y) as b using (x)
select a.id, b.v from (select 1 as id union all select 2) as a left join (select 1 as id, 'p' as v union all select 1, 'q') as b on a.id = b.id and b.v != 'q' order by a.id, b.v
select sum(x) over (order by x rows between current row and unbounded following) as s, x from unnest([1, 2, 3]) as x order by x
select x, avg(x) over (order by x rows between 2 preceding and 1 preceding) as a, min(x) over () as m, count(*) over (partition by mod(x, 2)) as c from unnest([1, 2, 3, 4]) as x order by x
select sum(x) over w as s, row_number() over (w) as n, x from unnest([3, 1]) as x window w as (order by x) order by x
select x from unnest([1, 2, 3, 4]) as x qualify sum(x) over (order by x) > 3 order by x
select x, lead(x, 2) over (order by x) as l, lag(x, 1, 0) over (order by x desc) as g from unnest([1, 2, 3]) as x order by x
select distinct x, count(*) over (partition by x) as n from unnest([1, 1, 2]) as x order by x
with s as (select 1 as id, timestamp '2020-01-01 00:00:00+00' as t union all select 1, timestamp '2020-01-01 00:10:00+00' union all select 1, timestamp '2020-01-01 01:00:00+00' union all select 2, timestamp '2020-01-01 00:00:00+00'), m as (select *, if(timestamp_diff(t, lag(t) over (partition by id order by t), minute) > 30 or lag(t) over (partition by id order by t) is null, 1, 0) as start from s) select id, t, sum(start) over (partition by id order by t) as session from m order by id, t
with u as (select 1 as id, date '2020-01-05' as d union all select 1, date '2020-02-07' union all select 2, date '2020-02-01'), f as (select id, date_trunc(min(d), month) as cohort from u group by id) select f.cohort, date_diff(date_trunc(u.d, month), f.cohort, month) as age, count(distinct u.id) as n from u join f using (id) group by cohort, age order by cohort, age
with d as (select 1 as k, 'old' as v, timestamp '2020-01-01 00:00:00+00' as t union all select 1, 'new', timestamp '2020-01-02 00:00:00+00' union all select 2, 'x', timestamp '2020-01-01 00:00:00+00') select * except (t) from d where true qualify row_number() over (partition by k order by t desc) = 1 order by k
with e as (select 'a' as k, [struct('x' as n, 1.5 as v), struct('y' as n, 2.5 as v)] as items) select k, (select sum(v) from unnest(items)) as total, (select string_agg(n, '+' order by n) from unnest(items)) as names, array(select as struct n, v * 2 as w from unnest(items) order by n) as twice from e
with recursive c as (select 1 as id, cast(null as int64) as parent, 0 as depth union all select o.id, o.parent, c.depth + 1 from (select 2 as id, 1 as parent union all select 3, 2) as o join c on o.parent = c.id) select id, depth from c order by id
select if(x is null, 'none', format('%03d', x)) as a, coalesce(nullif(s, ''), 'empty') as b from unnest([struct(7 as x, '' as s), struct(null as x, 'q' as s)]) order by a
select extract(year from d) as y, format_date('%b', d) as m, sum(v) as s from unnest([struct(date '2020-01-15' as d, 2 as v), struct(date '2020-01-20' as d, 3 as v)]) group by y, m order by y
select safe_divide(sum(if(ok, 1, 0)), count(*)) as rate, round(100 * safe_divide(countif(ok), count(*)), 1) as pct from unnest([true, true, false]) as ok
select x.*, y.* except (id) from (select 1 as id, 'a' as n) as x join (select 1 as id, 'b' as m) as y on x.id = y.id
select array_length(array_agg(distinct x)) as n, array_to_string(array_agg(distinct cast(x as string) order by cast(x as string)), ',') as l from unnest([2, 1, 2]) as x
select (select max(x) from unnest(l) as x) as m, l[safe_offset(5)] as o, array_reverse(l) as r, array_concat(l, [9]) as c from (select [1, 2] as l)
select t.a, t.b.c from (select 1 as a, struct(2 as c) as b) as t where t.b.c = 2
select timestamp_trunc(t, hour) as h, count(*) as n from unnest([timestamp '2020-01-01 00:10:00+00', timestamp '2020-01-01 00:50:00+00', timestamp '2020-01-01 01:00:00+00']) as t group by h order by h
select date(t) as d, datetime_trunc(datetime(t), day) as dt, datetime_diff(datetime(t), datetime '2020-01-01 00:00:00', hour) as h from unnest([timestamp '2020-01-01 05:10:00+00']) as t
select regexp_extract(u, r'utm_source=([^&]+)') as s, regexp_replace(u, r'\?.*$', '') as p, split(u, '/')[safe_offset(2)] as h from unnest(['https://a.b/c?utm_source=x&y=1']) as u
select x from unnest(['b', null, 'a', '', 'B', 'é', 'z']) as x order by x
select x, dense_rank() over (order by x) as r from unnest(['b', null, 'a', 'b']) as x order by x
select max(x) as a, min(x) as b from unnest(['b', 'a', null, 'Z']) as x
select x between 1 and 2 as a, x not between 1 and 2 as b, x in (1, null) as c from unnest([1, 3, null]) as x order by x
select true = (1 = 1) as a, (select count(*) from unnest([1, 2])) > 1 as b, exists (select 1 from unnest(array<int64>[])) as c
select 5 / 2 as a, div(5, 2) as b, -5 / 2 as c, div(-5, 2) as d, mod(-5, 2) as e, 5 * 2.0 as f, 1 - 0.9 as g
select 9223372036854775807 * 2 as a
select -9223372036854775808 - 1 as a
select sum(x) as a from unnest([numeric '99999999999999999999999999999', numeric '1']) as x
select avg(x) as a, sum(x) as b from unnest([1.5, 2.5, null]) as x
select cast(x as string) as a from unnest([0.1, 1.0, 1e21, 1e-5, 123456.789, -0.0]) as x order by a
select count(*) as n from unnest([1, 2, 3]) as x, unnest(['a', 'b']) as y
select x, y from unnest([1, 2]) as x left join unnest([2, 3]) as y on x = y order by x
select x, y from unnest([1, 2]) as x full join unnest([2, 3]) as y on x = y order by x, y
select x from (select 1 as x union all select 1 union all select 2) group by x having count(*) > 1
select k, sum(v) as v from (select 'a' as k, 1 as v union all select 'a', 2) group by k having sum(v) > 2
select k as kk, count(*) as n from (select 'a' as k union all select 'b') group by kk having kk = 'a'
select upper(k) as k, count(*) as n from (select 'a' as k union all select 'A') group by k order by n
select k, v, sum(v) over (partition by k) as t from (select 'a' as k, 1 as v union all select 'a', 2) order by v desc
select a + b as c from (select 1 as a, 2 as b) where a + b = 3 order by c
select a as b, b as a from (select 1 as a, 2 as b) order by a
select x.a from (select struct(1 as a) as x) where x.a = 1
select array(select x from unnest([3, 1, 2]) as x order by x desc limit 2) as a, array(select distinct x from unnest([1, 1]) as x) as b
select case when x then 1 else 0.5 end as a, case when not x then 'n' end as b from unnest([true, false]) as x order by a
select * from unnest([struct(1 as a, 'x' as b)]) where a = 1
select e.a.b as c from unnest([struct(struct(5 as b) as a)]) as e
select date_add(d, interval n day) as a, date_sub(d, interval n month) as b, date_diff(date_add(d, interval 1 year), d, day) as c from (select date '2020-02-29' as d, 3 as n)
select last_day(d) as a, extract(day from last_day(d)) as b, date_trunc(d, week(monday)) as c, format_date('%Y%m%d', d) as e from unnest([date '2021-02-10']) as d
select cast(format_date('%Y%m%d', date '2020-01-02') as int64) as a, parse_date('%Y%m%d', cast(20200102 as string)) as b
select unix_seconds(timestamp '2020-01-01 00:00:00+00') - unix_seconds(timestamp '2019-12-31 00:00:00+00') as a, timestamp_seconds(div(1577836800, 60) * 60) as b
select generate_date_array(min(d), max(d)) as a from unnest([date '2020-01-01', date '2020-01-03']) as d
select m, ifnull(v, 0) as v from unnest(generate_array(1, 3)) as m left join (select 2 as k, 5 as v) on m = k order by m
select * from unnest([struct(1 as id, 'x' as v), (2, null), (4, 'n')]) order by id
select * from unnest([struct(1 as id, null as v), (2, 'a')]) order by id
select * from unnest([struct(1 as id, date '2020-01-01' as v), (2, null), (3, '2020-01-02')]) order by id
select struct(null as a, 1 as b) as s
select [struct(1 as a), struct(2.5 as a)] as l
select to_json_string(struct(null as a)) as j
select (select as struct 1 as a, null as b).b as c
-- functions in functions, deeper than macros may be written out
select substr(substr(substr(substr(substr(substr(substr('abcdefgh', 2), 1), 2), 1), 1), 2), 1) as a
select upper(trim(lower(trim(upper(ltrim(rtrim(concat(' ', s, ' ')))))))) as a from unnest(['a', 'é', null]) as s order by a
select round(safe_divide(round(x / 3, 2), round(x / 7, 3)) * 100 / 3, 1) as a, sum(round(x / 3, 2) / 2) over (order by x) as b from unnest([1, 2, 5]) as x order by x
select g, round(sum(x / 3) / count(*) / 2, 3) as a, max(split(trim(upper(s)), ',')[safe_offset(1)]) as b from unnest([struct(1 as g, 2 as x, ' a,b' as s), struct(1, 3, 'c,d ')]) group by g
select array_concat([1], [2], [3], [4], [5], [6], [7], [8], [9]) as a, array_to_string(array_concat(['a'], split('b,c'), array_reverse(['d', 'e'])), '-') as b
select date_trunc(date_add(date_trunc(date_sub(d, interval 1 day), month), interval 1 month), week(monday)) as a, date_add(date_add(date_add(date_add(d, interval 1 day), interval 1 month), interval 1 week), interval 1 year) as b from unnest([date '2020-01-31']) as d
select cast(cast(cast(cast(cast('12' as int64) as string) as numeric) as string) as float64) as a, safe_cast(trim(substr(concat('x', ' 7 '), 2)) as int64) as b
select greatest(greatest(greatest(1, x), abs(x)), div(x, 2)) as a, least(mod(abs(x), 3), round(x / 2)) as b from unnest([5, -7, null]) as x order by a
select (select max(split(trim(upper(y)), '-')[offset(0)]) from unnest(split(trim(lower(s)), '|')) as y) as a from unnest(['a-1|b-2']) as s
select numeric '1' / 3 / 3 / 3 / 3 as a, x / 2 / 2 / 2 / 2 / 2 as b from unnest([100]) as x
select json_value(json_value(trim(concat(' ', j, ' ')), '$.a'), '$.b') as a, to_json_string(struct(upper(trim(lower(s))) as u, [round(x / 3, 1)] as r)) as b from (select '{"a": "{\\"b\\": 1}"}' as j, ' q ' as s, 2 as x)
select instr('helloooo', 'oo', 1, 1) as a, instr('helloooo', 'oo', 1, 2) as b, instr('helloooo', 'oo', 1, 3) as c, instr('helloooo', 'oo', 1, 4) as d, instr('banana', 'a', 3, 2) as e, instr('banana', 'x', 1, 2) as f
select instr('äbäb', 'b', 2, 2) as a, instr('äbäb', 'äb', 2, 1) as b, instr(null, 'a', 1, 1) as c, instr('a', null, 1, 1) as d, instr('a', 'a', null, 1) as e, instr('a', 'a', 1, null) as f, instr('aa', 'a', 9, 1) as g, instr('aa', 'a', 3, 1) as h, instr('aa', 'a', 1, 9223372036854775807) as i
select instr('banana', 'a', 1, 0) as a
select instr('banana', 'a', 1, -1) as a
select instr('ab', '', 1, 1) as a, instr('ab', '', 1, 2) as b, instr('', '', 1, 1) as c
select instr('ab', '', 1, 3) as a
select x, instr(x, 'a', 2, 2) as a from unnest(['banana', 'aaa', '', null, 'a']) as x order by x
select initcap('hello-world and all', '-') as a, initcap('hello-world and all', ' ') as b, initcap('HELLO', 'l') as c, initcap('one two', '') as d, initcap('a1b2', '12') as e, initcap('', '-') as f
select initcap(null, '-') as a, initcap('ab', null) as b, initcap('a b\tc', ' \t') as c, initcap('x.y.z', '.') as d, initcap('aXbXc', 'X') as e, initcap('aXbXc', 'x') as f
select x, initcap(x, '_') as a from unnest(['snake_case', '__a', null, 'A_B']) as x order by x
select substr(b'abcdef', 2) as a, substr(b'abcdef', 2, 3) as b, substr(b'abcdef', -2) as c, substr(b'abcdef', -2, 1) as d, substr(b'abcdef', 0) as e, substr(b'abcdef', 0, 2) as f, substr(b'abcdef', -9) as g, substr(b'abcdef', 9) as h, substr(b'abcdef', 1, 0) as i, substr(b'', 1) as j
select substr(b'abc', 2, 99) as a, substr(b'\xff\x00\xfe', 2) as b, substr(b'\xff\x00\xfe', 2, 1) as c, substr(b'abc', null) as d, substr(cast(null as bytes), 1) as e, substr(b'abc', 1, null) as f, substr(b'abc', 9223372036854775807) as g, substr(b'abc', -9223372036854775808) as h, substr(b'abc', 2, 9223372036854775807) as i
select substr(b'abc', 1, -1) as a
select substr(b'abc', -9, 2) as a, substr(b'abc', -3, 2) as b
select substring(b'abcdef', 2, 3) as a, substring(cast('äbc' as bytes), 2) as b
select left(b'abcdef', 2) as a, left(b'abc', 9) as b, left(b'abc', 0) as c, right(b'abcdef', 2) as d, right(b'abc', 9) as e, right(b'abc', 0) as f, left(cast(null as bytes), 1) as g, right(b'\xff\x00', 1) as h, left(b'abc', 9223372036854775807) as i, right(b'abc', 9223372036854775807) as j
select left(b'abc', -1) as a
select right(b'abc', -1) as a
select repeat(b'ab', 2) as a, repeat(b'ab', 0) as b, repeat(b'', 5) as c, repeat(cast(null as bytes), 2) as d, repeat(b'\xff\x00', 2) as e, repeat(b'a', null) as f
select repeat(b'ab', -1) as a
select regexp_extract('a1b2c3', r'[a-z]\d', 1, 1) as a, regexp_extract('a1b2c3', r'[a-z]\d', 1, 2) as b, regexp_extract('a1b2c3', r'[a-z]\d', 2) as c, regexp_extract('a1b2c3', r'[a-z]\d', 1, 4) as d, regexp_extract('a1b2c3', r'[a-z](\d)', 2, 2) as e, regexp_extract('a1b2c3', r'[a-z](\d)', 3) as f
select regexp_extract('Hello Helloo and Helloooo', 'H?ello+', 1, 3) as a, regexp_extract('Hello Helloo and Helloooo', 'H?ello+', 2, 1) as b, regexp_extract('Hello', 'H?ello+', 20) as c, regexp_extract('Hello', 'o', 5) as d, regexp_extract('Hello', 'o', 6) as e, regexp_extract('Hello', 'x', 1, 1) as f, regexp_extract('äbäb', 'b', 3) as g, regexp_extract('äbäb', 'äb', 2) as h
select regexp_extract(null, 'a', 1, 1) as a, regexp_extract('a', 'a', null, 1) as b, regexp_extract('a', 'a', 1, null) as c
select regexp_extract('abc', 'b', 0) as a
select regexp_extract('abc', 'b', 1, 0) as a
select regexp_extract('abc', '^b', 2) as a
select regexp_extract('abc', '^a', 1, 1) as a
select regexp_extract('ab', 'x*', 1, 1) as a
select regexp_extract('ab', 'x*', 3, 1) as a
select regexp_extract('', 'x*', 1, 1) as a
select regexp_extract('', '', 1, 1) as a
select regexp_substr('a1b2', r'[a-z]', 1, 2) as a, regexp_substr('a1b2', r'[a-z]', 2) as b
select x, regexp_extract(x, r'(\w)-', 1, 2) as a, regexp_extract(x, r'\w', 2) as b from unnest(['a-b-c', 'a', '', null]) as x order by x
select initcap('ab', 'a') as a, initcap('AB', 'A') as b, initcap('aBa', 'a') as c, initcap('xxyy', 'x') as d, initcap('AbC', 'AbC') as e
select regexp_extract('k=v;k=w', r'k=(\w)', 1, 2) as a, regexp_extract('aaaa', 'aa', 1, 2) as b, regexp_extract('aaaa', 'aa', 2, 2) as c, regexp_extract('aaa', 'a', 1, 9223372036854775807) as d, regexp_extract('aaa', 'a', 9223372036854775807, 1) as e
select regexp_extract('aaa', '^a', 1, 2) as a
select regexp_extract('aaa', '^a', 2, 2) as a
select regexp_extract('ab ab', r'\bab', 1, 2) as a
select regexp_extract('abab', r'\bab', 1, 2) as a
select regexp_extract('xab', r'\Bab', 1, 1) as a
select regexp_extract('xabab', r'\Bab', 2, 1) as a
select regexp_extract('xabab', r'\Bab', 2, 2) as a
select regexp_extract('aXbXc', r'\bX', 2) as a, regexp_extract('foo bar', r'\b\w+', 2, 2) as b, regexp_extract('foo bar', r'\w+$', 1, 2) as c
select regexp_extract('a\nb', '(?m)^.', 1, 2) as a, regexp_extract('a\nb', '(?m)^.', 2) as b
select regexp_extract('abcabc', r'\b.', 1, 3) as a
select regexp_extract('aaaa', r'\Ba', 1, 1) as a, regexp_extract('aaaa', r'\Ba', 1, 2) as b, regexp_extract('aaaa', r'\Ba', 1, 3) as c, regexp_extract('aaaa', r'\Ba', 1, 4) as d
select safe_cast('2024-03-05 01:02:03 America/New_York' as timestamp) as a
select safe_cast('2024-03-05 01:02:03America/New_York' as timestamp) as a
select cast(x as timestamp) as a from unnest(['2024-03-05 01:02:03 America/Nowhere']) as x
select json_query_array('[null, 1]') as a
select json_query_array('[null]')[offset(0)] is null as a
select json_extract_array('[null, {"a": null}, [null], "null"]') as a, json_query_array('{"a": [null, "x"]}', '$.a') as b
select json_value_array('[null, 1]') as a, json_extract_string_array('[null, "x"]') as b
select cast('0000-01-01' as date) as a
select safe_cast('0000-01-01' as date) as a, safe_cast('9999-12-31' as date) as b, safe_cast('0001-01-01' as date) as c
select safe_cast('0000-01-01 00:00:00' as datetime) as a, safe_cast('0000-12-31' as timestamp) as b, safe_cast('0001-01-01 00:00:00+01' as timestamp) as c, safe_cast('9999-12-31 23:59:59-01' as timestamp) as d
select date_trunc(date '0001-01-01', week) as a
select date_trunc(date '0001-01-03', week(thursday)) as a
select date_trunc(date '0001-01-01', isoyear) as a, date_trunc(date '0001-01-01', week(monday)) as b, date_trunc(date '0001-01-01', year) as c
select last_day(date '9999-12-31', week) as a
select last_day(date '9999-12-31', isoweek) as a
select last_day(date '9999-12-31', month) as a, last_day(date '9999-12-31', year) as b, last_day(date '9999-12-31', quarter) as c
select datetime_trunc(datetime '0001-01-01 00:00:00', week) as a
select timestamp_trunc(timestamp '0001-01-01 00:00:00', week) as a
select safe_cast('-0x1f' as int64) as a, safe_cast('+0x1f' as int64) as b, safe_cast('0x' as int64) as c, safe_cast('-0X1F' as int64) as d, safe_cast('-0x8000000000000000' as int64) as e, safe_cast('0xffffffffffffffff' as int64) as f, safe_cast('0x7fffffffffffffff' as int64) as g, safe_cast(' -0x1 ' as int64) as h
select cast(x as int64) as a from unnest(['-0x1f', '0x10', '-5']) as x order by a
select safe_cast('0x8000000000000000' as int64) as a
select safe_cast('-nan' as float64) as a, safe_cast('+nan' as float64) as b, safe_cast('NaN' as float64) as c
select safe_cast('1e400' as float64) as a, safe_cast('-1e400' as float64) as b, safe_cast('1e-400' as float64) as c
select cast('1e400' as float64) as a
select cast(x as float64) as a from unnest(['1e400']) as x
select array_agg(x order by x limit 0) as a from unnest([1, 2]) as x
select array_length(array_agg(x limit 0)) as a from unnest([1, 2]) as x
select string_agg(x order by x limit 0) as a from unnest(['a', 'b']) as x
select array_concat_agg(x limit 0) as a from unnest([struct([1] as x)]) as s
select json_value('{"a":1', '$.a') as a
select safe_cast('01:02:60' as time) as a
select safe_cast('2024-01-01 01:02:60' as datetime) as a, safe_cast('2024-01-01 01:02:60' as timestamp) as b, safe_cast('23:59:60' as time) as c, safe_cast('01:02:61' as time) as d
select cast(x as time) as a from unnest(['01:02:60']) as x
select safe_cast('01:02:60.5' as time) as a
select parse_timestamp('%Y-%m-%d %H:%M:%S', '2024-01-01 01:02:60') as a
select to_json_string('\u2028\u2029') as a
select to_json_string('</script>\u007f\u0080\u00a0\u200b\ufeff\u0001\t\n\\"/') as a
select distinct a from unnest([struct(1 as a, 2 as b)]) as t order by b
select distinct a from unnest([struct(1 as a, 2 as b)]) as t order by t.b
select distinct a + 1 as c from unnest([struct(1 as a)]) as t order by a
select distinct a from unnest([struct(2 as a), struct(1 as a)]) as t order by a
select distinct a from unnest([struct(2 as a), struct(1 as a)]) as t order by t.a
select distinct a from unnest([struct(2 as a), struct(1 as a)]) as t order by a + 1
select distinct a, b from unnest([struct(2 as a, 1 as b), struct(1 as a, 1 as b)]) as t order by a + b
select distinct t.a + 1 as c from unnest([struct(2 as a), struct(1 as a)]) as t order by c desc
select distinct t.a + 1 as c from unnest([struct(2 as a), struct(1 as a)]) as t order by 1
select distinct a as x from unnest([struct(2 as a), struct(1 as a)]) as t order by a
select distinct a as x from unnest([struct(2 as a), struct(1 as a)]) as t order by t.a
select distinct a as x from unnest([struct(2 as a), struct(1 as a)]) as t order by x
select distinct x + 1 from unnest([2, 1]) as x order by x + 1
select distinct x + 1 as y from unnest([2, 1]) as x order by x + 1
select distinct x + 1 as y from unnest([2, 1]) as x order by y + 1
select distinct upper(x) as y from unnest(['b', 'a']) as x order by lower(y)
select distinct x from unnest([2, 1]) as x order by (select x)
select distinct * from unnest([struct(2 as a, 3 as b), struct(1 as a, 3 as b)]) as t order by a
select distinct * from unnest([struct(2 as a, 3 as b), struct(1 as a, 3 as b)]) as t order by t.a, b
select distinct x, count(*) as n from unnest([2, 1, 1]) as x group by x order by n, x
select distinct count(*) as n from unnest([2, 1, 1]) as x group by x order by x
select distinct count(*) as n from unnest([2, 1, 1]) as x group by x order by count(*)
select distinct s.a from unnest([struct(struct(1 as a) as s)]) order by s.a
select distinct s from unnest([struct(struct(2 as a) as s), struct(struct(1 as a) as s)]) order by s.a
select count(*) as a
select sum(1) as a
select 1 as a where false
select 1 as a having count(*) > 0
select 1 as a having true
select 1 as a group by 1
select distinct 1 as a
select 1 as a order by 1
select 1 as a limit 1
select 1 as a order by a
select row_number() over () as a
select sum(1) over () as a
select (select count(*)) as a from unnest([1]) as x
select (select x) as a from unnest([1]) as x
select (select sum(x)) as a from unnest([1]) as x
select 1 as a qualify true
select 1 as a window w as (order by 1)
select 1 as a union all select 2 order by 1
select if(count(*) > 0, 1, 2) as a
select array(select 1 where true) as a
select exists(select 1 where false) as a
select count(*) as a from unnest([1]) as x having count(*) > 0
select x from unnest([1]) as x where x != null
select x from unnest([1]) as x where x = null
select null + 1 as a
select null > 1 as a
select 1 < null as a
select null = null as a
select - null as a
select null and true as a, null or false as b, not null as c
select null || 'a' as a
select null in (1) as a, 1 in (null) as b, 1 in (1, null) as c
select null between 1 and 2 as a
select 1 between null and 2 as a
select null like 'a' as a
select 'a' like null as a
select null is null as a, null is true as b
select null & 1 as a
select null << 1 as a
select 1 / null as a
select null * 1.5 as a
select (null) + 1 as a
select (null) = 1 as a
select cast(null as int64) + 1 as a, cast(null as int64) = 1 as b
select null is distinct from 1 as a
select ~null as a
select null + date '2024-01-01' as a
select date '2024-01-01' - null as a
select case null when 1 then 2 end as a
select case 1 when null then 2 else 3 end as a
select nullif(null, 1) as a, nullif(1, null) as b, coalesce(null, 1) as c, if(null, 1, 2) as d, greatest(null, 1) as e
select date_add(null, interval 1 day) as a
select mod(null, 1) as a
select null = any_value(x) as a from unnest([1]) as x
select null in unnest([1]) as a
select sum(x) over (partition by y) as a from unnest([struct(1 as x, 1.5 as y)])
select count(*) over (partition by x) as a from unnest([1.5]) as x
select count(*) over (partition by cast(x as string)) as a from unnest([1.5]) as x
select count(*) over (partition by s) as a from unnest([struct(struct(1 as q) as s)])
select count(*) over (partition by s) as a from unnest([struct([1] as s)])
select count(*) over (partition by s) as a from unnest([struct(json '1' as s)])
select count(*) over (partition by x) as a from unnest([numeric '1.5']) as x
select count(*) over (order by x) as a from unnest([1.5]) as x
select json_value('{"a": 1}', "$['a']") as a
select json_query('{"a": 1}', "$['a']") as a
select json_extract_scalar('{"a": 1}', "$['a']") as a
select json_extract('{"a": 1}', "$['a']") as a
select json_value('{"a": 1}', '$."a"') as a, json_query('{"a b": 1}', '$."a b"') as b
select json_extract_scalar('{"a": 1}', '$."a"') as a
select json_extract('{"a": 1}', '$."a"') as a
select json_query_array('{"a": [1]}', "$['a']") as a
select json_value_array('{"a": [1]}', "$['a']") as a
select json_extract_array('{"a": [1]}', "$['a']") as a
select json_extract_string_array('{"a": [1]}', "$['a']") as a
select json_value(json '{"a": 1}', "$['a']") as a
select json_extract_scalar(json '{"a": 1}', "$['a']") as a
select array_concat([1], null) as a
select array_concat(null, [1]) as a
select array_concat([1], cast(null as array<int64>)) as a
select array_concat(null) as a
select array_concat([1]) as a
select [1] || null as a
select null || [1] as a
select null | 1 as a
select null ^ 1 as a
select null >> 1 as a
select null like null as a
select + null as a
select null not like 'a' as a
select cast(x as time) as a, cast(concat('2024-02-28 ', x) as datetime) as b, cast(concat('2024-02-28 ', x, '+01:00') as timestamp) as c from unnest(['23:59:60', '1:2:3', '01:02:60.9', '01:60:00']) as x where x != '01:60:00' order by x
select safe_cast(x as time) as a, safe_cast(concat('2024-02-28 ', x) as timestamp) as b from unnest(['01:60:00', '01:02:600', '60:02:01', '01:02:99']) as x
select last_day(date '9999-12-25', week) as a, last_day(date '9999-12-25', isoweek) as b, date_trunc(date '0001-01-07', week) as c
select array_agg(x order by x desc limit 1) as a, array_agg(x limit 2) as b from unnest([1, 2]) as x
select json_query_array('[1, [null, {"b": null}], {"a": null}]') as a
select to_json_string(['a\u2028', null]) as a, to_json_string(struct('\u2029' as x)) as b
select cast(x as timestamp) as a from unnest(['2024-03-05 01:02:03 UTC', '2024-03-05T01:02:03Z', '2024-03-05 01:02:03.5+01', '2024-03-05']) as x order by a
select safe.parse_timestamp('%Y-%m-%d %H:%M:%S', '2024-01-01 01:02:60') as a, parse_datetime('%Y-%m-%d %H:%M:%S', '2024-02-28 23:59:60') as b, safe.parse_datetime('%Y-%m-%dT%H:%M:%S', '2024-02-28T23:60:00') as c
select json_value('x', '$.a') as a, json_query('no', '$.a') as b
select parse_timestamp('%F %T', x) as a from unnest(['2024-01-01 01:02:60', '2024-01-01 01:02:59']) as x order by a
select sum(x) + null as a from unnest([1]) as x
select distinct a, count(*) over () as n from unnest([struct(2 as a), struct(1 as a)]) as t order by a
with t as (select 1 as a, 2 as b) select distinct b, a from t order by t.a, upper(cast(t.b as string))
with t as (select 1 as a, 2 as b union all select 3, 4) select distinct t.* from t order by t.a
with t as (select 1 as a, 2 as b union all select 3, 4), u as (select 1 as a, 5 as c) select distinct t.a, u.c from t join u using (a) order by a
with t as (select 1 as a, 2 as b union all select 3, 4), u as (select 1 as a, 5 as c) select distinct a, c from t join u using (a) order by t.a
with t as (select 1 as a, 2 as b union all select 3, 4), u as (select 1 as a, 5 as c) select distinct a, c from t join u using (a) order by u.a
with t as (select 1 as a, 2 as b union all select 3, 4) select distinct a from t where b > 0 order by a desc limit 1
with t as (select struct(1 as x, 2 as y) as s) select distinct s.x from t order by s.x
with t as (select struct(1 as x, 2 as y) as s) select distinct s.x from t order by s.y
with t as (select struct(1 as x, 2 as y) as s) select distinct s.x from t order by t.s.x
select distinct x from unnest([3, 1, 2]) as x order by -x
select distinct x as y from unnest([3, 1, 2]) as x order by -x
select distinct x as y from unnest([3, 1, 2]) as x order by mod(x, 2), y
select distinct x, off from unnest([3, 1]) as x with offset as off order by off
select distinct x from unnest([3, 1]) as x with offset as off order by off
select array(select distinct x from unnest([3, 1]) as x order by x) as a
select array(select as struct 1 as a, 2 as b) as a
select array(select 1 union all select 2) as a
select (select as struct 1 as a).a as b
select case when null then 1 else 2 end as a
select if(null, 1, 2) as a
select x from unnest([1]) as x where null
select 1 in unnest(null) as a
select not (null) as a
select x from unnest([1, 2]) as x where x = (select null)
select x from unnest([1, 2]) as x where x > coalesce(null, 1)
select 'a' || cast(null as string) as a
select interval 1 day + null as a
select timestamp '2024-01-01' + null as a
select true is null and null as a
select count(*) over (partition by x order by y) as a from unnest([struct('a' as x, 1.5 as y)])
select sum(1) over w as a from unnest([struct(1.5 as x)]) window w as (partition by x)
select max(x) as a from unnest([1]) as x having null
select json_value('{"a": {"b c": 1}}', '$.a."b c"') as a, json_extract_scalar('{"a": {"b c": 1}}', "$.a['b c']") as b
select safe_cast(x as int64) as a from unnest(['0x1F', ' 12 ', '+7', '-0', '1 2', '', '0x1G', '٣']) as x
select safe_cast(x as date) as a from unnest(['0999-1-1', '1000-01-01', '9999-12-31', '10000-01-01', '0000-12-31', '0001-1-1']) as x
select safe_cast(x as float64) as a from unnest(['nan', '+NaN', '-NAN', 'n', 'in', '-inf', '+infinity', '1e5', '.5', '5.']) as x
select safe_cast(x as timestamp) as a from unnest(['0001-01-01 00:00:00+00', '0001-01-01 00:00:00+01', '9999-12-31 23:59:59.999999+00', '9999-12-31 23:59:59-00:30', '2024-01-01 00:00:60', '2024-01-01 23:59:60-01']) as x
select datetime_trunc(datetime '2024-01-01 05:00:00', week) as a, timestamp_trunc(timestamp '2024-01-01 05:00:00', isoyear) as b, datetime_trunc(datetime '0001-01-07 01:00:00', week) as c
