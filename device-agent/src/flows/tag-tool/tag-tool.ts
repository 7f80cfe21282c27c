/**
 * The staff's tag tool: shows what lies on the pad, writes tags one at a time, and works through a trolley of books. It
 * touches the pad only while staff are at it and no patron is.
 */
import type { PartView, ResultView, TagToolAction, TagToolView, TagWork } from '../../contract/tag-tool.ts'
import { RESULTS_SHOWN } from '../../contract/tag-tool.ts'
import type { PadTag } from '../../devices/rfid/contract.ts'
import type { TimerHandle } from '../../runtime/clock.ts'
import { Signal, type Unsubscribe } from '../../runtime/emitter.ts'
import { resultsAsCsv } from './csv.ts'
import { type After, Job, type Planned } from './job.ts'
import { safely } from './ledger.ts'
import { padState, type TagToolOptions } from './options.ts'
import { PadTags } from './pad-tags.ts'
import { isPatronCard, type SeenTag } from './plan.ts'
import type { TagToolPort } from './port.ts'
import { Stage } from './stage.ts'
import { resultView, tagView } from './tag-view.ts'
import { Titles } from './titles.ts'
import { TrolleyList } from './trolley-list.ts'

/** Left alone for so long it gives the pad back to the patrons. */
export const IDLE_OFF_MILLISECONDS = 15 * 60_000
const DAY_MILLISECONDS = 86_400_000

export class TagTool implements TagToolPort {
  readonly #options: TagToolOptions
  readonly #changes = new Signal<void>()
  readonly #titles: Titles
  readonly #job: Job
  readonly #pad: PadTags
  readonly #trolley: TrolleyList
  readonly #endings: readonly (Unsubscribe | undefined)[]
  #work: TagWork = 'off'
  #asked: Omit<PartView, 'title'> | null = null
  readonly #stage = new Stage(() => this.#changed())
  #results: readonly ResultView[] | null = null
  #idle: TimerHandle = null
  #revision = 0

