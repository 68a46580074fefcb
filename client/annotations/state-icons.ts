import type { TaskState } from '../../runtime/events.ts'

/** How states of tasks look in the gutter: a shape and a colour each, for a dark and a light ground. */
interface Look {
  readonly dark: string
  readonly light: string
  readonly shape: string
}

const green = { dark: '#73c991', light: '#2d7d46' }
const red = { dark: '#f14c4c', light: '#c72e2e' }
const blue = { dark: '#4fc1ff', light: '#0067b8' }
const grey = { dark: '#9d9d9d', light: '#6f6f6f' }
const orange = { dark: '#cca700', light: '#976700' }

const ring = '<circle cx="8" cy="8" r="4.5"/>'
const check = '<path d="M3.5 8.5 6.8 11.5 12.5 4.8"/>'
const cross = '<path d="M4.5 4.5 11.5 11.5M11.5 4.5 4.5 11.5"/>'

const looks: Readonly<Record<TaskState, Look>> = {
  waiting: { ...grey, shape: '<circle cx="8" cy="8" r="4.5" stroke-dasharray="1.8 1.8"/>' },
  ready: { ...grey, shape: ring },
  running: { ...blue, shape: '<path d="M5.5 3.8 12 8 5.5 12.2Z" fill="COLOUR"/>' },
  retrying: { ...orange, shape: '<path d="M12 8a4 4 0 1 1-1.4-3M12.4 2.8V5.4H9.8"/>' },
  success: { ...green, shape: check },
  cached: { ...green, shape: `${check}<path d="M3 14H13"/>` },
  failed: { ...red, shape: cross },
  skipped: { ...grey, shape: '<path d="M4 4.5 8 8 4 11.5M8 4.5 12 8 8 11.5"/>' },
  upstream_failed: { ...grey, shape: `${ring}<path d="M4.9 11.1 11.1 4.9"/>` },
  cancelled: { ...grey, shape: '<rect x="4" y="4" width="8" height="8" rx="1"/>' },
  interrupted: { ...orange, shape: '<path d="M8 3V9.2M8 11.6V12.4"/>' },
}

/** The gutter's icon of a state, as an SVG image in a `data:` URI. */
export function stateIcon(state: TaskState, ground: 'dark' | 'light'): string {
  const look = looks[state]
  const colour = look[ground]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="none" stroke="${colour}" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">${look.shape.replaceAll('COLOUR', colour)}</svg>`
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
}
