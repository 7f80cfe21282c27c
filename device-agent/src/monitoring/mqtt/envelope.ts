/**
 * What every payload begins with: `v`, the schema's major version; `ts`, when it was written; `boot_id`, new with every
 * start; `seq`, which rises by one with each payload of a start. They tell the will of a former start, which a broker
 * may send late, from the birth of this one, and a message that came twice from two.
 */
import Type, { type TProperties, type TSchema } from 'typebox'

export const SCHEMA_VERSION = 1

export const closed = { additionalProperties: false } as const
export const time = (description = 'RFC 3339, UTC.') => Type.String({ description })
export const orNull = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()])
export const whole = (description: string) => Type.Integer({ minimum: 0, description })
export const text = (description?: string) => Type.String(description === undefined ? {} : { description })
export const oneOf = <const V extends readonly string[]>(values: V, description?: string) =>
  Type.Unsafe<V[number]>({
    type: 'string',
    enum: [...values],
    ...(description === undefined ? {} : { description }),
  })

const ENVELOPE = {
  v: Type.Literal(SCHEMA_VERSION, { description: "The schema's major version." }),
  ts: time(),
  boot_id: text('New with every start of the kiosk.'),
  seq: whole('Rises with each payload of a start; 0 is the last will.'),
}
export const ENVELOPE_FIELDS: readonly string[] = Object.keys(ENVELOPE)

export const payload = <const P extends TProperties>(properties: P) =>
  Type.Object({ ...ENVELOPE, ...properties }, closed)
