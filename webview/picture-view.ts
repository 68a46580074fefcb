import { el, setText } from './dom.ts'
import type { Host } from './host.ts'
import type { Box, Direction } from './layout/layout.ts'
import type { LayoutClient } from './layout-client.ts'
import { Legend } from './legend.ts'
import { MarkReader } from './marks.ts'
import { Mirror } from './mirror.ts'
import { newFailures, type PictureModel, told } from './model.ts'
import { EmptyNotice } from './notice.ts'
import { followPointer } from './pointer.ts'
import type { PictureGraph, ToPicture } from './protocol.ts'
import { Scene } from './scene.ts'
import { allowsMotion, Stage, whole } from './stage.ts'
import { Timeline } from './timeline.ts'
import { Tooltip } from './tooltip.ts'
import { TopBar } from './top-bar.ts'
import { type Place, readKept } from './view-memory.ts'
import { words } from './words.ts'
import { ZoomBar } from './zoom-bar.ts'

/** The whole view: takes what the extension tells, has it laid out, and shows it. */
export class PictureView {
  readonly element: HTMLElement
  readonly #host: Host
  readonly #layouts: LayoutClient
  readonly #stage: Stage
  readonly #mirror: Mirror
  readonly #topBar: TopBar
  readonly #zoomBar: ZoomBar
  readonly #timeline: Timeline
  readonly #legend = new Legend()
  readonly #empty = new EmptyNotice()
  readonly #tooltip = new Tooltip()
  readonly #live = el('div', { class: 'live', role: 'status', 'aria-live': 'polite' })
  readonly #marks = new MarkReader()
  #model: PictureModel | null = null
  #asked = false
  #direction: Direction
  /** Where the reader left each dag; without an entry the whole of it is shown. */
  readonly #places = new Map<string, Place>()
  /** What the shown layout was made of. */
  #laidOut: { readonly key: string; readonly dag: string; readonly direction: Direction } | undefined
  /** The dag that is to be laid out as when it opens, until that is done. */
  #untidy: string | undefined

