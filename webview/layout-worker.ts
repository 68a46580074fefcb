import { loadElk } from './layout/elk-engine.ts'
import { layoutGraph } from './layout/layout-graph.ts'
import type { FromLayout, ToLayout } from './layout-messages.ts'

// ELK is loaded before there is a graph, while the page still opens. It answers messages itself once it is loaded in a worker, so
// this script takes its place again.
const ready = loadElk().then(listen)
listen()

function listen(): void {
  self.onmessage = (event: MessageEvent<ToLayout>) => void answer(event.data)
}

async function answer({ id, graph, options }: ToLayout): Promise<void> {
  try {
    await ready
    post({ id, layout: await layoutGraph(graph, options) })
  } catch (error) {
    post({ id, problem: error instanceof Error ? error.message : String(error) })
  }
}

function post(message: FromLayout): void {
  self.postMessage(message)
}
