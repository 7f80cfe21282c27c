import type { ErrorCode } from '@lectern/device-agent/contract/errors'
import { OVERFLOW_TOLD_MILLISECONDS } from '@lectern/device-agent/devices/gate/feig-gate/condition'
import { createFeigGate, type FeigGateOptions } from '@lectern/device-agent/devices/gate/feig-gate/driver'
import { FeigGateEmulator } from '@lectern/device-agent/devices/gate/feig-gate/emulator'
import { NO_FAULTS } from '@lectern/device-agent/devices/gate/feig-gate/faults'
import { STATUS } from '@lectern/device-agent/devices/shared/feig/command'
import { taggedItem } from '../tagged-items.ts'
import {
  cableOut,
  type Emulated,
  emulated,
  type FaultCase,
  type FaultTable,
  FOR_EVER_MILLISECONDS,
  SHOWN_MILLISECONDS,
  SHOWS_NOTHING,
  secondCableOut,
  setting,
  wireFaults,
} from './emulated.ts'

interface Shown {
  readonly shows: ErrorCode | null
  readonly because?: string
  readonly lingersMilliseconds?: number
}
const fault: Shown = { shows: 'GATE_READER_FAULT' }
const EMPTY: Shown = { shows: null, because: 'a gate that has seen nothing answers so' }

/** Each status that a FEIG reader has, as its answer to everything. */
const STATUSES: Readonly<Record<Exclude<keyof typeof STATUS, 'ok'>, Shown>> = {
  noTag: fault,
  dataFalse: fault,
  writeError: fault,
  addressError: fault,
  loginNeeded: { shows: 'GATE_READER_LOGIN' },
  loginWrong: { shows: 'GATE_READER_LOGIN' },
  unknownCommand: fault,
  lengthError: fault,
  notInThisMode: { shows: 'GATE_READER_MODE' },
  rfError: { shows: 'GATE_MUTE' },
  rfWarning: { shows: 'GATE_MUTE' },
  bufferEmpty: EMPTY,
  noData: EMPTY,
  bufferOverflow: {
    shows: 'GATE_OVERFLOW',
    because: 'alarms that were lost stay lost: told for an hour, so that somebody reads it',
    lingersMilliseconds: OVERFLOW_TOLD_MILLISECONDS,
  },
  moreData: EMPTY,
  isoError: fault,
}

const gateCase = setting(NO_FAULTS)
const named = <Name extends string>(codes: Readonly<Record<Name, number>>) =>
  Object.entries(codes) as [Name, number][]
const TAMPER_INPUT = 1
const POLL_MILLISECONDS = 100
const KEEP_ALIVE_MILLISECONDS = 30_000
/** Beyond two and a half of them. */
const SILENT_MILLISECONDS = 80_000

const create = (more: Pick<FeigGateOptions, 'transport' | 'clock' | 'mode'>) =>
  createFeigGate({
    id: 'exit',
    busAddress: 255,
    counterAddress: null,
    cause: 'afi',
    direction: null,
    tamper: { input: TAMPER_INPUT, openLevel: true },
    outputs: { light: null, sound: null },
    random: () => 1,
    ...more,
  })

const COVER: FaultCase<FeigGateEmulator> = {
  name: '',
  shows: 'GATE_TAMPER',
  inject: ({ emulator }) => {
    emulator.inputs = 1
  },
  heal: ({ emulator }) => {
    emulator.inputs = 0
  },
}

const WAYS = [
  { way: 'tells by itself', commands: false },
  { way: 'tells by itself, and takes commands', commands: true },
]

/** Something with a tag is carried through. */
const carried = (one: FaultCase<FeigGateEmulator>): FaultCase<FeigGateEmulator> => ({
  ...one,
  inject: (stage) => {
    one.inject(stage)
    void stage.emulator.carry(taggedItem(1))
  },
})
const KEEP_ALIVE = 'its keep-alive is all the sign of life that it gives'
const BY_NEXT = 'it is heard only where something passes'
/** Somebody is in the field for a while before the reader has a record. */
const SEEN = { withinMilliseconds: 2 * SHOWN_MILLISECONDS, because: BY_NEXT }
/** What staff are told of a reader, whatever was asked of it. */
const OF_THE_READER: ReadonlySet<ErrorCode> = new Set(['GATE_READER_LOGIN', 'GATE_READER_MODE'])

