/**
 * Records what Google's own evaluator answers to the queries of `queries.sql` and `generated.sql`:
 *
 *     npm install --no-save @fivetrandevelopers/zetasql@1.13.0
 *     node test/runtime/sql/differential/record.mjs
 *
 * The package is 340 MB large, so it is no dependency: what it answers is kept in `results.json`, which the tests read.
 */
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(process.env['ZETASQL_FROM'] ? join(process.env['ZETASQL_FROM'], 'x.js') : import.meta.url)
const home = join(dirname(require.resolve('@fivetrandevelopers/zetasql')))
const grpc = require('@grpc/grpc-js')
const loader = require('@grpc/proto-loader')

const folder = import.meta.dirname
const PORT = '50999'
const arm = process.arch.startsWith('arm') ? '_arm' : ''
const server = spawn(join(home, 'zetasql', `remote_server${arm}${process.platform === 'darwin' ? '' : '.so'}`), ['localhost', PORT], {
  stdio: 'ignore',
})

const definition = loader.loadSync('local_service.proto', {
  longs: String,
  enums: String,
  oneofs: true,
  includeDirs: [join(home, 'zetasql', 'protos')],
})
const { ZetaSqlLocalService } = grpc.loadPackageDefinition(definition).zetasql.local_service
const client = new ZetaSqlLocalService(`localhost:${PORT}`, grpc.credentials.createInsecure())
const call = (name, request) =>
  new Promise((resolve, reject) => client[name](request, (error, answer) => (error ? reject(error) : resolve(answer))))

await new Promise((resolve, reject) => client.waitForReady(Date.now() + 30_000, error => (error ? reject(error) : resolve(undefined))))
try {
  const language = await call('GetLanguageOptions', { maximumFeatures: true })
  language.productMode = 'PRODUCT_EXTERNAL'
  const analyzer = await call('GetAnalyzerOptions', {})
  const options = { ...analyzer, languageOptions: language, defaultTimezone: 'UTC' }
  const simpleCatalog = { name: 'catalog', builtinFunctionOptions: { languageOptions: language } }
  const queries = ['queries.sql', 'generated.sql']
    .flatMap(file => readFileSync(join(folder, file), 'utf8').split('\n'))
    .filter(line => line.trim() !== '' && !line.startsWith('--'))
  const results = []
  for (const sql of queries) {
    try {
      const answer = await call('EvaluateQuery', { sql, options, simpleCatalog })
      const columns = answer.prepared.columns.map(c => ({ name: c.name, type: typeName(c.type) }))
      const rows = (answer.content.tableData?.row ?? []).map(row =>
        row.cell.map((value, i) => show(value, answer.prepared.columns[i].type)),
      )
      results.push({ sql, columns, rows })
    } catch (error) {
      results.push({ sql, error: error.details ?? String(error) })
    }
  }
  writeFileSync(join(folder, 'results.json'), `[\n${results.map(r => JSON.stringify(r)).join(',\n')}\n]\n`)
  process.stdout.write(`${results.length} queries, ${results.filter(r => r.error).length} with an error\n`)
} finally {
  client.close()
  server.kill('SIGKILL')
}

function typeName(type) {
  const kind = type.typeKind.replace('TYPE_', '')
  if (kind === 'STRUCT') return `STRUCT<${type.structType.field.map(f => `${f.fieldName} ${typeName(f.fieldType)}`.trim()).join(', ')}>`
  return kind === 'ARRAY' ? `ARRAY<${typeName(type.arrayType.elementType)}>` : ({ DOUBLE: 'FLOAT64' }[kind] ?? kind)
}

/** A value as text; null for NULL. */
function show(value, type) {
  switch (value.value) {
    case 'int64Value':
      return value.int64Value
    case 'boolValue':
      return String(value.boolValue)
    case 'doubleValue':
      return String(value.doubleValue)
    case 'stringValue':
      return value.stringValue
    case 'bytesValue':
      return Buffer.from(value.bytesValue).toString('hex')
    case 'dateValue':
      return new Date(value.dateValue * 86_400_000).toISOString().slice(0, 10)
    case 'timestampValue': {
      const micros = String(Math.trunc((value.timestampValue.nanos ?? 0) / 1000)).padStart(6, '0')
      return `${new Date(Number(value.timestampValue.seconds ?? 0) * 1000).toISOString().slice(0, 19).replace('T', ' ')}.${micros}`
    }
    case 'datetimeValue': {
      const bits = BigInt(value.datetimeValue.bitFieldDatetimeSeconds)
      const part = (shift, width) => String((bits >> BigInt(shift)) & ((1n << BigInt(width)) - 1n)).padStart(2, '0')
      const micros = String(Math.trunc((value.datetimeValue.nanos ?? 0) / 1000)).padStart(6, '0')
      return `${part(26, 14).padStart(4, '0')}-${part(22, 4)}-${part(17, 5)} ${part(12, 5)}:${part(6, 6)}:${part(0, 6)}.${micros}`
    }
    case 'structValue':
      return (value.structValue.field ?? []).map((f, i) => show(f, type.structType.field[i].fieldType))
    case 'numericValue':
      return numeric(value.numericValue)
    case 'timeValue':
      return time(BigInt(value.timeValue))
    case 'jsonValue':
      return value.jsonValue
    case 'arrayValue':
      return (value.arrayValue.element ?? []).map(e => show(e, type.arrayType.elementType))
    default:
      return null
  }
}

/** Billionths as a whole number of two's complement, lowest byte first. */
function numeric(bytes) {
  let whole = 0n
  for (let i = bytes.length - 1; i >= 0; i--) whole = (whole << 8n) | BigInt(bytes[i])
  if (bytes.length > 0 && bytes[bytes.length - 1] >= 128) whole -= 1n << BigInt(8 * bytes.length)
  const sign = whole < 0n ? '-' : ''
  const digits = String(whole < 0n ? -whole : whole).padStart(10, '0')
  return `${sign}${digits.slice(0, -9)}.${digits.slice(-9)}`.replace(/\.?0+$/, '')
}

function time(packed) {
  const part = (shift, width) => String((packed >> BigInt(shift)) & ((1n << BigInt(width)) - 1n)).padStart(2, '0')
  const micros = ((packed & ((1n << 30n) - 1n)) / 1000n).toString().padStart(6, '0')
  return `${part(42, 5)}:${part(36, 6)}:${part(30, 6)}${micros === '000000' ? '' : `.${micros.replace(/0+$/, '')}`}`
}
