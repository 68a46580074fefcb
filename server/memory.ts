import { setFlagsFromString } from 'node:v8'

/**
 * Keeps the server small. What a check makes is kept, so that room for young objects is room that is copied and then given away:
 * V8 takes 32 MB for it in a large file, and lets the rest grow to twice of what is in use. Costs no time that can be measured.
 */
export function keepMemorySmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--heap-growing-percent=60')
}
