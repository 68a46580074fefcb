// The door of the import: who only checks or runs `.dag` files has no use for it.
export type { ImportedFile } from './cluster-configs.ts'
export { type Imported, type ImportOptions, importPyDag } from './import-pydag.ts'
export { describeNote, type ImportCode, type ImportNote, severityOfNote } from './notes.ts'
export type { ImportedTask } from './tasks.ts'
