import type { Paint } from './display-list/palette.ts'
import { stateMark } from './display-list/state-marks.ts'
import { path, signOf } from './dom.ts'
import { paintVariable } from './theme.ts'

/** The mark of a state as an element beside text. */
export function markIcon(state: string): SVGSVGElement {
  const mark = stateMark(state)
  if (!mark) return signOf()
  const paths: SVGPathElement[] = []
  if (mark.filled) paths.push(painted(path(mark.filled, {}), mark.paint, undefined))
  if (mark.outline) paths.push(painted(path(mark.outline, mark.dashed ? { 'stroke-dasharray': '2.2 2.2' } : {}), undefined, mark.paint))
  if (mark.sign) paths.push(painted(path(mark.sign, {}), undefined, mark.filled ? 'markInk' : mark.paint))
  const icon = signOf(...paths)
  icon.classList.add('mark')
  if (mark.spins) icon.classList.add('spins')
  return icon
}

function painted(element: SVGPathElement, fill: Paint | undefined, stroke: Paint | undefined): SVGPathElement {
  element.style.fill = fill ? `var(${paintVariable(fill)})` : 'none'
  if (stroke) element.style.stroke = `var(${paintVariable(stroke)})`
  element.style.strokeWidth = '1.6'
  element.style.strokeLinecap = 'round'
  element.style.strokeLinejoin = 'round'
  return element
}
