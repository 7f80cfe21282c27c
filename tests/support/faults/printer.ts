import type { ErrorCode } from '@lectern/device-agent/contract/errors'
import { createEscPosPrinter } from '@lectern/device-agent/devices/printer/esc-pos/driver'
import {
  EscPosEmulator,
  type PrinterFaults,
  type PrinterSwitches,
} from '@lectern/device-agent/devices/printer/esc-pos/emulator'
import {
  cableOut,
  type Emulated,
  emulated,
  type FaultCase,
  FOR_EVER_MILLISECONDS,
  SHOWS_NOTHING,
} from './emulated.ts'
import { settingsOf } from './settings.ts'

const A_LITTLE_MILLISECONDS = 100
const AT_REST: PrinterFaults = { stallMilliseconds: 0, split: false, leadingGarbage: false }

const turned = (name: keyof PrinterSwitches, shows: ErrorCode): FaultCase<EscPosEmulator> => ({
  name: '',
  shows,
  inject: ({ emulator }) => emulator.set({ [name]: true }),
  heal: ({ emulator }) => emulator.set({ [name]: false }),
})
const answers = (
  name: string,
  change: Partial<PrinterFaults>,
  shows: ErrorCode | null,
  because = '',
): FaultCase<EscPosEmulator> => ({
  name,
  shows,
  because,
  inject: ({ emulator }) => {
    emulator.faults = { ...AT_REST, ...change }
  },
  heal: ({ emulator }) => {
    emulator.faults = AT_REST
  },
})

/** Most tell by themselves when something changes; their cousins must be asked. */
const WAYS = [
  ['tells by itself', true],
  ['is only asked', false],
] as const

export const PRINTER: readonly Emulated[] = WAYS.map(([way, tells]) =>
  emulated<EscPosEmulator>({
    folder: 'printer/esc-pos',
    way,
    create: (clock) => new EscPosEmulator({ clock, tells }),
    accept: (printer) => printer.accept,
    driver: ({ clock, transport }) =>
      createEscPosPrinter({
        id: 'printer',
        transport,
        clock,
        settings: settingsOf().devices.printer,
        random: () => 1,
      }),
    atRest: ({ faults, switches }) => ({ ...switches, ...faults }),
    faults: {
      paperOut: [turned('paperOut', 'PRINTER_PAPER_OUT')],
      paperNearEnd: [turned('paperNearEnd', 'PRINTER_PAPER_LOW')],
      coverOpen: [turned('coverOpen', 'PRINTER_COVER_OPEN')],
      cutterJam: [turned('cutterJam', 'PRINTER_CUTTER')],
      silent: [turned('silent', 'PRINTER_AWAY')],
      stallMilliseconds: [
        answers('a little', { stallMilliseconds: A_LITTLE_MILLISECONDS }, null, SHOWS_NOTHING.slow),
        answers('for ever', { stallMilliseconds: FOR_EVER_MILLISECONDS }, 'PRINTER_AWAY'),
      ],
      split: [answers('', { split: true }, null, SHOWS_NOTHING.split)],
      leadingGarbage: [answers('', { leadingGarbage: true }, null, SHOWS_NOTHING.noise)],
      cable: [cableOut('PRINTER_AWAY')],
    },
  }),
)
