select ascii('') as a
select ascii('a') as a
select ascii(' Ab c ') as a
select ascii('héllo wörld') as a
select ascii('日本語') as a
select ascii('a,b,,c') as a
select ascii(cast(null as string)) as a
select ascii('𝒳y') as a
select ascii('-1') as a
select ascii('\t\n') as a
select ascii('%_\\') as a
select byte_length('') as a
select byte_length('a') as a
select byte_length(' Ab c ') as a
select byte_length('héllo wörld') as a
select byte_length('日本語') as a
select byte_length('a,b,,c') as a
select byte_length(cast(null as string)) as a
select byte_length('𝒳y') as a
select byte_length('-1') as a
select byte_length('\t\n') as a
select byte_length('%_\\') as a
select byte_length(b'') as a
select byte_length(b'abc') as a
select byte_length(b'\x00\xff') as a
select byte_length(cast(null as bytes)) as a
select char_length('') as a
select char_length('a') as a
select char_length(' Ab c ') as a
select char_length('héllo wörld') as a
select char_length('日本語') as a
select char_length('a,b,,c') as a
select char_length(cast(null as string)) as a
select char_length('𝒳y') as a
select char_length('-1') as a
select char_length('\t\n') as a
select char_length('%_\\') as a
select chr(0) as a
select chr(1) as a
select chr(-1) as a
select chr(3) as a
select chr(9223372036854775807) as a
select chr(-9223372036854775808) as a
select chr(cast(null as int64)) as a
select chr(64) as a
select chr(-7) as a
select code_points_to_string(array<int64>[]) as a
select code_points_to_string([1, 233, 8364]) as a
select code_points_to_string([3]) as a
select code_points_to_string(cast(null as array<int64>)) as a
select ends_with('', ' Ab c ') as a
select ends_with('a', '𝒳y') as a
select ends_with(' Ab c ', 'a') as a
select ends_with('héllo wörld', cast(null as string)) as a
select ends_with('日本語', '') as a
select ends_with('a,b,,c', 'a,b,,c') as a
select ends_with(cast(null as string), '%_\\') as a
select ends_with('𝒳y', '日本語') as a
select ends_with('-1', '\t\n') as a
select ends_with('\t\n', 'héllo wörld') as a
select ends_with('%_\\', '-1') as a
select ends_with(b'', b'\x00\xff') as a
select ends_with(b'abc', cast(null as bytes)) as a
select ends_with(b'\x00\xff', b'') as a
select ends_with(cast(null as bytes), b'abc') as a
select from_base64('') as a
select from_base64('a') as a
select from_base64(' Ab c ') as a
select from_base64('héllo wörld') as a
select from_base64('日本語') as a
select from_base64('a,b,,c') as a
select from_base64(cast(null as string)) as a
select from_base64('𝒳y') as a
select from_base64('-1') as a
select from_base64('\t\n') as a
select from_base64('%_\\') as a
select from_hex('') as a
select from_hex('a') as a
select from_hex(' Ab c ') as a
select from_hex('héllo wörld') as a
select from_hex('日本語') as a
select from_hex('a,b,,c') as a
select from_hex(cast(null as string)) as a
select from_hex('𝒳y') as a
select from_hex('-1') as a
select from_hex('\t\n') as a
select from_hex('%_\\') as a
select initcap('') as a
select initcap('a') as a
select initcap(' Ab c ') as a
select initcap('héllo wörld') as a
select initcap('日本語') as a
select initcap('a,b,,c') as a
select initcap(cast(null as string)) as a
select initcap('𝒳y') as a
select initcap('-1') as a
select initcap('\t\n') as a
select initcap('%_\\') as a
select instr('', ' Ab c ') as a
select instr('a', '𝒳y') as a
select instr(' Ab c ', 'a') as a
select instr('héllo wörld', cast(null as string)) as a
select instr('日本語', '') as a
select instr('a,b,,c', 'a,b,,c') as a
select instr(cast(null as string), '%_\\') as a
select instr('𝒳y', '日本語') as a
select instr('-1', '\t\n') as a
select instr('\t\n', 'héllo wörld') as a
select instr('%_\\', '-1') as a
select instr('', ' Ab c ', 9223372036854775807) as a
select instr('a', '𝒳y', -1) as a
select instr(' Ab c ', 'a', 0) as a
select instr('héllo wörld', cast(null as string), 64) as a
select instr('日本語', '', -9223372036854775808) as a
select instr('a,b,,c', 'a,b,,c', 3) as a
select instr(cast(null as string), '%_\\', 1) as a
select instr('𝒳y', '日本語', -7) as a
select instr('-1', '\t\n', cast(null as int64)) as a
select instr('\t\n', 'héllo wörld', 9223372036854775807) as a
select instr('%_\\', '-1', -1) as a
select left('', -1) as a
select left('a', 64) as a
select left(' Ab c ', 3) as a
select left('héllo wörld', -7) as a
select left('日本語', 9223372036854775807) as a
select left('a,b,,c', 0) as a
select left(cast(null as string), -9223372036854775808) as a
select left('𝒳y', 1) as a
select left('-1', cast(null as int64)) as a
select left('\t\n', -1) as a
select left('%_\\', 64) as a
select length('') as a
select length('a') as a
select length(' Ab c ') as a
select length('héllo wörld') as a
select length('日本語') as a
select length('a,b,,c') as a
select length(cast(null as string)) as a
select length('𝒳y') as a
select length('-1') as a
select length('\t\n') as a
select length('%_\\') as a
select length(b'') as a
select length(b'abc') as a
select length(b'\x00\xff') as a
select length(cast(null as bytes)) as a
select lower('') as a
select lower('a') as a
select lower(' Ab c ') as a
select lower('héllo wörld') as a
select lower('日本語') as a
select lower('a,b,,c') as a
select lower(cast(null as string)) as a
select lower('𝒳y') as a
select lower('-1') as a
select lower('\t\n') as a
select lower('%_\\') as a
select lpad('', -1) as a
select lpad('a', 0) as a
select lpad(' Ab c ', 64) as a
select lpad('héllo wörld', 3) as a
select lpad('日本語', 1) as a
select lpad('a,b,,c', -7) as a
select lpad(cast(null as string), cast(null as int64)) as a
select lpad('𝒳y', -1) as a
select lpad('-1', 0) as a
select lpad('\t\n', 64) as a
select lpad('%_\\', 3) as a
select lpad('', -1, '日本語') as a
select lpad('a', 0, '') as a
select lpad(' Ab c ', 64, '𝒳y') as a
select lpad('héllo wörld', 3, 'héllo wörld') as a
select lpad('日本語', 1, '%_\\') as a
select lpad('a,b,,c', -7, cast(null as string)) as a
select lpad(cast(null as string), cast(null as int64), ' Ab c ') as a
select lpad('𝒳y', -1, '\t\n') as a
select lpad('-1', 0, 'a,b,,c') as a
select lpad('\t\n', 64, 'a') as a
select lpad('%_\\', 3, '-1') as a
select ltrim('') as a
select ltrim('a') as a
select ltrim(' Ab c ') as a
select ltrim('héllo wörld') as a
select ltrim('日本語') as a
select ltrim('a,b,,c') as a
select ltrim(cast(null as string)) as a
select ltrim('𝒳y') as a
select ltrim('-1') as a
select ltrim('\t\n') as a
select ltrim('%_\\') as a
select ltrim('', ' Ab c ') as a
select ltrim('a', '𝒳y') as a
select ltrim(' Ab c ', 'a') as a
select ltrim('héllo wörld', cast(null as string)) as a
select ltrim('日本語', '') as a
select ltrim('a,b,,c', 'a,b,,c') as a
select ltrim(cast(null as string), '%_\\') as a
select ltrim('𝒳y', '日本語') as a
select ltrim('-1', '\t\n') as a
select ltrim('\t\n', 'héllo wörld') as a
select ltrim('%_\\', '-1') as a
select md5('') as a
select md5('a') as a
select md5(' Ab c ') as a
select md5('héllo wörld') as a
select md5('日本語') as a
select md5('a,b,,c') as a
select md5(cast(null as string)) as a
select md5('𝒳y') as a
select md5('-1') as a
select md5('\t\n') as a
select md5('%_\\') as a
select md5(b'') as a
select md5(b'abc') as a
select md5(b'\x00\xff') as a
select md5(cast(null as bytes)) as a
select repeat('', -1) as a
select repeat('a', 0) as a
select repeat(' Ab c ', 64) as a
select repeat('héllo wörld', 3) as a
select repeat('日本語', 1) as a
select repeat('a,b,,c', -7) as a
select repeat(cast(null as string), cast(null as int64)) as a
select repeat('𝒳y', -1) as a
select repeat('-1', 0) as a
select repeat('\t\n', 64) as a
select repeat('%_\\', 3) as a
select replace('', ' Ab c ', '日本語') as a
select replace('a', '𝒳y', '') as a
select replace(' Ab c ', 'a', '𝒳y') as a
select replace('héllo wörld', cast(null as string), 'héllo wörld') as a
select replace('日本語', '', '%_\\') as a
select replace('a,b,,c', 'a,b,,c', cast(null as string)) as a
select replace(cast(null as string), '%_\\', ' Ab c ') as a
select replace('𝒳y', '日本語', '\t\n') as a
select replace('-1', '\t\n', 'a,b,,c') as a
select replace('\t\n', 'héllo wörld', 'a') as a
select replace('%_\\', '-1', '-1') as a
select reverse('') as a
select reverse('a') as a
select reverse(' Ab c ') as a
select reverse('héllo wörld') as a
select reverse('日本語') as a
select reverse('a,b,,c') as a
select reverse(cast(null as string)) as a
select reverse('𝒳y') as a
select reverse('-1') as a
select reverse('\t\n') as a
select reverse('%_\\') as a
select right('', -1) as a
select right('a', 64) as a
select right(' Ab c ', 3) as a
select right('héllo wörld', -7) as a
select right('日本語', 9223372036854775807) as a
select right('a,b,,c', 0) as a
select right(cast(null as string), -9223372036854775808) as a
select right('𝒳y', 1) as a
select right('-1', cast(null as int64)) as a
select right('\t\n', -1) as a
select right('%_\\', 64) as a
select rpad('', -1) as a
select rpad('a', 0) as a
select rpad(' Ab c ', 64) as a
select rpad('héllo wörld', 3) as a
select rpad('日本語', 1) as a
select rpad('a,b,,c', -7) as a
select rpad(cast(null as string), cast(null as int64)) as a
select rpad('𝒳y', -1) as a
select rpad('-1', 0) as a
select rpad('\t\n', 64) as a
select rpad('%_\\', 3) as a
select rpad('', -1, '日本語') as a
select rpad('a', 0, '') as a
select rpad(' Ab c ', 64, '𝒳y') as a
select rpad('héllo wörld', 3, 'héllo wörld') as a
select rpad('日本語', 1, '%_\\') as a
select rpad('a,b,,c', -7, cast(null as string)) as a
select rpad(cast(null as string), cast(null as int64), ' Ab c ') as a
select rpad('𝒳y', -1, '\t\n') as a
select rpad('-1', 0, 'a,b,,c') as a
select rpad('\t\n', 64, 'a') as a
select rpad('%_\\', 3, '-1') as a
select rtrim('') as a
select rtrim('a') as a
select rtrim(' Ab c ') as a
select rtrim('héllo wörld') as a
select rtrim('日本語') as a
select rtrim('a,b,,c') as a
select rtrim(cast(null as string)) as a
select rtrim('𝒳y') as a
select rtrim('-1') as a
select rtrim('\t\n') as a
select rtrim('%_\\') as a
select rtrim('', ' Ab c ') as a
select rtrim('a', '𝒳y') as a
select rtrim(' Ab c ', 'a') as a
select rtrim('héllo wörld', cast(null as string)) as a
select rtrim('日本語', '') as a
select rtrim('a,b,,c', 'a,b,,c') as a
select rtrim(cast(null as string), '%_\\') as a
select rtrim('𝒳y', '日本語') as a
select rtrim('-1', '\t\n') as a
select rtrim('\t\n', 'héllo wörld') as a
select rtrim('%_\\', '-1') as a
select sha1('') as a
select sha1('a') as a
select sha1(' Ab c ') as a
select sha1('héllo wörld') as a
select sha1('日本語') as a
select sha1('a,b,,c') as a
select sha1(cast(null as string)) as a
select sha1('𝒳y') as a
select sha1('-1') as a
select sha1('\t\n') as a
select sha1('%_\\') as a
select sha1(b'') as a
select sha1(b'abc') as a
select sha1(b'\x00\xff') as a
select sha1(cast(null as bytes)) as a
select sha256('') as a
select sha256('a') as a
select sha256(' Ab c ') as a
select sha256('héllo wörld') as a
select sha256('日本語') as a
select sha256('a,b,,c') as a
select sha256(cast(null as string)) as a
select sha256('𝒳y') as a
select sha256('-1') as a
select sha256('\t\n') as a
select sha256('%_\\') as a
select sha256(b'') as a
select sha256(b'abc') as a
select sha256(b'\x00\xff') as a
select sha256(cast(null as bytes)) as a
select split('') as a
select split('a') as a
select split(' Ab c ') as a
select split('héllo wörld') as a
select split('日本語') as a
select split('a,b,,c') as a
select split(cast(null as string)) as a
select split('𝒳y') as a
select split('-1') as a
select split('\t\n') as a
select split('%_\\') as a
select split('', ' Ab c ') as a
select split('a', '𝒳y') as a
select split(' Ab c ', 'a') as a
select split('héllo wörld', cast(null as string)) as a
select split('日本語', '') as a
select split('a,b,,c', 'a,b,,c') as a
select split(cast(null as string), '%_\\') as a
select split('𝒳y', '日本語') as a
select split('-1', '\t\n') as a
select split('\t\n', 'héllo wörld') as a
select split('%_\\', '-1') as a
select starts_with('', ' Ab c ') as a
select starts_with('a', '𝒳y') as a
select starts_with(' Ab c ', 'a') as a
select starts_with('héllo wörld', cast(null as string)) as a
select starts_with('日本語', '') as a
select starts_with('a,b,,c', 'a,b,,c') as a
select starts_with(cast(null as string), '%_\\') as a
select starts_with('𝒳y', '日本語') as a
select starts_with('-1', '\t\n') as a
select starts_with('\t\n', 'héllo wörld') as a
select starts_with('%_\\', '-1') as a
select starts_with(b'', b'\x00\xff') as a
select starts_with(b'abc', cast(null as bytes)) as a
select starts_with(b'\x00\xff', b'') as a
select starts_with(cast(null as bytes), b'abc') as a
select strpos('', ' Ab c ') as a
select strpos('a', '𝒳y') as a
select strpos(' Ab c ', 'a') as a
select strpos('héllo wörld', cast(null as string)) as a
select strpos('日本語', '') as a
select strpos('a,b,,c', 'a,b,,c') as a
select strpos(cast(null as string), '%_\\') as a
select strpos('𝒳y', '日本語') as a
select strpos('-1', '\t\n') as a
select strpos('\t\n', 'héllo wörld') as a
select strpos('%_\\', '-1') as a
select substr('', -1) as a
select substr('a', 64) as a
select substr(' Ab c ', 3) as a
select substr('héllo wörld', -7) as a
select substr('日本語', 9223372036854775807) as a
select substr('a,b,,c', 0) as a
select substr(cast(null as string), -9223372036854775808) as a
select substr('𝒳y', 1) as a
select substr('-1', cast(null as int64)) as a
select substr('\t\n', -1) as a
select substr('%_\\', 64) as a
select substr('', -1, 9223372036854775807) as a
select substr('a', 64, -1) as a
select substr(' Ab c ', 3, 0) as a
select substr('héllo wörld', -7, 64) as a
select substr('日本語', 9223372036854775807, -9223372036854775808) as a
select substr('a,b,,c', 0, 3) as a
select substr(cast(null as string), -9223372036854775808, 1) as a
select substr('𝒳y', 1, -7) as a
select substr('-1', cast(null as int64), cast(null as int64)) as a
select substr('\t\n', -1, 9223372036854775807) as a
select substr('%_\\', 64, -1) as a
select to_base64(b'') as a
select to_base64(b'abc') as a
select to_base64(b'\x00\xff') as a
select to_base64(cast(null as bytes)) as a
select to_code_points('') as a
select to_code_points('a') as a
select to_code_points(' Ab c ') as a
select to_code_points('héllo wörld') as a
select to_code_points('日本語') as a
select to_code_points('a,b,,c') as a
select to_code_points(cast(null as string)) as a
select to_code_points('𝒳y') as a
select to_code_points('-1') as a
select to_code_points('\t\n') as a
select to_code_points('%_\\') as a
select to_hex(b'') as a
select to_hex(b'abc') as a
select to_hex(b'\x00\xff') as a
select to_hex(cast(null as bytes)) as a
select translate('', ' Ab c ', '日本語') as a
select translate('a', '𝒳y', '') as a
select translate(' Ab c ', 'a', '𝒳y') as a
select translate('héllo wörld', cast(null as string), 'héllo wörld') as a
select translate('日本語', '', '%_\\') as a
select translate('a,b,,c', 'a,b,,c', cast(null as string)) as a
select translate(cast(null as string), '%_\\', ' Ab c ') as a
select translate('𝒳y', '日本語', '\t\n') as a
select translate('-1', '\t\n', 'a,b,,c') as a
select translate('\t\n', 'héllo wörld', 'a') as a
select translate('%_\\', '-1', '-1') as a
select trim('') as a
select trim('a') as a
select trim(' Ab c ') as a
select trim('héllo wörld') as a
select trim('日本語') as a
select trim('a,b,,c') as a
select trim(cast(null as string)) as a
select trim('𝒳y') as a
select trim('-1') as a
select trim('\t\n') as a
select trim('%_\\') as a
select trim('', ' Ab c ') as a
select trim('a', '𝒳y') as a
select trim(' Ab c ', 'a') as a
select trim('héllo wörld', cast(null as string)) as a
select trim('日本語', '') as a
select trim('a,b,,c', 'a,b,,c') as a
select trim(cast(null as string), '%_\\') as a
select trim('𝒳y', '日本語') as a
select trim('-1', '\t\n') as a
select trim('\t\n', 'héllo wörld') as a
select trim('%_\\', '-1') as a
select unicode('') as a
select unicode('a') as a
select unicode(' Ab c ') as a
select unicode('héllo wörld') as a
select unicode('日本語') as a
select unicode('a,b,,c') as a
select unicode(cast(null as string)) as a
select unicode('𝒳y') as a
select unicode('-1') as a
select unicode('\t\n') as a
select unicode('%_\\') as a
select upper('') as a
select upper('a') as a
select upper(' Ab c ') as a
select upper('héllo wörld') as a
select upper('日本語') as a
select upper('a,b,,c') as a
select upper(cast(null as string)) as a
select upper('𝒳y') as a
select upper('-1') as a
select upper('\t\n') as a
select upper('%_\\') as a
select abs(0) as a
select abs(1) as a
select abs(-1) as a
select abs(3) as a
select abs(9223372036854775807) as a
select abs(-9223372036854775808) as a
select abs(cast(null as int64)) as a
select abs(64) as a
select abs(-7) as a
select abs(numeric '0') as a
select abs(numeric '1.5') as a
select abs(numeric '-2.5') as a
select abs(numeric '0.000000001') as a
select abs(numeric '12345678901234567890.123456789') as a
select abs(cast(null as numeric)) as a
select abs(numeric '-0.333333333') as a
select abs(0.0) as a
select abs(1.5) as a
select abs(-2.5) as a
select abs(1e308) as a
select abs(1e-300) as a
select abs(-0.1) as a
select abs(cast(null as float64)) as a
select abs(123456789.125) as a
select abs(0.5) as a
select acos(0.0) as a
select acos(1.5) as a
select acos(-2.5) as a
select acos(1e308) as a
select acos(1e-300) as a
select acos(-0.1) as a
select acos(cast(null as float64)) as a
select acos(123456789.125) as a
select acos(0.5) as a
select asin(0.0) as a
select asin(1.5) as a
select asin(-2.5) as a
select asin(1e308) as a
select asin(1e-300) as a
select asin(-0.1) as a
select asin(cast(null as float64)) as a
select asin(123456789.125) as a
select asin(0.5) as a
select atan(0.0) as a
select atan(1.5) as a
select atan(-2.5) as a
select atan(1e308) as a
select atan(1e-300) as a
select atan(-0.1) as a
select atan(cast(null as float64)) as a
select atan(123456789.125) as a
select atan(0.5) as a
select atan2(0.0, -2.5) as a
select atan2(1.5, 123456789.125) as a
select atan2(-2.5, 1e308) as a
select atan2(1e308, 0.5) as a
select atan2(1e-300, 1e-300) as a
select atan2(-0.1, 0.0) as a
select atan2(cast(null as float64), -0.1) as a
select atan2(123456789.125, 1.5) as a
select atan2(0.5, cast(null as float64)) as a
select bit_count(0) as a
select bit_count(1) as a
select bit_count(-1) as a
select bit_count(3) as a
select bit_count(9223372036854775807) as a
select bit_count(-9223372036854775808) as a
select bit_count(cast(null as int64)) as a
select bit_count(64) as a
select bit_count(-7) as a
select cbrt(0.0) as a
select cbrt(1.5) as a
select cbrt(-2.5) as a
select cbrt(1e308) as a
select cbrt(1e-300) as a
select cbrt(-0.1) as a
select cbrt(cast(null as float64)) as a
select cbrt(123456789.125) as a
select cbrt(0.5) as a
select ceil(0.0) as a
select ceil(1.5) as a
select ceil(-2.5) as a
select ceil(1e308) as a
select ceil(1e-300) as a
select ceil(-0.1) as a
select ceil(cast(null as float64)) as a
select ceil(123456789.125) as a
select ceil(0.5) as a
select ceil(numeric '0') as a
select ceil(numeric '1.5') as a
select ceil(numeric '-2.5') as a
select ceil(numeric '0.000000001') as a
select ceil(numeric '12345678901234567890.123456789') as a
select ceil(cast(null as numeric)) as a
select ceil(numeric '-0.333333333') as a
select cos(0.0) as a
select cos(1.5) as a
select cos(-2.5) as a
select cos(1e308) as a
select cos(1e-300) as a
select cos(-0.1) as a
select cos(cast(null as float64)) as a
select cos(123456789.125) as a
select cos(0.5) as a
select div(0, -1) as a
select div(1, 64) as a
select div(-1, 3) as a
select div(3, -7) as a
select div(9223372036854775807, 9223372036854775807) as a
select div(-9223372036854775808, 0) as a
select div(cast(null as int64), -9223372036854775808) as a
select div(64, 1) as a
select div(-7, cast(null as int64)) as a
select exp(0.0) as a
select exp(1.5) as a
select exp(-2.5) as a
select exp(1e308) as a
select exp(1e-300) as a
select exp(-0.1) as a
select exp(cast(null as float64)) as a
select exp(123456789.125) as a
select exp(0.5) as a
select floor(0.0) as a
select floor(1.5) as a
select floor(-2.5) as a
select floor(1e308) as a
select floor(1e-300) as a
select floor(-0.1) as a
select floor(cast(null as float64)) as a
select floor(123456789.125) as a
select floor(0.5) as a
select floor(numeric '0') as a
select floor(numeric '1.5') as a
select floor(numeric '-2.5') as a
select floor(numeric '0.000000001') as a
select floor(numeric '12345678901234567890.123456789') as a
select floor(cast(null as numeric)) as a
select floor(numeric '-0.333333333') as a
select ieee_divide(0.0, -2.5) as a
select ieee_divide(1.5, 123456789.125) as a
select ieee_divide(-2.5, 1e308) as a
select ieee_divide(1e308, 0.5) as a
select ieee_divide(1e-300, 1e-300) as a
select ieee_divide(-0.1, 0.0) as a
select ieee_divide(cast(null as float64), -0.1) as a
select ieee_divide(123456789.125, 1.5) as a
select ieee_divide(0.5, cast(null as float64)) as a
select is_inf(0.0) as a
select is_inf(1.5) as a
select is_inf(-2.5) as a
select is_inf(1e308) as a
select is_inf(1e-300) as a
select is_inf(-0.1) as a
select is_inf(cast(null as float64)) as a
select is_inf(123456789.125) as a
select is_inf(0.5) as a
select is_nan(0.0) as a
select is_nan(1.5) as a
select is_nan(-2.5) as a
select is_nan(1e308) as a
select is_nan(1e-300) as a
select is_nan(-0.1) as a
select is_nan(cast(null as float64)) as a
select is_nan(123456789.125) as a
select is_nan(0.5) as a
select ln(0.0) as a
select ln(1.5) as a
select ln(-2.5) as a
select ln(1e308) as a
select ln(1e-300) as a
select ln(-0.1) as a
select ln(cast(null as float64)) as a
select ln(123456789.125) as a
select ln(0.5) as a
select log(0.0) as a
select log(1.5) as a
select log(-2.5) as a
select log(1e308) as a
select log(1e-300) as a
select log(-0.1) as a
select log(cast(null as float64)) as a
select log(123456789.125) as a
select log(0.5) as a
select log(0.0, -2.5) as a
select log(1.5, 123456789.125) as a
select log(-2.5, 1e308) as a
select log(1e308, 0.5) as a
select log(1e-300, 1e-300) as a
select log(-0.1, 0.0) as a
select log(cast(null as float64), -0.1) as a
select log(123456789.125, 1.5) as a
select log(0.5, cast(null as float64)) as a
select log10(0.0) as a
select log10(1.5) as a
select log10(-2.5) as a
select log10(1e308) as a
select log10(1e-300) as a
select log10(-0.1) as a
select log10(cast(null as float64)) as a
select log10(123456789.125) as a
select log10(0.5) as a
select mod(0, -1) as a
select mod(1, 64) as a
select mod(-1, 3) as a
select mod(3, -7) as a
select mod(9223372036854775807, 9223372036854775807) as a
select mod(-9223372036854775808, 0) as a
select mod(cast(null as int64), -9223372036854775808) as a
select mod(64, 1) as a
select mod(-7, cast(null as int64)) as a
select mod(numeric '0', numeric '-2.5') as a
select mod(numeric '1.5', numeric '0') as a
select mod(numeric '-2.5', cast(null as numeric)) as a
select mod(numeric '0.000000001', numeric '0.000000001') as a
select mod(numeric '12345678901234567890.123456789', numeric '1.5') as a
select mod(cast(null as numeric), numeric '-0.333333333') as a
select mod(numeric '-0.333333333', numeric '12345678901234567890.123456789') as a
select pow(0.0, -2.5) as a
select pow(1.5, 123456789.125) as a
select pow(-2.5, 1e308) as a
select pow(1e308, 0.5) as a
select pow(1e-300, 1e-300) as a
select pow(-0.1, 0.0) as a
select pow(cast(null as float64), -0.1) as a
select pow(123456789.125, 1.5) as a
select pow(0.5, cast(null as float64)) as a
select range_bucket(0, [3]) as a
select range_bucket(1, cast(null as array<int64>)) as a
select range_bucket(-1, array<int64>[]) as a
select range_bucket(3, [1, 233, 8364]) as a
select range_bucket(9223372036854775807, [3]) as a
select range_bucket(-9223372036854775808, cast(null as array<int64>)) as a
select range_bucket(cast(null as int64), array<int64>[]) as a
select range_bucket(64, [1, 233, 8364]) as a
select range_bucket(-7, [3]) as a
select range_bucket(0, cast(null as array<int64>)) as a
select range_bucket(1, array<int64>[]) as a
select safe_add(0, -1) as a
select safe_add(1, 64) as a
select safe_add(-1, 3) as a
select safe_add(3, -7) as a
select safe_add(9223372036854775807, 9223372036854775807) as a
select safe_add(-9223372036854775808, 0) as a
select safe_add(cast(null as int64), -9223372036854775808) as a
select safe_add(64, 1) as a
select safe_add(-7, cast(null as int64)) as a
select safe_add(numeric '0', numeric '-2.5') as a
select safe_add(numeric '1.5', numeric '0') as a
select safe_add(numeric '-2.5', cast(null as numeric)) as a
select safe_add(numeric '0.000000001', numeric '0.000000001') as a
select safe_add(numeric '12345678901234567890.123456789', numeric '1.5') as a
select safe_add(cast(null as numeric), numeric '-0.333333333') as a
select safe_add(numeric '-0.333333333', numeric '12345678901234567890.123456789') as a
select safe_add(0.0, -2.5) as a
select safe_add(1.5, 123456789.125) as a
select safe_add(-2.5, 1e308) as a
select safe_add(1e308, 0.5) as a
select safe_add(1e-300, 1e-300) as a
select safe_add(-0.1, 0.0) as a
select safe_add(cast(null as float64), -0.1) as a
select safe_add(123456789.125, 1.5) as a
select safe_add(0.5, cast(null as float64)) as a
select safe_divide(0.0, -2.5) as a
select safe_divide(1.5, 123456789.125) as a
select safe_divide(-2.5, 1e308) as a
select safe_divide(1e308, 0.5) as a
select safe_divide(1e-300, 1e-300) as a
select safe_divide(-0.1, 0.0) as a
select safe_divide(cast(null as float64), -0.1) as a
select safe_divide(123456789.125, 1.5) as a
select safe_divide(0.5, cast(null as float64)) as a
select safe_divide(numeric '0', numeric '-2.5') as a
select safe_divide(numeric '1.5', numeric '0') as a
select safe_divide(numeric '-2.5', cast(null as numeric)) as a
select safe_divide(numeric '0.000000001', numeric '0.000000001') as a
select safe_divide(numeric '12345678901234567890.123456789', numeric '1.5') as a
select safe_divide(cast(null as numeric), numeric '-0.333333333') as a
select safe_divide(numeric '-0.333333333', numeric '12345678901234567890.123456789') as a
select safe_multiply(0, -1) as a
select safe_multiply(1, 64) as a
select safe_multiply(-1, 3) as a
select safe_multiply(3, -7) as a
select safe_multiply(9223372036854775807, 9223372036854775807) as a
select safe_multiply(-9223372036854775808, 0) as a
select safe_multiply(cast(null as int64), -9223372036854775808) as a
select safe_multiply(64, 1) as a
select safe_multiply(-7, cast(null as int64)) as a
select safe_multiply(0.0, -2.5) as a
select safe_multiply(1.5, 123456789.125) as a
select safe_multiply(-2.5, 1e308) as a
select safe_multiply(1e308, 0.5) as a
select safe_multiply(1e-300, 1e-300) as a
select safe_multiply(-0.1, 0.0) as a
select safe_multiply(cast(null as float64), -0.1) as a
select safe_multiply(123456789.125, 1.5) as a
select safe_multiply(0.5, cast(null as float64)) as a
select safe_negate(0) as a
select safe_negate(1) as a
select safe_negate(-1) as a
select safe_negate(3) as a
select safe_negate(9223372036854775807) as a
select safe_negate(-9223372036854775808) as a
select safe_negate(cast(null as int64)) as a
select safe_negate(64) as a
select safe_negate(-7) as a
select safe_negate(numeric '0') as a
select safe_negate(numeric '1.5') as a
select safe_negate(numeric '-2.5') as a
select safe_negate(numeric '0.000000001') as a
select safe_negate(numeric '12345678901234567890.123456789') as a
select safe_negate(cast(null as numeric)) as a
select safe_negate(numeric '-0.333333333') as a
select safe_negate(0.0) as a
select safe_negate(1.5) as a
select safe_negate(-2.5) as a
select safe_negate(1e308) as a
select safe_negate(1e-300) as a
select safe_negate(-0.1) as a
select safe_negate(cast(null as float64)) as a
select safe_negate(123456789.125) as a
select safe_negate(0.5) as a
select safe_subtract(0, -1) as a
select safe_subtract(1, 64) as a
select safe_subtract(-1, 3) as a
select safe_subtract(3, -7) as a
select safe_subtract(9223372036854775807, 9223372036854775807) as a
select safe_subtract(-9223372036854775808, 0) as a
select safe_subtract(cast(null as int64), -9223372036854775808) as a
select safe_subtract(64, 1) as a
select safe_subtract(-7, cast(null as int64)) as a
select safe_subtract(numeric '0', numeric '-2.5') as a
select safe_subtract(numeric '1.5', numeric '0') as a
select safe_subtract(numeric '-2.5', cast(null as numeric)) as a
select safe_subtract(numeric '0.000000001', numeric '0.000000001') as a
select safe_subtract(numeric '12345678901234567890.123456789', numeric '1.5') as a
select safe_subtract(cast(null as numeric), numeric '-0.333333333') as a
select safe_subtract(numeric '-0.333333333', numeric '12345678901234567890.123456789') as a
select safe_subtract(0.0, -2.5) as a
select safe_subtract(1.5, 123456789.125) as a
select safe_subtract(-2.5, 1e308) as a
select safe_subtract(1e308, 0.5) as a
select safe_subtract(1e-300, 1e-300) as a
select safe_subtract(-0.1, 0.0) as a
select safe_subtract(cast(null as float64), -0.1) as a
select safe_subtract(123456789.125, 1.5) as a
select safe_subtract(0.5, cast(null as float64)) as a
select sign(0) as a
select sign(1) as a
select sign(-1) as a
select sign(3) as a
select sign(9223372036854775807) as a
select sign(-9223372036854775808) as a
select sign(cast(null as int64)) as a
select sign(64) as a
select sign(-7) as a
select sign(numeric '0') as a
select sign(numeric '1.5') as a
select sign(numeric '-2.5') as a
select sign(numeric '0.000000001') as a
select sign(numeric '12345678901234567890.123456789') as a
select sign(cast(null as numeric)) as a
select sign(numeric '-0.333333333') as a
select sign(0.0) as a
select sign(1.5) as a
select sign(-2.5) as a
select sign(1e308) as a
select sign(1e-300) as a
select sign(-0.1) as a
select sign(cast(null as float64)) as a
select sign(123456789.125) as a
select sign(0.5) as a
select sin(0.0) as a
select sin(1.5) as a
select sin(-2.5) as a
select sin(1e308) as a
select sin(1e-300) as a
select sin(-0.1) as a
select sin(cast(null as float64)) as a
select sin(123456789.125) as a
select sin(0.5) as a
select sqrt(0.0) as a
select sqrt(1.5) as a
select sqrt(-2.5) as a
select sqrt(1e308) as a
select sqrt(1e-300) as a
select sqrt(-0.1) as a
select sqrt(cast(null as float64)) as a
select sqrt(123456789.125) as a
select sqrt(0.5) as a
select tan(0.0) as a
select tan(1.5) as a
select tan(-2.5) as a
select tan(1e308) as a
select tan(1e-300) as a
select tan(-0.1) as a
select tan(cast(null as float64)) as a
select tan(123456789.125) as a
select tan(0.5) as a
select array_first(array<int64>[]) as a
select array_first([1, 233, 8364]) as a
select array_first([3]) as a
select array_first(cast(null as array<int64>)) as a
select array_last(array<int64>[]) as a
select array_last([1, 233, 8364]) as a
select array_last([3]) as a
select array_last(cast(null as array<int64>)) as a
select array_length(array<int64>[]) as a
select array_length([1, 233, 8364]) as a
select array_length([3]) as a
select array_length(cast(null as array<int64>)) as a
select array_reverse(array<int64>[]) as a
select array_reverse([1, 233, 8364]) as a
select array_reverse([3]) as a
select array_reverse(cast(null as array<int64>)) as a
select array_to_string(array<string>[], ' Ab c ') as a
select array_to_string(['a', null, 'é'], '𝒳y') as a
select array_to_string(cast(null as array<string>), 'a') as a
select array_to_string(array<string>[], cast(null as string)) as a
select array_to_string(['a', null, 'é'], '') as a
select array_to_string(cast(null as array<string>), 'a,b,,c') as a
select array_to_string(array<string>[], '%_\\') as a
select array_to_string(['a', null, 'é'], '日本語') as a
select array_to_string(cast(null as array<string>), '\t\n') as a
select array_to_string(array<string>[], 'héllo wörld') as a
select array_to_string(['a', null, 'é'], '-1') as a
select array_to_string(array<string>[], ' Ab c ', '日本語') as a
select array_to_string(['a', null, 'é'], '𝒳y', '') as a
select array_to_string(cast(null as array<string>), 'a', '𝒳y') as a
select array_to_string(array<string>[], cast(null as string), 'héllo wörld') as a
select array_to_string(['a', null, 'é'], '', '%_\\') as a
select array_to_string(cast(null as array<string>), 'a,b,,c', cast(null as string)) as a
select array_to_string(array<string>[], '%_\\', ' Ab c ') as a
select array_to_string(['a', null, 'é'], '日本語', '\t\n') as a
select array_to_string(cast(null as array<string>), '\t\n', 'a,b,,c') as a
select array_to_string(array<string>[], 'héllo wörld', 'a') as a
select array_to_string(['a', null, 'é'], '-1', '-1') as a
select generate_array(0, -1) as a
select generate_array(1, 0) as a
select generate_array(-1, 64) as a
select generate_array(3, 3) as a
select generate_array(cast(null as int64), 1) as a
select generate_array(64, -7) as a
select generate_array(-7, cast(null as int64)) as a
select generate_array(0, -1, cast(null as int64)) as a
select generate_array(1, 0, cast(null as int64)) as a
select generate_array(-1, 64, cast(null as int64)) as a
select generate_array(3, 3, cast(null as int64)) as a
select generate_array(cast(null as int64), 1, cast(null as int64)) as a
select generate_array(64, -7, cast(null as int64)) as a
select generate_array(-7, cast(null as int64), cast(null as int64)) as a
select date_from_unix_date(0) as a
select date_from_unix_date(1) as a
select date_from_unix_date(-1) as a
select date_from_unix_date(3) as a
select date_from_unix_date(9223372036854775807) as a
select date_from_unix_date(-9223372036854775808) as a
select date_from_unix_date(cast(null as int64)) as a
select date_from_unix_date(64) as a
select date_from_unix_date(-7) as a
select timestamp_micros(0) as a
select timestamp_micros(1) as a
select timestamp_micros(-1) as a
select timestamp_micros(3) as a
select timestamp_micros(9223372036854775807) as a
select timestamp_micros(-9223372036854775808) as a
select timestamp_micros(cast(null as int64)) as a
select timestamp_micros(64) as a
select timestamp_micros(-7) as a
select timestamp_millis(0) as a
select timestamp_millis(1) as a
select timestamp_millis(-1) as a
select timestamp_millis(3) as a
select timestamp_millis(9223372036854775807) as a
select timestamp_millis(-9223372036854775808) as a
select timestamp_millis(cast(null as int64)) as a
select timestamp_millis(64) as a
select timestamp_millis(-7) as a
select timestamp_seconds(0) as a
select timestamp_seconds(1) as a
select timestamp_seconds(-1) as a
select timestamp_seconds(3) as a
select timestamp_seconds(9223372036854775807) as a
select timestamp_seconds(-9223372036854775808) as a
select timestamp_seconds(cast(null as int64)) as a
select timestamp_seconds(64) as a
select timestamp_seconds(-7) as a
select unix_date(date '0001-01-01') as a
select unix_date(date '9999-12-31') as a
select unix_date(date '2020-02-29') as a
select unix_date(date '1969-12-31') as a
select unix_date(date '2021-01-03') as a
select unix_date(cast(null as date)) as a
select unix_micros(timestamp '0001-01-01 00:00:00+00') as a
select unix_micros(timestamp '9999-12-31 23:59:59.999999+00') as a
select unix_micros(timestamp '2020-02-29 12:34:56.789+00') as a
select unix_micros(timestamp '1969-12-31 23:59:59.5+00') as a
select unix_micros(cast(null as timestamp)) as a
select unix_millis(timestamp '0001-01-01 00:00:00+00') as a
select unix_millis(timestamp '9999-12-31 23:59:59.999999+00') as a
select unix_millis(timestamp '2020-02-29 12:34:56.789+00') as a
select unix_millis(timestamp '1969-12-31 23:59:59.5+00') as a
select unix_millis(cast(null as timestamp)) as a
select unix_seconds(timestamp '0001-01-01 00:00:00+00') as a
select unix_seconds(timestamp '9999-12-31 23:59:59.999999+00') as a
select unix_seconds(timestamp '2020-02-29 12:34:56.789+00') as a
select unix_seconds(timestamp '1969-12-31 23:59:59.5+00') as a
select unix_seconds(cast(null as timestamp)) as a
select int64(json '1') as a
select int64(json '"a"') as a
select int64(json 'true') as a
select int64(json '[1]') as a
select int64(json '-1.5') as a
select bool(json '1') as a
select bool(json '"a"') as a
select bool(json 'true') as a
select bool(json '[1]') as a
select bool(json '-1.5') as a
select json_type(json '1') as a
select json_type(json '"a"') as a
select json_type(json 'true') as a
select json_type(json '[1]') as a
select json_type(json '-1.5') as a
select parse_json('') as a
select parse_json('a') as a
select parse_json(' Ab c ') as a
select parse_json('héllo wörld') as a
select parse_json('日本語') as a
select parse_json('a,b,,c') as a
select parse_json(cast(null as string)) as a
select parse_json('𝒳y') as a
select parse_json('-1') as a
select parse_json('\t\n') as a
select parse_json('%_\\') as a
select cast(0 as float64) as a
select cast(1 as float64) as a
select cast(-1 as float64) as a
select cast(3 as float64) as a
select cast(0 as numeric) as a
select cast(1 as numeric) as a
select cast(-1 as numeric) as a
select cast(3 as numeric) as a
select cast(0 as bool) as a
select cast(1 as bool) as a
select cast(-1 as bool) as a
select cast(3 as bool) as a
select cast(0 as string) as a
select cast(1 as string) as a
select cast(-1 as string) as a
select cast(3 as string) as a
select cast(0 as bytes) as a
select cast(1 as bytes) as a
select cast(-1 as bytes) as a
select cast(3 as bytes) as a
select cast(0 as date) as a
select cast(1 as date) as a
select cast(-1 as date) as a
select cast(3 as date) as a
select cast(0 as datetime) as a
select cast(1 as datetime) as a
select cast(-1 as datetime) as a
select cast(3 as datetime) as a
select cast(0 as timestamp) as a
select cast(1 as timestamp) as a
select cast(-1 as timestamp) as a
select cast(3 as timestamp) as a
select cast(0 as time) as a
select cast(1 as time) as a
select cast(-1 as time) as a
select cast(3 as time) as a
select cast(0.0 as int64) as a
select cast(1.5 as int64) as a
select cast(-2.5 as int64) as a
select cast(1e308 as int64) as a
select cast(0.0 as numeric) as a
select cast(1.5 as numeric) as a
select cast(-2.5 as numeric) as a
select cast(1e308 as numeric) as a
select cast(0.0 as bool) as a
select cast(1.5 as bool) as a
select cast(-2.5 as bool) as a
select cast(1e308 as bool) as a
select cast(0.0 as string) as a
select cast(1.5 as string) as a
select cast(-2.5 as string) as a
select cast(1e308 as string) as a
select cast(0.0 as bytes) as a
select cast(1.5 as bytes) as a
select cast(-2.5 as bytes) as a
select cast(1e308 as bytes) as a
select cast(0.0 as date) as a
select cast(1.5 as date) as a
select cast(-2.5 as date) as a
select cast(1e308 as date) as a
select cast(0.0 as datetime) as a
select cast(1.5 as datetime) as a
select cast(-2.5 as datetime) as a
select cast(1e308 as datetime) as a
select cast(0.0 as timestamp) as a
select cast(1.5 as timestamp) as a
select cast(-2.5 as timestamp) as a
select cast(1e308 as timestamp) as a
select cast(0.0 as time) as a
select cast(1.5 as time) as a
select cast(-2.5 as time) as a
select cast(1e308 as time) as a
select cast(numeric '0' as int64) as a
select cast(numeric '1.5' as int64) as a
select cast(numeric '-2.5' as int64) as a
select cast(numeric '0.000000001' as int64) as a
select cast(numeric '0' as float64) as a
select cast(numeric '1.5' as float64) as a
select cast(numeric '-2.5' as float64) as a
select cast(numeric '0.000000001' as float64) as a
select cast(numeric '0' as bool) as a
select cast(numeric '1.5' as bool) as a
select cast(numeric '-2.5' as bool) as a
select cast(numeric '0.000000001' as bool) as a
select cast(numeric '0' as string) as a
select cast(numeric '1.5' as string) as a
select cast(numeric '-2.5' as string) as a
select cast(numeric '0.000000001' as string) as a
select cast(numeric '0' as bytes) as a
select cast(numeric '1.5' as bytes) as a
select cast(numeric '-2.5' as bytes) as a
select cast(numeric '0.000000001' as bytes) as a
select cast(numeric '0' as date) as a
select cast(numeric '1.5' as date) as a
select cast(numeric '-2.5' as date) as a
select cast(numeric '0.000000001' as date) as a
select cast(numeric '0' as datetime) as a
select cast(numeric '1.5' as datetime) as a
select cast(numeric '-2.5' as datetime) as a
select cast(numeric '0.000000001' as datetime) as a
select cast(numeric '0' as timestamp) as a
select cast(numeric '1.5' as timestamp) as a
select cast(numeric '-2.5' as timestamp) as a
select cast(numeric '0.000000001' as timestamp) as a
select cast(numeric '0' as time) as a
select cast(numeric '1.5' as time) as a
select cast(numeric '-2.5' as time) as a
select cast(numeric '0.000000001' as time) as a
select cast(true as int64) as a
select cast(false as int64) as a
select cast(cast(null as bool) as int64) as a
select cast(true as float64) as a
select cast(false as float64) as a
select cast(cast(null as bool) as float64) as a
select cast(true as numeric) as a
select cast(false as numeric) as a
select cast(cast(null as bool) as numeric) as a
select cast(true as string) as a
select cast(false as string) as a
select cast(cast(null as bool) as string) as a
select cast(true as bytes) as a
select cast(false as bytes) as a
select cast(cast(null as bool) as bytes) as a
select cast(true as date) as a
select cast(false as date) as a
select cast(cast(null as bool) as date) as a
select cast(true as datetime) as a
select cast(false as datetime) as a
select cast(cast(null as bool) as datetime) as a
select cast(true as timestamp) as a
select cast(false as timestamp) as a
select cast(cast(null as bool) as timestamp) as a
select cast(true as time) as a
select cast(false as time) as a
select cast(cast(null as bool) as time) as a
select safe_cast('' as int64) as a
select safe_cast('a' as int64) as a
select safe_cast(' Ab c ' as int64) as a
select safe_cast('' as float64) as a
select safe_cast('a' as float64) as a
select safe_cast(' Ab c ' as float64) as a
select safe_cast('' as numeric) as a
select safe_cast('a' as numeric) as a
select safe_cast(' Ab c ' as numeric) as a
select safe_cast('' as bool) as a
select safe_cast('a' as bool) as a
select safe_cast(' Ab c ' as bool) as a
select safe_cast('' as bytes) as a
select safe_cast('a' as bytes) as a
select safe_cast(' Ab c ' as bytes) as a
select safe_cast('' as date) as a
select safe_cast('a' as date) as a
select safe_cast(' Ab c ' as date) as a
select safe_cast('' as datetime) as a
select safe_cast('a' as datetime) as a
select safe_cast(' Ab c ' as datetime) as a
select safe_cast('' as timestamp) as a
select safe_cast('a' as timestamp) as a
select safe_cast(' Ab c ' as timestamp) as a
select safe_cast('' as time) as a
select safe_cast('a' as time) as a
select safe_cast(' Ab c ' as time) as a
select cast(b'' as int64) as a
select cast(b'abc' as int64) as a
select cast(b'\x00\xff' as int64) as a
select cast(cast(null as bytes) as int64) as a
select cast(b'' as float64) as a
select cast(b'abc' as float64) as a
select cast(b'\x00\xff' as float64) as a
select cast(cast(null as bytes) as float64) as a
select cast(b'' as numeric) as a
select cast(b'abc' as numeric) as a
select cast(b'\x00\xff' as numeric) as a
select cast(cast(null as bytes) as numeric) as a
select cast(b'' as bool) as a
select cast(b'abc' as bool) as a
select cast(b'\x00\xff' as bool) as a
select cast(cast(null as bytes) as bool) as a
select cast(b'' as string) as a
select cast(b'abc' as string) as a
select cast(b'\x00\xff' as string) as a
select cast(cast(null as bytes) as string) as a
select cast(b'' as date) as a
select cast(b'abc' as date) as a
select cast(b'\x00\xff' as date) as a
select cast(cast(null as bytes) as date) as a
select cast(b'' as datetime) as a
select cast(b'abc' as datetime) as a
select cast(b'\x00\xff' as datetime) as a
select cast(cast(null as bytes) as datetime) as a
select cast(b'' as timestamp) as a
select cast(b'abc' as timestamp) as a
select cast(b'\x00\xff' as timestamp) as a
select cast(cast(null as bytes) as timestamp) as a
select cast(b'' as time) as a
select cast(b'abc' as time) as a
select cast(b'\x00\xff' as time) as a
select cast(cast(null as bytes) as time) as a
select cast(date '0001-01-01' as int64) as a
select cast(date '9999-12-31' as int64) as a
select cast(date '2020-02-29' as int64) as a
select cast(date '1969-12-31' as int64) as a
select cast(date '0001-01-01' as float64) as a
select cast(date '9999-12-31' as float64) as a
select cast(date '2020-02-29' as float64) as a
select cast(date '1969-12-31' as float64) as a
select cast(date '0001-01-01' as numeric) as a
select cast(date '9999-12-31' as numeric) as a
select cast(date '2020-02-29' as numeric) as a
select cast(date '1969-12-31' as numeric) as a
select cast(date '0001-01-01' as bool) as a
select cast(date '9999-12-31' as bool) as a
select cast(date '2020-02-29' as bool) as a
select cast(date '1969-12-31' as bool) as a
select cast(date '0001-01-01' as string) as a
select cast(date '9999-12-31' as string) as a
select cast(date '2020-02-29' as string) as a
select cast(date '1969-12-31' as string) as a
select cast(date '0001-01-01' as bytes) as a
select cast(date '9999-12-31' as bytes) as a
select cast(date '2020-02-29' as bytes) as a
select cast(date '1969-12-31' as bytes) as a
select cast(date '0001-01-01' as datetime) as a
select cast(date '9999-12-31' as datetime) as a
select cast(date '2020-02-29' as datetime) as a
select cast(date '1969-12-31' as datetime) as a
select cast(date '0001-01-01' as timestamp) as a
select cast(date '9999-12-31' as timestamp) as a
select cast(date '2020-02-29' as timestamp) as a
select cast(date '1969-12-31' as timestamp) as a
select cast(date '0001-01-01' as time) as a
select cast(date '9999-12-31' as time) as a
select cast(date '2020-02-29' as time) as a
select cast(date '1969-12-31' as time) as a
select cast(datetime '0001-01-01 00:00:00' as int64) as a
select cast(datetime '9999-12-31 23:59:59.999999' as int64) as a
select cast(datetime '2020-02-29 12:34:56.789' as int64) as a
select cast(datetime '1969-12-31 23:59:59.5' as int64) as a
select cast(datetime '0001-01-01 00:00:00' as float64) as a
select cast(datetime '9999-12-31 23:59:59.999999' as float64) as a
select cast(datetime '2020-02-29 12:34:56.789' as float64) as a
select cast(datetime '1969-12-31 23:59:59.5' as float64) as a
select cast(datetime '0001-01-01 00:00:00' as numeric) as a
select cast(datetime '9999-12-31 23:59:59.999999' as numeric) as a
select cast(datetime '2020-02-29 12:34:56.789' as numeric) as a
select cast(datetime '1969-12-31 23:59:59.5' as numeric) as a
select cast(datetime '0001-01-01 00:00:00' as bool) as a
select cast(datetime '9999-12-31 23:59:59.999999' as bool) as a
select cast(datetime '2020-02-29 12:34:56.789' as bool) as a
select cast(datetime '1969-12-31 23:59:59.5' as bool) as a
select cast(datetime '0001-01-01 00:00:00' as string) as a
select cast(datetime '9999-12-31 23:59:59.999999' as string) as a
select cast(datetime '2020-02-29 12:34:56.789' as string) as a
select cast(datetime '1969-12-31 23:59:59.5' as string) as a
select cast(datetime '0001-01-01 00:00:00' as bytes) as a
select cast(datetime '9999-12-31 23:59:59.999999' as bytes) as a
select cast(datetime '2020-02-29 12:34:56.789' as bytes) as a
select cast(datetime '1969-12-31 23:59:59.5' as bytes) as a
select cast(datetime '0001-01-01 00:00:00' as date) as a
select cast(datetime '9999-12-31 23:59:59.999999' as date) as a
select cast(datetime '2020-02-29 12:34:56.789' as date) as a
select cast(datetime '1969-12-31 23:59:59.5' as date) as a
select cast(datetime '0001-01-01 00:00:00' as timestamp) as a
select cast(datetime '9999-12-31 23:59:59.999999' as timestamp) as a
select cast(datetime '2020-02-29 12:34:56.789' as timestamp) as a
select cast(datetime '1969-12-31 23:59:59.5' as timestamp) as a
select cast(datetime '0001-01-01 00:00:00' as time) as a
select cast(datetime '9999-12-31 23:59:59.999999' as time) as a
select cast(datetime '2020-02-29 12:34:56.789' as time) as a
select cast(datetime '1969-12-31 23:59:59.5' as time) as a
select cast(timestamp '0001-01-01 00:00:00+00' as int64) as a
select cast(timestamp '9999-12-31 23:59:59.999999+00' as int64) as a
select cast(timestamp '2020-02-29 12:34:56.789+00' as int64) as a
select cast(timestamp '1969-12-31 23:59:59.5+00' as int64) as a
select cast(timestamp '0001-01-01 00:00:00+00' as float64) as a
select cast(timestamp '9999-12-31 23:59:59.999999+00' as float64) as a
select cast(timestamp '2020-02-29 12:34:56.789+00' as float64) as a
select cast(timestamp '1969-12-31 23:59:59.5+00' as float64) as a
select cast(timestamp '0001-01-01 00:00:00+00' as numeric) as a
select cast(timestamp '9999-12-31 23:59:59.999999+00' as numeric) as a
select cast(timestamp '2020-02-29 12:34:56.789+00' as numeric) as a
select cast(timestamp '1969-12-31 23:59:59.5+00' as numeric) as a
select cast(timestamp '0001-01-01 00:00:00+00' as bool) as a
select cast(timestamp '9999-12-31 23:59:59.999999+00' as bool) as a
select cast(timestamp '2020-02-29 12:34:56.789+00' as bool) as a
select cast(timestamp '1969-12-31 23:59:59.5+00' as bool) as a
select cast(timestamp '0001-01-01 00:00:00+00' as string) as a
select cast(timestamp '9999-12-31 23:59:59.999999+00' as string) as a
select cast(timestamp '2020-02-29 12:34:56.789+00' as string) as a
select cast(timestamp '1969-12-31 23:59:59.5+00' as string) as a
select cast(timestamp '0001-01-01 00:00:00+00' as bytes) as a
select cast(timestamp '9999-12-31 23:59:59.999999+00' as bytes) as a
select cast(timestamp '2020-02-29 12:34:56.789+00' as bytes) as a
select cast(timestamp '1969-12-31 23:59:59.5+00' as bytes) as a
select cast(timestamp '0001-01-01 00:00:00+00' as date) as a
select cast(timestamp '9999-12-31 23:59:59.999999+00' as date) as a
select cast(timestamp '2020-02-29 12:34:56.789+00' as date) as a
select cast(timestamp '1969-12-31 23:59:59.5+00' as date) as a
select cast(timestamp '0001-01-01 00:00:00+00' as datetime) as a
select cast(timestamp '9999-12-31 23:59:59.999999+00' as datetime) as a
select cast(timestamp '2020-02-29 12:34:56.789+00' as datetime) as a
select cast(timestamp '1969-12-31 23:59:59.5+00' as datetime) as a
select cast(timestamp '0001-01-01 00:00:00+00' as time) as a
select cast(timestamp '9999-12-31 23:59:59.999999+00' as time) as a
select cast(timestamp '2020-02-29 12:34:56.789+00' as time) as a
select cast(timestamp '1969-12-31 23:59:59.5+00' as time) as a
select cast(time '00:00:00' as int64) as a
select cast(time '23:59:59.999999' as int64) as a
select cast(cast(null as time) as int64) as a
select cast(time '00:00:00' as float64) as a
select cast(time '23:59:59.999999' as float64) as a
select cast(cast(null as time) as float64) as a
select cast(time '00:00:00' as numeric) as a
select cast(time '23:59:59.999999' as numeric) as a
select cast(cast(null as time) as numeric) as a
select cast(time '00:00:00' as bool) as a
select cast(time '23:59:59.999999' as bool) as a
select cast(cast(null as time) as bool) as a
select cast(time '00:00:00' as string) as a
select cast(time '23:59:59.999999' as string) as a
select cast(cast(null as time) as string) as a
select cast(time '00:00:00' as bytes) as a
select cast(time '23:59:59.999999' as bytes) as a
select cast(cast(null as time) as bytes) as a
select cast(time '00:00:00' as date) as a
select cast(time '23:59:59.999999' as date) as a
select cast(cast(null as time) as date) as a
select cast(time '00:00:00' as datetime) as a
select cast(time '23:59:59.999999' as datetime) as a
select cast(cast(null as time) as datetime) as a
select cast(time '00:00:00' as timestamp) as a
select cast(time '23:59:59.999999' as timestamp) as a
select cast(cast(null as time) as timestamp) as a
select safe_cast('12' as int64) as a
select safe_cast('12' as float64) as a
select safe_cast('12' as numeric) as a
select safe_cast('12' as bool) as a
select safe_cast('12' as date) as a
select safe_cast('12' as datetime) as a
select safe_cast('12' as timestamp) as a
select safe_cast('12' as time) as a
select safe_cast(' 12 ' as int64) as a
select safe_cast(' 12 ' as float64) as a
select safe_cast(' 12 ' as numeric) as a
select safe_cast(' 12 ' as bool) as a
select safe_cast(' 12 ' as date) as a
select safe_cast(' 12 ' as datetime) as a
select safe_cast(' 12 ' as timestamp) as a
select safe_cast(' 12 ' as time) as a
select safe_cast('1.5' as int64) as a
select safe_cast('1.5' as float64) as a
select safe_cast('1.5' as numeric) as a
select safe_cast('1.5' as bool) as a
select safe_cast('1.5' as date) as a
select safe_cast('1.5' as datetime) as a
select safe_cast('1.5' as timestamp) as a
select safe_cast('1.5' as time) as a
select safe_cast('-1e3' as int64) as a
select safe_cast('-1e3' as float64) as a
select safe_cast('-1e3' as numeric) as a
select safe_cast('-1e3' as bool) as a
select safe_cast('-1e3' as date) as a
select safe_cast('-1e3' as datetime) as a
select safe_cast('-1e3' as timestamp) as a
select safe_cast('-1e3' as time) as a
select safe_cast('TRUE' as int64) as a
select safe_cast('TRUE' as float64) as a
select safe_cast('TRUE' as numeric) as a
select safe_cast('TRUE' as bool) as a
select safe_cast('TRUE' as date) as a
select safe_cast('TRUE' as datetime) as a
select safe_cast('TRUE' as timestamp) as a
select safe_cast('TRUE' as time) as a
select safe_cast('2020-02-29' as int64) as a
select safe_cast('2020-02-29' as float64) as a
select safe_cast('2020-02-29' as numeric) as a
select safe_cast('2020-02-29' as bool) as a
select safe_cast('2020-02-29' as date) as a
select safe_cast('2020-02-29' as datetime) as a
select safe_cast('2020-02-29' as timestamp) as a
select safe_cast('2020-02-29' as time) as a
select safe_cast('2020-02-30' as int64) as a
select safe_cast('2020-02-30' as float64) as a
select safe_cast('2020-02-30' as numeric) as a
select safe_cast('2020-02-30' as bool) as a
select safe_cast('2020-02-30' as date) as a
select safe_cast('2020-02-30' as datetime) as a
select safe_cast('2020-02-30' as timestamp) as a
select safe_cast('2020-02-30' as time) as a
select safe_cast('2020-2-9 1:2:3' as int64) as a
select safe_cast('2020-2-9 1:2:3' as float64) as a
select safe_cast('2020-2-9 1:2:3' as numeric) as a
select safe_cast('2020-2-9 1:2:3' as bool) as a
select safe_cast('2020-2-9 1:2:3' as date) as a
select safe_cast('2020-2-9 1:2:3' as datetime) as a
select safe_cast('2020-2-9 1:2:3' as timestamp) as a
select safe_cast('2020-2-9 1:2:3' as time) as a
select safe_cast('2020-02-29T01:02:03Z' as int64) as a
select safe_cast('2020-02-29T01:02:03Z' as float64) as a
select safe_cast('2020-02-29T01:02:03Z' as numeric) as a
select safe_cast('2020-02-29T01:02:03Z' as bool) as a
select safe_cast('2020-02-29T01:02:03Z' as date) as a
select safe_cast('2020-02-29T01:02:03Z' as datetime) as a
select safe_cast('2020-02-29T01:02:03Z' as timestamp) as a
select safe_cast('2020-02-29T01:02:03Z' as time) as a
select safe_cast('23:59:59.5' as int64) as a
select safe_cast('23:59:59.5' as float64) as a
select safe_cast('23:59:59.5' as numeric) as a
select safe_cast('23:59:59.5' as bool) as a
select safe_cast('23:59:59.5' as date) as a
select safe_cast('23:59:59.5' as datetime) as a
select safe_cast('23:59:59.5' as timestamp) as a
select safe_cast('23:59:59.5' as time) as a
select safe_cast('nan' as int64) as a
select safe_cast('nan' as float64) as a
select safe_cast('nan' as numeric) as a
select safe_cast('nan' as bool) as a
select safe_cast('nan' as date) as a
select safe_cast('nan' as datetime) as a
select safe_cast('nan' as timestamp) as a
select safe_cast('nan' as time) as a
select safe_cast('0x1F' as int64) as a
select safe_cast('0x1F' as float64) as a
select safe_cast('0x1F' as numeric) as a
select safe_cast('0x1F' as bool) as a
select safe_cast('0x1F' as date) as a
select safe_cast('0x1F' as datetime) as a
select safe_cast('0x1F' as timestamp) as a
select safe_cast('0x1F' as time) as a
select safe_cast('9999-12-31 24:00:00' as int64) as a
select safe_cast('9999-12-31 24:00:00' as float64) as a
select safe_cast('9999-12-31 24:00:00' as numeric) as a
select safe_cast('9999-12-31 24:00:00' as bool) as a
select safe_cast('9999-12-31 24:00:00' as date) as a
select safe_cast('9999-12-31 24:00:00' as datetime) as a
select safe_cast('9999-12-31 24:00:00' as timestamp) as a
select safe_cast('9999-12-31 24:00:00' as time) as a
select 1 + 1 as a
select 3 + 9223372036854775807 as a
select -9223372036854775808 + 64 as a
select 64 + 1 as a
select 1 + 1.5 as a
select 3 + 1e-300 as a
select -9223372036854775808 + 123456789.125 as a
select 64 + 1.5 as a
select 1 + numeric '1.5' as a
select 3 + numeric '12345678901234567890.123456789' as a
select -9223372036854775808 + numeric '0' as a
select 64 + numeric '0.000000001' as a
select 1.5 + 1 as a
select 1e308 + 9223372036854775807 as a
select -0.1 + 64 as a
select 123456789.125 + 1 as a
select 1.5 + 1.5 as a
select 1e308 + 1e-300 as a
select -0.1 + 123456789.125 as a
select 123456789.125 + 1.5 as a
select 1.5 + numeric '1.5' as a
select 1e308 + numeric '12345678901234567890.123456789' as a
select -0.1 + numeric '0' as a
select 123456789.125 + numeric '0.000000001' as a
select numeric '1.5' + 1 as a
select numeric '0.000000001' + 9223372036854775807 as a
select cast(null as numeric) + 64 as a
select numeric '0' + 1 as a
select numeric '1.5' + 1.5 as a
select numeric '0.000000001' + 1e-300 as a
select cast(null as numeric) + 123456789.125 as a
select numeric '0' + 1.5 as a
select numeric '1.5' + numeric '1.5' as a
select numeric '0.000000001' + numeric '12345678901234567890.123456789' as a
select cast(null as numeric) + numeric '0' as a
select numeric '0' + numeric '0.000000001' as a
select 1 - 1 as a
select 3 - 9223372036854775807 as a
select -9223372036854775808 - 64 as a
select 64 - 1 as a
select 1 - 1.5 as a
select 3 - 1e-300 as a
select -9223372036854775808 - 123456789.125 as a
select 64 - 1.5 as a
select 1 - numeric '1.5' as a
select 3 - numeric '12345678901234567890.123456789' as a
select -9223372036854775808 - numeric '0' as a
select 64 - numeric '0.000000001' as a
select 1.5 - 1 as a
select 1e308 - 9223372036854775807 as a
select -0.1 - 64 as a
select 123456789.125 - 1 as a
select 1.5 - 1.5 as a
select 1e308 - 1e-300 as a
select -0.1 - 123456789.125 as a
select 123456789.125 - 1.5 as a
select 1.5 - numeric '1.5' as a
select 1e308 - numeric '12345678901234567890.123456789' as a
select -0.1 - numeric '0' as a
select 123456789.125 - numeric '0.000000001' as a
select numeric '1.5' - 1 as a
select numeric '0.000000001' - 9223372036854775807 as a
select cast(null as numeric) - 64 as a
select numeric '0' - 1 as a
select numeric '1.5' - 1.5 as a
select numeric '0.000000001' - 1e-300 as a
select cast(null as numeric) - 123456789.125 as a
select numeric '0' - 1.5 as a
select numeric '1.5' - numeric '1.5' as a
select numeric '0.000000001' - numeric '12345678901234567890.123456789' as a
select cast(null as numeric) - numeric '0' as a
select numeric '0' - numeric '0.000000001' as a
select 1 * 1 as a
select 3 * 9223372036854775807 as a
select -9223372036854775808 * 64 as a
select 64 * 1 as a
select 1 * 1.5 as a
select 3 * 1e-300 as a
select -9223372036854775808 * 123456789.125 as a
select 64 * 1.5 as a
select 1 * numeric '1.5' as a
select 3 * numeric '12345678901234567890.123456789' as a
select -9223372036854775808 * numeric '0' as a
select 64 * numeric '0.000000001' as a
select 1.5 * 1 as a
select 1e308 * 9223372036854775807 as a
select -0.1 * 64 as a
select 123456789.125 * 1 as a
select 1.5 * 1.5 as a
select 1e308 * 1e-300 as a
select -0.1 * 123456789.125 as a
select 123456789.125 * 1.5 as a
select 1.5 * numeric '1.5' as a
select 1e308 * numeric '12345678901234567890.123456789' as a
select -0.1 * numeric '0' as a
select 123456789.125 * numeric '0.000000001' as a
select numeric '1.5' * 1 as a
select numeric '0.000000001' * 9223372036854775807 as a
select cast(null as numeric) * 64 as a
select numeric '0' * 1 as a
select numeric '1.5' * 1.5 as a
select numeric '0.000000001' * 1e-300 as a
select cast(null as numeric) * 123456789.125 as a
select numeric '0' * 1.5 as a
select numeric '1.5' * numeric '1.5' as a
select numeric '0.000000001' * numeric '12345678901234567890.123456789' as a
select cast(null as numeric) * numeric '0' as a
select numeric '0' * numeric '0.000000001' as a
select 1 / 1 as a
select 3 / 9223372036854775807 as a
select -9223372036854775808 / 64 as a
select 64 / 1 as a
select 1 / 1.5 as a
select 3 / 1e-300 as a
select -9223372036854775808 / 123456789.125 as a
select 64 / 1.5 as a
select 1 / numeric '1.5' as a
select 3 / numeric '12345678901234567890.123456789' as a
select -9223372036854775808 / numeric '0' as a
select 64 / numeric '0.000000001' as a
select 1.5 / 1 as a
select 1e308 / 9223372036854775807 as a
select -0.1 / 64 as a
select 123456789.125 / 1 as a
select 1.5 / 1.5 as a
select 1e308 / 1e-300 as a
select -0.1 / 123456789.125 as a
select 123456789.125 / 1.5 as a
select 1.5 / numeric '1.5' as a
select 1e308 / numeric '12345678901234567890.123456789' as a
select -0.1 / numeric '0' as a
select 123456789.125 / numeric '0.000000001' as a
select numeric '1.5' / 1 as a
select numeric '0.000000001' / 9223372036854775807 as a
select cast(null as numeric) / 64 as a
select numeric '0' / 1 as a
select numeric '1.5' / 1.5 as a
select numeric '0.000000001' / 1e-300 as a
select cast(null as numeric) / 123456789.125 as a
select numeric '0' / 1.5 as a
select numeric '1.5' / numeric '1.5' as a
select numeric '0.000000001' / numeric '12345678901234567890.123456789' as a
select cast(null as numeric) / numeric '0' as a
select numeric '0' / numeric '0.000000001' as a
select 0 = 1 as a
select 1 = -1 as a
select -1 = 3 as a
select 0 < 1 as a
select 1 < -1 as a
select -1 < 3 as a
select 0 >= 1 as a
select 1 >= -1 as a
select -1 >= 3 as a
select 0 is distinct from 1 as a
select 1 is distinct from -1 as a
select -1 is distinct from 3 as a
select 0.0 = 1.5 as a
select 1.5 = -2.5 as a
select -2.5 = 1e308 as a
select 0.0 < 1.5 as a
select 1.5 < -2.5 as a
select -2.5 < 1e308 as a
select 0.0 >= 1.5 as a
select 1.5 >= -2.5 as a
select -2.5 >= 1e308 as a
select 0.0 is distinct from 1.5 as a
select 1.5 is distinct from -2.5 as a
select -2.5 is distinct from 1e308 as a
select numeric '0' = numeric '1.5' as a
select numeric '1.5' = numeric '-2.5' as a
select numeric '-2.5' = numeric '0.000000001' as a
select numeric '0' < numeric '1.5' as a
select numeric '1.5' < numeric '-2.5' as a
select numeric '-2.5' < numeric '0.000000001' as a
select numeric '0' >= numeric '1.5' as a
select numeric '1.5' >= numeric '-2.5' as a
select numeric '-2.5' >= numeric '0.000000001' as a
select numeric '0' is distinct from numeric '1.5' as a
select numeric '1.5' is distinct from numeric '-2.5' as a
select numeric '-2.5' is distinct from numeric '0.000000001' as a
select true = false as a
select false = cast(null as bool) as a
select cast(null as bool) = true as a
select true < false as a
select false < cast(null as bool) as a
select cast(null as bool) < true as a
select true >= false as a
select false >= cast(null as bool) as a
select cast(null as bool) >= true as a
select true is distinct from false as a
select false is distinct from cast(null as bool) as a
select cast(null as bool) is distinct from true as a
select '' = 'a' as a
select 'a' = ' Ab c ' as a
select ' Ab c ' = 'héllo wörld' as a
select '' < 'a' as a
select 'a' < ' Ab c ' as a
select ' Ab c ' < 'héllo wörld' as a
select '' >= 'a' as a
select 'a' >= ' Ab c ' as a
select ' Ab c ' >= 'héllo wörld' as a
select '' is distinct from 'a' as a
select 'a' is distinct from ' Ab c ' as a
select ' Ab c ' is distinct from 'héllo wörld' as a
select b'' = b'abc' as a
select b'abc' = b'\x00\xff' as a
select b'\x00\xff' = cast(null as bytes) as a
select b'' < b'abc' as a
select b'abc' < b'\x00\xff' as a
select b'\x00\xff' < cast(null as bytes) as a
select b'' >= b'abc' as a
select b'abc' >= b'\x00\xff' as a
select b'\x00\xff' >= cast(null as bytes) as a
select b'' is distinct from b'abc' as a
select b'abc' is distinct from b'\x00\xff' as a
select b'\x00\xff' is distinct from cast(null as bytes) as a
select date '0001-01-01' = date '9999-12-31' as a
select date '9999-12-31' = date '2020-02-29' as a
select date '2020-02-29' = date '1969-12-31' as a
select date '0001-01-01' < date '9999-12-31' as a
select date '9999-12-31' < date '2020-02-29' as a
select date '2020-02-29' < date '1969-12-31' as a
select date '0001-01-01' >= date '9999-12-31' as a
select date '9999-12-31' >= date '2020-02-29' as a
select date '2020-02-29' >= date '1969-12-31' as a
select date '0001-01-01' is distinct from date '9999-12-31' as a
select date '9999-12-31' is distinct from date '2020-02-29' as a
select date '2020-02-29' is distinct from date '1969-12-31' as a
select datetime '0001-01-01 00:00:00' = datetime '9999-12-31 23:59:59.999999' as a
select datetime '9999-12-31 23:59:59.999999' = datetime '2020-02-29 12:34:56.789' as a
select datetime '2020-02-29 12:34:56.789' = datetime '1969-12-31 23:59:59.5' as a
select datetime '0001-01-01 00:00:00' < datetime '9999-12-31 23:59:59.999999' as a
select datetime '9999-12-31 23:59:59.999999' < datetime '2020-02-29 12:34:56.789' as a
select datetime '2020-02-29 12:34:56.789' < datetime '1969-12-31 23:59:59.5' as a
select datetime '0001-01-01 00:00:00' >= datetime '9999-12-31 23:59:59.999999' as a
select datetime '9999-12-31 23:59:59.999999' >= datetime '2020-02-29 12:34:56.789' as a
select datetime '2020-02-29 12:34:56.789' >= datetime '1969-12-31 23:59:59.5' as a
select datetime '0001-01-01 00:00:00' is distinct from datetime '9999-12-31 23:59:59.999999' as a
select datetime '9999-12-31 23:59:59.999999' is distinct from datetime '2020-02-29 12:34:56.789' as a
select datetime '2020-02-29 12:34:56.789' is distinct from datetime '1969-12-31 23:59:59.5' as a
select timestamp '0001-01-01 00:00:00+00' = timestamp '9999-12-31 23:59:59.999999+00' as a
select timestamp '9999-12-31 23:59:59.999999+00' = timestamp '2020-02-29 12:34:56.789+00' as a
select timestamp '2020-02-29 12:34:56.789+00' = timestamp '1969-12-31 23:59:59.5+00' as a
select timestamp '0001-01-01 00:00:00+00' < timestamp '9999-12-31 23:59:59.999999+00' as a
select timestamp '9999-12-31 23:59:59.999999+00' < timestamp '2020-02-29 12:34:56.789+00' as a
select timestamp '2020-02-29 12:34:56.789+00' < timestamp '1969-12-31 23:59:59.5+00' as a
select timestamp '0001-01-01 00:00:00+00' >= timestamp '9999-12-31 23:59:59.999999+00' as a
select timestamp '9999-12-31 23:59:59.999999+00' >= timestamp '2020-02-29 12:34:56.789+00' as a
select timestamp '2020-02-29 12:34:56.789+00' >= timestamp '1969-12-31 23:59:59.5+00' as a
select timestamp '0001-01-01 00:00:00+00' is distinct from timestamp '9999-12-31 23:59:59.999999+00' as a
select timestamp '9999-12-31 23:59:59.999999+00' is distinct from timestamp '2020-02-29 12:34:56.789+00' as a
select timestamp '2020-02-29 12:34:56.789+00' is distinct from timestamp '1969-12-31 23:59:59.5+00' as a
select time '00:00:00' = time '23:59:59.999999' as a
select time '23:59:59.999999' = cast(null as time) as a
select cast(null as time) = time '00:00:00' as a
select time '00:00:00' < time '23:59:59.999999' as a
select time '23:59:59.999999' < cast(null as time) as a
select cast(null as time) < time '00:00:00' as a
select time '00:00:00' >= time '23:59:59.999999' as a
select time '23:59:59.999999' >= cast(null as time) as a
select cast(null as time) >= time '00:00:00' as a
select time '00:00:00' is distinct from time '23:59:59.999999' as a
select time '23:59:59.999999' is distinct from cast(null as time) as a
select cast(null as time) is distinct from time '00:00:00' as a
select date_trunc(date '2020-02-29', microsecond) as a
select date_trunc(date '1969-12-31', microsecond) as a
select date_trunc(date '9999-12-31', microsecond) as a
select date_diff(date '2020-02-29', date '1969-12-31', microsecond) as a
select date_diff(date '1969-12-31', date '9999-12-31', microsecond) as a
select extract(microsecond from date '1969-12-31') as a
select date_add(date '2020-02-29', interval 13 microsecond) as a
select date_sub(date '2020-02-29', interval 100 microsecond) as a
select date_add(date '9999-12-31', interval 1 microsecond) as a
select date_sub(date '0001-01-01', interval 1 microsecond) as a
select date_trunc(date '2020-02-29', second) as a
select date_trunc(date '1969-12-31', second) as a
select date_trunc(date '9999-12-31', second) as a
select date_diff(date '2020-02-29', date '1969-12-31', second) as a
select date_diff(date '1969-12-31', date '9999-12-31', second) as a
select extract(second from date '1969-12-31') as a
select date_add(date '2020-02-29', interval 13 second) as a
select date_sub(date '2020-02-29', interval 100 second) as a
select date_add(date '9999-12-31', interval 1 second) as a
select date_sub(date '0001-01-01', interval 1 second) as a
select date_trunc(date '2020-02-29', minute) as a
select date_trunc(date '1969-12-31', minute) as a
select date_trunc(date '9999-12-31', minute) as a
select date_diff(date '2020-02-29', date '1969-12-31', minute) as a
select date_diff(date '1969-12-31', date '9999-12-31', minute) as a
select extract(minute from date '1969-12-31') as a
select date_add(date '2020-02-29', interval 13 minute) as a
select date_sub(date '2020-02-29', interval 100 minute) as a
select date_add(date '9999-12-31', interval 1 minute) as a
select date_sub(date '0001-01-01', interval 1 minute) as a
select date_trunc(date '2020-02-29', hour) as a
select date_trunc(date '1969-12-31', hour) as a
select date_trunc(date '9999-12-31', hour) as a
select date_diff(date '2020-02-29', date '1969-12-31', hour) as a
select date_diff(date '1969-12-31', date '9999-12-31', hour) as a
select extract(hour from date '1969-12-31') as a
select date_add(date '2020-02-29', interval 13 hour) as a
select date_sub(date '2020-02-29', interval 100 hour) as a
select date_add(date '9999-12-31', interval 1 hour) as a
select date_sub(date '0001-01-01', interval 1 hour) as a
select date_trunc(date '2020-02-29', day) as a
select date_trunc(date '1969-12-31', day) as a
select date_trunc(date '9999-12-31', day) as a
select date_diff(date '2020-02-29', date '1969-12-31', day) as a
select date_diff(date '1969-12-31', date '9999-12-31', day) as a
select extract(day from date '1969-12-31') as a
select date_add(date '2020-02-29', interval 13 day) as a
select date_sub(date '2020-02-29', interval 100 day) as a
select date_add(date '9999-12-31', interval 1 day) as a
select date_sub(date '0001-01-01', interval 1 day) as a
select date_trunc(date '2020-02-29', week) as a
select date_trunc(date '1969-12-31', week) as a
select date_trunc(date '9999-12-31', week) as a
select date_diff(date '2020-02-29', date '1969-12-31', week) as a
select date_diff(date '1969-12-31', date '9999-12-31', week) as a
select extract(week from date '1969-12-31') as a
select date_add(date '2020-02-29', interval 13 week) as a
select date_sub(date '2020-02-29', interval 100 week) as a
select date_add(date '9999-12-31', interval 1 week) as a
select date_sub(date '0001-01-01', interval 1 week) as a
select date_trunc(date '2020-02-29', isoweek) as a
select date_trunc(date '1969-12-31', isoweek) as a
select date_trunc(date '9999-12-31', isoweek) as a
select date_diff(date '2020-02-29', date '1969-12-31', isoweek) as a
select date_diff(date '1969-12-31', date '9999-12-31', isoweek) as a
select extract(isoweek from date '1969-12-31') as a
select date_trunc(date '2020-02-29', month) as a
select date_trunc(date '1969-12-31', month) as a
select date_trunc(date '9999-12-31', month) as a
select date_diff(date '2020-02-29', date '1969-12-31', month) as a
select date_diff(date '1969-12-31', date '9999-12-31', month) as a
select extract(month from date '1969-12-31') as a
select date_add(date '2020-02-29', interval 13 month) as a
select date_sub(date '2020-02-29', interval 100 month) as a
select date_add(date '9999-12-31', interval 1 month) as a
select date_sub(date '0001-01-01', interval 1 month) as a
select date_trunc(date '2020-02-29', quarter) as a
select date_trunc(date '1969-12-31', quarter) as a
select date_trunc(date '9999-12-31', quarter) as a
select date_diff(date '2020-02-29', date '1969-12-31', quarter) as a
select date_diff(date '1969-12-31', date '9999-12-31', quarter) as a
select extract(quarter from date '1969-12-31') as a
select date_add(date '2020-02-29', interval 13 quarter) as a
select date_sub(date '2020-02-29', interval 100 quarter) as a
select date_add(date '9999-12-31', interval 1 quarter) as a
select date_sub(date '0001-01-01', interval 1 quarter) as a
select date_trunc(date '2020-02-29', year) as a
select date_trunc(date '1969-12-31', year) as a
select date_trunc(date '9999-12-31', year) as a
select date_diff(date '2020-02-29', date '1969-12-31', year) as a
select date_diff(date '1969-12-31', date '9999-12-31', year) as a
select extract(year from date '1969-12-31') as a
select date_add(date '2020-02-29', interval 13 year) as a
select date_sub(date '2020-02-29', interval 100 year) as a
select date_add(date '9999-12-31', interval 1 year) as a
select date_sub(date '0001-01-01', interval 1 year) as a
select date_trunc(date '2020-02-29', isoyear) as a
select date_trunc(date '1969-12-31', isoyear) as a
select date_trunc(date '9999-12-31', isoyear) as a
select date_diff(date '2020-02-29', date '1969-12-31', isoyear) as a
select date_diff(date '1969-12-31', date '9999-12-31', isoyear) as a
select extract(isoyear from date '1969-12-31') as a
select date_trunc(date '2020-02-29', week(thursday)) as a
select date_trunc(date '1969-12-31', week(thursday)) as a
select date_trunc(date '9999-12-31', week(thursday)) as a
select date_diff(date '2020-02-29', date '1969-12-31', week(thursday)) as a
select date_diff(date '1969-12-31', date '9999-12-31', week(thursday)) as a
select extract(week(thursday) from date '1969-12-31') as a
select extract(dayofweek from date '0001-01-01') as a
select extract(dayofweek from date '9999-12-31') as a
select extract(dayofweek from date '2020-02-29') as a
select extract(dayofyear from date '0001-01-01') as a
select extract(dayofyear from date '9999-12-31') as a
select extract(dayofyear from date '2020-02-29') as a
select extract(week from date '0001-01-01') as a
select extract(week from date '9999-12-31') as a
select extract(week from date '2020-02-29') as a
select extract(isoweek from date '0001-01-01') as a
select extract(isoweek from date '9999-12-31') as a
select extract(isoweek from date '2020-02-29') as a
select extract(isoyear from date '0001-01-01') as a
select extract(isoyear from date '9999-12-31') as a
select extract(isoyear from date '2020-02-29') as a
select extract(millisecond from date '0001-01-01') as a
select extract(millisecond from date '9999-12-31') as a
select extract(millisecond from date '2020-02-29') as a
select extract(microsecond from date '0001-01-01') as a
select extract(microsecond from date '9999-12-31') as a
select extract(microsecond from date '2020-02-29') as a
select extract(date from date '0001-01-01') as a
select extract(date from date '9999-12-31') as a
select extract(date from date '2020-02-29') as a
select format_date('%Y|', date '2020-02-29') as a
select format_date('%m|', date '2020-02-29') as a
select format_date('%d|', date '2020-02-29') as a
select format_date('%H|', date '2020-02-29') as a
select format_date('%M|', date '2020-02-29') as a
select format_date('%S|', date '2020-02-29') as a
select format_date('%y|', date '2020-02-29') as a
select format_date('%B|', date '2020-02-29') as a
select format_date('%b|', date '2020-02-29') as a
select format_date('%A|', date '2020-02-29') as a
select format_date('%a|', date '2020-02-29') as a
select format_date('%j|', date '2020-02-29') as a
select format_date('%p|', date '2020-02-29') as a
select format_date('%I|', date '2020-02-29') as a
select format_date('%U|', date '2020-02-29') as a
select format_date('%W|', date '2020-02-29') as a
select format_date('%u|', date '2020-02-29') as a
select format_date('%w|', date '2020-02-29') as a
select format_date('%e|', date '2020-02-29') as a
select format_date('%k|', date '2020-02-29') as a
select format_date('%l|', date '2020-02-29') as a
select format_date('%Q|', date '2020-02-29') as a
select format_date('%C|', date '2020-02-29') as a
select format_date('%G|', date '2020-02-29') as a
select format_date('%V|', date '2020-02-29') as a
select format_date('%F|', date '2020-02-29') as a
select format_date('%T|', date '2020-02-29') as a
select format_date('%R|', date '2020-02-29') as a
select format_date('%D|', date '2020-02-29') as a
select format_date('%x|', date '2020-02-29') as a
select format_date('%h|', date '2020-02-29') as a
select format_date('%n|', date '2020-02-29') as a
select format_date('%t|', date '2020-02-29') as a
select datetime_trunc(datetime '2020-02-29 12:34:56.789', microsecond) as a
select datetime_trunc(datetime '1969-12-31 23:59:59.5', microsecond) as a
select datetime_trunc(datetime '9999-12-31 23:59:59.999999', microsecond) as a
select datetime_diff(datetime '2020-02-29 12:34:56.789', datetime '1969-12-31 23:59:59.5', microsecond) as a
select datetime_diff(datetime '1969-12-31 23:59:59.5', datetime '9999-12-31 23:59:59.999999', microsecond) as a
select extract(microsecond from datetime '1969-12-31 23:59:59.5') as a
select datetime_add(datetime '2020-02-29 12:34:56.789', interval 13 microsecond) as a
select datetime_sub(datetime '2020-02-29 12:34:56.789', interval 100 microsecond) as a
select datetime_add(datetime '9999-12-31 23:59:59.999999', interval 1 microsecond) as a
select datetime_sub(datetime '0001-01-01 00:00:00', interval 1 microsecond) as a
select datetime_trunc(datetime '2020-02-29 12:34:56.789', second) as a
select datetime_trunc(datetime '1969-12-31 23:59:59.5', second) as a
select datetime_trunc(datetime '9999-12-31 23:59:59.999999', second) as a
select datetime_diff(datetime '2020-02-29 12:34:56.789', datetime '1969-12-31 23:59:59.5', second) as a
select datetime_diff(datetime '1969-12-31 23:59:59.5', datetime '9999-12-31 23:59:59.999999', second) as a
select extract(second from datetime '1969-12-31 23:59:59.5') as a
select datetime_add(datetime '2020-02-29 12:34:56.789', interval 13 second) as a
select datetime_sub(datetime '2020-02-29 12:34:56.789', interval 100 second) as a
select datetime_add(datetime '9999-12-31 23:59:59.999999', interval 1 second) as a
select datetime_sub(datetime '0001-01-01 00:00:00', interval 1 second) as a
select datetime_trunc(datetime '2020-02-29 12:34:56.789', minute) as a
select datetime_trunc(datetime '1969-12-31 23:59:59.5', minute) as a
select datetime_trunc(datetime '9999-12-31 23:59:59.999999', minute) as a
select datetime_diff(datetime '2020-02-29 12:34:56.789', datetime '1969-12-31 23:59:59.5', minute) as a
select datetime_diff(datetime '1969-12-31 23:59:59.5', datetime '9999-12-31 23:59:59.999999', minute) as a
select extract(minute from datetime '1969-12-31 23:59:59.5') as a
select datetime_add(datetime '2020-02-29 12:34:56.789', interval 13 minute) as a
select datetime_sub(datetime '2020-02-29 12:34:56.789', interval 100 minute) as a
select datetime_add(datetime '9999-12-31 23:59:59.999999', interval 1 minute) as a
select datetime_sub(datetime '0001-01-01 00:00:00', interval 1 minute) as a
select datetime_trunc(datetime '2020-02-29 12:34:56.789', hour) as a
select datetime_trunc(datetime '1969-12-31 23:59:59.5', hour) as a
select datetime_trunc(datetime '9999-12-31 23:59:59.999999', hour) as a
select datetime_diff(datetime '2020-02-29 12:34:56.789', datetime '1969-12-31 23:59:59.5', hour) as a
select datetime_diff(datetime '1969-12-31 23:59:59.5', datetime '9999-12-31 23:59:59.999999', hour) as a
select extract(hour from datetime '1969-12-31 23:59:59.5') as a
select datetime_add(datetime '2020-02-29 12:34:56.789', interval 13 hour) as a
select datetime_sub(datetime '2020-02-29 12:34:56.789', interval 100 hour) as a
select datetime_add(datetime '9999-12-31 23:59:59.999999', interval 1 hour) as a
select datetime_sub(datetime '0001-01-01 00:00:00', interval 1 hour) as a
select datetime_trunc(datetime '2020-02-29 12:34:56.789', day) as a
select datetime_trunc(datetime '1969-12-31 23:59:59.5', day) as a
select datetime_trunc(datetime '9999-12-31 23:59:59.999999', day) as a
select datetime_diff(datetime '2020-02-29 12:34:56.789', datetime '1969-12-31 23:59:59.5', day) as a
select datetime_diff(datetime '1969-12-31 23:59:59.5', datetime '9999-12-31 23:59:59.999999', day) as a
select extract(day from datetime '1969-12-31 23:59:59.5') as a
select datetime_add(datetime '2020-02-29 12:34:56.789', interval 13 day) as a
select datetime_sub(datetime '2020-02-29 12:34:56.789', interval 100 day) as a
select datetime_add(datetime '9999-12-31 23:59:59.999999', interval 1 day) as a
select datetime_sub(datetime '0001-01-01 00:00:00', interval 1 day) as a
select datetime_trunc(datetime '2020-02-29 12:34:56.789', week) as a
select datetime_trunc(datetime '1969-12-31 23:59:59.5', week) as a
select datetime_trunc(datetime '9999-12-31 23:59:59.999999', week) as a
select datetime_diff(datetime '2020-02-29 12:34:56.789', datetime '1969-12-31 23:59:59.5', week) as a
select datetime_diff(datetime '1969-12-31 23:59:59.5', datetime '9999-12-31 23:59:59.999999', week) as a
select extract(week from datetime '1969-12-31 23:59:59.5') as a
select datetime_add(datetime '2020-02-29 12:34:56.789', interval 13 week) as a
select datetime_sub(datetime '2020-02-29 12:34:56.789', interval 100 week) as a
select datetime_add(datetime '9999-12-31 23:59:59.999999', interval 1 week) as a
select datetime_sub(datetime '0001-01-01 00:00:00', interval 1 week) as a
select datetime_trunc(datetime '2020-02-29 12:34:56.789', isoweek) as a
select datetime_trunc(datetime '1969-12-31 23:59:59.5', isoweek) as a
select datetime_trunc(datetime '9999-12-31 23:59:59.999999', isoweek) as a
select datetime_diff(datetime '2020-02-29 12:34:56.789', datetime '1969-12-31 23:59:59.5', isoweek) as a
select datetime_diff(datetime '1969-12-31 23:59:59.5', datetime '9999-12-31 23:59:59.999999', isoweek) as a
select extract(isoweek from datetime '1969-12-31 23:59:59.5') as a
select datetime_trunc(datetime '2020-02-29 12:34:56.789', month) as a
select datetime_trunc(datetime '1969-12-31 23:59:59.5', month) as a
select datetime_trunc(datetime '9999-12-31 23:59:59.999999', month) as a
select datetime_diff(datetime '2020-02-29 12:34:56.789', datetime '1969-12-31 23:59:59.5', month) as a
select datetime_diff(datetime '1969-12-31 23:59:59.5', datetime '9999-12-31 23:59:59.999999', month) as a
select extract(month from datetime '1969-12-31 23:59:59.5') as a
select datetime_add(datetime '2020-02-29 12:34:56.789', interval 13 month) as a
select datetime_sub(datetime '2020-02-29 12:34:56.789', interval 100 month) as a
select datetime_add(datetime '9999-12-31 23:59:59.999999', interval 1 month) as a
select datetime_sub(datetime '0001-01-01 00:00:00', interval 1 month) as a
select datetime_trunc(datetime '2020-02-29 12:34:56.789', quarter) as a
select datetime_trunc(datetime '1969-12-31 23:59:59.5', quarter) as a
select datetime_trunc(datetime '9999-12-31 23:59:59.999999', quarter) as a
select datetime_diff(datetime '2020-02-29 12:34:56.789', datetime '1969-12-31 23:59:59.5', quarter) as a
select datetime_diff(datetime '1969-12-31 23:59:59.5', datetime '9999-12-31 23:59:59.999999', quarter) as a
select extract(quarter from datetime '1969-12-31 23:59:59.5') as a
select datetime_add(datetime '2020-02-29 12:34:56.789', interval 13 quarter) as a
select datetime_sub(datetime '2020-02-29 12:34:56.789', interval 100 quarter) as a
select datetime_add(datetime '9999-12-31 23:59:59.999999', interval 1 quarter) as a
select datetime_sub(datetime '0001-01-01 00:00:00', interval 1 quarter) as a
select datetime_trunc(datetime '2020-02-29 12:34:56.789', year) as a
select datetime_trunc(datetime '1969-12-31 23:59:59.5', year) as a
select datetime_trunc(datetime '9999-12-31 23:59:59.999999', year) as a
select datetime_diff(datetime '2020-02-29 12:34:56.789', datetime '1969-12-31 23:59:59.5', year) as a
select datetime_diff(datetime '1969-12-31 23:59:59.5', datetime '9999-12-31 23:59:59.999999', year) as a
select extract(year from datetime '1969-12-31 23:59:59.5') as a
select datetime_add(datetime '2020-02-29 12:34:56.789', interval 13 year) as a
select datetime_sub(datetime '2020-02-29 12:34:56.789', interval 100 year) as a
select datetime_add(datetime '9999-12-31 23:59:59.999999', interval 1 year) as a
select datetime_sub(datetime '0001-01-01 00:00:00', interval 1 year) as a
select datetime_trunc(datetime '2020-02-29 12:34:56.789', isoyear) as a
select datetime_trunc(datetime '1969-12-31 23:59:59.5', isoyear) as a
select datetime_trunc(datetime '9999-12-31 23:59:59.999999', isoyear) as a
select datetime_diff(datetime '2020-02-29 12:34:56.789', datetime '1969-12-31 23:59:59.5', isoyear) as a
select datetime_diff(datetime '1969-12-31 23:59:59.5', datetime '9999-12-31 23:59:59.999999', isoyear) as a
select extract(isoyear from datetime '1969-12-31 23:59:59.5') as a
select datetime_trunc(datetime '2020-02-29 12:34:56.789', week(thursday)) as a
select datetime_trunc(datetime '1969-12-31 23:59:59.5', week(thursday)) as a
select datetime_trunc(datetime '9999-12-31 23:59:59.999999', week(thursday)) as a
select datetime_diff(datetime '2020-02-29 12:34:56.789', datetime '1969-12-31 23:59:59.5', week(thursday)) as a
select datetime_diff(datetime '1969-12-31 23:59:59.5', datetime '9999-12-31 23:59:59.999999', week(thursday)) as a
select extract(week(thursday) from datetime '1969-12-31 23:59:59.5') as a
select extract(dayofweek from datetime '0001-01-01 00:00:00') as a
select extract(dayofweek from datetime '9999-12-31 23:59:59.999999') as a
select extract(dayofweek from datetime '2020-02-29 12:34:56.789') as a
select extract(dayofyear from datetime '0001-01-01 00:00:00') as a
select extract(dayofyear from datetime '9999-12-31 23:59:59.999999') as a
select extract(dayofyear from datetime '2020-02-29 12:34:56.789') as a
select extract(week from datetime '0001-01-01 00:00:00') as a
select extract(week from datetime '9999-12-31 23:59:59.999999') as a
select extract(week from datetime '2020-02-29 12:34:56.789') as a
select extract(isoweek from datetime '0001-01-01 00:00:00') as a
select extract(isoweek from datetime '9999-12-31 23:59:59.999999') as a
select extract(isoweek from datetime '2020-02-29 12:34:56.789') as a
select extract(isoyear from datetime '0001-01-01 00:00:00') as a
select extract(isoyear from datetime '9999-12-31 23:59:59.999999') as a
select extract(isoyear from datetime '2020-02-29 12:34:56.789') as a
select extract(millisecond from datetime '0001-01-01 00:00:00') as a
select extract(millisecond from datetime '9999-12-31 23:59:59.999999') as a
select extract(millisecond from datetime '2020-02-29 12:34:56.789') as a
select extract(microsecond from datetime '0001-01-01 00:00:00') as a
select extract(microsecond from datetime '9999-12-31 23:59:59.999999') as a
select extract(microsecond from datetime '2020-02-29 12:34:56.789') as a
select extract(date from datetime '0001-01-01 00:00:00') as a
select extract(date from datetime '9999-12-31 23:59:59.999999') as a
select extract(date from datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%Y|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%m|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%d|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%H|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%M|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%S|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%y|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%B|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%b|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%A|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%a|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%j|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%p|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%I|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%U|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%W|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%u|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%w|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%e|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%k|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%l|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%Q|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%C|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%G|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%V|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%F|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%T|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%R|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%D|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%x|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%h|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%n|', datetime '2020-02-29 12:34:56.789') as a
select format_datetime('%t|', datetime '2020-02-29 12:34:56.789') as a
select timestamp_trunc(timestamp '2020-02-29 12:34:56.789+00', microsecond) as a
select timestamp_trunc(timestamp '1969-12-31 23:59:59.5+00', microsecond) as a
select timestamp_trunc(timestamp '9999-12-31 23:59:59.999999+00', microsecond) as a
select timestamp_diff(timestamp '2020-02-29 12:34:56.789+00', timestamp '1969-12-31 23:59:59.5+00', microsecond) as a
select timestamp_diff(timestamp '1969-12-31 23:59:59.5+00', timestamp '9999-12-31 23:59:59.999999+00', microsecond) as a
select extract(microsecond from timestamp '1969-12-31 23:59:59.5+00') as a
select timestamp_add(timestamp '2020-02-29 12:34:56.789+00', interval 13 microsecond) as a
select timestamp_sub(timestamp '2020-02-29 12:34:56.789+00', interval 100 microsecond) as a
select timestamp_add(timestamp '9999-12-31 23:59:59.999999+00', interval 1 microsecond) as a
select timestamp_sub(timestamp '0001-01-01 00:00:00+00', interval 1 microsecond) as a
select timestamp_trunc(timestamp '2020-02-29 12:34:56.789+00', second) as a
select timestamp_trunc(timestamp '1969-12-31 23:59:59.5+00', second) as a
select timestamp_trunc(timestamp '9999-12-31 23:59:59.999999+00', second) as a
select timestamp_diff(timestamp '2020-02-29 12:34:56.789+00', timestamp '1969-12-31 23:59:59.5+00', second) as a
select timestamp_diff(timestamp '1969-12-31 23:59:59.5+00', timestamp '9999-12-31 23:59:59.999999+00', second) as a
select extract(second from timestamp '1969-12-31 23:59:59.5+00') as a
select timestamp_add(timestamp '2020-02-29 12:34:56.789+00', interval 13 second) as a
select timestamp_sub(timestamp '2020-02-29 12:34:56.789+00', interval 100 second) as a
select timestamp_add(timestamp '9999-12-31 23:59:59.999999+00', interval 1 second) as a
select timestamp_sub(timestamp '0001-01-01 00:00:00+00', interval 1 second) as a
select timestamp_trunc(timestamp '2020-02-29 12:34:56.789+00', minute) as a
select timestamp_trunc(timestamp '1969-12-31 23:59:59.5+00', minute) as a
select timestamp_trunc(timestamp '9999-12-31 23:59:59.999999+00', minute) as a
select timestamp_diff(timestamp '2020-02-29 12:34:56.789+00', timestamp '1969-12-31 23:59:59.5+00', minute) as a
select timestamp_diff(timestamp '1969-12-31 23:59:59.5+00', timestamp '9999-12-31 23:59:59.999999+00', minute) as a
select extract(minute from timestamp '1969-12-31 23:59:59.5+00') as a
select timestamp_add(timestamp '2020-02-29 12:34:56.789+00', interval 13 minute) as a
select timestamp_sub(timestamp '2020-02-29 12:34:56.789+00', interval 100 minute) as a
select timestamp_add(timestamp '9999-12-31 23:59:59.999999+00', interval 1 minute) as a
select timestamp_sub(timestamp '0001-01-01 00:00:00+00', interval 1 minute) as a
select timestamp_trunc(timestamp '2020-02-29 12:34:56.789+00', hour) as a
select timestamp_trunc(timestamp '1969-12-31 23:59:59.5+00', hour) as a
select timestamp_trunc(timestamp '9999-12-31 23:59:59.999999+00', hour) as a
select timestamp_diff(timestamp '2020-02-29 12:34:56.789+00', timestamp '1969-12-31 23:59:59.5+00', hour) as a
select timestamp_diff(timestamp '1969-12-31 23:59:59.5+00', timestamp '9999-12-31 23:59:59.999999+00', hour) as a
select extract(hour from timestamp '1969-12-31 23:59:59.5+00') as a
select timestamp_add(timestamp '2020-02-29 12:34:56.789+00', interval 13 hour) as a
select timestamp_sub(timestamp '2020-02-29 12:34:56.789+00', interval 100 hour) as a
select timestamp_add(timestamp '9999-12-31 23:59:59.999999+00', interval 1 hour) as a
select timestamp_sub(timestamp '0001-01-01 00:00:00+00', interval 1 hour) as a
select timestamp_trunc(timestamp '2020-02-29 12:34:56.789+00', day) as a
select timestamp_trunc(timestamp '1969-12-31 23:59:59.5+00', day) as a
select timestamp_trunc(timestamp '9999-12-31 23:59:59.999999+00', day) as a
select timestamp_diff(timestamp '2020-02-29 12:34:56.789+00', timestamp '1969-12-31 23:59:59.5+00', day) as a
select timestamp_diff(timestamp '1969-12-31 23:59:59.5+00', timestamp '9999-12-31 23:59:59.999999+00', day) as a
select extract(day from timestamp '1969-12-31 23:59:59.5+00') as a
select timestamp_add(timestamp '2020-02-29 12:34:56.789+00', interval 13 day) as a
select timestamp_sub(timestamp '2020-02-29 12:34:56.789+00', interval 100 day) as a
select timestamp_add(timestamp '9999-12-31 23:59:59.999999+00', interval 1 day) as a
select timestamp_sub(timestamp '0001-01-01 00:00:00+00', interval 1 day) as a
select timestamp_trunc(timestamp '2020-02-29 12:34:56.789+00', week) as a
select timestamp_trunc(timestamp '1969-12-31 23:59:59.5+00', week) as a
select timestamp_trunc(timestamp '9999-12-31 23:59:59.999999+00', week) as a
select timestamp_diff(timestamp '2020-02-29 12:34:56.789+00', timestamp '1969-12-31 23:59:59.5+00', week) as a
select timestamp_diff(timestamp '1969-12-31 23:59:59.5+00', timestamp '9999-12-31 23:59:59.999999+00', week) as a
select extract(week from timestamp '1969-12-31 23:59:59.5+00') as a
select timestamp_add(timestamp '2020-02-29 12:34:56.789+00', interval 13 week) as a
select timestamp_sub(timestamp '2020-02-29 12:34:56.789+00', interval 100 week) as a
select timestamp_add(timestamp '9999-12-31 23:59:59.999999+00', interval 1 week) as a
select timestamp_sub(timestamp '0001-01-01 00:00:00+00', interval 1 week) as a
select timestamp_trunc(timestamp '2020-02-29 12:34:56.789+00', isoweek) as a
select timestamp_trunc(timestamp '1969-12-31 23:59:59.5+00', isoweek) as a
select timestamp_trunc(timestamp '9999-12-31 23:59:59.999999+00', isoweek) as a
select timestamp_diff(timestamp '2020-02-29 12:34:56.789+00', timestamp '1969-12-31 23:59:59.5+00', isoweek) as a
select timestamp_diff(timestamp '1969-12-31 23:59:59.5+00', timestamp '9999-12-31 23:59:59.999999+00', isoweek) as a
select extract(isoweek from timestamp '1969-12-31 23:59:59.5+00') as a
select timestamp_trunc(timestamp '2020-02-29 12:34:56.789+00', month) as a
select timestamp_trunc(timestamp '1969-12-31 23:59:59.5+00', month) as a
select timestamp_trunc(timestamp '9999-12-31 23:59:59.999999+00', month) as a
select timestamp_diff(timestamp '2020-02-29 12:34:56.789+00', timestamp '1969-12-31 23:59:59.5+00', month) as a
select timestamp_diff(timestamp '1969-12-31 23:59:59.5+00', timestamp '9999-12-31 23:59:59.999999+00', month) as a
select extract(month from timestamp '1969-12-31 23:59:59.5+00') as a
select timestamp_add(timestamp '2020-02-29 12:34:56.789+00', interval 13 month) as a
select timestamp_sub(timestamp '2020-02-29 12:34:56.789+00', interval 100 month) as a
select timestamp_add(timestamp '9999-12-31 23:59:59.999999+00', interval 1 month) as a
select timestamp_sub(timestamp '0001-01-01 00:00:00+00', interval 1 month) as a
select timestamp_trunc(timestamp '2020-02-29 12:34:56.789+00', quarter) as a
select timestamp_trunc(timestamp '1969-12-31 23:59:59.5+00', quarter) as a
select timestamp_trunc(timestamp '9999-12-31 23:59:59.999999+00', quarter) as a
select timestamp_diff(timestamp '2020-02-29 12:34:56.789+00', timestamp '1969-12-31 23:59:59.5+00', quarter) as a
select timestamp_diff(timestamp '1969-12-31 23:59:59.5+00', timestamp '9999-12-31 23:59:59.999999+00', quarter) as a
select extract(quarter from timestamp '1969-12-31 23:59:59.5+00') as a
select timestamp_add(timestamp '2020-02-29 12:34:56.789+00', interval 13 quarter) as a
select timestamp_sub(timestamp '2020-02-29 12:34:56.789+00', interval 100 quarter) as a
select timestamp_add(timestamp '9999-12-31 23:59:59.999999+00', interval 1 quarter) as a
select timestamp_sub(timestamp '0001-01-01 00:00:00+00', interval 1 quarter) as a
select timestamp_trunc(timestamp '2020-02-29 12:34:56.789+00', year) as a
select timestamp_trunc(timestamp '1969-12-31 23:59:59.5+00', year) as a
select timestamp_trunc(timestamp '9999-12-31 23:59:59.999999+00', year) as a
select timestamp_diff(timestamp '2020-02-29 12:34:56.789+00', timestamp '1969-12-31 23:59:59.5+00', year) as a
select timestamp_diff(timestamp '1969-12-31 23:59:59.5+00', timestamp '9999-12-31 23:59:59.999999+00', year) as a
select extract(year from timestamp '1969-12-31 23:59:59.5+00') as a
select timestamp_add(timestamp '2020-02-29 12:34:56.789+00', interval 13 year) as a
select timestamp_sub(timestamp '2020-02-29 12:34:56.789+00', interval 100 year) as a
select timestamp_add(timestamp '9999-12-31 23:59:59.999999+00', interval 1 year) as a
select timestamp_sub(timestamp '0001-01-01 00:00:00+00', interval 1 year) as a
select timestamp_trunc(timestamp '2020-02-29 12:34:56.789+00', isoyear) as a
select timestamp_trunc(timestamp '1969-12-31 23:59:59.5+00', isoyear) as a
select timestamp_trunc(timestamp '9999-12-31 23:59:59.999999+00', isoyear) as a
select timestamp_diff(timestamp '2020-02-29 12:34:56.789+00', timestamp '1969-12-31 23:59:59.5+00', isoyear) as a
select timestamp_diff(timestamp '1969-12-31 23:59:59.5+00', timestamp '9999-12-31 23:59:59.999999+00', isoyear) as a
select extract(isoyear from timestamp '1969-12-31 23:59:59.5+00') as a
select timestamp_trunc(timestamp '2020-02-29 12:34:56.789+00', week(thursday)) as a
select timestamp_trunc(timestamp '1969-12-31 23:59:59.5+00', week(thursday)) as a
select timestamp_trunc(timestamp '9999-12-31 23:59:59.999999+00', week(thursday)) as a
select timestamp_diff(timestamp '2020-02-29 12:34:56.789+00', timestamp '1969-12-31 23:59:59.5+00', week(thursday)) as a
select timestamp_diff(timestamp '1969-12-31 23:59:59.5+00', timestamp '9999-12-31 23:59:59.999999+00', week(thursday)) as a
select extract(week(thursday) from timestamp '1969-12-31 23:59:59.5+00') as a
select extract(dayofweek from timestamp '0001-01-01 00:00:00+00') as a
select extract(dayofweek from timestamp '9999-12-31 23:59:59.999999+00') as a
select extract(dayofweek from timestamp '2020-02-29 12:34:56.789+00') as a
select extract(dayofyear from timestamp '0001-01-01 00:00:00+00') as a
select extract(dayofyear from timestamp '9999-12-31 23:59:59.999999+00') as a
select extract(dayofyear from timestamp '2020-02-29 12:34:56.789+00') as a
select extract(week from timestamp '0001-01-01 00:00:00+00') as a
select extract(week from timestamp '9999-12-31 23:59:59.999999+00') as a
select extract(week from timestamp '2020-02-29 12:34:56.789+00') as a
select extract(isoweek from timestamp '0001-01-01 00:00:00+00') as a
select extract(isoweek from timestamp '9999-12-31 23:59:59.999999+00') as a
select extract(isoweek from timestamp '2020-02-29 12:34:56.789+00') as a
select extract(isoyear from timestamp '0001-01-01 00:00:00+00') as a
select extract(isoyear from timestamp '9999-12-31 23:59:59.999999+00') as a
select extract(isoyear from timestamp '2020-02-29 12:34:56.789+00') as a
select extract(millisecond from timestamp '0001-01-01 00:00:00+00') as a
select extract(millisecond from timestamp '9999-12-31 23:59:59.999999+00') as a
select extract(millisecond from timestamp '2020-02-29 12:34:56.789+00') as a
select extract(microsecond from timestamp '0001-01-01 00:00:00+00') as a
select extract(microsecond from timestamp '9999-12-31 23:59:59.999999+00') as a
select extract(microsecond from timestamp '2020-02-29 12:34:56.789+00') as a
select extract(date from timestamp '0001-01-01 00:00:00+00') as a
select extract(date from timestamp '9999-12-31 23:59:59.999999+00') as a
select extract(date from timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%Y|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%m|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%d|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%H|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%M|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%S|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%y|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%B|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%b|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%A|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%a|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%j|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%p|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%I|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%U|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%W|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%u|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%w|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%e|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%k|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%l|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%Q|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%C|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%G|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%V|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%F|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%T|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%R|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%D|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%x|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%h|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%n|', timestamp '2020-02-29 12:34:56.789+00') as a
select format_timestamp('%t|', timestamp '2020-02-29 12:34:56.789+00') as a