  constructor(options: TagToolOptions) {
    const { station, ils, ledger, settings } = options
    this.#options = options
    this.#titles = new Titles(ils, () => this.refresh())
    this.#job = new Job(options, this.#titles)
    this.#pad = new PadTags(station, settings, () => this.#look())
    this.#trolley = new TrolleyList(ledger)
    const look = () => {
      if (this.#work !== 'off') this.#look()
    }
    this.#endings = [station?.onField(look), station?.onStatus(look)]
  }

  onView(listener: () => void): Unsubscribe {
    return this.#changes.listen(listener)
  }
  csv(): Iterable<string> {
    return resultsAsCsv(this.#options.ledger)
  }
  /** Somebody came to the kiosk or left it. */
  refresh(): void {
    if (this.#work !== 'off') this.#look()
  }
  stop(): void {
    for (const end of this.#endings) end?.()
    this.#options.clock.clearTimeout(this.#idle)
    this.#work = 'off'
    this.#options.ledger.shut()
  }

  view(): TagToolView {
    const { ledger, settings, clock } = this.#options
    const pad = padState(this.#options)
    const { model, owner } = settings()
    this.#results ??= safely(() => ledger.recent(RESULTS_SHOWN).map(resultView), [])
    return {
      revision: this.#revision,
      work: this.#work,
      pad,
      defaults: { model, owner },
      step: this.#stage.step,
      asked: this.#asked === null ? null : this.#titled(this.#asked),
      // While a patron is at the kiosk, what lies there is the patron's.
      tags: this.#work === 'off' || pad !== 'ready' ? [] : this.#pad.field.map((tag) => this.#tagView(tag)),
      trolley: this.#trolley.view(),
      results: this.#results,
      today: safely(() => ledger.countsSince(clock.wall() - DAY_MILLISECONDS), { done: 0, failed: 0 }),
      sound: this.#stage.sound,
    }
  }

  act(action: TagToolAction): void {
    this.#awake()
    try {
      this.#perform(action)
    } catch (error) {
      this.#recordFailed(error)
    }
    this.#look()
  }

  #perform(action: TagToolAction): void {
    switch (action.type) {
      case 'work':
        if (action.work !== this.#work) this.#begin(action.work)
        return
      case 'scan':
        if (this.#work === 'trolley') this.#trolley.scan(action.code)
        else this.#ask({ item: action.code, part: 1, parts: 1 })
        return
      case 'ask':
        return this.#ask({
          item: action.item,
          part: Math.min(action.part, action.parts),
          parts: action.parts,
        })
      case 'encode':
        return this.#encodeAsked(action, false)
      case 'convert':
        return this.#alone(action.uid, (tag) => this.#run(tag, this.#job.convert(tag, action.model ?? null)))
      case 'confirm':
        return this.#stage.confirm()
      case 'undo':
      case 'redo': {
        const record = this.#options.ledger.get(action.id)
        if (record === null) return
        return this.#alone(record.uid, (tag) => this.#run(tag, this.#job.again(tag, record, action.type)))
      }
      default:
        return this.#trolley.act(action, this.#options.settings().plainItem)
    }
  }

  #ask(asked: Omit<PartView, 'title'>): void {
    this.#asked = asked
    this.#titles.want(asked.item)
  }

  #encodeAsked(action: Extract<TagToolAction, { type: 'encode' }>, other: boolean): void {
    const asked = this.#asked
    if (asked === null) return
    const { type, uid, ...choices } = action
    this.#alone(uid, (tag) =>
      this.#run(tag, this.#job.encode(tag, { ...asked, ...choices }, other), {
        confirm: () => this.#encodeAsked(action, true),
        // A set's parts come one after the other.
        done: () => {
          this.#asked = asked.part < asked.parts ? { ...asked, part: asked.part + 1 } : null
        },
      }),
    )
  }

  /** Does it where that tag is the only one there; else says why not. */
  #alone(uid: string, then: (tag: SeenTag) => void): void {
    const [there, ...others] = this.#pad.field
    const pad = padState(this.#options)
    if (this.#job.busy) return
    if (pad !== 'ready') return this.#stage.refuse(pad === 'inUse' ? 'inUse' : 'away', null)
    if (others.length > 0) return this.#stage.refuse('several', null)
    if (there === undefined || there.uid !== uid) return this.#stage.refuse('gone', null)
    const tag = this.#pad.of(there.uid)
    if (tag === undefined || tag === null) return this.#stage.refuse('unreadable', null)
    then(tag)
  }

  /** Starts a job; its outcome is the step that is shown. */
  #run(tag: SeenTag, job: Planned, after: After = {}): void {
    const { uid } = tag.image
    const part = job.part === null ? null : this.#titled(job.part)
    this.#pad.handle(uid)
    if (!job.ok) {
      after.failed?.(job.why)
      const confirm = job.why === 'otherItem' ? (after.confirm ?? null) : null
      return this.#stage.refuse(job.why, part, job.detail, confirm)
    }
    this.#stage.show({ name: 'writing', part: this.#titled(job.part) })
    job
      .write()
      .then(({ record, why, detail }) => {
        this.#options.notices.clear('TAG_RECORD_FAILED')
        this.#results = null
        this.#pad.reread(uid)
        this.#pad.unchanged()
        if (why === null) {
          after.done?.()
          this.#stage.show({ name: 'done', result: resultView(record), part: this.#titled(job.part) })
        } else {
          after.failed?.(why)
          // Laid down again it is worked on again.
          if (why === 'gone' || why === 'away') this.#pad.handleAgain(uid)
          this.#stage.refuse(why, part, detail)
        }
      })
      .catch((error: unknown) => this.#recordFailed(error))
      .finally(() => {
        this.#awake()
        this.#look()
      })
  }

  /** Takes in what lies on the pad, and in `trolley` and `convert` works on it. */
  #look(): void {
    this.#pad.settle()
    const mine = this.#work !== 'off' && padState(this.#options) === 'ready' && !this.#job.busy
    try {
      if (mine && !this.#pad.readNext()) this.#proceed(this.#pad.field)
    } catch (error) {
      this.#recordFailed(error)
    }
    this.#changed()
  }

  #proceed(field: readonly PadTag[]): void {
    const [first, ...others] = field
    const { step } = this.#stage
    const same = this.#pad.unchanged()
    if (first !== undefined && field.every(({ uid }) => this.#pad.handled(uid))) return
    if (this.#work === 'look') return same ? undefined : this.#stage.show({ name: 'idle' })
    // That it was taken away too soon is said until something else is laid down.
    if (first === undefined) return same && step.name === 'refused' ? undefined : this.#invite()
    if (others.length > 0) {
      if (step.name !== 'refused' || step.why !== 'several') this.#stage.refuse('several', null)
      return
    }
    const tag = this.#pad.of(first.uid)
    const card = first.content.kind === 'patron' || (tag !== undefined && tag !== null && isPatronCard(tag))
    if (tag === undefined && !card) return this.#stage.show({ name: 'reading' })
    if (tag === undefined || tag === null || card) {
      this.#pad.handle(first.uid)
      return this.#stage.refuse(card ? 'patronCard' : 'unreadable', null)
    }
    this.#workOn(tag, false)
  }

  #invite(): void {
    const next = this.#work === 'trolley' ? this.#trolley.next() : null
    if (next !== null) this.#titles.want(next.item)
    const finished = this.#work === 'trolley' && next === null && this.#trolley.entries.length > 0
    this.#stage.show(
      finished ? { name: 'finished' } : { name: 'lay', next: next === null ? null : this.#titled(next) },
    )
  }

  /** A tag that an interrupted write left is finished first; then a trolley's or a conversion's turn. */
  #workOn(tag: SeenTag, other: boolean): void {
    const torn = this.#job.torn(tag)
    if (torn !== null) {
      const account = this.#trolley.account(torn.item, torn.part, torn.parts)
      return this.#run(tag, this.#job.again(tag, torn, 'redo'), account)
    }
    if (this.#work === 'convert') return this.#run(tag, this.#job.convert(tag, null))
    const assigned = this.#trolley.assign(tag.reading.facts)
    if (assigned === null) {
      this.#pad.handle(tag.image.uid)
      return this.#stage.show({ name: 'finished' })
    }
    const { entry, part, parts, written } = assigned
    this.#run(tag, this.#job.encode(tag, { item: entry.item, part, parts }, other), {
      ...this.#trolley.account(entry.item, written, parts),
      confirm: () => this.#workOn(tag, true),
    })
  }

  #recordFailed(error: unknown): void {
    this.#options.notices.raise('TAG_RECORD_FAILED', error instanceof Error ? error.message : '')
    this.#stage.refuse('record', null)
  }

  #tagView(tag: PadTag) {
    const { ledger, settings } = this.#options
    const newest = tag.content.kind === 'patron' ? null : safely(() => ledger.newest(tag.uid), null)
    return tagView(tag, this.#pad.of(tag.uid) ?? null, newest, settings())
  }
  #titled({ item, part, parts }: Omit<PartView, 'title'>): PartView {
    return { item, part, parts, title: this.#titles.of(item) }
  }

  #begin(work: TagWork): void {
    this.#work = work
    this.#pad.clear()
    this.#asked = null
    this.#stage.show({ name: 'idle' })
  }
  #awake(): void {
    const { clock } = this.#options
    clock.clearTimeout(this.#idle)
    this.#idle = clock.setTimeout(() => this.#begin('off'), IDLE_OFF_MILLISECONDS)
  }
  #changed(): void {
    this.#revision++
    this.#changes.tell()
  }
}
