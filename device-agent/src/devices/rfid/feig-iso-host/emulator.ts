/**
 * A FEIG reader with a pad, at the wire: the same bytes, the tags' air time, and what goes wrong in the field.
 */
import { type Clock, systemClock } from '../../../runtime/clock.ts'
import { Signal } from '../../../runtime/emitter.ts'
import type { TagUid } from '../../../tags/tag.ts'
import type { Accept, WireLink } from '../../../transports/emulator-host.ts'
import { buildFrame, type Frame, FrameParser } from '../../shared/feig/frame.ts'
import { sendWith } from '../../wire-faults.ts'
import type { VirtualTag } from '../virtual-tag.ts'
import { airTimeMilliseconds } from './air-time.ts'
import { type FeigFaults, NO_FAULTS } from './faults.ts'
import { type Firmware, ReaderCommands } from './reader-commands.ts'

export type { VirtualTag } from '../virtual-tag.ts'

/** The last of it looks like the head of an advanced frame. */
const NOISE = Uint8Array.of(0xff, 0x00, 0x02)

export interface FeigEmulatorOptions {
  readonly clock?: Clock
  /** Air time of the commands: real (1, the default) or none (0). */
  readonly airTime?: 0 | 1
  /** By default it knows everything. */
  readonly firmware?: Firmware
}

export class FeigEmulator {
  readonly #clock: Clock
  readonly #airTime: number
  readonly #changes = new Signal<void>()
  readonly #commands: ReaderCommands
  faults: FeigFaults = NO_FAULTS
  /** Air time spent since the start, by what it was spent on. */
  readonly airTimeSpent: Record<string, number> = {}

  constructor(options: FeigEmulatorOptions = {}) {
    this.#clock = options.clock ?? systemClock
    this.#airTime = options.airTime ?? 1
    const firmware = options.firmware ?? { custom: true, addressedAlarm: true }
    this.#commands = new ReaderCommands(() => this.#changes.tell(), firmware)
  }

  get tags(): readonly VirtualTag[] {
    return this.#commands.tags
  }
  /** Lays tags into the field, all at once. */
  place(...tags: readonly VirtualTag[]): void {
    for (const tag of tags) this.#commands.place(tag)
    this.#changes.tell()
  }
  remove(...uids: readonly TagUid[]): void {
    for (const uid of uids) this.#commands.remove(uid)
    this.#changes.tell()
  }
  /** Air time of one look at so many tags: the field reset and the anticollision. */
  inventoryMilliseconds(tags: number): number {
    const look = (command: number, data: Uint8Array) =>
      airTimeMilliseconds({ address: 0, command, data }, tags).milliseconds
    return look(0x69, new Uint8Array(0)) + look(0xb0, Uint8Array.of(0x01, 0x00))
  }
  /** Called before a command is carried out, with its code and sub-code; a test takes a tag away in mid-write here. */
  set onCommand(hook: (command: number, sub: number | undefined) => void) {
    this.#commands.onCommand = hook
  }
  onChange(listener: () => void): () => void {
    return this.#changes.listen(listener)
  }

  readonly accept: Accept = (link) => {
    const parser = new FrameParser()
    link.onData((chunk) => {
      // A malformed frame gets no answer at all.
      const advanced = chunk[0] === 0x02
      for (const frame of parser.push(chunk)) this.#answer(link, frame, advanced)
    })
  }

  #answer(link: WireLink, frame: Frame, advanced: boolean): void {
    const { faults } = this
    if (faults.silent) return
    const status = faults.status
    const data = status === null ? this.#commands.carryOut(frame) : Uint8Array.of(status)
    const spent = airTimeMilliseconds(frame, this.#commands.tags.length)
    this.airTimeSpent[spent.on] = (this.airTimeSpent[spent.on] ?? 0) + spent.milliseconds
    const form = advanced || data.length > 250 ? 'advanced' : 'standard'
    const reply = buildFrame({ address: 0, command: frame.command, data }, form)
    const send = () => sendWith(this.faults, link, reply, NOISE)
    const wait = spent.milliseconds * this.#airTime + faults.stallMilliseconds
    if (wait === 0) send()
    else this.#clock.setTimeout(send, wait)
  }
}
