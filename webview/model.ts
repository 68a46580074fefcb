import type { PictureGraph, PictureMemory, PicturePlan, PictureRun, PictureState, ToPicture } from './protocol.ts'

/** All that the view was told, as it is now. */
export interface PictureModel {
  /** Of the last message; the next one must follow it. */
  readonly number: number
  readonly version: number
  readonly dags: readonly PictureGraph[]
  /** The one that is shown. */
  readonly graph: PictureGraph | null
  readonly states: Readonly<Record<string, PictureState>>
  readonly cursor: string | null
  readonly run: PictureRun | null
  readonly problems: number
  readonly plan: PicturePlan | null
  readonly memory: PictureMemory | null
}

/** The model after a message; `gap` where a message is missing, so that everything must be asked for again. */
export function told(model: PictureModel | null, message: ToPicture): PictureModel | 'gap' {
  if (message.type === 'snapshot') {
    return {
      number: message.number,
      version: message.version,
      dags: message.dags,
      graph: message.dags.find(dag => dag.name === message.dag) ?? message.dags[0] ?? null,
      states: message.states,
      cursor: message.cursor,
      run: message.run,
      problems: message.problems,
      plan: message.plan ?? null,
      memory: message.memory ?? null,
    }
  }
  if (!model || message.number !== model.number + 1) return 'gap'
  const next = { ...model, number: message.number }
  const isShown = message.dag === (model.graph?.name ?? null)
  switch (message.type) {
    case 'states':
      return isShown ? { ...next, states: { ...model.states, ...message.states }, run: message.run } : next
    case 'cursor':
      return { ...next, cursor: isShown ? message.task : null }
    default:
      return message satisfies never
  }
}

/** Tasks that have failed since. */
export function newFailures(before: PictureModel | null, after: PictureModel): readonly string[] {
  if (!before || before.run?.run !== after.run?.run || before.graph?.name !== after.graph?.name) return []
  return Object.keys(after.states).filter(task => after.states[task]?.state === 'failed' && before.states[task]?.state !== 'failed')
}
