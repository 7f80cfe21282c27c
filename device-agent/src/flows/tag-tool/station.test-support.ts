import type { DeviceState, DeviceStatus } from '../../devices/device.ts'
import type { PadTag, SecurityOutcome, TagChange, TagImage, TagStation } from '../../devices/rfid/contract.ts'
import { Signal } from '../../runtime/emitter.ts'
import { decodeTag } from '../../tags/decode-tag.ts'
import { encodeTag, type WritableModel } from '../../tags/encode-tag.ts'
import type { TagFacts } from '../../tags/facts.ts'
import { type TagUid, tagUid } from '../../tags/tag.ts'

export const uid = (n: number): TagUid => tagUid(`E00401${n.toString(16).toUpperCase().padStart(10, '0')}`)

/** A tag with nothing on it, or with an item in some model. */
export function image(n: number, change: Partial<TagImage> = {}): TagImage {
  return {
    uid: uid(n),
    dsfid: 0,
    afi: 0,
    eas: false,
    blockSize: 4,
    memory: new Uint8Array(112),
    locked: [],
    ...change,
  }
}
export function tagged(n: number, facts: Partial<TagFacts>, model: WritableModel = 'iso28560-3'): TagImage {
  const whole = { id: '', parts: 1, part: 1, usage: 1, owner: 'DE-526', more: {}, ...facts }
  const memory = new Uint8Array(112)
  const tag = encodeTag(model, whole, { memory, blockSize: 4, usable: 112, reversed: false })
  return image(n, { memory: tag.memory, dsfid: tag.dsfid, afi: 0x07 })
}

/** A reader whose tags the test lays down, with what it answers to writes. */
export class FakeStation implements TagStation {
  readonly id = 'rfid'
  readonly kind = 'rfid'
  readonly images = new Map<TagUid, TagImage>()
  readonly written: TagChange[] = []
  /** How the next writes end; ok when empty. `torn`: half is written, and the tag is gone. */
  readonly outcomes: ('torn' | SecurityOutcome)[] = []
  /** Tags whose images cannot be read. */
  readonly dumb = new Set<TagUid>()
  state: DeviceState = 'ready'
  readonly #lying = new Set<TagUid>()
  readonly #fields = new Signal<readonly PadTag[]>()
  readonly #statuses = new Signal<DeviceStatus>()

  get status(): DeviceStatus {
    return { id: 'rfid', kind: 'rfid', state: this.state, code: null, detail: '', since: 0, counters: {} }
  }
  onStatus = (listener: (status: DeviceStatus) => void) => this.#statuses.listen(listener)
  start(): void {}
  async stop(): Promise<void> {}
  get field(): readonly PadTag[] {
    return [...this.#lying].map((tag) => ({ uid: tag, content: decodeTag(this.#image(tag).memory) }))
  }
  onField(listener: (field: readonly PadTag[]) => void) {
    return this.#fields.listen(listener)
  }
  lay(...tags: readonly TagImage[]): void {
    for (const tag of tags) {
      if (!this.images.has(tag.uid)) this.images.set(tag.uid, tag)
      this.#lying.add(tag.uid)
    }
    this.#fields.tell(this.field)
  }
  take(...tags: readonly TagImage[]): void {
    for (const tag of tags) this.#lying.delete(tag.uid)
    this.#fields.tell(this.field)
  }
  become(state: DeviceState): void {
    this.state = state
    this.#statuses.tell(this.status)
  }
  async setSecurity(): Promise<SecurityOutcome> {
    return { ok: true }
  }
  async readSecurity() {
    return null
  }
  async readImage(tag: TagUid): Promise<TagImage | null> {
    return this.#lying.has(tag) && !this.dumb.has(tag) ? this.#image(tag) : null
  }
  async writeImage(tag: TagUid, change: TagChange): Promise<SecurityOutcome> {
    const outcome = this.outcomes.shift() ?? { ok: true }
    const before = this.#image(tag)
    if (outcome === 'torn') {
      const memory = (change.memory ?? before.memory).slice()
      memory.fill(0, 0, 4)
      this.images.set(tag, { ...before, memory })
      this.take(before)
      return { ok: false, why: 'gone', detail: 'torn' }
    }
    if (!outcome.ok) return outcome
    this.written.push(change)
    this.images.set(tag, { ...before, ...change })
    return outcome
  }
  #image(tag: TagUid): TagImage {
    const found = this.images.get(tag)
    if (found === undefined) throw new RangeError('no such tag')
    return found
  }
}
