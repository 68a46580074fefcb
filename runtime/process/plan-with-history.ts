import { findWorkspace } from '../file-host.ts'
import type { PlanRequest, RefusedRun, ShownPlan } from '../protocol.ts'
import { readSecrets } from '../runner/secrets.ts'
import { withResumed } from './resumed-run.ts'
import { givenPrints, reuseInRun } from './reuse-in-run.ts'
import type { Runtime } from './runtime.ts'
import { showPlan } from './show-plan.ts'

/** Plans a run by what has run before: how long it took, and what of it would be reused or is done in the run that is resumed. */
export function planWithHistory(runtime: Runtime, request: PlanRequest): Promise<ShownPlan | RefusedRun> {
  const { engines, processors, store, folder } = runtime
  const workspace = request.workspace ?? findWorkspace(request.file, folder)
  const start = withResumed(runtime, request)
  return showPlan(
    {
      engines,
      processors,
      store,
      folder,
      now: () => runtime.now(),
      asked: () => (start.kind === 'refused' ? start : { ...start.params, ...(start.id === null ? {} : { id: start.id }) }),
      reuse: ({ graph, selected, givenOutputs }) =>
        reuseInRun(runtime, {
          graph,
          selected,
          workspace,
          cache: start.kind === 'refused' || (start.params.cache ?? true),
          goesOn: start.kind === 'refused' || start.resumed === null ? [] : [start.resumed],
          prints: runtime.fingerprinter(graph, workspace),
          givenPrints: givenPrints(runtime, graph, selected),
          givenOutputs,
          secrets: readSecrets(runtime.stateFolder, request.env ?? (process.env as Record<string, string>)),
        }),
    },
    request,
  )
}
