/** The settings of I/O modules and of what is wired to them; part of the one schema in `settings.ts`. */
import Type, { type Static } from 'typebox'

const closed = { additionalProperties: false } as const

const MODULE_ID = '^[a-z][a-z0-9-]{0,31}$'
const SIGNAL_NAME = '^[a-z][A-Za-z0-9-]{0,39}$'

const id = (example: string) =>
  Type.String({
    pattern: MODULE_ID,
    examples: [example],
    description: 'What `signals` call it: lower case letters, digits and hyphens.',
    restart: true,
  })

const url = (scheme: string, examples: string[], description: string) =>
  Type.String({ pattern: `^${scheme}://`, examples, description, restart: true })

const count = (maximum: number, standard: number, description: string) =>
  Type.Integer({ minimum: 0, maximum, default: standard, description, restart: true })

const address = (description: string) =>
  Type.Integer({ minimum: 0, maximum: 65_535, default: 0, description, restart: true })

export const ModbusSettings = Type.Object(
  {
    id: id('drop'),
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
          "Register and value, written in this order at each connect where the register holds another: the module's own watchdog, so that it drops all outputs when the kiosk falls silent. See the driver's page for models.",
        restart: true,
      },
    ),
  },
  closed,
)

export const HidRelaySettings = Type.Object(
  {
    id: id('relays'),
    url: url('hid', ['hid://16c0:05df?serial=BITFT'], 'Where the board is.'),
    outputs: Type.Integer({
      minimum: 1,
      maximum: 8,
      default: 8,
      description: 'How many relays it has.',
      restart: true,
    }),
  },
  closed,
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
    id: id('pins'),
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
  closed,
)

const MODULES_MAX = 16
const SIGNALS_MAX = 128

const modules = <T extends ReturnType<typeof Type.Object>>(each: T, example: object, description: string) =>
  Type.Array(each, {
    maxItems: MODULES_MAX,
    default: [],
    examples: [[example]],
    description,
    restart: true,
  })

export const IoSettings = Type.Object(
  {
    modbus: modules(
      ModbusSettings,
      { id: 'drop', url: 'tcp://192.168.1.70:502', inputs: 16, outputs: 16, timeoutMilliseconds: 40 },
      'Modules that speak Modbus TCP or RTU.',
    ),
    hidRelay: modules(
      HidRelaySettings,
      { id: 'relays', url: 'hid://16c0:05df', outputs: 4 },
      'USB relay boards (16c0:05df); they have outputs only.',
    ),
    gpio: modules(
      GpioSettings,
      { id: 'pins', chip: 'gpiochip0', inputs: [17, 27], outputs: [22] },
      "This computer's own pins, through the tools of libgpiod 2.",
    ),
  },
  {
    ...closed,
    default: {},
    description: 'Modules of digital inputs and outputs; what hangs on them is named in `signals`.',
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
    name: Type.String({
      pattern: SIGNAL_NAME,
      examples: ['entryBeam'],
      description: 'Its role.',
      restart: true,
    }),
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
  closed,
)

export const SignalsSettings = Type.Array(SignalSettings, {
  maxItems: SIGNALS_MAX,
  default: [],
  examples: [
    [
      { name: 'entryBeam', module: 'drop', terminal: 0, activeLow: true, debounceMilliseconds: 5 },
      { name: 'belt', module: 'drop', terminal: 0, direction: 'output' },
    ],
  ],
  description: 'What is wired to which terminal, by the name of its role.',
  restart: true,
})

export type ModbusSettings = Static<typeof ModbusSettings>
export type HidRelaySettings = Static<typeof HidRelaySettings>
export type GpioSettings = Static<typeof GpioSettings>
export type IoSettings = Static<typeof IoSettings>
export type SignalSettings = Static<typeof SignalSettings>
