/** The unattended book drop; part of the one schema in `settings.ts`. What does not fit together: `drop-clashes.ts`. */
import Type, { type Static } from 'typebox'
import { binNumber } from './return-settings.ts'

const closed = { additionalProperties: false } as const

const number = (unit: string, minimum: number, value: number, maximum: number, description: string) =>
  Type.Integer({ minimum, maximum, default: value, unit, description, restart: true })
const mm = (minimum: number, value: number, maximum: number, description: string) =>
  number('mm', minimum, value, maximum, description)
const ms = (minimum: number, value: number, maximum: number, description: string) =>
  number('ms', minimum, value, maximum, description)

export const DropBinSettings = Type.Object(
  {
    number: binNumber('The N in the names of its signals: `arrivedN`, `divertN`, `fullN`, `emptiedN`.'),
    name: Type.String({ minLength: 1, maxLength: 40, description: 'What staff call it.' }),
    exception: Type.Boolean({
      default: false,
      description: 'Takes what cannot be handled. Exactly one does; it stands at the end of the belt.',
    }),
    millimetres: Type.Integer({
      minimum: 0,
      maximum: 50_000,
      default: 0,
      unit: 'mm',
      description: "From the entry beam to its diverter; the exception bin's: to the end of the belt.",
    }),
  },
  closed,
)

export const DropSettings = Type.Object(
  {
    layout: Type.Union([Type.Literal('sorter'), Type.Literal('simple')], {
      default: 'sorter',
      description:
        '`sorter`: a belt with bins and diverters. `simple`: one bin under the reader; exceptions fall into it too, and are listed.',
      restart: true,
    }),
    bins: Type.Array(DropBinSettings, {
      minItems: 1,
      maxItems: 9,
      examples: [
        [
          { number: 1, name: 'Fiction', millimetres: 1200 },
          { number: 2, name: 'Holds', millimetres: 2000 },
          { number: 9, name: 'Look at these', exception: true, millimetres: 2800 },
        ],
      ],
      description: 'Each with `number`, `name` and `millimetres` along the belt; one with `exception: true`.',
      restart: true,
    }),
    screen: Type.Boolean({
      default: false,
      description: 'Serve a page for a screen at the drop, at `/drop/` of the kiosk’s address.',
      restart: true,
    }),
    receipt: Type.Boolean({
      default: false,
      description:
        'Offer a printed receipt on that screen, to whoever touches it before the first item: from then until the visit is over, titles are remembered, in memory.',
    }),
    askAfterSeconds: Type.Integer({
      minimum: 5,
      maximum: 60,
      default: 10,
      unit: 's',
      description:
        'With nothing dropped for so long, the screen asks whether the person of the receipt is still there. What is dropped before they say so is not on it.',
    }),
    sound: Type.Boolean({
      default: true,
      description:
        'A short tone on that screen for each item: one for what was taken back, another for what was put aside. As loud as `kiosk.volumePercent`.',
    }),
    beltMillimetresPerSecond: number(
      'mm/s',
      50,
      800,
      3000,
      'How fast the belt runs. Measure it: positions are reckoned by it.',
    ),
    tunnelMillimetres: mm(100, 350, 3000, 'From the entry beam to the beam at the end of the read zone.'),
    itemMillimetresMin: mm(
      20,
      80,
      500,
      'The shortest item. Within this way a second break of the entry beam is the same item.',
    ),
    itemMillimetresMax: mm(100, 400, 2000, 'The longest item.'),
    spacingMillimetres: mm(
      200,
      600,
      5000,
      'From front to front at the least: so far an item must be before the shutter opens for the next.',
    ),
    divertLeadMillimetres: mm(
      10,
      120,
      1000,
      'So far before its diverter an item is when the diverter is set.',
    ),
    divertHoldMillimetres: mm(10, 300, 2000, 'So far behind it when the diverter is let go.'),
    arrivalMillimetres: mm(
      50,
      550,
      4000,
      'The belt may run on so far past an item’s bin until it must have arrived; then it is a jam.',
    ),
    fallMilliseconds: ms(
      0,
      400,
      2000,
      'The usual time from an item’s front at its diverter to the arrival sensor. Measure it with a usual item.',
    ),
    readMilliseconds: ms(100, 1500, 10_000, 'So long the tags of an item are looked for.'),
    readAtEndMilliseconds: ms(
      0,
      300,
      5000,
      'So long after it has reached the end of the read zone; the belt stands meanwhile.',
    ),
    quietMilliseconds: ms(
      10,
      60,
      1000,
      'With no further tag for so long, the tags are taken to be all. Longer finds more that lie on one another.',
    ),
  },
  { ...closed, description: 'The unattended book drop. Leave out on a kiosk without one.' },
)

export type DropSettings = Static<typeof DropSettings>
