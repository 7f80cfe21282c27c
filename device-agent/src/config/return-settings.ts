/** How items come back and where they go; part of the one schema in `settings.ts`. */
import Type, { type Static } from 'typebox'

const closed = { additionalProperties: false } as const

/** A drop has so many bins at most. */
export const BINS_MAX = 9

export const binNumber = (description: string, more: Readonly<Record<string, unknown>> = {}) =>
  Type.Integer({ minimum: 1, maximum: BINS_MAX, description, ...more })

const pattern = (description: string, example: string) =>
  Type.Optional(Type.String({ format: 'regex', examples: [example], description }))

export const SortRule = Type.Object(
  {
    bin: binNumber('Where an item goes that fits everything named here.'),
    callNumber: pattern('What its call number looks like (regular expression).', '^7[89]'),
    collection: pattern('What its collection is called (regular expression).', '^Children'),
    location: pattern('Its permanent location (regular expression).', '^BRANCH-2$'),
    item: pattern("What the item's number looks like (regular expression).", '^31173'),
    media: Type.Optional(
      Type.Union(
        (['book', 'magazine', 'audio', 'video', 'music', 'data', 'other'] as const).map((kind) =>
          Type.Literal(kind),
        ),
        { description: 'Its media type.' },
      ),
    ),
  },
  closed,
)

export const ReturnSettings = Type.Object(
  {
    attended: Type.Boolean({
      default: true,
      description: 'The screen offers returns. Laid on the pad, items are taken back without a card.',
    }),
    incompleteSets: Type.Union([Type.Literal('ask'), Type.Literal('staff')], {
      default: 'staff',
      description:
        'A set laid on the pad without all its parts. `ask`: it is taken back when the patron says that it is as it is. `staff`: it is left to staff.',
    }),
    exceptionBin: binNumber('Where everything goes that a person must look at.', { default: 9 }),
    defaultBin: binNumber('Where everything goes that nothing else decides about.', { default: 1 }),
    holdBin: Type.Optional(
      binNumber('For items somebody waits for here. Left out: the exception bin.', { examples: [2] }),
    ),
    transitBin: Type.Optional(
      binNumber(
        'For items that go to another library and have no bin of their own. Left out: the exception bin.',
        { examples: [3] },
      ),
    ),
    sortBins: Type.Array(
      Type.Object(
        {
          sortBin: Type.String({
            minLength: 1,
            maxLength: 40,
            examples: ['A1'],
            description: 'As the library system names it.',
          }),
          bin: binNumber('The bin here.'),
        },
        closed,
      ),
      {
        default: [],
        maxItems: 100,
        examples: [[{ sortBin: 'A1', bin: 2 }]],
        description:
          'What the sort bins of the library system mean here. A plain number that is not named here means the bin of that number.',
      },
    ),
    destinations: Type.Array(
      Type.Object(
        {
          location: Type.String({
            minLength: 1,
            maxLength: 80,
            examples: ['BRANCH-2'],
            description: 'As the library system names it.',
          }),
          bin: binNumber('The bin here.'),
        },
        closed,
      ),
      {
        default: [],
        maxItems: 100,
        examples: [[{ location: 'BRANCH-2', bin: 4 }]],
        description: 'Bins of their own for items on their way to another library.',
      },
    ),
    rules: Type.Array(SortRule, {
      default: [],
      maxItems: 100,
      examples: [[{ bin: 5, media: 'music' }]],
      description:
        'The library\u2019s own rules, where the library system says nothing; the first that fits decides.',
    }),
    sortWhenAway: Type.Union([Type.Literal('rules'), Type.Literal('exception')], {
      default: 'rules',
      description:
        'While the library system is away, items go by the rules and by what is known of them, or all to the exception bin.',
    }),
    whenClosed: Type.Union([Type.Literal('dropTime'), Type.Literal('lastClosing')], {
      default: 'lastClosing',
      description:
        'The date of what comes back outside the opening hours: when it came, or when the library closed last, so that nobody pays for a night. Needs library.openingHours.',
    }),
    owners: Type.Array(Type.String({ minLength: 1, maxLength: 13, examples: ['DK718500'] }), {
      default: [],
      maxItems: 100,
      description:
        'ISIL of the libraries whose items belong here, without the first hyphen, as their tags say it. Empty: whatever the library system takes back.',
    }),
    tellPlace: Type.Boolean({
      default: false,
      description:
        'Tell the library system the bin of each sorted item (SIP2 item status update), where it can be told.',
    }),
    holdMark: Type.Union([Type.Literal('none'), Type.Literal('lastFour')], {
      default: 'lastFour',
      description:
        'By what staff find the waiting patron on a hold slip: nothing, or the last four digits of the card. Never a name.',
    }),
    slips: Type.Boolean({
      default: true,
      description: 'Print slips for holds and transits on the receipt printer.',
    }),
    dropSlips: Type.Boolean({
      default: false,
      description:
        'Print them for items of the unattended book drop as well. Only where the printer stands with staff.',
    }),
    shelves: Type.Array(
      Type.Object(
        {
          bin: binNumber('The bin, as the rules number them.'),
          name: Type.String({
            minLength: 1,
            maxLength: 40,
            examples: ['Return shelf'],
            description: 'What patrons and staff call it.',
          }),
        },
        closed,
      ),
      {
        default: [],
        maxItems: BINS_MAX,
        examples: [[{ bin: 1, name: 'Return shelf' }]],
        description:
          'Where a patron lays what was taken back at the screen. Left out: the screen does not say.',
      },
    ),
  },
  { ...closed, default: {} },
)

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const time = (description: string) =>
  Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', examples: ['18:00'], description })

export const OpeningHours = Type.Array(
  Type.Object(
    {
      days: Type.Array(
        Type.Union(
          DAYS.map((day) => Type.Literal(day)),
          { description: 'Days of the week.' },
        ),
        { minItems: 1, uniqueItems: true, description: 'Days of the week.' },
      ),
      opens: time('When the library opens, on the kiosk\u2019s own clock.'),
      closes: time('When it closes; later than it opens.'),
    },
    closed,
  ),
  {
    default: [],
    maxItems: 50,
    examples: [[{ days: ['mon', 'tue', 'wed'], opens: '10:00', closes: '18:00' }]],
    description: 'When the library is open. Empty: not known, and nothing depends on it.',
  },
)

export const ClosedDates = Type.Array(
  Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', examples: ['2026-12-25'] }),
  {
    default: [],
    maxItems: 400,
    description: 'Dates on which the library stays closed.',
  },
)

export type ReturnSettings = Static<typeof ReturnSettings>
export type OpeningHours = Static<typeof OpeningHours>
