/** The settings of I/O modules and of what is wired to them; part of the one schema in `settings.ts`. */
import Type, { type Static } from 'typebox'

const closed = { additionalProperties: false } as const

/** Entries by a name of the library's own; `sampleName` is what the example calls one. */
const named = <T extends ReturnType<typeof Type.Object>>(
  pattern: string,
  sampleName: string,
  entry: T,
  description: string,
) => Type.Optional(Type.Record(Type.String({ pattern }), entry, { sampleName, description }))

const MODULE_ID = '^[a-z][a-z0-9-]{0,31}$'
const SIGNAL_NAME = '^[a-z][A-Za-z0-9-]{0,39}$'

const url = (scheme: string, examples: string[], description: string) =>
  Type.String({ pattern: `^${scheme}://`, examples, description, restart: true })

const count = (maximum: number, standard: number, description: string) =>
  Type.Integer({ minimum: 0, maximum, default: standard, description, restart: true })

const address = (description: string) =>
  Type.Integer({ minimum: 0, maximum: 65_535, default: 0, description, restart: true })

export const ModbusSettings = Type.Object(
  {
    url: url(
      '(tcp|serial)',
      ['tcp://192.168.1.70:502', 'serial:///dev/lectern/io?baud=19200&parity=even'],
      'Where the module is.',
    ),
    framing: Type.Optional(
      Type.Union([Type.Literal('tcp'), Type.Literal('rtu')], {
        examples: ['rtu'],
        description:
          'Leave out: `tcp` on a network address, `rtu` on a serial port. `rtu` on a network address is a serial server in between.',
        restart: true,
      }),
    ),
    unit: Type.Integer({
      minimum: 0,
      maximum: 255,
      default: 1,
      description: "The module's address on the line (unit identifier).",
      restart: true,
    }),
    inputs: count(256, 8, 'How many inputs it has.'),
    firstInput: address('Address of the first, from 0. In registers: of the register with the first 16.'),
    inputsIn: Type.Union(
      [
        Type.Literal('discreteInputs'),
        Type.Literal('coils'),
        Type.Literal('inputRegisters'),
        Type.Literal('holdingRegisters'),
      ],
      {
        default: 'discreteInputs',
        description: 'Where the module keeps its inputs. In registers the lowest bit is the first input.',
        restart: true,
      },
    ),
    outputs: count(256, 8, 'How many outputs it has: coils.'),
    firstOutput: address('Address of the first, from 0.'),
    pollMilliseconds: Type.Integer({
      minimum: 2,
      maximum: 1_000,
      default: 10,
      unit: 'ms',
      description: 'How often the inputs are read. A shorter pulse may go unseen.',
      restart: true,
    }),
    timeoutMilliseconds: Type.Integer({
      minimum: 20,
      maximum: 5_000,
      default: 300,
      unit: 'ms',
      description: 'How long to wait for an answer.',
      restart: true,
    }),
    atConnect: Type.Array(
      Type.Array(Type.Integer({ minimum: 0, maximum: 65_535 }), { minItems: 2, maxItems: 2 }),
      {
        maxItems: 32,
        default: [],
        examples: [
          [
            [0x1000, 10],
            [0x100a, 1],
          ],
        ],
        description:
          "Register and value, written in this order at each connect: the module's own watchdog, so that it drops all outputs when the kiosk falls silent. See the driver's page for models.",
        restart: true,
      },
    ),
  },
  { ...closed, description: 'One module, by an id that `signals` refer to.' },
)

export const HidRelaySettings = Type.Object(
  {
    url: url('hid', ['hid://16c0:05df?serial=BITFT'], 'Where the board is.'),
    outputs: Type.Integer({
      minimum: 1,
      maximum: 8,
      default: 8,
      description: 'How many relays it has.',
      restart: true,
    }),
  },
  { ...closed, description: 'One board, by an id that `signals` refer to.' },
)

const lines = (description: string) =>
  Type.Array(Type.Integer({ minimum: 0, maximum: 1_023 }), {
    maxItems: 64,
    uniqueItems: true,
    default: [],
    examples: [[17, 27]],
    description,
    restart: true,
  })

export const GpioSettings = Type.Object(
  {
    chip: Type.String({
      pattern: '^(/dev/)?[A-Za-z0-9][A-Za-z0-9_-]{0,31}$',
      default: 'gpiochip0',
      description: 'The GPIO chip, as `gpiodetect` lists it.',
      restart: true,
    }),
    inputs: lines('Lines of the chip that are inputs; the first is terminal 0.'),
    outputs: lines('Lines of the chip that are outputs; the first is terminal 0.'),
    bias: Type.Union(
      [Type.Literal('as-is'), Type.Literal('pull-up'), Type.Literal('pull-down'), Type.Literal('disabled')],
      { default: 'as-is', description: 'Resistors of the inputs, where the chip has them.', restart: true },
    ),
  },
  { ...closed, description: 'One chip, by an id that `signals` refer to.' },
)

export const IoSettings = Type.Object(
  {
    modbus: named(MODULE_ID, 'drop', ModbusSettings, 'Modules that speak Modbus TCP or RTU.'),
    hidRelay: named(MODULE_ID, 'relays', HidRelaySettings, 'USB relay boards (16c0:05df): outputs only.'),
    gpio: named(MODULE_ID, 'pins', GpioSettings, "This computer's own pins, by libgpiod's tools."),
  },
  {
    ...closed,
    default: {},
    description: 'Modules of digital inputs and outputs. Leave out on a kiosk without a book drop.',
  },
)

const debounce = (what: string) =>
  Type.Integer({
    minimum: 0,
    maximum: 10_000,
    default: 20,
    unit: 'ms',
    description: `For inputs: ${what}`,
    restart: true,
  })

export const SignalSettings = Type.Object(
  {
    module: Type.String({
      pattern: MODULE_ID,
      examples: ['drop'],
      description: 'Id of its module.',
      restart: true,
    }),
    terminal: Type.Integer({
      minimum: 0,
      maximum: 255,
      examples: [0],
      description: 'The terminal there, inputs and outputs each from 0.',
      restart: true,
    }),
    direction: Type.Union([Type.Literal('input'), Type.Literal('output')], {
      default: 'input',
      description: 'Which of the two.',
      restart: true,
    }),
    activeLow: Type.Boolean({
      default: false,
      description: 'Active while there is no level: a normally closed contact, a beam that must be broken.',
      restart: true,
    }),
    debounceMilliseconds: debounce('so long it must be active before it counts.'),
    releaseMilliseconds: debounce('so long it must be inactive again before that counts.'),
  },
  { ...closed, description: 'One signal, by the name of its role.' },
)

export const WiredSignals = named(
  SIGNAL_NAME,
  'entryBeam',
  SignalSettings,
  'What is wired to which terminal.',
)

export type ModbusSettings = Static<typeof ModbusSettings>
export type HidRelaySettings = Static<typeof HidRelaySettings>
export type GpioSettings = Static<typeof GpioSettings>
export type IoSettings = Static<typeof IoSettings>
export type SignalSettings = Static<typeof SignalSettings>
