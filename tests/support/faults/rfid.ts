/** The readers of pad and drop. */
import type { ErrorCode } from '@lectern/device-agent/contract/errors'
import { createFeigPad } from '@lectern/device-agent/devices/rfid/feig-iso-host/driver'
import { FeigEmulator } from '@lectern/device-agent/devices/rfid/feig-iso-host/emulator'
import { NO_FAULTS as FEIG_AT_REST } from '@lectern/device-agent/devices/rfid/feig-iso-host/faults'
import { ERROR } from '@lectern/device-agent/devices/rfid/three-m-810/codec'
import { createThreeMPad } from '@lectern/device-agent/devices/rfid/three-m-810/driver'
import { ThreeMEmulator } from '@lectern/device-agent/devices/rfid/three-m-810/emulator'
import { NO_FAULTS as THREE_M_AT_REST } from '@lectern/device-agent/devices/rfid/three-m-810/faults'
import { STATUS } from '@lectern/device-agent/devices/shared/feig/command'
import { cableOut, type Emulated, emulated, setting, wireFaults } from './emulated.ts'
import { settingsOf } from './settings.ts'

interface Shown {
  readonly shows: ErrorCode | null
  readonly because?: string
}
const fault: Shown = { shows: 'RFID_READER_FAULT' }
const EMPTY: Shown = { shows: null, because: 'an empty pad answers so' }

/** Each status that a FEIG reader has, as its answer to everything. */
const STATUSES: Readonly<Record<Exclude<keyof typeof STATUS, 'ok'>, Shown>> = {
  noTag: EMPTY,
  dataFalse: fault,
  writeError: fault,
  addressError: fault,
  loginNeeded: { shows: 'RFID_READER_LOGIN' },
  loginWrong: { shows: 'RFID_READER_LOGIN' },
  unknownCommand: fault,
  lengthError: fault,
  notInThisMode: { shows: 'RFID_READER_MODE' },
  rfError: fault,
  rfWarning: fault,
  bufferEmpty: fault,
  noData: fault,
  bufferOverflow: { shows: 'RFID_TOO_MANY_TAGS' },
  moreData: EMPTY,
  isoError: fault,
}
const ERRORS_OF_PAD: Readonly<Record<Exclude<keyof typeof ERROR, 'none'>, Shown>> = {
  notImplemented: fault,
  noTransponder: fault,
  memoryNotAvailable: fault,
  locked: fault,
  notRead: fault,
  notWritten: fault,
  notSupported: fault,
}

const feigCase = setting(FEIG_AT_REST)
const threeMCase = setting(THREE_M_AT_REST)
const named = <Name extends string>(codes: Readonly<Record<Name, number>>) =>
  Object.entries(codes) as [Name, number][]

export const RFID: readonly Emulated[] = [
  emulated<FeigEmulator>({
    folder: 'rfid/feig-iso-host',
    create: (clock) => new FeigEmulator({ clock }),
    accept: (reader) => reader.accept,
    driver: ({ clock, transport }) =>
      createFeigPad({ id: 'rfid', transport, clock, settings: settingsOf().devices.rfid, random: () => 1 }),
    atRest: (reader) => reader.faults,
    faults: {
      ...wireFaults(FEIG_AT_REST, 'RFID_AWAY'),
      status: named(STATUS).flatMap(([name, status]) => {
        if (name === 'ok') return []
        const { shows, ...more } = STATUSES[name]
        return [feigCase<FeigEmulator>(name, { status }, shows, more)]
      }),
      cable: [cableOut('RFID_AWAY')],
    },
  }),
  emulated<ThreeMEmulator>({
    folder: 'rfid/three-m-810',
    create: (clock) => new ThreeMEmulator({ clock }),
    accept: (reader) => reader.accept,
    driver: ({ clock, transport }) =>
      createThreeMPad({ id: 'rfid', transport, clock, settings: settingsOf().devices.rfid, random: () => 1 }),
    atRest: (reader) => reader.faults,
    faults: {
      ...wireFaults(THREE_M_AT_REST, 'RFID_AWAY'),
      error: named(ERROR).flatMap(([name, error]) => {
        if (name === 'none') return []
        const { shows, ...more } = ERRORS_OF_PAD[name]
        return [threeMCase<ThreeMEmulator>(name, { error }, shows, more)]
      }),
      cable: [cableOut('RFID_AWAY')],
    },
  }),
]
