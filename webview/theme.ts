import { light, type Paint, type Palette } from './display-list/palette.ts'

/** How the picture looks: colours and fonts of the editor's theme. */
export interface Theme {
  readonly palette: Palette
  readonly font: string
}

/** The variable that the stylesheet sets for a paint. */
export function paintVariable(paint: Paint): string {
  return `--paint-${paint.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
}

/** Reads the theme as it is now. The stylesheet derives the paints from the editor's colours; the browser works them out. */
export function readTheme(probe: HTMLElement): Theme {
  const style = getComputedStyle(probe)
  const paints = Object.keys(light).map(name => {
    probe.style.color = `var(${paintVariable(name as Paint)})`
    return [name, style.color]
  })
  return { palette: Object.fromEntries(paints) as unknown as Palette, font: style.fontFamily }
}

/** Calls back when the editor's theme changes: VS Code then writes new classes on the body and new variables on the root. */
export function onThemeChange(changed: () => void): void {
  const observer = new MutationObserver(changed)
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] })
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] })
}
