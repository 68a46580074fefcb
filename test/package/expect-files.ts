import assert from 'node:assert/strict'

/** Chunks are named by a hash of what is in them, platforms differ, and DuckDB's client is 180 small files: those are one entry each. */
export function collapse(files: readonly string[]): readonly string[] {
  const plain = files.map(file =>
    file
      .replaceAll('\\', '/')
      .replace(/\/$/, '')
      .replace(/^dist\/chunk-[A-Z0-9]{8}\.mjs$/, 'dist/chunk-*.mjs')
      .replace(/^(node_modules\/(?:@duckdb\/node-bindings|@koromix\/koffi))-[^/]+/, '$1-<platform>')
      .replace(/(?<=koffi-<platform>\/)[^/]+(?=\/koffi\.node$)/, '**')
      .replace(/(?<=node-bindings-<platform>\/)(libduckdb\.(so|dylib)|duckdb\.dll)$/, '<library>')
      .replace(/^(node_modules\/@duckdb\/node-api\/lib)\/.*\.js$/, '$1/**/*.js')
      .replace(/(?<=sdk\/dist\/compat-)[A-Za-z0-9_-]{8}\.js$/, '*.js'),
  )
  return [...new Set(plain)].sort()
}

/** Fails with the difference between what ships and what should. */
export function expectFiles(files: readonly string[], expected: readonly string[]): void {
  assert.deepEqual(collapse(files), [...expected].sort())
}

/** Sources, tests, maps, settings and secrets stay at home. */
export function strayFiles(files: readonly string[]): readonly string[] {
  return files.filter(file =>
    /(\.ts|\.map|\.env|\.pem|\.key|\.db|\.duckdb|\.tsbuildinfo)$|(^|\/)(\.dagline|\.git|\.npmrc|test|tests|scripts\/build)(\/|$)/.test(
      file,
    ),
  )
}
