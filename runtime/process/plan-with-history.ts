import { findWorkspace } from '../file-host.ts'
import type { Refusal } from '../load.ts'
import type { PlanRequest, ShownPlan } from '../protocol.ts'
import { readSecrets, taskEnvironment } from '../runner/secrets.ts'
import { neededOutputs } from './needed-outputs.ts'
import { givenPrints, reuseInRun } from './reuse-in-run.ts'
import type { Runtime } from './runtime.ts'
import { showPlan } from './show-plan.ts'

/** Plans a run by what has run before: how long it took, and what of it would be reused. */
export function planWithHistory(runtime: Runtime, request: PlanRequest): Promise<ShownPlan | Refusal> {
  const { engines, processors, store, folder } = runtime
  const env = request.env ?? (process.env as Record<string, string>)
  const workspace = request.workspace ?? findWorkspace(request.file, folder)
  return showPlan(
    {
      engines,
      processors,
      store,
      folder,
      now: () => runtime.now(),
      reused: async ({ graph, selected }) => {
        const reuse = await reuseInRun(runtime, {
          graph,
          selected,
          workspace,
          cache: request.cache ?? true,
          goesOn: [],
          prints: runtime.fingerprinter(graph, workspace),
          givenPrints: givenPrints(runtime, graph, selected),
          givenOutputs: neededOutputs(runtime, graph, selected).outputs,
          secrets: readSecrets(runtime.stateFolder, env),
          env: taskEnvironment(env),
          asks: false,
        })
        return reuse?.spared ?? new Set()
      },
    },
    request,
  )
}
