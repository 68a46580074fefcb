import type { Paint } from './palette.ts'

/** The sign of an engine: lines on a square of 16, in a colour of its own. */
export interface EngineSign {
  readonly d: string
  readonly paint: Paint
}

export function engineSign(engine: string): EngineSign {
  return signs.get(engine) ?? other
}

const other: EngineSign = { d: 'M8 1.8 13.4 4.9v6.2L8 14.2 2.6 11.1V4.9z', paint: 'engineSlate' }

const signs: ReadonlyMap<string, EngineSign> = new Map([
  // A store of tables.
  [
    'bq',
    {
      d: 'M3 4.2C3 3 5.2 2 8 2s5 1 5 2.2-2.2 2.2-5 2.2-5-1-5-2.2zM3 4.2v7.6C3 13 5.2 14 8 14s5-1 5-2.2V4.2M3 8c0 1.2 2.2 2.2 5 2.2s5-1 5-2.2',
      paint: 'engineBlue',
    },
  ],
  // A bolt.
  ['spark', { d: 'M9 1.8 3.4 9.1H8L7 14.2l5.6-7.3H8z', paint: 'engineOrange' }],
  // Machines in a rack.
  [
    'iac',
    {
      d: 'M3.5 2.5h9a1 1 0 0 1 1 1v2.6a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1V3.5a1 1 0 0 1 1-1zM3.5 8.9h9a1 1 0 0 1 1 1v2.6a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1V9.9a1 1 0 0 1 1-1zM5 4.8h1.2M5 11.2h1.2M8.6 4.8h2.4M8.6 11.2h2.4',
      paint: 'enginePurple',
    },
  ],
  // A prompt.
  ['shell', { d: 'M2.8 4 6.8 8l-4 4M8.6 12h4.8', paint: 'engineSlate' }],
  // A winding line.
  [
    'python',
    {
      d: 'M12 5V4.3A2.3 2.3 0 0 0 9.7 2H6.3A2.3 2.3 0 0 0 4 4.3v1.2a2.3 2.3 0 0 0 2.3 2.3h3.4A2.3 2.3 0 0 1 12 10.1v1.6A2.3 2.3 0 0 1 9.7 14H6.3A2.3 2.3 0 0 1 4 11.7V11M7 4.7h.6',
      paint: 'engineTeal',
    },
  ],
  // Braces.
  [
    'js',
    {
      d: 'M6.2 2.5H5.8a1.8 1.8 0 0 0-1.8 1.8v1.9C4 7.2 3.5 7.8 2.5 8 3.5 8.2 4 8.8 4 9.8v1.9a1.8 1.8 0 0 0 1.8 1.8h.4M9.8 2.5h.4a1.8 1.8 0 0 1 1.8 1.8v1.9c0 1 .5 1.6 1.5 1.8-1 .2-1.5.8-1.5 1.8v1.9a1.8 1.8 0 0 1-1.8 1.8h-.4',
      paint: 'engineYellow',
    },
  ],
  // A globe.
  [
    'http',
    {
      d: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM2.2 8h11.6M8 2c2 2 2.6 4 2.6 6S10 12 8 14C6 12 5.4 10 5.4 8S6 4 8 2z',
      paint: 'engineGreen',
    },
  ],
])
