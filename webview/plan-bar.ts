import { durationText } from './display-list/words.ts'
import { el, setText } from './dom.ts'
import type { PictureModel } from './model.ts'
import { words } from './words.ts'

/** Below the title: how long a run would take, and what more processors would gain. */
export class PlanBar {
  readonly element = el('div', { class: 'pill plan', role: 'status', hidden: '' })

  show({ plan, memory, graph }: PictureModel): void {
    this.element.hidden = !(memory?.parts ?? []).includes('plan') || graph === null
    if (this.element.hidden) return
    setText(this.element, plan === null ? words.planning : plan.kind === 'none' ? words.noPlan(plan.why) : summary(plan))
  }
}

function summary({ seconds, parallelism, processors }: Extract<NonNullable<PictureModel['plan']>, { kind: 'plan' }>): string {
  const counts = processors.map(one => `${one.parallelism}: ${durationText(one.seconds)}`)
  return [words.predicted(durationText(seconds), words.counts(parallelism, 'processor')), ...(counts.length > 1 ? counts : [])].join(' · ')
}
