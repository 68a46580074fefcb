import type { Box } from '../layout/layout.ts'
import { card } from '../layout/sizes.ts'
import { fittingSize, shortened } from '../layout/text-width.ts'
import { type DisplayElement, type DrawItem, detail, type PathItem, type TextItem } from './display-list.ts'
import { engineSign } from './engine-signs.ts'
import type { DrawnState, DrawnTask, Marks } from './picture.ts'
import { type StateMark, stateMark } from './state-marks.ts'
import { durationText, rowsText, stateText, words } from './words.ts'

/** The card of a task. */
export function taskElement(task: DrawnTask, box: Box, marks: Marks): DisplayElement {
  const state = own(marks.states, task.name)
  const planned = marks.plan?.tasks.get(task.name)
  const isCritical = marks.plan?.critical.has(task.name) === true
  const expected = planned && planText(planned, isCritical)
  const marked = marks.cursor !== null && (task.declaration ?? task.name) === marks.cursor
  return {
    kind: 'task',
    id: task.name,
    title: taskTitle(task, state, expected),
    bounds: { x: box.x - 6, y: box.y - 6, width: box.width + 12, height: box.height + 12 },
    items: [
      ...(marked ? cursorMark(box) : []),
      ...cardItems(box, state, marked, isCritical),
      ...badge(task.engine, box),
      ...texts(task, state, box, expected),
      ...stateItems(state, box),
    ],
  }
}

/** All that is known of a task, in one line each. */
export function taskTitle(task: DrawnTask, state: DrawnState | undefined, expected?: string): string {
  const lines = [`${task.name} · ${task.engine}`]
  if (task.description !== null && task.description !== '') lines.push(task.description)
  if (state) lines.push(stateLine(state))
  if (state?.error) lines.push(state.error)
  if (state?.reason) lines.push(state.reason)
  if (expected !== undefined) lines.push(words.expected(expected))
  return lines.join('\n')
}

/** `success · 1.2 s · 12 rows` */
export function stateLine(state: DrawnState): string {
  const parts = [stateText(state.state)]
  if (state.attempt > 1) parts.push(words.attempt(state.attempt))
  if (state.seconds !== null) parts.push(durationText(state.seconds))
  if (state.rows !== null) parts.push(rowsText(state.rows))
  return parts.join(' · ')
}

/** `2.0 s · critical`, `2.0 s · slack 800 ms` */
export function planText({ length, slack }: { readonly length: number; readonly slack: number }, isCritical: boolean): string {
  return `${durationText(length)} · ${isCritical ? words.critical : words.slack(durationText(slack))}`
}

const radius = 10

function cursorMark(box: Box): DrawItem[] {
  const grown = (by: number) => ({
    x: box.x - by,
    y: box.y - by,
    width: box.width + 2 * by,
    height: box.height + 2 * by,
    radius: radius + by,
  })
  return [{ kind: 'rect', ...grown(4), fill: 'accent', fillOpacity: 0.16 }]
}

function cardItems(box: Box, state: DrawnState | undefined, marked: boolean, isCritical: boolean): DrawItem[] {
  const mark = stateMark(state?.state)
  const loud = mark && state && loudStates.has(state.state)
  const { x, y, width, height } = box
  const items: DrawItem[] = [
    {
      kind: 'rect',
      x,
      y,
      width,
      height,
      radius,
      fill: 'card',
      stroke: marked ? 'accent' : loud ? mark.paint : isCritical ? 'warning' : 'cardBorder',
      strokeWidth: marked ? 2 : isCritical ? 2.5 : 1.25,
    },
  ]
  // From afar the card itself takes the state's colour; the mark on it keeps its shape.
  if (mark) items.push({ kind: 'rect', x, y, width, height, radius, fill: mark.paint, fillOpacity: 0.24, below: detail.label })
  if (loud) items.push({ kind: 'rect', x, y, width, height, radius, fill: mark.paint, fillOpacity: 0.06, from: detail.label })
  return items
}

const loudStates: ReadonlySet<string> = new Set(['running', 'retrying', 'failed', 'interrupted'])

