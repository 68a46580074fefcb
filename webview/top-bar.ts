import { durationText, stateText } from './display-list/words.ts'
import { el, icon, setText } from './dom.ts'
import { markIcon } from './mark-icon.ts'
import type { PictureModel } from './model.ts'
import { PlanBar } from './plan-bar.ts'
import { words } from './words.ts'

/** Above the picture: which dag it shows, its run, and the button that starts or ends one. */
export class TopBar {
  readonly element: HTMLElement
  readonly #title = el('h1', { class: 'title' })
  readonly #select = el('select', { class: 'select', 'aria-label': words.chooseDag })
  readonly #counts = el('span', { class: 'counts' })
  readonly #status = el('span', { class: 'pill status', hidden: '' })
  readonly #statusText = el('span')
  readonly #notice = el('div', { class: 'pill notice', role: 'status', hidden: '' }, icon(warningSign), el('span'))
  readonly #planBar = new PlanBar()
  readonly #button = el('button', { class: 'button', type: 'button', hidden: '' })
  #state = ''
  #dags = ''
  #act: () => void = () => undefined

  constructor(events: {
    readonly select: (dag: string) => void
    readonly run: (dag: string) => void
    readonly cancel: (run: string) => void
  }) {
    const row = el(
      'div',
      { class: 'row' },
      this.#title,
      this.#select,
      this.#counts,
      this.#status,
      el('span', { class: 'spring' }),
      this.#button,
    )
    this.element = el('header', { class: 'top' }, row, this.#notice, this.#planBar.element)
    this.#select.addEventListener('change', () => events.select(this.#select.value))
    this.#button.addEventListener('click', () => this.#act())
    this.#events = events
  }

  readonly #events: { readonly run: (dag: string) => void; readonly cancel: (run: string) => void }

  show(model: PictureModel): void {
    const { graph, dags, problems } = model
    this.#listDags(model)
    this.#title.hidden = dags.length > 1
    this.#select.hidden = dags.length < 2
    setText(this.#title, graph?.name ?? '')
    this.#title.title = graph?.description ?? ''
    setText(this.#counts, graph ? words.counts(graph.tasks.length, 'task') : '')
    // Where there is nothing to see, the picture itself says why.
    this.#notice.hidden = problems === 0 || graph === null || graph.tasks.length + graph.groups.length === 0
    if (this.#notice.lastElementChild) setText(this.#notice.lastElementChild, problems > 0 ? words.stale(problems) : '')
    this.#planBar.show(model)
    this.#showButton(model)
    this.tick(model)
  }

  /** The run's state and its time until now. */
  tick({ run }: PictureModel): void {
    this.#status.hidden = run === null
    if (!run) return
    if (this.#state !== run.state) {
      this.#state = run.state
      this.#status.replaceChildren(markIcon(run.state), this.#statusText)
    }
    const seconds = run.seconds ?? (run.state === 'running' ? Math.floor((Date.now() - Date.parse(run.started)) / 1000) : null)
    const isTime = seconds !== null && Number.isFinite(seconds) && (run.state !== 'running' || seconds >= 1)
    const { predicted } = run
    setText(
      this.#statusText,
      [
        stateText(run.state),
        ...(isTime ? [durationText(seconds)] : []),
        ...(predicted ? [words.predictedShort(durationText(predicted))] : []),
      ].join(' · '),
    )
  }

  #listDags({ dags, graph }: PictureModel): void {
    const names = dags.map(dag => dag.name).join('\n')
    if (names !== this.#dags) {
      this.#dags = names
      this.#select.replaceChildren(...dags.map(dag => el('option', { value: dag.name }, dag.name)))
    }
    if (graph) this.#select.value = graph.name
  }

  #showButton({ graph, run }: PictureModel): void {
    const isRunning = run?.state === 'running'
    const kind = isRunning ? 'cancel' : 'run'
    this.#button.hidden = graph === null || (graph.tasks.length === 0 && !isRunning)
    this.#act = () => {
      if (isRunning) this.#events.cancel(run.run)
      else if (graph) this.#events.run(graph.name)
    }
    this.#button.title = isRunning ? words.cancelTitle : words.runTitle(graph?.name ?? '')
    if (this.#button.dataset['kind'] === kind) return
    this.#button.dataset['kind'] = kind
    this.#button.replaceChildren(icon(isRunning ? stopSign : playSign), isRunning ? words.cancel : words.run)
  }
}

const playSign = 'M5 3.2v9.6l7.6-4.8z'
const stopSign = 'M4.2 4.2h7.6v7.6H4.2z'
const warningSign = 'M8 2.2 14.4 13.4H1.6zM8 6.6v3M8 11.5v.01'
