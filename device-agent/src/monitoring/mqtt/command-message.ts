/** An order as it comes over MQTT, on `cmd/{verb}`: the payload's schema, and what is wrong with one. */
import Type, { type Static } from 'typebox'
import { Check } from 'typebox/value'
import { SCHEMA_VERSION } from './envelope.ts'

/** An order may be valid for so long at most, and so the clocks may differ by so much: one hour. */
export const ORDER_LIFE_MAX_MILLISECONDS = 3_600_000

const line = (maxLength: number, description: string) =>
  // Control characters and line breaks would make a log line lie.
  Type.String({
    minLength: 1,
    maxLength,
    pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]*$',
    description,
  })

export const OrderMessage = Type.Object(
  {
    v: Type.Literal(SCHEMA_VERSION, { description: "The schema's major version." }),
    id: line(64, 'New with each order; it comes back with the answer.'),
    by: Type.Optional(
      line(64, 'Who asks, for the log and the staff’s audit. With MQTT 5 the user property `by` will do.'),
    ),
    expires_at: Type.String({
      maxLength: 40,
      description: 'RFC 3339: then it is refused. At most an hour ahead.',
    }),
    reply_to: Type.Optional(
      Type.String({
        maxLength: 300,
        description:
          'Where the answer goes, below `…/cmd/{verb}/result/`; `…/cmd/{verb}/result` where left out. With MQTT 5 the response topic will do.',
      }),
    ),
    args: Type.Optional(Type.Unknown({ description: "The verb's own. Left out: none." })),
  },
  { additionalProperties: false },
)
export type OrderMessage = Static<typeof OrderMessage>

/** Null for what is none. */
export function readOrder(payload: Buffer): OrderMessage | null {
  try {
    const value: unknown = JSON.parse(payload.toString('utf8'))
    return Check(OrderMessage, value) ? value : null
  } catch {
    return null
  }
}

/** RFC 3339, section 5.6: a date and a time with its offset. */
const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/

/** `now`: milliseconds since 1970. */
export function isValidUntil(expiresAt: string, now: number): boolean {
  const until = RFC_3339.test(expiresAt) ? Date.parse(expiresAt) : Number.NaN
  return until > now && until <= now + ORDER_LIFE_MAX_MILLISECONDS
}