  constructor(host: Host, layouts: LayoutClient) {
    this.#host = host
    this.#layouts = layouts
    const kept = readKept(host.kept())
    this.#direction = kept.direction
    if (kept.place) this.#places.set(kept.place.dag, kept.place)
    const reveal = (task: string, focus: boolean) => this.#reveal(task, focus)
    const showLog = (task: string) => this.#send(dag => ({ type: 'show-log', dag, task }))
    this.#stage = new Stage({ moved: byHand => this.#moved(byHand), resized: () => this.#resized() })
    this.#mirror = new Mirror({ focused: task => this.#focused(task), reveal, showLog })
    this.#topBar = new TopBar({
      select: dag => host.send({ type: 'select-dag', dag }),
      run: dag => host.send({ type: 'run', dag }),
      cancel: run => host.send({ type: 'cancel', run }),
    })
    this.#zoomBar = new ZoomBar({
      zoomIn: () => this.#zoom(zoomStep),
      zoomOut: () => this.#zoom(1 / zoomStep),
      fit: () => this.#fit(),
      turn: () => this.#turn(),
      tidy: () => this.#tidy(),
      part: (part, on) => host.send({ type: 'show-part', part, on }),
    })
    this.#timeline = new Timeline(task => reveal(task, false))
    const [stage, bars] = [this.#stage.element, [this.#topBar.element, this.#legend.element, this.#zoomBar.element]]
    stage.append(this.#mirror.element)
    this.element = el(
      'main',
      { class: 'picture', 'aria-label': words.picture },
      stage,
      this.#empty.element,
      ...bars,
      this.#timeline.element,
      this.#tooltip.element,
      this.#live,
    )
    followPointer(this.#stage, this.#tooltip, {
      showLog,
      reveal: (task, focus) => {
        this.#mirror.focus(task)
        this.#stage.ring(null)
        reveal(task, focus)
      },
    })
    window.addEventListener('keydown', event => this.#key(event))
    this.#zoomBar.show(1, this.#direction)
    setInterval(() => this.#tick(), 1000)
  }

  /** Starts listening and asks for everything. */
  start(): void {
    this.#host.receive(message => this.#receive(message))
    this.#ask()
  }

  #ask(): void {
    if (this.#asked) return
    this.#asked = true
    this.#host.send({ type: 'ready' })
  }

  #receive(message: ToPicture): void {
    const next = told(this.#model, message)
    if (next === 'gap') {
      this.#ask()
      return
    }
    if (message.type === 'snapshot') this.#asked = false
    const before = this.#model
    this.#model = next
    this.#announce(before, next)
    this.#topBar.show(next)
    this.#legend.show(next.states)
    this.#showTimeline(next)
    this.#zoomBar.press(next.memory?.parts ?? [])
    this.#zoomBar.element.hidden = this.#empty.show(next)
    if (before?.graph === next.graph) this.#markAll(next)
    else void this.#showGraph(next)
    if (before?.memory !== next.memory) this.#keep()
  }

  /** Shows another graph: only its marks where the layout stays, else a new layout, which keeps to what is on the screen. */
  async #showGraph(model: PictureModel): Promise<void> {
    const { graph } = model
    if (!graph || graph.tasks.length + graph.groups.length === 0) {
      this.#laidOut = undefined
      this.#stage.show(undefined)
      this.#mirror.clear()
      return
    }
    const key = layoutKey(graph, this.#direction)
    const shown = this.#stage.scene
    if (shown && this.#laidOut?.key === key && this.#untidy !== graph.name) {
      this.#take(new Scene(graph, shown.layout, this.#marks.read(model, Date.now())), key, graph)
      return
    }
    const isKnown = this.#laidOut?.dag === graph.name && this.#laidOut.direction === this.#direction && this.#untidy !== graph.name
    const previous = isKnown ? shown?.layout : undefined
    const answer = await this.#layouts.layout(graph, { direction: this.#direction, ...(previous ? { previous } : {}) })
    const now = this.#model
    if (answer.kind === 'superseded' || !now?.graph || layoutKey(now.graph, this.#direction) !== key) return
    if (answer.problem !== undefined) this.#host.send({ type: 'problem', message: words.layoutFailed(answer.problem) })
    if (!previous) this.#untidy = undefined
    this.#take(new Scene(now.graph, answer.layout, this.#marks.read(now, Date.now())), key, now.graph)
  }

  #take(scene: Scene, key: string, graph: PictureGraph): void {
    const before = this.#laidOut
    this.#laidOut = { key, dag: graph.name, direction: this.#direction }
    if (before?.key === key && this.#stage.scene?.layout === scene.layout) this.#stage.show(scene)
    else if (before?.dag === graph.name) this.#change(scene, graph.name)
    else {
      this.#stage.show(scene)
      this.#toPlace(graph.name, false)
    }
    this.#mirror.show(graph.name, graph.tasks, scene, this.#direction)
  }

  /** An edit: what the reader looks at stays where it is, and the whole stays in view where it was. */
  #change(scene: Scene, dag: string): void {
    this.#stage.change(scene, this.#anchor(scene), allowsMotion())
    if (this.#places.has(dag)) {
      this.#remember()
      return
    }
    const { x, y, width, height } = this.#stage.camera.seen()
    const all = whole(scene)
    const isInView = x <= 0 && y <= 0 && x + width >= all.width && y + height >= all.height
    if (!isInView) this.#toPlace(dag, allowsMotion())
  }

  /** The task that must not move: the one with the keyboard or the cursor, else the one nearest to the middle. */
  #anchor(scene: Scene): string | undefined {
    const old = this.#stage.scene
    if (!old) return undefined
    const both = old.layout.nodes.filter(box => scene.box(box.name))
    const cursor = scene.marks.cursor
    const seen = this.#stage.camera.seen()
    const isSeen = (box: Box) =>
      box.x < seen.x + seen.width && seen.x < box.x + box.width && box.y < seen.y + seen.height && seen.y < box.y + box.height
    const marked = both.find(box => cursor !== null && isSeen(box) && (scene.task(box.name)?.declaration ?? box.name) === cursor)
    if (marked) return marked.name
    const middle = this.#stage.camera.place()
    const distance = (box: Box) => Math.hypot(box.x + box.width / 2 - middle.x, box.y + box.height / 2 - middle.y)
    return both.sort((a, b) => distance(a) - distance(b))[0]?.name
  }

  #markAll(model: PictureModel): void {
    const { scene } = this.#stage
    if (!scene || !model.graph) return
    scene.mark(this.#marks.read(model, Date.now()))
    this.#stage.draw()
    this.#mirror.mark(model.graph.tasks)
  }

  /** The graph has what the timeline leaves of the view. */
  #showTimeline(model: PictureModel): void {
    this.#timeline.show(model)
    this.element.classList.toggle('with-timeline', !this.#timeline.element.hidden)
  }

  #tick(): void {
    if (document.hidden || this.#model?.run?.state !== 'running') return
    this.#topBar.tick(this.#model)
    this.#timeline.show(this.#model)
    this.#markAll(this.#model)
  }

  #announce(before: PictureModel | null, after: PictureModel): void {
    const failures = newFailures(before, after).map(task => words.failed(task, after.states[task]?.error ?? null))
    const ended = before?.run?.run === after.run?.run && before?.run?.state !== after.run?.state && after.run
    const said = [...failures, ...(ended ? [words.runIs(ended.state)] : [])]
    if (said.length > 0) setText(this.#live, said.join('. '))
  }

  #reveal(task: string, focus: boolean): void {
    const version = this.#model?.version ?? 0
    this.#send(dag => ({ type: 'reveal', version, dag, task, focus }))
  }

  #send(message: (dag: string) => Parameters<Host['send']>[0]): void {
    const dag = this.#model?.graph?.name
    if (dag !== undefined) this.#host.send(message(dag))
  }

  #focused(task: string | null): void {
    this.#stage.ring(task)
    const box = task === null ? undefined : this.#stage.scene?.box(task)
    if (box) this.#stage.camera.showing(box, allowsMotion())
  }

  #zoom(factor: number): void {
    this.#stage.camera.zoomBy(factor, allowsMotion())
    this.#remember()
  }

  #fit(): void {
    const dag = this.#laidOut?.dag
    if (dag === undefined) return
    this.#places.delete(dag)
    this.#toPlace(dag, allowsMotion())
    this.#keep()
  }

  #turn(): void {
    this.#direction = this.#direction === 'right' ? 'down' : 'right'
    this.#zoomBar.show(this.#stage.camera.view.scale, this.#direction)
    if (this.#laidOut) this.#places.delete(this.#laidOut.dag)
    this.#laidOut = undefined
    this.#keep()
    if (this.#model) void this.#showGraph(this.#model)
  }

  /** Edits leave everything where it is; this forgets it. */
  #tidy(): void {
    this.#untidy = this.#model?.graph?.name
    if (this.#model) void this.#showGraph(this.#model)
  }

  /** Goes to where the reader was in a dag, or shows all of it. */
  #toPlace(dag: string, smooth: boolean): void {
    const { scene, camera, isEmpty } = this.#stage
    if (!scene || isEmpty) return
    const place = this.#places.get(dag)
    camera.go(place ? camera.at(place) : camera.fitting(whole(scene)), smooth)
  }

  #moved(byHand: boolean): void {
    this.#zoomBar.show(this.#stage.camera.view.scale, this.#direction)
    if (!byHand) return
    this.#tooltip.hide()
    this.#remember()
  }

  #resized(): void {
    if (this.#laidOut) this.#toPlace(this.#laidOut.dag, false)
  }

  /** Keeps the part that is seen, now that the reader has chosen it. */
  #remember(): void {
    const dag = this.#laidOut?.dag
    if (dag === undefined) return
    this.#places.set(dag, { dag, ...this.#stage.camera.place() })
    this.#keep()
  }

  #keep(): void {
    const place = this.#places.get(this.#model?.graph?.name ?? '') ?? null
    const memory = this.#model?.memory
    this.#host.keep({ ...(memory ? { memory } : {}), view: { direction: this.#direction, place } })
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLSelectElement) return
    const { camera } = this.#stage
    const arrow = arrows[event.key]
    if (event.key === '+' || event.key === '=') this.#zoom(zoomStep)
    else if (event.key === '-') this.#zoom(1 / zoomStep)
    else if (event.key === '0') this.#fit()
    else if (event.key === 't') this.#tidy()
    else if (arrow) {
      camera.moveBy(-arrow[0] * 60, -arrow[1] * 60)
      this.#remember()
    } else return
    event.preventDefault()
  }
}

const zoomStep = 1.25
const arrows: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** All that a layout depends on. */
function layoutKey({ name, groups, tasks, edges }: PictureGraph, direction: Direction): string {
  return JSON.stringify([
    name,
    direction,
    groups.map(group => [group.name, group.parent]),
    tasks.map(task => [task.name, task.label, task.group]),
    edges.map(edge => [edge.from, edge.to]),
  ])
}
