/**
 * The aisle between the antennas: people walk through it with tagged things, and the reader tells their tags apart in
 * the time that ISO 15693 takes in the air, antenna after antenna. A tag that has left before its turn is missed.
 */
import type { Clock } from '../../../runtime/clock.ts'
import type { TagUid } from '../../../tags/tag.ts'
import { air } from '../../shared/iso15693/air.ts'
import { anticollision } from '../../shared/iso15693/anticollision.ts'

export interface AisleTag {
  readonly uid: TagUid
  readonly afi: number
  readonly eas?: boolean
  /** Bytes in the tag's own order. */
  readonly memory: Uint8Array
  readonly blockSize: number
}

export interface Walker {
  readonly tags: readonly AisleTag[]
  readonly direction: 'in' | 'out'
  /** How long it takes to walk through the field; as the aisle has it where left out. */
  readonly milliseconds?: number
  /** So much later than now they step into it; at once where left out. */
  readonly afterMilliseconds?: number
}

export interface Seen {
  readonly tag: AisleTag
  /** From 1. */
  readonly antenna: number
  readonly direction: 'in' | 'out'
}

export interface AisleOptions {
  readonly clock: Clock
  /** Air time: real (1) or none (0). */
  readonly airTime: 0 | 1
  readonly antennas: number
  /** Only tags with this AFI answer; null: all. */
  readonly afi: number | null
  /** Only tags whose EAS is on are reported. */
  readonly easOnly: boolean
  /** Blocks that are read of each tag; 0 for none. */
  readonly blocks: number
  /** A tag is not read a second time before it was not seen for so long (CFG12, VALID-TIME). */
  readonly validMilliseconds: number
  readonly walkMilliseconds: number
  readonly onSeen: (seen: Seen) => void
  readonly onPassed: (direction: 'in' | 'out') => void
}

/** The reader looks again so soon where it has found nothing new. */
const LOOK_PAUSE_MILLISECONDS = 5
/** The ranges of neighbouring antennas overlap by this share of the way. */
const OVERLAP_SHARE = 0.1
/** Waits shorter than this are made up for with the next. */
const SHORTEST_WAIT_MILLISECONDS = 0.5
/** Flags, command, UID, first block, count and CRC; flags and CRC of the reply. */
const READ_REQUEST_BYTES = 14
const READ_REPLY_BYTES = 3

interface Inside {
  readonly walker: Walker
  readonly since: number
  readonly milliseconds: number
  readonly through: () => void
}

export class Aisle {
  readonly #options: AisleOptions
  readonly #inside = new Set<Inside>()
  readonly #lastSeen = new Map<TagUid, number>()
  #looking = false
  #airNow = 0
  #rfOn = true
  /** Air time spent since the start, in milliseconds. */
  spentMilliseconds = 0

  constructor(options: AisleOptions) {
    this.#options = options
  }

