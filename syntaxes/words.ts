/** The words that the grammar colours: what the language itself declares. */
export const words = {
  keywords: ['import', 'let', 'input', 'target', 'defaults', 'dag', 'group', 'task', 'on', 'true', 'false', 'null'],
  engines: ['bq', 'spark', 'iac', 'shell', 'python', 'js', 'http'],
  functions: ['env', 'secret', 'file', 'range', 'format', 'join', 'split', 'at', 'lower', 'upper', 'trim', 'replace', 'len'],
  types: ['string', 'number', 'boolean', 'date', 'duration', 'size', 'list', 'map'],
  durationUnits: ['ms', 's', 'm', 'h', 'd'],
  sizeUnits: ['KB', 'MB', 'GB', 'TB', 'KiB', 'MiB', 'GiB', 'TiB'],
} as const
