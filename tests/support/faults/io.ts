import type { ErrorCode } from '@lectern/device-agent/contract/errors'
import type { IoModule } from '@lectern/device-agent/devices/io/contract'
import { FUNCTION } from '@lectern/device-agent/devices/io/modbus/codec'
import { createModbusModule } from '@lectern/device-agent/devices/io/modbus/driver'
import { ModbusEmulator } from '@lectern/device-agent/devices/io/modbus/emulator'
import { NO_FAULTS } from '@lectern/device-agent/devices/io/modbus/faults'
import {
  cableOut,
  type Emulated,
  emulated,
  type FaultCase,
  type Stage,
  setting,
  wireFaults,
} from './emulated.ts'
import { settingsOf } from './settings.ts'

const INPUTS = 8
const OUTPUTS = 8
/** Of the application protocol (V1.1b3, section 7); 5 and 6 say "later", 11 is a gateway's. */
const EXCEPTIONS: Readonly<Record<number, ErrorCode>> = {
  1: 'IO_FAULT',
  2: 'IO_FAULT',
  3: 'IO_FAULT',
  4: 'IO_FAULT',
  5: 'IO_FAULT',
  6: 'IO_FAULT',
  8: 'IO_FAULT',
  10: 'IO_FAULT',
  11: 'IO_AWAY',
}
const READS = [FUNCTION.coils, FUNCTION.discreteInputs]
const ORDER = {
  words: 'whatever hangs on the output is moved again',
  act: (stage: ModbusStage) => void order(stage, true),
}

type ModbusStage = Stage<ModbusEmulator>
const order = ({ device }: ModbusStage, on: boolean) => (device as IoModule).setOutput(0, on)
const modbusCase = setting(NO_FAULTS)

/** An output is to be moved while the fault stands. */
const ordered = (one: FaultCase<ModbusEmulator>): FaultCase<ModbusEmulator> => ({
  ...one,
  inject: (stage) => {
    one.inject(stage)
    void order(stage, true)
  },
})

const TABLES: Readonly<Record<string, readonly FaultCase<ModbusEmulator>[]>> = {
  exceptions: [
    ...Object.entries(EXCEPTIONS).flatMap(([code, shows]) =>
      READS.map((read) =>
        modbusCase<ModbusEmulator>(
          `${code} to function ${read}`,
          { exceptions: { [read]: Number(code) } },
          shows,
        ),
      ),
    ),
    ordered(
      modbusCase(
        `4 to function ${FUNCTION.writeCoil}`,
        { exceptions: { [FUNCTION.writeCoil]: 4 } },
        'IO_OUTPUT_FAILED',
        {
          staffDo: ORDER,
        },
      ),
    ),
  ],
  lostReplies: [
    ...READS.map((read) =>
      modbusCase<ModbusEmulator>(`to function ${read}`, { lostReplies: [read] }, 'IO_AWAY'),
    ),
    ordered(
      modbusCase('to an order', { lostReplies: [FUNCTION.writeCoil] }, null, {
        because: 'what became of the order is read back',
      }),
    ),
  ],
  deafOutputs: [ordered(modbusCase('', { deafOutputs: true }, 'IO_OUTPUT_FAILED', { staffDo: ORDER }))],
  cable: [cableOut('IO_AWAY')],
}

export const IO: readonly Emulated[] = (['tcp', 'rtu'] as const).map((framing) =>
  emulated<ModbusEmulator>({
    folder: 'io/modbus',
    way: framing,
    create: (clock) => new ModbusEmulator({ inputs: INPUTS, outputs: OUTPUTS, framing, clock }),
    accept: (module) => module.accept,
    driver: ({ clock, transport }) => {
      const [settings] = settingsOf().io.modbus
      if (settings === undefined) throw new Error('no module')
      return createModbusModule({ transport, clock, settings: { ...settings, framing }, random: () => 1 })
    },
    atRest: (module) => module.faults,
    faults: { ...wireFaults(NO_FAULTS, 'IO_AWAY'), ...TABLES },
  }),
)
