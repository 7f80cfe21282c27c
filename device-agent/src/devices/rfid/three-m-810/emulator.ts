/**
 * A 3M serial pad at the wire: the same bytes, the tags' air time, the serial line's pace, and what goes wrong in the field.
 */
import { type Clock, systemClock } from '../../../runtime/clock.ts'
import { Signal } from '../../../runtime/emitter.ts'
import type { TagUid } from '../../../tags/tag.ts'
import type { Accept, WireLink } from '../../../transports/emulator-host.ts'
import { sendWith } from '../../wire-faults.ts'
import type { VirtualTag } from '../virtual-tag.ts'
import { NO_FAULTS, type ThreeMFaults } from './faults.ts'
import { buildFrame, type Frame, FrameParser, START } from './frame.ts'
import { ReaderCommands } from './reader-commands.ts'

/** 19200 baud, ten bits a byte. */
const BYTES_PER_MILLISECOND = 1.92

export interface ThreeMEmulatorOptions {
  readonly clock?: Clock
  /** Time in the air and on the line: real (1, the default) or none (0). */
  readonly airTime?: 0 | 1
  /** The pad has a controller that answers the session's probe; left out: true. */
  readonly session?: boolean
}

export class ThreeMEmulator {
  readonly #clock: Clock
  readonly #airTime: number
  readonly #session: boolean
  readonly #changes = new Signal<void>()
  readonly #commands = new ReaderCommands(() => this.#changes.tell())
  faults: ThreeMFaults = NO_FAULTS
  /** Air time spent since the start, by what it was spent on. */
  readonly airTimeSpent: Record<string, number> = {}

  constructor(options: ThreeMEmulatorOptions = {}) {
    this.#clock = options.clock ?? systemClock
    this.#airTime = options.airTime ?? 1
    this.#session = options.session ?? true
  }

  get tags(): readonly VirtualTag[] {
    return this.#commands.tags
  }
  /** Lays tags onto the pad, all at once. */
  place(...tags: readonly VirtualTag[]): void {
    for (const tag of tags) this.#commands.place(tag)
    this.#changes.tell()
  }
  remove(...uids: readonly TagUid[]): void {
    for (const uid of uids) this.#commands.remove(uid)
    this.#changes.tell()
  }
  /** Called before a command is carried out, with its code; a test takes a tag away in mid-write here. */
  set onCommand(hook: (command: number) => void) {
    this.#commands.onCommand = hook
  }
  onChange(listener: () => void): () => void {
    return this.#changes.listen(listener)
  }

  readonly accept: Accept = (link) => {
    const parser = new FrameParser()
    link.onData((chunk) => {
      // A malformed frame gets no answer at all.
      for (const frame of parser.push(chunk)) this.#answer(link, frame)
    })
  }

  #answer(link: WireLink, frame: Frame): void {
    const { faults } = this
    if (faults.silent || (frame.start === START.session && !this.#session)) return
    const { name, milliseconds, data } =
      faults.error === null
        ? this.#commands.carryOut(frame)
        : { name: 'none', milliseconds: 0, data: Uint8Array.of(faults.error) }
    this.airTimeSpent[name] = (this.airTimeSpent[name] ?? 0) + milliseconds
    const reply = buildFrame({ start: frame.start, command: frame.command, data })
    const line = (frame.data.length + reply.length) / BYTES_PER_MILLISECOND
    const wait = (milliseconds + line) * this.#airTime + faults.stallMilliseconds
    const send = () => sendWith(this.faults, link, reply)
    if (wait === 0) send()
    else this.#clock.setTimeout(send, wait)
  }
}
