import { fileURLToPath } from 'node:url'

/** The spawner's program. */
export const spawnerFile: string = fileURLToPath(new URL('../workers/spawner.ts', import.meta.url))