  get rfOn(): boolean {
    return this.#rfOn
  }
  set rfOn(on: boolean) {
    this.#rfOn = on
    if (this.#options.airTime === 1) void this.#look()
  }

  /** Resolves when they are through: while the reader looks, by its own time. */
  walk(walker: Walker): Promise<void> {
    const { clock, onPassed, walkMilliseconds } = this.#options
    const { afterMilliseconds: after = 0, milliseconds = walkMilliseconds } = walker
    return new Promise((resolve) => {
      const through = () => {
        if (!this.#inside.delete(inside)) return
        onPassed(walker.direction)
        resolve()
      }
      const inside: Inside = { walker, since: clock.now() + after, milliseconds, through }
      this.#inside.add(inside)
      if (this.#options.airTime === 1) void this.#look()
      else if (after === 0) this.#lookAtOnce(walker)
      else clock.setTimeout(() => this.#lookAtOnce(walker), after)
      clock.setTimeout(() => {
        if (!this.#looking) through()
      }, after + milliseconds)
    })
  }

  /** Without air time nothing is missed, however late a timer comes. */
  #lookAtOnce({ tags, direction }: Walker): void {
    if (!this.#rfOn) return
    const antenna = direction === 'out' ? 1 : this.#options.antennas
    for (const tag of tags) {
      if (this.#answers(tag) && this.#isNew(tag)) this.#options.onSeen({ tag, antenna, direction })
    }
  }

  #answers({ afi }: AisleTag): boolean {
    return this.#options.afi === null || afi === this.#options.afi
  }

  /** Notes that it was seen; false for one that was seen just before, or that the reader is to pass over. */
  #isNew({ uid, eas }: AisleTag): boolean {
    const { clock, airTime, easOnly, validMilliseconds } = this.#options
    const now = airTime === 0 ? clock.now() : this.#airNow
    const last = this.#lastSeen.get(uid) ?? Number.NEGATIVE_INFINITY
    this.#lastSeen.set(uid, now)
    return now - last >= validMilliseconds && (!easOnly || eas === true)
  }

  /**
   * In the reader's own time, which no late timer of a busy machine slows down: it only waits for the clock where it is
   * ahead of it.
   */
  async #look(): Promise<void> {
    if (this.#looking) return
    this.#looking = true
    this.#airNow = this.#options.clock.now()
    while (this.#rfOn && this.#inside.size > 0) {
      let found = false
      for (let antenna = 1; antenna <= this.#options.antennas; antenna++) {
        if (await this.#lookWith(antenna)) found = true
      }
      if (!found) await this.#pass(LOOK_PAUSE_MILLISECONDS)
      this.#letThrough(this.#airNow)
    }
    this.#looking = false
    this.#letThrough(this.#options.clock.now())
  }

  #letThrough(now: number): void {
    for (const { since, milliseconds, through } of this.#inside) if (since + milliseconds <= now) through()
  }

  /** True where something new was read. */
  async #lookWith(antenna: number): Promise<boolean> {
    const { afi, blocks, onSeen } = this.#options
    const inRange = new Map(
      this.#tagsAt(antenna)
        .filter(({ tag }) => this.#answers(tag))
        .map((seen) => [seen.tag.uid, seen]),
    )
    const walked = anticollision([...inRange.keys()], afi !== null)
    let told = 0
    let found = false
    for (const { uid, milliseconds } of walked.tags) {
      await this.#air(milliseconds)
      told += milliseconds
      const seen = inRange.get(uid)
      if (seen === undefined || !this.#isAt(uid, antenna) || !this.#isNew(seen.tag)) continue
      if (blocks > 0) {
        await this.#air(air(READ_REQUEST_BYTES, READ_REPLY_BYTES + blocks * seen.tag.blockSize))
        if (!this.#isAt(uid, antenna)) {
          this.#lastSeen.delete(uid)
          continue
        }
      }
      found = true
      onSeen(seen)
    }
    await this.#air(walked.milliseconds - told)
    return found
  }

  #tagsAt(antenna: number): readonly Seen[] {
    const { antennas } = this.#options
    return [...this.#inside].flatMap(({ walker, since, milliseconds }) => {
      const way = (this.#airNow - since) / milliseconds
      if (way < 0 || way > 1) return []
      const place = walker.direction === 'out' ? way : 1 - way
      const from = (antenna - 1) / antennas - OVERLAP_SHARE
      const to = antenna / antennas + OVERLAP_SHARE
      if (place < from || place > to) return []
      return walker.tags.map((tag) => ({ tag, antenna, direction: walker.direction }))
    })
  }

  #isAt(uid: TagUid, antenna: number): boolean {
    return this.#tagsAt(antenna).some(({ tag }) => tag.uid === uid)
  }

  #air(milliseconds: number): Promise<void> {
    this.spentMilliseconds += milliseconds
    return this.#pass(milliseconds)
  }

  async #pass(milliseconds: number): Promise<void> {
    const { clock } = this.#options
    this.#airNow += milliseconds
    const wait = this.#airNow - clock.now()
    if (wait < SHORTEST_WAIT_MILLISECONDS) return
    await new Promise<void>((resolve) => {
      clock.setTimeout(resolve, wait)
    })
  }
}
