/** The library's rules for the time its system is away; part of the one schema in `settings.ts`. */
import Type from 'typebox'

export const OfflineSettings = Type.Object(
  {
    mode: Type.Union([Type.Literal('off'), Type.Literal('returns'), Type.Literal('both')], {
      default: 'returns',
      description:
        'What goes on while the library system is away: nothing, returns, or returns and loans. All of it is told when the library system is back.',
    }),
    whoMayBorrow: Type.Union([Type.Literal('known'), Type.Literal('anyCard')], {
      default: 'known',
      description:
        '`known`: cards that the library system welcomed at this kiosk. `anyCard`: whatever looks like a card. Whom the library system last called blocked borrows in neither case.',
    }),
    knownDays: Type.Integer({
      minimum: 1,
      maximum: 730,
      default: 90,
      unit: 'days',
      description: 'For so long a card stays known. No number and no name is kept for it.',
    }),
    itemsMax: Type.Integer({
      minimum: 1,
      maximum: 100,
      default: 5,
      description: 'Loans of one patron that the library system does not know yet.',
    }),
    loanDays: Type.Integer({
      minimum: 1,
      maximum: 365,
      default: 14,
      unit: 'days',
      description: 'How long such a loan is promised; it ends at 23:59.',
    }),
    hoursMax: Type.Integer({
      minimum: 1,
      maximum: 720,
      default: 72,
      unit: 'h',
      description: 'After the library system has been away so long, lending stops; returns go on.',
    }),
    backlogMax: Type.Integer({
      minimum: 100,
      maximum: 1_000_000,
      default: 100_000,
      description: 'Loans and returns that may wait to be told; with so many the kiosk takes no more.',
    }),
    withoutPin: Type.Boolean({
      default: false,
      description:
        'Lend without a PIN also on cards that have one. A PIN is not stored, so it cannot be checked while the library system is away.',
    }),
  },
  { additionalProperties: false, default: {} },
)
