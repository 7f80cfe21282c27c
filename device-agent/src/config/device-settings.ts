/** The settings of the devices; part of the one schema in `settings.ts`. */
import Type, { type Static } from 'typebox'

const closed = { additionalProperties: false } as const

const afi = (value: number, description: string) =>
  Type.Integer({ minimum: 0, maximum: 255, default: value, description })

const url = (examples: string[], description: string) =>
  Type.String({ pattern: '^(serial|tcp|file|hid)://', examples, description, restart: true })

export const RfidSettings = Type.Object(
  {
    protocol: Type.Union([Type.Literal('feig-iso-host'), Type.Literal('three-m-810')], {
      default: 'feig-iso-host',
      description:
        '`feig-iso-host`: FEIG OBID ISO-Host, that is ID ISC.MR, PR, LR and CPR families and the pads built on them. `three-m-810`: 3M and Bibliotheca serial pads 210 and 810.',
      restart: true,
    }),
    url: url(
      [
        'serial:///dev/lectern/rfid?baud=38400&parity=even',
        'serial:///dev/lectern/rfid?baud=19200',
        'tcp://192.168.1.60:10001',
      ],
      'Where the pad is.',
    ),
    framing: Type.Union([Type.Literal('standard'), Type.Literal('advanced')], {
      default: 'advanced',
      description:
        'FEIG only: frame form of requests. Readers on TCP want `advanced`; old serial readers know `standard` only.',
      restart: true,
    }),
    busAddress: Type.Integer({
      minimum: 0,
      maximum: 255,
      default: 255,
      description: "FEIG only: the reader's bus address; 255 speaks to any.",
      restart: true,
    }),
    pollMilliseconds: Type.Integer({
      minimum: 20,
      maximum: 5000,
      default: 40,
      unit: 'ms',
      description: 'Pause between two looks at the pad.',
      restart: true,
    }),
    security: Type.Array(Type.Union([Type.Literal('afi'), Type.Literal('eas')]), {
      minItems: 1,
      uniqueItems: true,
      default: ['afi'],
      description:
        'What the gates look at, and so what is switched: the AFI, the EAS bit of NXP chips, or both.',
      restart: true,
    }),
    afiSecured: afi(0x07, 'AFI that makes the gate sound. ISO 28560: 7 (07h).'),
    afiOnLoan: afi(0xc2, 'AFI of an item on loan. ISO 28560: 194 (C2h); some older 3M sites: 218 (DAh).'),
  },
  { ...closed, description: 'The RFID pad. Leave out on a kiosk with barcodes only.' },
)

export const TunnelSettings = Type.Object(RfidSettings.properties, {
  ...closed,
  description: 'The RFID reader in the book drop. Leave out on a kiosk without one.',
})

export const ScannerSettings = Type.Object(
  {
    protocol: Type.Union([Type.Literal('serial-lines'), Type.Literal('hid-pos')], {
      default: 'serial-lines',
      description:
        '`serial-lines`: RS-232 or USB-CDC, a line per code. `hid-pos`: USB HID point of sale scanner.',
      restart: true,
    }),
    url: url(['serial:///dev/lectern/scanner?baud=9600', 'hid://0c2e:0b61'], 'Where the scanner is.'),
  },
  {
    ...closed,
    description:
      'The barcode scanner. A scanner that types like a keyboard needs no entry: its keys are caught on the screen.',
  },
)

export const PrinterSettings = Type.Object(
  {
    protocol: Type.Literal('esc-pos', {
      default: 'esc-pos',
      description: 'Epson ESC/POS and its many cousins.',
    }),
    url: url(
      ['tcp://192.168.1.61:9100', 'file:///dev/usb/lp0', 'serial:///dev/lectern/printer?baud=38400'],
      'Where the printer is.',
    ),
    model: Type.String({
      default: 'epson-tm-t88vi',
      description:
        'Printer model for its code pages and commands, as named by receipt-printer-encoder; `generic` where unsure.',
      restart: true,
    }),
    columns: Type.Integer({
      minimum: 24,
      maximum: 64,
      default: 42,
      unit: 'characters',
      description: 'Characters on a line in the normal font.',
    }),
    confirms: Type.Boolean({
      default: true,
      description:
        'The printer answers GS ( H, so that it can say itself that a receipt is out. Switch off for models that stay silent.',
      restart: true,
    }),
  },
  { ...closed, description: 'The receipt printer. Leave out on a kiosk without receipts.' },
)

export type RfidSettings = Static<typeof RfidSettings>
export type ScannerSettings = Static<typeof ScannerSettings>
export type PrinterSettings = Static<typeof PrinterSettings>
