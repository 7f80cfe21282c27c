/**
 * A FEIG gate at the wire, in both modes: people walk through its aisle, its reader fills its buffer by itself, and
 * either waits to be asked (`accept`) or connects and tells (`call`).
 */
import { type Clock, systemClock, type TimerHandle } from '../../../runtime/clock.ts'
import { Signal, type Unsubscribe } from '../../../runtime/emitter.ts'
import type { Accept, WireLink } from '../../../transports/emulator-host.ts'
import { buildFrame, type Frame, FrameParser } from '../../shared/feig/frame.ts'
import { sendWith } from '../../wire-faults.ts'
import {
  BUFFER_INFO,
  CLEAR_BUFFER,
  decodeSetOutput,
  GET_INPUT,
  GET_TIMER,
  type OutputPulse,
  PEOPLE_COUNTER,
  READ_BUFFER,
  SET_OUTPUT,
  SOFTWARE_VERSION,
  STATUS,
} from './codec.ts'
import { Aisle, type AisleTag, type Seen, type Walker } from './emulator-aisle.ts'
import { GateBuffer, type RecordParts } from './emulator-buffer.ts'
import { type GateFaults, NO_FAULTS } from './faults.ts'
import { encodeTime, type TimeOfDay } from './records.ts'

export type { AisleTag, Walker } from './emulator-aisle.ts'

export interface GateEmulatorOptions {
  readonly clock?: Clock
  /** Air time: real (1, the default) or none (0). */
  readonly airTime?: 0 | 1
  readonly antennas?: number
  /** Only tags with this AFI; null: all. 07h where left out. */
  readonly afi?: number | null
  readonly easOnly?: boolean
  readonly parts?: Partial<RecordParts>
  /** Records the buffer holds (H90202, 5.3: up to 10,000). */
  readonly capacity?: number
  readonly validMilliseconds?: number
  /** How long somebody takes through the field with what is carried; 0.8 s where left out. */
  readonly walkMilliseconds?: number
  /** Address of the people counter behind the reader; null without. */
  readonly counterAddress?: number | null
  /** Notification Mode: waits for [0x32] after each message. */
  readonly acknowledge?: boolean
  /** Notification Mode; null: no keep-alives. */
  readonly keepAliveMilliseconds?: number | null
  /** How far the reader's timer is ahead. */
  readonly timerAheadMilliseconds?: number
}

/** A metre at 1.2 m/s. */
const WALK_MILLISECONDS = 800
/** Records of one message in Notification Mode. */
const MESSAGE_SETS = 16
const BUFFER_INIT = 0x33
/** What a keep-alive looks like is not published; any frame that is not a record's is one. */
const KEEP_ALIVE = 0x6e
/** The last of it looks like the head of a long frame. */
const NOISE = Uint8Array.of(0xff, 0x00, 0x02, 0x0f)

export class FeigGateEmulator {
  readonly #clock: Clock
  readonly #options: GateEmulatorOptions
  readonly #aisle: Aisle
  readonly #buffer: GateBuffer
  readonly #links = new Set<WireLink>()
  #told: WireLink | null = null
  #unacknowledged = false
  #keepAlive: TimerHandle = null
  readonly #alarms = new Signal<Seen>()
  #inputs = 0
  #count = { into: 0, out: 0 }
  faults: GateFaults = NO_FAULTS
  /** Everything that was switched. */
  readonly pulses: OutputPulse[] = []

