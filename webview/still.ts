import { CanvasPainter, type View } from './canvas-painter.ts'
import type { Bounds } from './display-list/display-list.ts'
import { el } from './dom.ts'
import type { Scene } from './scene.ts'
import type { Theme } from './theme.ts'

/**
 * A picture of many things, painted once with a margin around what is seen, so that a move of the camera is one call. It is painted anew
 * when what it shows has changed, and when the camera has come to rest where it is not sharp.
 */
export class Still {
  readonly #painter = new CanvasPainter(el('canvas', {}))
  #size = { width: 0, height: 0, density: 1 }
  #shown:
    | { readonly scene: Scene; readonly revision: number; readonly theme: Theme; readonly view: View; readonly time: number }
    | undefined

  resize(width: number, height: number, density: number): void {
    this.#size = { width, height, density }
    this.#shown = undefined
  }

  /** Gives the memory back. */
  forget(): void {
    if (!this.#shown) return
    this.#shown = undefined
    this.#painter.resize(1, 1, 1)
  }

  /** Whether the camera's view is painted exactly, and not a picture of another one. */
  isSharp(view: View): boolean {
    const shown = this.#shown?.view
    if (!shown || shown.scale !== view.scale) return false
    const whole = (by: number) => Math.abs(by - Math.round(by)) < 1e-3
    return whole((view.x - shown.x) * this.#size.density) && whole((view.y - shown.y) * this.#size.density)
  }

  /** Shows a view of the scene; `atRest` asks for a sharp one. The result is the number of calls. */
  show(on: CanvasPainter, scene: Scene, theme: Theme, view: View, atRest: boolean, time: number): number {
    const shown = this.#shown
    const isSame = shown?.scene === scene && shown.revision === scene.revision && shown.theme === theme
    const isGood =
      isSame && (atRest ? this.isSharp(view) && this.#covers(scene, view) : this.#covers(scene, view) || time - shown.time < patience)
    const calls = isGood ? 0 : this.#paint(scene, theme, view, time)
    return calls + this.#show(on, theme, view)
  }

  #paint(scene: Scene, theme: Theme, view: View, time: number): number {
    const { width, height, density } = this.#size
    const [x, y] = [Math.ceil(width * margin), Math.ceil(height * margin)]
    this.#painter.resize(width + 2 * x, height + 2 * y, density)
    this.#shown = { scene, revision: scene.revision, theme, view, time }
    return this.#painter.paint(scene.visible(part(this.#size, view)), { scale: view.scale, x: view.x + x, y: view.y + y }, theme, 0)
  }

  #show(on: CanvasPainter, theme: Theme, view: View): number {
    const { width, height } = this.#size
    const shown = this.#shown?.view ?? view
    const scale = view.scale / shown.scale
    const [x, y] = [shown.x + Math.ceil(width * margin), shown.y + Math.ceil(height * margin)]
    return on.paintImage(this.#painter.canvas, { scale, x: view.x - x * scale, y: view.y - y * scale }, theme)
  }

  /** Whether all that is seen of the scene was painted, and in a scale that is near enough. */
  #covers({ layout }: Scene, view: View): boolean {
    if (!this.#shown) return false
    const ratio = view.scale / this.#shown.view.scale
    if (ratio > 3 || ratio < 1 / 3) return false
    const painted = part(this.#size, this.#shown.view)
    const [left, top] = [-view.x / view.scale, -view.y / view.scale]
    const [right, bottom] = [left + this.#size.width / view.scale, top + this.#size.height / view.scale]
    return (
      Math.max(left, 0) >= Math.min(painted.x, layout.width) &&
      Math.max(top, 0) >= Math.min(painted.y, layout.height) &&
      Math.min(right, layout.width) <= Math.max(painted.x + painted.width, 0) &&
      Math.min(bottom, layout.height) <= Math.max(painted.y + painted.height, 0)
    )
  }
}

/** How much is painted beyond each edge, in parts of the screen. */
const margin = 0.25
/** How long a moving camera may see places that are not painted yet, in milliseconds: painting them in each frame would stop it. */
const patience = 250

/** The part of the picture that is painted for a view. */
function part({ width, height }: { readonly width: number; readonly height: number }, { x, y, scale }: View): Bounds {
  const [dx, dy] = [Math.ceil(width * margin), Math.ceil(height * margin)]
  return { x: (-x - dx) / scale, y: (-y - dy) / scale, width: (width + 2 * dx) / scale, height: (height + 2 * dy) / scale }
}
