/**
 * Every topic the kiosk tells, with its payload: all JSON, below `{base}/{site}/{kiosk}/`. State is retained, so that
 * whoever comes later knows it; what happened is not, so that nobody hears it twice for new.
 *
 * Every payload begins with the same four: `v`, the schema's major version; `ts`, when it was written; `boot_id`, new
 * with every start; `seq`, which rises by one with each payload of a start. They tell the will of a former start, which
 * a broker may send late, from the birth of this one, and a message that came twice from two.
 */
import Type, { type Static, type TProperties } from 'typebox'

export const SCHEMA_VERSION = 1

const closed = { additionalProperties: false } as const
const time = Type.String({ description: 'RFC 3339, UTC.' })
const orNull = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()])
const whole = (description: string) => Type.Integer({ minimum: 0, description })

const ENVELOPE = {
  v: Type.Literal(SCHEMA_VERSION, { description: "The schema's major version." }),
  ts: time,
  boot_id: Type.String({ description: 'New with every start of the kiosk.' }),
  seq: whole('Rises with each payload of a start; 0 is the last will.'),
}

const payload = <const P extends TProperties>(properties: P) =>
  Type.Object({ ...ENVELOPE, ...properties }, closed)

const item = {
  item: orNull(Type.String({ description: "The item's number." })),
  title: orNull(Type.String()),
}

export const TOPICS = {
  /** The broker says `offline` by the will where the kiosk cannot any more. */
  availability: {
    path: 'availability',
    retain: true,
    schema: payload({ state: Type.Union([Type.Literal('online'), Type.Literal('offline')]) }),
  },
  device: {
    path: 'device/{id}/state',
    retain: true,
    schema: payload({
      kind: Type.String({ description: 'rfid, scanner, printer, io, gate, card.' }),
      state: Type.String({ description: 'starting, ready, reduced, fault, away.' }),
      code: orNull(Type.String({ description: 'A row of docs/errors.md.' })),
      text: orNull(Type.String({ description: 'What it means.' })),
      what_to_do: orNull(Type.String()),
      detail: Type.String(),
      since: time,
    }),
  },
  gateAlarm: {
    path: 'event/gate_alarm',
    retain: false,
    schema: payload({
      id: Type.String({ description: 'The same when more is known and it is told again.' }),
      at: time,
      gate: Type.String(),
      ...item,
      verdict: Type.String({ description: 'looking, theft, rewriteFailed, onLoan, test, unknown.' }),
      at_kiosk: orNull(Type.String({ description: 'Where the tag was not switched, for rewriteFailed.' })),
      direction: orNull(Type.String({ description: 'in, out.' })),
    }),
  },
  exception: {
    path: 'event/exception',
    retain: false,
    schema: payload({
      id: Type.String(),
      at: time,
      ...item,
      bin: orNull(whole('The bin it lies in.')),
      reason: Type.String({ description: 'A row of docs/errors.md.' }),
      text: Type.String(),
      what_to_do: Type.String(),
    }),
  },
  gateHour: {
    path: 'event/gate_hour',
    retain: false,
    schema: payload({
      gate: Type.String(),
      from: time,
      to: time,
      into: whole('People who came in.'),
      out: whole('People who went out.'),
      alarms: whole('Alarms, test tags left out.'),
    }),
  },
} as const

export type TopicName = keyof typeof TOPICS
export type Payload<N extends TopicName> = Static<(typeof TOPICS)[N]['schema']>
/** What the teller knows; the publisher adds the rest. */
export type Facts<N extends TopicName> = Omit<Payload<N>, 'v' | 'ts' | 'boot_id' | 'seq'>

/** '+', '#', '/' and control characters have a meaning of their own in a topic (MQTT 3.1.1, section 4.7). */
const level = (text: string): string => text.replaceAll(/[^\w.-]/g, '_')

/** 'lectern/main/kiosk-1/device/rfid/state'. */
export function topicOf(prefix: string, name: TopicName, id = ''): string {
  return `${prefix}/${TOPICS[name].path.replace('{id}', level(id))}`
}
