import type { RuntimeNotifications, RuntimeRequests } from '../../runtime/protocol.ts'

/** A connection to the runtime process of one workspace folder. */
export interface RuntimeConnection {
  request<M extends keyof RuntimeRequests>(method: M, params: RuntimeRequests[M]['params']): Promise<RuntimeRequests[M]['result']>
  onEvent(listener: (event: RuntimeNotifications['run/event']) => void): { dispose(): void }
  onClose(listener: () => void): { dispose(): void }
  dispose(): void
}

/** How to come to a runtime: attach to the one that runs, or start one where `start` says so. */
export type ConnectRuntime = (root: string, start: boolean) => Promise<RuntimeConnection | null>