  constructor(options: GateEmulatorOptions = {}) {
    const { antennas = 2, airTime = 1, capacity = 10_000, validMilliseconds = 5_500, afi = 0x07 } = options
    this.#options = options
    this.#clock = options.clock ?? systemClock
    const parts: RecordParts = {
      blocks: 9,
      antenna: true,
      time: true,
      input: false,
      direction: false,
      mac: null,
      firstByteFirst: false,
      ...options.parts,
    }
    this.#buffer = new GateBuffer(parts, capacity)
    this.#aisle = new Aisle({
      clock: this.#clock,
      airTime,
      antennas,
      afi,
      easOnly: options.easOnly ?? false,
      blocks: parts.blocks,
      validMilliseconds,
      walkMilliseconds: options.walkMilliseconds ?? WALK_MILLISECONDS,
      onSeen: (seen) => {
        this.#add(seen)
        this.#alarms.tell(seen)
      },
      onPassed: (direction) => {
        if (direction === 'in') this.#count.into++
        else this.#count.out++
      },
    })
  }

  /** Told each tag the gate reports, when it does: the alarm sounds. */
  onAlarm(listener: (seen: Seen) => void): Unsubscribe {
    return this.#alarms.listen(listener)
  }

  get count(): { readonly into: number; readonly out: number } {
    return { ...this.#count }
  }
  get buffered(): number {
    return this.#buffer.used
  }
  get airMilliseconds(): number {
    return this.#aisle.spentMilliseconds
  }
  set rfOn(on: boolean) {
    this.#aisle.rfOn = on
  }
  /** Level of the inputs, a bit each; a change is a record of its own where records tell inputs. */
  set inputs(levels: number) {
    this.#inputs = levels
    if (this.#options.parts?.input === true) this.#add(null)
  }

  /** Resolves when they are through. */
  walk(...walkers: readonly Walker[]): Promise<void> {
    return Promise.all(walkers.map((walker) => this.#aisle.walk(walker))).then(() => undefined)
  }
  carry(...tags: readonly AisleTag[]): Promise<void> {
    return this.walk({ tags, direction: 'out' })
  }

  /** Power fails: the buffer is lost (H90202, 5.3), and the counts where the counter keeps none. */
  reboot({ losesCounts = false }: { readonly losesCounts?: boolean } = {}): void {
    this.#buffer.initialize()
    if (losesCounts) this.#count = { into: 0, out: 0 }
    for (const link of [...this.#links]) link.cut()
  }

  /** The host's commands. */
  readonly accept: Accept = (link) => {
    this.#hear(link, (frame) => this.#answer(link, frame))
    link.onClose(() => this.#buffer.unread())
  }

  /** The reader has connected to us: it tells, and takes acknowledgements. */
  readonly call: Accept = (link) => {
    this.#told = link
    this.#unacknowledged = false
    this.#hear(link, (frame) => {
      this.#answer(link, frame)
      if (frame.command !== CLEAR_BUFFER.id) return
      this.#unacknowledged = false
      this.#notify()
    })
    link.onClose(() => {
      if (this.#told !== link) return
      this.#told = null
      this.#buffer.unread()
      this.#clock.clearTimeout(this.#keepAlive)
    })
    this.#beat()
    this.#notify()
  }

  #hear(link: WireLink, onFrame: (frame: Frame) => void): void {
    const parser = new FrameParser()
    this.#links.add(link)
    link.onClose(() => this.#links.delete(link))
    link.onData((chunk) => {
      for (const frame of parser.push(chunk)) onFrame(frame)
    })
  }

  #add(seen: Seen | null): void {
    this.#buffer.add({ seen, time: this.#timer(), inputs: this.#inputs })
    this.#notify()
  }

  #notify(): void {
    if (this.#told === null || this.#unacknowledged || this.#buffer.used === 0 || this.faults.silent) return
    const frame = { address: 0, command: READ_BUFFER.id, data: this.#read(MESSAGE_SETS) }
    const waits = this.#options.acknowledge !== false
    this.#unacknowledged = waits
    if (!waits) this.#buffer.clear()
    this.#send(this.#told, frame)
    if (this.faults.duplicate) this.#send(this.#told, frame)
    if (!waits) this.#notify()
  }

  #beat(): void {
    const every = this.#options.keepAliveMilliseconds ?? null
    if (every === null || this.#told === null) return
    if (!this.faults.silent)
      this.#send(this.#told, { address: 0, command: KEEP_ALIVE, data: Uint8Array.of(STATUS.ok) })
    this.#keepAlive = this.#clock.setTimeout(() => this.#beat(), every)
  }

  #answer(link: WireLink, frame: Frame): void {
    if (this.faults.silent) return
    const { counterAddress = null } = this.#options
    if (frame.command === PEOPLE_COUNTER.id && frame.address !== counterAddress) return
    const { status } = this.faults
    const data = status === null ? this.#carryOut(frame) : Uint8Array.of(status)
    this.#send(link, { address: 0, command: frame.command, data })
  }

  #send(link: WireLink, frame: Frame): void {
    const { faults } = this
    const bytes = buildFrame(frame, 'advanced')
    const send = () => sendWith(faults, link, bytes, NOISE)
    if (faults.stallMilliseconds === 0) send()
    else this.#clock.setTimeout(send, faults.stallMilliseconds)
  }

  #carryOut({ command, data }: Frame): Uint8Array {
    switch (command) {
      case SOFTWARE_VERSION.id:
        // Type 50h stands in for an HF long-range reader.
        return Uint8Array.of(STATUS.ok, 0x01, 0x01, 0x00, 0x00, 0x50, 0x00, 0x08)
      case READ_BUFFER.id:
        return this.#read(((data[0] ?? 0) << 8) | (data[1] ?? 0))
      case CLEAR_BUFFER.id:
        this.#buffer.clear()
        return Uint8Array.of(STATUS.ok)
      case BUFFER_INIT:
        this.#buffer.initialize()
        return Uint8Array.of(STATUS.ok)
      case BUFFER_INFO.id: {
        const { size, used } = this.#buffer
        return Uint8Array.of(STATUS.ok, size >> 8, size & 0xff, 0, 0, used >> 8, used & 0xff)
      }
      case GET_INPUT.id:
        return Uint8Array.of(STATUS.ok, this.#inputs)
      case GET_TIMER.id:
        return Uint8Array.of(STATUS.ok, ...encodeTime(this.#timer()))
      case PEOPLE_COUNTER.id:
        return Uint8Array.of(STATUS.ok, ...fourBytes(this.#count.into), ...fourBytes(this.#count.out))
      case SET_OUTPUT.id: {
        const pulses = decodeSetOutput(data)
        this.pulses.push(...(pulses ?? []))
        return Uint8Array.of(pulses === null ? STATUS.lengthError : STATUS.ok)
      }
      default:
        // Tag commands are refused while the reader runs by itself.
        return Uint8Array.of(command === 0xb0 ? STATUS.notInThisMode : STATUS.unknownCommand)
    }
  }

  #read(sets: number): Uint8Array {
    const { data, more } = this.#buffer.read(sets)
    const status = this.faults.radioTrouble
      ? STATUS.rfWarning
      : data.length === 0
        ? STATUS.noData
        : this.#buffer.overflowed
          ? STATUS.bufferOverflow
          : more
            ? STATUS.moreData
            : STATUS.ok
    return Uint8Array.of(status, ...data)
  }

  #timer(): TimeOfDay {
    const ahead = this.#options.timerAheadMilliseconds ?? 0
    const ofDay = (this.#clock.wall() + ahead) % 86_400_000
    const minute = Math.floor(ofDay / 60_000)
    return { hour: Math.floor(minute / 60), minute: minute % 60, milliseconds: Math.floor(ofDay % 60_000) }
  }
}

const fourBytes = (value: number): readonly number[] =>
  [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff)