function badge(engine: string, box: Box): DrawItem[] {
  const sign = engineSign(engine)
  const [x, y] = [box.x + card.padding, box.y + (box.height - card.badge) / 2]
  const scale = 1.06
  const inset = (card.badge - 16 * scale) / 2
  const drawn: readonly DrawItem[] = [
    { kind: 'rect', x, y, width: card.badge, height: card.badge, radius: 7, fill: sign.paint, fillOpacity: 0.13 },
    { kind: 'path', d: sign.d, x: x + inset, y: y + inset, scale, stroke: sign.paint, strokeWidth: 1.35 },
  ]
  return [
    ...drawn.map(item => ({ ...item, from: detail.badge, below: detail.label })),
    // Beside a large label there is room for the engine's colour only.
    { kind: 'rect', x: box.x + 8, y, width: 5, height: card.badge, radius: 2.5, fill: sign.paint, from: detail.label, below: detail.text },
    ...drawn.map(item => ({ ...item, from: detail.text })),
  ]
}

function texts(task: DrawnTask, state: DrawnState | undefined, box: Box, expected: string | undefined): DrawItem[] {
  const x = box.x + card.padding + card.badge + card.gap
  const width = box.x + box.width - card.padding - x
  const labelWidth = width - card.gap - card.mark
  const middle = box.y + box.height / 2
  const below = expected ?? detailText(task, state)
  const label = (x: number, y: number, width: number, size: number): TextItem => ({
    kind: 'text',
    text: shortened(task.label, width, size, 600),
    x,
    y,
    size,
    weight: 600,
    fill: 'text',
    anchor: 'start',
    maxWidth: width,
  })
  const farX = box.x + 22
  const farWidth = box.x + box.width - card.padding - card.farMark - card.gap - farX
  const farSize = fittingSize(task.label, farWidth, card.labelSize, card.farLabelSize, 600)
  return [
    // Where there is no second line, the first is larger and stands in the middle.
    { ...label(farX, middle + farSize * 0.36, farWidth, farSize), from: detail.label, below: detail.text },
    { ...label(x, middle - 4, labelWidth, card.labelSize), from: detail.text },
    {
      kind: 'text',
      text: shortened(below, width, card.detailSize),
      x,
      y: middle + 13,
      size: card.detailSize,
      weight: 400,
      fill: state?.state === 'failed' && expected === undefined ? 'failed' : 'muted',
      anchor: 'start',
      maxWidth: width,
      from: detail.text,
    },
  ]
}

function detailText(task: DrawnTask, state: DrawnState | undefined): string {
  if (!state || state.state === 'waiting' || state.state === 'ready') return task.engine
  const measured = [
    ...(state.seconds === null ? [] : [durationText(state.seconds)]),
    ...(state.rows === null ? [] : [rowsText(state.rows)]),
  ]
  return state.state === 'success' && measured.length > 0 ? measured.join(' · ') : [stateText(state.state), ...measured].join(' · ')
}

function stateItems(state: DrawnState | undefined, box: Box): DrawItem[] {
  const mark = stateMark(state?.state)
  if (!mark) return []
  const far = 38
  const right = box.x + box.width - card.padding
  const middle = box.y + box.height / 2
  const near = markItems(mark, right - card.mark, middle - 8 - card.mark / 2, card.mark)
  const beside = markItems(mark, right - card.farMark, middle - card.farMark / 2, card.farMark)
  const alone = markItems(mark, box.x + (box.width - far) / 2, middle - far / 2, far)
  return [
    ...near.map(item => ({ ...item, from: detail.text })),
    ...beside.map(item => ({ ...item, from: detail.label, below: detail.text })),
    ...alone.map(item => ({ ...item, below: detail.label })),
  ]
}

/** The mark of a state in a square of that size. */
export function markItems(mark: StateMark, x: number, y: number, size: number): PathItem[] {
  const scale = size / 16
  const items: PathItem[] = []
  if (mark.filled) items.push({ kind: 'path', d: mark.filled, x, y, scale, fill: mark.paint })
  if (mark.outline)
    items.push({
      kind: 'path',
      d: mark.outline,
      x,
      y,
      scale,
      stroke: mark.paint,
      strokeWidth: 1.6,
      ...(mark.dashed ? { dash: [2.2, 2.2] } : {}),
      ...(mark.spins ? { spin: [8, 8] as const } : {}),
    })
  if (mark.sign) items.push({ kind: 'path', d: mark.sign, x, y, scale, stroke: mark.filled ? 'markInk' : mark.paint, strokeWidth: 1.6 })
  return items
}

/** A task may be called `constructor`. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}