/** Of a gate that connects to us; with `commands`, its own port is spoken to as well and shows what is wrong at once. */
function telling(commands: boolean): FaultTable<FeigGateEmulator> {
  const late = {
    withinMilliseconds: SILENT_MILLISECONDS,
    lingersMilliseconds: KEEP_ALIVE_MILLISECONDS,
    because: KEEP_ALIVE,
  }
  const mute = (name: string, change: Partial<typeof NO_FAULTS>) =>
    commands
      ? gateCase<FeigGateEmulator>(name, change, 'GATE_COMMANDS_AWAY')
      : gateCase<FeigGateEmulator>(name, change, 'GATE_MUTE', late)
  const well = (change: Partial<typeof NO_FAULTS>, because: string) =>
    carried(gateCase<FeigGateEmulator>('', change, null, { because }))
  return {
    silent: [mute('', { silent: true })],
    stallMilliseconds: [mute('for ever', { stallMilliseconds: FOR_EVER_MILLISECONDS })],
    split: [well({ split: true }, SHOWS_NOTHING.split)],
    leadingGarbage: [well({ leadingGarbage: true }, SHOWS_NOTHING.noise)],
    flipByte: [mute('byte 1', { flipByte: 1 })],
    cutAfterBytes: [
      gateCase(
        '0 bytes',
        { cutAfterBytes: 0 },
        commands ? 'GATE_COMMANDS_AWAY' : 'GATE_AWAY',
        commands
          ? {}
          : { withinMilliseconds: KEEP_ALIVE_MILLISECONDS + SHOWN_MILLISECONDS, because: BY_NEXT },
      ),
    ],
    status: named(STATUS).flatMap(([name, status]) => {
      if (name === 'ok') return []
      const code = STATUSES[name].shows
      const shows = code !== null && OF_THE_READER.has(code) ? code : 'GATE_READER_FAULT'
      if (commands) return [gateCase<FeigGateEmulator>(name, { status }, shows)]
      const one = gateCase<FeigGateEmulator>(name, { status }, shows, SEEN)
      return [carried(one)]
    }),
    duplicate: [well({ duplicate: true }, 'what is told twice is known by its record')],
    radioTrouble: [
      carried(
        gateCase('', { radioTrouble: true }, 'GATE_MUTE', {
          ...SEEN,
          staffDo: {
            words: 'carries something through',
            act: (stage) => void stage.emulator.carry(taggedItem(2)),
          },
        }),
      ),
    ],
    cable: [cableOut('GATE_AWAY')],
    ...(commands
      ? { commandsCable: [secondCableOut<FeigGateEmulator>('GATE_COMMANDS_AWAY')], cover: [COVER] }
      : {}),
  }
}

export const GATE: readonly Emulated[] = [
  emulated<FeigGateEmulator>({
    folder: 'gate/feig-gate',
    way: 'asked',
    create: (clock) => new FeigGateEmulator({ clock }),
    accept: (gate) => gate.accept,
    driver: (parts) => create({ ...parts, mode: { kind: 'buffered', pollMilliseconds: POLL_MILLISECONDS } }),
    atRest: (gate) => gate.faults,
    faults: {
      ...wireFaults(NO_FAULTS, 'GATE_AWAY'),
      status: named(STATUS).flatMap(([name, status]) => {
        if (name === 'ok') return []
        const { shows, ...more } = STATUSES[name]
        return [gateCase<FeigGateEmulator>(name, { status }, shows, more)]
      }),
      duplicate: [
        gateCase('', { duplicate: true }, null, {
          because: 'only a gate that tells by itself can tell twice',
        }),
      ],
      radioTrouble: [gateCase('', { radioTrouble: true }, 'GATE_MUTE')],
      cable: [cableOut('GATE_AWAY')],
      cover: [COVER],
    },
  }),
  ...WAYS.map(({ commands, way }) =>
    emulated<FeigGateEmulator>({
      folder: 'gate/feig-gate',
      way,
      create: (clock) => new FeigGateEmulator({ clock, keepAliveMilliseconds: KEEP_ALIVE_MILLISECONDS }),
      accept: (gate) => gate.call,
      ...(commands ? { second: (gate: FeigGateEmulator) => gate.accept } : {}),
      driver: ({ second, ...parts }) =>
        create({
          ...parts,
          mode: {
            kind: 'notification',
            acknowledge: true,
            keepAliveMilliseconds: KEEP_ALIVE_MILLISECONDS,
            commands: second,
          },
        }),
      atRest: (gate) => gate.faults,
      faults: telling(commands),
    }),
  ),
]
