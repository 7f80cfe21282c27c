/** What was counted, of a bounded past: small enough to be retained for each of thousands of kiosks. */
import Type, { type TSchema } from 'typebox'
import { closed, payload, text, time, whole } from './envelope.ts'
import { row } from './topic-row.ts'

/** Today and yesterday, also where one of them has 25 hours. */
export const COUNTED_HOURS = 49
export const COUNTED_DAYS = 31
const CURRENCIES_MAX = 8

const date = text('By the kiosk’s own clock: 2026-01-15.')

const counted = <T extends TSchema>(type: (description: string) => T) => ({
  visits: type('At the screen.'),
  checkouts: type('Loans.'),
  renewals: type('Loans renewed because the patron had the item already.'),
  returns: type('Items taken back that were on loan.'),
  refusals: type('Loans and returns that were refused.'),
  money: Type.Optional(
    Type.Array(Type.Object({ currency: text('ISO 4217.'), minor: type('Taken, in minor units.') }, closed), {
      description: 'Of a kiosk that takes payments.',
      maxItems: CURRENCIES_MAX,
    }),
  ),
})
/** One value a slot. */
const series = (length: number) =>
  counted((description) =>
    Type.Array(Type.Integer({ minimum: 0 }), { minItems: length, maxItems: length, description }),
  )

export const COUNT_TOPICS = {
  today: row(
    'counts/today',
    'state',
    true,
    'What was counted today, by the kiosk’s own clock.',
    payload({ day: date, ...counted(whole) }),
  ),
  hours: row(
    'counts/hours',
    'state',
    true,
    `What was counted in the last ${COUNTED_HOURS} hours, the running one being the last.`,
    payload({ from: time('When the first one began. Each is an hour long.'), ...series(COUNTED_HOURS) }),
  ),
  days: row(
    'counts/days',
    'state',
    true,
    `What was counted in the last ${COUNTED_DAYS} days, today being the last.`,
    payload({ first: date, ...series(COUNTED_DAYS) }),
  ),
} as const
