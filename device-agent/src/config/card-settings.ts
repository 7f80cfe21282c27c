/** The settings of the patron card reader; part of the one schema in `settings.ts`. */
import Type, { type Static } from 'typebox'

const closed = { additionalProperties: false } as const

const text = (maxLength: number, description: string) =>
  Type.String({ maxLength, default: '', description, restart: true })

export const CardNumberSettings = Type.Object(
  {
    bytes: Type.Integer({
      minimum: 0,
      maximum: 10,
      default: 0,
      unit: 'bytes',
      description: "So many bytes of the chip's number count; 0 takes all (4, 7, 8 or 10).",
      restart: true,
    }),
    from: Type.Union([Type.Literal('start'), Type.Literal('end')], {
      default: 'start',
      description: 'Which bytes these are: the first as the chip sends them, or the last.',
      restart: true,
    }),
    reversed: Type.Boolean({
      default: false,
      description: 'The last byte first, as many older readers tell it.',
      restart: true,
    }),
    base: Type.Union([Type.Literal('hex'), Type.Literal('hexLower'), Type.Literal('decimal')], {
      default: 'hex',
      description: 'Written as hexadecimal in capitals, in small letters, or as a decimal number.',
      restart: true,
    }),
    width: Type.Integer({
      minimum: 0,
      maximum: 32,
      default: 0,
      unit: 'characters',
      description: 'Noughts are put in front up to this width.',
      restart: true,
    }),
    prefix: text(16, 'Stands before the number.'),
    suffix: text(16, 'Stands behind it.'),
  },
  {
    ...closed,
    default: {},
    description: "How the chip's number becomes the card number that the library system knows.",
  },
)

export const CardSettings = Type.Object(
  {
    protocol: Type.Union([Type.Literal('pc-sc'), Type.Literal('hid-keyboard')], {
      default: 'pc-sc',
      description:
        '`pc-sc`: any reader that the PC/SC service of the system (pcscd) knows. `hid-keyboard`: a USB reader that types.',
      restart: true,
    }),
    url: Type.String({
      pattern: '^(unix|hid)://',
      examples: ['unix:///run/pcscd/pcscd.comm', 'hid://08ff:0009'],
      description: 'Where the service is (`pc-sc`), or the reader (`hid-keyboard`).',
      restart: true,
    }),
    reader: text(
      80,
      "`pc-sc` only: a part of the reader's name, where several are connected. Empty: any, except slots for SAMs.",
    ),
    typed: Type.Union([Type.Literal('uid'), Type.Literal('number')], {
      default: 'uid',
      description:
        "`hid-keyboard` only: the reader types the chip's number in hexadecimal, first byte first (`uid`), or a number that is the card's already (`number`).",
      restart: true,
    }),
    number: CardNumberSettings,
  },
  {
    ...closed,
    description: "The reader of patrons' contactless cards. Leave out where cards have barcodes.",
  },
)

export type CardSettings = Static<typeof CardSettings>
export type CardNumberSettings = Static<typeof CardNumberSettings>
