import type { Point } from '../layout/layout.ts'
import type { Bounds } from './display-list.ts'

/** A line through the points whose corners are rounded as far as the shorter of its two sides allows. */
export function roundedLine(points: readonly Point[], radius: number): string {
  const [first] = points
  if (!first) return ''
  const parts = [`M${text(first)}`]
  for (let k = 1; k < points.length; k++) {
    const [before, corner, after] = [points[k - 1], points[k], points[k + 1]]
    if (!before || !corner) continue
    if (!after) {
      parts.push(`L${text(corner)}`)
      continue
    }
    const [isFirst, isLast] = [k === 1, k === points.length - 2]
    const reach = Math.min(radius, distance(before, corner) * (isFirst ? 1 : 0.5), distance(corner, after) * (isLast ? 0.9 : 0.5))
    parts.push(`L${text(towards(corner, before, reach))}Q${text(corner)} ${text(towards(corner, after, reach))}`)
  }
  return parts.join('')
}

/** The head of an arrow whose tip is the last point. */
export function arrowHead(points: readonly Point[], length: number, width: number): string {
  const tip = points.at(-1)
  const before = points.findLast(point => tip && distance(point, tip) > 0.5)
  if (!tip || !before) return ''
  const base = towards(tip, before, length)
  const [dx, dy] = [(tip[0] - base[0]) / length, (tip[1] - base[1]) / length]
  const left: Point = [base[0] - (dy * width) / 2, base[1] + (dx * width) / 2]
  const right: Point = [base[0] + (dy * width) / 2, base[1] - (dx * width) / 2]
  return `M${text(tip)}L${text(left)}L${text(right)}z`
}

/** The points with the last one drawn back, so that a line does not stick out of its arrow's tip. */
export function shortenedEnd(points: readonly Point[], by: number): readonly Point[] {
  const [last, before] = [points.at(-1), points.at(-2)]
  if (!last || !before || distance(last, before) <= by) return points
  return [...points.slice(0, -1), towards(last, before, by)]
}

export function boundsOf(points: readonly Point[], margin: number): Bounds {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of points) {
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  return { x: left - margin, y: top - margin, width: right - left + 2 * margin, height: bottom - top + 2 * margin }
}

function towards(from: Point, to: Point, length: number): Point {
  const whole = distance(from, to)
  const part = whole === 0 ? 0 : length / whole
  return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part]
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1])
}

function text([x, y]: Point): string {
  return `${short(x)} ${short(y)}`
}

/** Hundredths are finer than any screen. */
export function short(value: number): string {
  return String(Math.round(value * 100) / 100)
}
