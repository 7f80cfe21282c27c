/** What can go wrong with an emulated device, and what staff are to be shown then: one table an emulator. */
import type { ErrorCode } from '@lectern/device-agent/contract/errors'
import type { Device } from '@lectern/device-agent/devices/device'
import type { WireFaults } from '@lectern/device-agent/devices/wire-faults'
import type { Clock } from '@lectern/device-agent/runtime/clock'
import type { Accept } from '@lectern/device-agent/transports/emulator-host'
import type { Transport } from '@lectern/device-agent/transports/transport'

/** Staff are to be shown a fault within this: one second. */
export const SHOWN_MILLISECONDS = 1_000

/** The way between a device and its driver. */
export interface Cable {
  readonly transport: Transport
  plug(plugged: boolean): void | Promise<void>
  close(): void | Promise<void>
}
export type MakeCable = (accept: Accept) => Cable | Promise<Cable>

export interface Stage<Emulator> {
  readonly clock: Clock
  readonly emulator: Emulator
  readonly cable: Cable
  /** To its other port; null where it has none. */
  readonly second: Cable | null
  readonly device: Device
}

export interface FaultCase<Emulator> {
  readonly name: string
  inject(stage: Stage<Emulator>): unknown
  heal(stage: Stage<Emulator>): unknown
  /** Null: nothing is wrong that staff could see to; `because` says why. */
  readonly shows: ErrorCode | null
  readonly because?: string
  /** Told later than `SHOWN_MILLISECONDS` for a reason that is not the kiosk's: `because`. */
  readonly withinMilliseconds?: number
  /** Told for so long after it is over, on purpose: `because`. */
  readonly lingersMilliseconds?: number
  /** What staff must do before it clears; left out: it clears by itself. */
  readonly staffDo?: { readonly words: string; act(stage: Stage<Emulator>): unknown }
}

/** By the name that the emulator has for it. */
export type FaultTable<Emulator> = Readonly<Record<string, readonly FaultCase<Emulator>[]>>

export interface DriverParts {
  readonly transport: Transport
  readonly clock: Clock
  /** To its other port. */
  readonly second: Transport | null
}

export interface EmulatedOptions<Emulator> {
  /** 'rfid/feig-iso-host'. */
  readonly folder: string
  /** Tells two ways of using one emulator apart. */
  readonly way?: string
  create(clock: Clock): Emulator
  accept(emulator: Emulator): Accept
  driver(parts: DriverParts): Device
  /** Its other port, where it has one. */
  second?(emulator: Emulator): Accept
  /** Everything the emulator itself can make go wrong, by name, as it is at rest. */
  atRest(emulator: Emulator): object
  readonly faults: FaultTable<Emulator>
  /** Before anything goes wrong: a reader is connected, a card lies there. */
  ready?(stage: Stage<Emulator>): void
}

/** One case, ready to be played. */
export interface Played {
  readonly name: string
  readonly shows: ErrorCode | null
  readonly because: string
  readonly withinMilliseconds: number
  readonly lingersMilliseconds: number
  /** Empty: it clears by itself. */
  readonly staffDo: string
  open(clock: Clock, cable: MakeCable): Promise<PlayedStage>
}
export interface PlayedStage {
  readonly device: Device
  ready(): void
  inject(): Promise<void>
  heal(): Promise<void>
  staffAct(): Promise<void>
  close(): Promise<void>
}

export interface Emulated {
  readonly folder: string
  readonly title: string
  /** Of the emulator. */
  readonly knobs: readonly string[]
  /** Of the table: to name, what it is at rest. */
  readonly known: readonly string[]
  readonly cases: readonly Played[]
}

