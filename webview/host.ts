import type { FromPicture, PictureMemory, ToPicture } from './protocol.ts'
import type { Keep } from './view-memory.ts'

/** The extension, as the page sees it. */
export interface Host {
  send(message: FromPicture): void
  /** What was kept by an earlier life of this view. */
  kept(): unknown
  keep(state: KeptState): void
  receive(listener: (message: ToPicture) => void): void
}

/** What a view leaves behind for its next life. The extension reads `memory`. */
export interface KeptState {
  readonly memory?: PictureMemory
  readonly view?: Keep
}

/** What VS Code gives to every webview. */
export interface VsCodeApi {
  postMessage(message: unknown): void
  getState(): unknown
  setState(state: unknown): void
}

export function vsCodeHost(api: VsCodeApi, target: Window): Host {
  return {
    send: message => api.postMessage(message),
    kept: () => api.getState(),
    keep: state => api.setState(state),
    receive: listener => target.addEventListener('message', (event: MessageEvent<ToPicture>) => listener(event.data)),
  }
}
