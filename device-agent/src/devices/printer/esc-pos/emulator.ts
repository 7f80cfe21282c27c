/** A receipt printer with its paper, at the wire. */

import type { PaperLine, Receipt } from '../../../contract/paper.ts'
import { type Clock, systemClock } from '../../../runtime/clock.ts'
import { Signal } from '../../../runtime/emitter.ts'
import type { Accept, WireLink } from '../../../transports/emulator-host.ts'
import { type HeadEvent, PrintHead } from './print-head.ts'

export interface PrinterSwitches {
  readonly paperOut: boolean
  readonly paperNearEnd: boolean
  readonly coverOpen: boolean
  readonly cutterJam: boolean
  /** Hears, prints, and says nothing. */
  readonly silent: boolean
}
const ALL_GOOD: PrinterSwitches = {
  paperOut: false,
  paperNearEnd: false,
  coverOpen: false,
  cutterJam: false,
  silent: false,
}

/** What can be made to go wrong with its answers. */
export interface PrinterFaults {
  readonly stallMilliseconds: number
  readonly split: boolean
  readonly leadingGarbage: boolean
}

export interface PrinterEmulatorOptions {
  readonly clock?: Clock
  /** Time for a line of text; 0: at once. A TM-T88 makes some 60 lines a second. */
  readonly lineMilliseconds?: number
  /** Tells by itself when something changes, where it is asked to; true where left out. */
  readonly tells?: boolean
}

const RECEIPTS_KEPT = 20

export class EscPosEmulator {
  readonly #clock: Clock
  readonly #lineMilliseconds: number
  readonly #tells: boolean
  readonly #links = new Set<WireLink>()
  readonly #changes = new Signal<void>()
  readonly #head = new PrintHead()
  readonly #waiting: { event: HeadEvent; link: WireLink }[] = []
  #receipts: Receipt[] = []
  #paper: PaperLine[] = []
  #autoStatus = false
  #printing = false
  #switches = ALL_GOOD
  faults: PrinterFaults = { stallMilliseconds: 0, split: false, leadingGarbage: false }

  constructor(options: PrinterEmulatorOptions = {}) {
    this.#clock = options.clock ?? systemClock
    this.#lineMilliseconds = options.lineMilliseconds ?? 0
    this.#tells = options.tells ?? true
  }

  /** Cut off, oldest first. */
  get receipts(): readonly Receipt[] {
    return this.#receipts
  }
  /** What hangs out of the printer now. */
  get paper(): readonly PaperLine[] {
    return this.#paper
  }
  get switches(): PrinterSwitches {
    return this.#switches
  }
  set(change: Partial<PrinterSwitches>): void {
    this.#switches = { ...this.#switches, ...change }
    if (this.#autoStatus) for (const link of this.#links) this.#say(link, this.#auto())
    this.#changes.tell()
    this.#print()
  }
  onChange(listener: () => void): () => void {
    return this.#changes.listen(listener)
  }

  readonly accept: Accept = (link) => {
    this.#links.add(link)
    link.onClose(() => this.#links.delete(link))
    link.onData((chunk) => {
      this.#realTime(link, chunk)
      for (const event of this.#head.push(chunk)) this.#waiting.push({ event, link })
      this.#print()
    })
  }

  /** Questions that are answered at once, whatever is still to be printed. */
  #realTime(link: WireLink, chunk: Uint8Array): void {
    for (let at = 0; at + 2 < chunk.length; at++) {
      const [first, second, n = 0] = chunk.subarray(at, at + 3)
      if (first === 0x10 && second === 0x04) this.#say(link, Uint8Array.of(this.#status(n)))
      if (first === 0x1d && second === 0x61) {
        this.#autoStatus = this.#tells && n !== 0
        if (this.#autoStatus) this.#say(link, this.#auto())
      }
    }
  }

  get #stopped(): boolean {
    const { paperOut, coverOpen, cutterJam } = this.#switches
    return paperOut || coverOpen || cutterJam
  }

  /** Fixed bits 12h; see `codec.ts` for what the others mean. */
  #status(n: number): number {
    const { paperOut, paperNearEnd, coverOpen, cutterJam } = this.#switches
    const bits = (on: boolean, mask: number) => (on ? mask : 0)
    if (n === 1) return 0x12 | bits(this.#stopped, 0x08)
    if (n === 2) return 0x12 | bits(coverOpen, 0x04) | bits(paperOut, 0x20) | bits(cutterJam, 0x40)
    if (n === 3) return 0x12 | bits(cutterJam, 0x08)
    return 0x12 | bits(paperNearEnd || paperOut, 0x0c) | bits(paperOut, 0x60)
  }

  #auto(): Uint8Array {
    const { paperOut, paperNearEnd, coverOpen, cutterJam } = this.#switches
    const first = 0x10 | (this.#stopped ? 0x08 : 0) | (coverOpen ? 0x20 : 0)
    return Uint8Array.of(
      first,
      cutterJam ? 0x08 : 0,
      (paperNearEnd || paperOut ? 0x03 : 0) | (paperOut ? 0x0c : 0),
      0x0f,
    )
  }

  /** One thing after the other; stops without paper or with the cover open, and goes on from there. */
  #print(): void {
    if (this.#printing) return
    for (;;) {
      if (this.#stopped) return
      const next = this.#waiting.shift()
      if (next === undefined) return
      const { event, link } = next
      if (event.kind === 'confirm')
        this.#say(link, Uint8Array.of(0x37, 0x22, ...Buffer.from(event.id, 'latin1'), 0x00))
      else this.#mark(event)
      if (event.kind === 'line' && this.#lineMilliseconds > 0) {
        this.#printing = true
        this.#clock.setTimeout(() => {
          this.#printing = false
          this.#print()
        }, this.#lineMilliseconds)
        return
      }
    }
  }

  #mark(event: Exclude<HeadEvent, { kind: 'confirm' }>): void {
    if (event.kind === 'line') this.#paper = [...this.#paper, event.line]
    else {
      this.#receipts = [...this.#receipts, this.#paper].slice(-RECEIPTS_KEPT)
      this.#paper = []
    }
    this.#changes.tell()
  }

  #say(link: WireLink, bytes: Uint8Array): void {
    if (this.#switches.silent) return
    const { stallMilliseconds, split, leadingGarbage } = this.faults
    const send = () => {
      if (leadingGarbage) link.send(Uint8Array.of(0xff, 0x80))
      if (split) for (const byte of bytes) link.send(Uint8Array.of(byte))
      else link.send(bytes)
    }
    if (stallMilliseconds === 0) send()
    else this.#clock.setTimeout(send, stallMilliseconds)
  }
}