export function emulated<Emulator>(options: EmulatedOptions<Emulator>): Emulated {
  const { accept, create, driver, faults, folder, way } = options
  const cases = Object.entries(faults).flatMap(([knob, list]) =>
    list.map((one): Played => {
      const {
        because = '',
        lingersMilliseconds = 0,
        name,
        shows,
        staffDo,
        withinMilliseconds = SHOWN_MILLISECONDS,
      } = one
      return {
        name: name === '' ? knob : `${knob}: ${name}`,
        shows,
        because,
        withinMilliseconds,
        lingersMilliseconds,
        staffDo: staffDo?.words ?? '',
        open: async (clock, makeCable) => {
          const emulator = create(clock)
          const cable = await makeCable(accept(emulator))
          const second = options.second === undefined ? null : await makeCable(options.second(emulator))
          const device = driver({ transport: cable.transport, clock, second: second?.transport ?? null })
          const stage = { clock, emulator, cable, second, device }
          return {
            device,
            ready: () => options.ready?.(stage),
            inject: async () => void (await one.inject(stage)),
            heal: async () => void (await one.heal(stage)),
            staffAct: async () => void (await staffDo?.act(stage)),
            close: async () => {
              await device.stop()
              await Promise.all([cable.close(), second?.close()])
            },
          }
        },
      }
    }),
  )
  return {
    folder,
    title: way === undefined ? folder : `${folder}, ${way}`,
    knobs: Object.keys(options.atRest(create(NO_CLOCK))),
    known: Object.keys(faults),
    cases,
  }
}

/** For emulators that are only asked what they can. */
const NO_CLOCK: Clock = {
  now: () => 0,
  wall: () => 0,
  setTimeout: () => null,
  clearTimeout: () => undefined,
}

interface WithFaults<Faults> {
  faults: Faults
}

/** A case of an emulator whose faults are one object: these are set, and no others. */
export const setting =
  <Faults>(atRest: Faults) =>
  <Emulator extends WithFaults<Faults>>(
    name: string,
    change: Partial<Faults>,
    shows: ErrorCode | null,
    more: Pick<
      FaultCase<Emulator>,
      'because' | 'withinMilliseconds' | 'lingersMilliseconds' | 'staffDo'
    > = {},
  ): FaultCase<Emulator> => ({
    name,
    shows,
    ...more,
    inject: ({ emulator }) => {
      emulator.faults = { ...atRest, ...change }
    },
    heal: ({ emulator }) => {
      emulator.faults = atRest
    },
  })

/** Longer than anybody waits. */
export const FOR_EVER_MILLISECONDS = 600_000
const A_LITTLE_MILLISECONDS = 40
/** Bytes of the shortest reply of the protocols here with a checksum: any of them may be hit. */
const HIT_BYTES = [0, 1, 2, 3, 4, 5] as const
const CUT_BYTES = [0, 1, 4] as const

export const SHOWS_NOTHING = {
  split: 'a driver puts a frame together from its bytes',
  noise: 'noise before a frame is passed over',
  slow: 'an answer that comes late, but in time, is an answer',
} as const

/** The faults of every wire, for a protocol with checksums. */
export function wireFaults<Faults extends WireFaults, Emulator extends WithFaults<Faults>>(
  atRest: Faults,
  away: ErrorCode,
): Readonly<Record<keyof WireFaults, readonly FaultCase<Emulator>[]>> {
  const set = (name: string, change: Partial<WireFaults>, shows: ErrorCode | null, because?: string) =>
    setting<WireFaults>(atRest)<WithFaults<WireFaults> & Emulator>(
      name,
      change,
      shows,
      because === undefined ? {} : { because },
    ) as FaultCase<Emulator>
  return {
    silent: [set('', { silent: true }, away)],
    stallMilliseconds: [
      set('a little', { stallMilliseconds: A_LITTLE_MILLISECONDS }, null, SHOWS_NOTHING.slow),
      set('for ever', { stallMilliseconds: FOR_EVER_MILLISECONDS }, away),
    ],
    split: [set('', { split: true }, null, SHOWS_NOTHING.split)],
    leadingGarbage: [set('', { leadingGarbage: true }, null, SHOWS_NOTHING.noise)],
    flipByte: HIT_BYTES.map((byte) => set(`byte ${byte}`, { flipByte: byte }, away)),
    cutAfterBytes: CUT_BYTES.map((bytes) => set(`${bytes} bytes`, { cutAfterBytes: bytes }, away)),
  }
}

/** The cable of the other port. */
export const secondCableOut = <Emulator>(shows: ErrorCode): FaultCase<Emulator> => ({
  name: '',
  shows,
  inject: ({ second }) => second?.plug(false),
  heal: ({ second }) => second?.plug(true),
})

/** Beside what an emulator can: its cable. */
export const cableOut = <Emulator>(shows: ErrorCode): FaultCase<Emulator> => ({
  name: '',
  shows,
  inject: ({ cable }) => cable.plug(false),
  heal: ({ cable }) => cable.plug(true),
})
