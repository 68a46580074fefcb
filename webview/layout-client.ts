import { layeredLayout } from './layout/layered/layered-layout.ts'
import type { GraphLayout, LayoutInput, LayoutOptions } from './layout/layout.ts'
import { sized } from './layout/sizes.ts'
import type { FromLayout, ToLayout } from './layout-messages.ts'

/** A layout, or why ELK could not make it; `superseded` where a newer graph was asked for meanwhile. */
export type LayoutAnswer =
  | { readonly kind: 'layout'; readonly layout: GraphLayout; readonly problem?: string }
  | { readonly kind: 'superseded' }

interface Request {
  readonly message: ToLayout
  readonly resolve: (answer: LayoutAnswer) => void
  limit?: ReturnType<typeof setTimeout>
}

/**
 * Lays out in a worker, one graph at a time. Only the newest graph counts: one that waits is replaced by the next, and one that takes too
 * long is stopped with its worker and laid out by the plain engine on this thread, which is quick.
 */
export class LayoutClient {
  readonly #source: string
  readonly #patience: number
  #worker: Worker | undefined
  #number = 0
  #current: Request | undefined
  #waiting: Request | undefined

  constructor(source: string, patienceMilliseconds = 15_000) {
    this.#source = source
    this.#patience = patienceMilliseconds
    this.#worker = this.#start()
  }

  layout(graph: LayoutInput, options: LayoutOptions): Promise<LayoutAnswer> {
    const { promise, resolve } = Promise.withResolvers<LayoutAnswer>()
    this.#waiting?.resolve({ kind: 'superseded' })
    this.#waiting = { message: { id: ++this.#number, graph, options }, resolve }
    this.#next()
    return promise
  }

  dispose(): void {
    this.#worker?.terminate()
    clearTimeout(this.#current?.limit)
  }

  #next(): void {
    if (this.#current || !this.#waiting) return
    const request = this.#waiting
    this.#waiting = undefined
    this.#current = request
    this.#worker ??= this.#start()
    if (!this.#worker) {
      this.#plainly('a worker could not be started')
      return
    }
    request.limit = setTimeout(() => this.#stop('it took too long'), this.#patience)
    this.#worker.postMessage(request.message)
  }

  #receive(answer: FromLayout): void {
    if (answer.id !== this.#current?.message.id) return
    if ('layout' in answer) this.#finish({ kind: 'layout', layout: answer.layout })
    else this.#plainly(answer.problem)
  }

  #stop(problem: string): void {
    this.#worker?.terminate()
    this.#worker = undefined
    this.#plainly(problem)
  }

  #plainly(problem: string): void {
    const { graph, options } = this.#current?.message ?? {}
    if (!graph) return
    this.#finish({ kind: 'layout', layout: layeredLayout(sized(graph), options?.direction ?? 'right', options?.previous), problem })
  }

  #finish(answer: LayoutAnswer): void {
    clearTimeout(this.#current?.limit)
    this.#current?.resolve(answer)
    this.#current = undefined
    this.#next()
  }

  #start(): Worker | undefined {
    const url = URL.createObjectURL(new Blob([this.#source], { type: 'text/javascript' }))
    try {
      const worker = new Worker(url)
      worker.onmessage = (event: MessageEvent<FromLayout>) => this.#receive(event.data)
      worker.onerror = event => {
        event.preventDefault()
        if (this.#worker === worker) this.#stop(event.message || 'the worker ended')
      }
      return worker
    } catch {
      return undefined
    } finally {
      URL.revokeObjectURL(url)
    }
  }
}
