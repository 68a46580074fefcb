import { randomInt } from 'node:crypto'

/** Sortable by time, short enough to type: `20260131-060000-k3f9`. */
export function newRunId(now: number): string {
  const time = new Date(now).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15)
  return `${time}-${randomInt(36 ** 4)
    .toString(36)
    .padStart(4, '0')}`
}

/** It names folders, too. */
export function isRunId(text: string): boolean {
  return /^\d{8}-\d{6}-[0-9a-z]{4}$/.test(text)
}
