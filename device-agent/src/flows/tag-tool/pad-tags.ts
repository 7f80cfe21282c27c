import type { PadTag, TagStation } from '../../devices/rfid/contract.ts'
import type { TagUid } from '../../tags/tag.ts'
import { type SeenTag, seen, type ToolSettings } from './plan.ts'

/** What lies on the pad, each tag read whole once; patrons' cards are not read at all. */
export class PadTags {
  readonly #station: Pick<TagStation, 'field' | 'readImage'> | null
  readonly #settings: () => ToolSettings
  readonly #changed: () => void
  readonly #tags = new Map<TagUid, SeenTag | null>()
  readonly #handled = new Set<TagUid>()
  #reading = false
  #seen = ''

  constructor(
    station: Pick<TagStation, 'field' | 'readImage'> | null,
    settings: () => ToolSettings,
    changed: () => void,
  ) {
    this.#station = station
    this.#settings = settings
    this.#changed = changed
  }

  get field(): readonly PadTag[] {
    return this.#station?.field ?? []
  }
  /** Null where it cannot be read, undefined until it has been. */
  of(uid: TagUid): SeenTag | null | undefined {
    return this.#tags.get(uid)
  }
  /** It is dealt with, until it is taken away. */
  handle(uid: TagUid): void {
    this.#handled.add(uid)
  }
  handled(uid: TagUid): boolean {
    return this.#handled.has(uid)
  }
  handleAgain(uid: TagUid): void {
    this.#handled.delete(uid)
  }
  /** It was written: what it says is read anew. */
  reread(uid: TagUid): void {
    this.#tags.delete(uid)
  }
  /** The same tags lie there as when this was asked last. */
  unchanged(): boolean {
    const before = this.#seen
    this.#seen = this.field.map(({ uid }) => uid).join()
    return this.#seen === before
  }
  clear(): void {
    this.#tags.clear()
    this.#handled.clear()
  }

  /** Forgets what has been taken away. */
  settle(): void {
    const here = new Set(this.field.map(({ uid }) => uid))
    for (const uid of this.#tags.keys()) if (!here.has(uid)) this.#tags.delete(uid)
    for (const uid of this.#handled) if (!here.has(uid)) this.#handled.delete(uid)
  }

  /** Begins to read the next one; true while one is being read. */
  readNext(): boolean {
    const next = this.field.find(({ uid, content }) => content.kind !== 'patron' && !this.#tags.has(uid))
    if (this.#reading || this.#station === null || next === undefined || next.content.kind === 'pending')
      return this.#reading
    this.#reading = true
    void this.#station.readImage(next.uid).then((image) => {
      this.#reading = false
      this.#tags.set(next.uid, image === null ? null : seen(image, this.#settings()))
      this.#changed()
    })
    return true
  }
}
