import type { ErrorCode } from '@lectern/device-agent/contract/errors'
import { OVERFLOW_TOLD_MILLISECONDS } from '@lectern/device-agent/devices/gate/feig-gate/condition'
import { createFeigGate, type FeigGateOptions } from '@lectern/device-agent/devices/gate/feig-gate/driver'
import { FeigGateEmulator } from '@lectern/device-agent/devices/gate/feig-gate/emulator'
import { NO_FAULTS } from '@lectern/device-agent/devices/gate/feig-gate/faults'
import { STATUS } from '@lectern/device-agent/devices/shared/feig/command'
import { cableOut, type Emulated, emulated, setting, wireFaults } from './emulated.ts'

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
const TAMPER_INPUT = 1

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

export const GATE: readonly Emulated[] = [
  emulated<FeigGateEmulator>({
    folder: 'gate/feig-gate',
    way: 'asked',
    create: (clock) => new FeigGateEmulator({ clock }),
    accept: (gate) => gate.accept,
    driver: (parts) => create({ ...parts, mode: { kind: 'buffered', pollMilliseconds: 10 } }),
    atRest: (gate) => gate.faults,
    faults: {
      ...wireFaults(NO_FAULTS, 'GATE_AWAY'),
      status: (Object.entries(STATUS) as [keyof typeof STATUS, number][]).flatMap(([name, status]) => {
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
      cover: [
        {
          name: '',
          shows: 'GATE_TAMPER',
          inject: ({ emulator }) => {
            emulator.inputs = 1
          },
          heal: ({ emulator }) => {
            emulator.inputs = 0
          },
        },
      ],
    },
  }),
]
