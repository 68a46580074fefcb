import { layoutWorkerSource } from '#layout-worker'
import { type VsCodeApi, vsCodeHost } from './host.ts'
import { LayoutClient } from './layout-client.ts'
import { PictureView } from './picture-view.ts'
import styles from './style.css'

declare const acquireVsCodeApi: () => VsCodeApi

const sheet = new CSSStyleSheet()
sheet.replaceSync(styles)
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]

const host = vsCodeHost(acquireVsCodeApi(), window)
window.addEventListener('error', event => host.send({ type: 'problem', message: String(event.error ?? event.message) }))
window.addEventListener('unhandledrejection', event => host.send({ type: 'problem', message: String(event.reason) }))

const view = new PictureView(host, new LayoutClient(layoutWorkerSource))
document.body.append(view.element)
view.start()
