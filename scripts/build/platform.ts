/** VS Code's name of the platform that a package is for: DuckDB is native, so each platform has a package of its own. */
export function extensionTarget(platform: NodeJS.Platform, architecture: string, isMusl: boolean): string {
  const system = platform === 'linux' && isMusl ? 'alpine' : platform
  return `${system}-${architecture}`
}

/** Whether this Linux has musl for its C library, as Alpine has. */
export function hasMusl(): boolean {
  if (process.platform !== 'linux') return false
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } }
  return header?.glibcVersionRuntime === undefined
}
