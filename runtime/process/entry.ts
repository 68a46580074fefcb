import { fileURLToPath } from 'node:url'

/** The runtime's program, for those who run from sources or from the bundles of Node. */
export const runtimeEntry: string = fileURLToPath(new URL('./main.ts', import.meta.url))
