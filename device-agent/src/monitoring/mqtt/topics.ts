/**
 * Every topic the kiosk tells, with its payload: all JSON, below `{base}/{site}/{kiosk}/`. State is retained, so that
 * whoever comes later knows it; what happened is not, so that nobody hears it twice for new.
 */
import Type, { type Static } from 'typebox'
import { DEVICE_CHANGES_KEPT } from '../device-history.ts'
import { attention } from './attention-topic.ts'
import { COUNT_TOPICS } from './count-topics.ts'
import { closed, oneOf, orNull, payload, text, time, whole } from './envelope.ts'
import { code, item, row, SEVERITIES, type TopicRow, whatItMeans } from './topic-row.ts'

/** Whoever hears of it so late hears of something else: message expiry of MQTT 5, in seconds. */
export const EVENT_EXPIRY_SECONDS = 86_400
/** What one alert is about, at most; more are only counted. */
export const ALERT_ABOUT_MAX = 20
const KINDS = ['rfid', 'scanner', 'printer', 'io', 'gate', 'card'] as const
export const KIOSK_STATES = ['ready', 'in_use', 'degraded', 'out_of_service', 'maintenance'] as const
export const LENDS = ['online', 'offline', 'no'] as const
export const DEVICE_STATES = ['starting', 'ready', 'reduced', 'fault', 'away'] as const
export const PAPERS = ['ok', 'low', 'out', 'unknown'] as const
const COINS = [...PAPERS, 'full'] as const
export const DROP_STATES = ['open', 'busy', 'shut'] as const
export const VERDICTS = ['looking', 'theft', 'rewriteFailed', 'onLoan', 'test', 'unknown'] as const
export type KioskStateName = (typeof KIOSK_STATES)[number]

const about = orNull(text('What it is about: a device’s id, a bin. Null where it is about the kiosk.'))
const eventId = text('The same when it is told again.')
export const TOPICS = {
  availability: row(
    'availability',
    'state',
    true,
    'Is the kiosk connected. The broker says `offline` by the will where the kiosk cannot any more.',
    payload({ state: oneOf(['online', 'offline']) }),
  ),
  state: row(
    'state',
    'state',
    true,
    'What a patron finds. `in_use` says nothing about what is missing: `reasons` does.',
    payload({
      state: oneOf(KIOSK_STATES),
      reasons: Type.Array(code, { description: 'Open notices from warning up, gravest first.' }),
      lends: oneOf(LENDS, 'By the library system, by the rules for its absence, or not now.'),
      since: time(),
    }),
  ),
  info: row(
    'info',
    'state',
    true,
    'What the kiosk is.',
    payload({
      name: text('As on the screen.'),
      library: text(),
      versions: Type.Object({ agent: text(), node: text(), os: text() }, closed),
      model: orNull(text('The machine, as its firmware names it.')),
      languages: Type.Array(text()),
      services: Type.Array(oneOf(['lend', 'return', 'drop', 'gates', 'offline', 'commands'])),
      devices: Type.Array(Type.Object({ id: text(), kind: oneOf(KINDS) }, closed)),
      staff_port: orNull(
        whole(
          'Where the kiosk serves the staff’s pages: `http://127.0.0.1:{staff_port}/staff/`, there or through a tunnel.',
        ),
      ),
    }),
  ),
  device: row(
    'device/{id}/state',
    'state',
    true,
    'One device.',
    payload({
      kind: oneOf(KINDS),
      state: oneOf(DEVICE_STATES),
      code: orNull(code),
      text: orNull(whatItMeans.text),
      what_to_do: orNull(text()),
      detail: text('Model, firmware, notes.'),
      since: time(),
      consumables: Type.Object(
        {
          paper: Type.Optional(oneOf(PAPERS, 'Of a printer.')),
          cards: Type.Optional(oneOf(PAPERS, 'Of what gives out cards.')),
          coins: Type.Optional(oneOf(COINS, 'Of what takes money.')),
        },
        { ...closed, description: 'What it uses up.' },
      ),
    }),
  ),
  deviceHistory: row(
    'device/{id}/history',
    'state',
    true,
    'What became of one device lately, over restarts of the kiosk.',
    payload({
      changes: Type.Array(
        Type.Object(
          {
            since: time(),
            state: oneOf(DEVICE_STATES),
            code: orNull(code),
            detail: text('For staff.'),
          },
          closed,
        ),
        { maxItems: DEVICE_CHANGES_KEPT, description: 'Newest first.' },
      ),
      advice: Type.Array(Type.Object({ code, ...whatItMeans }, closed), {
        description: 'For each code in it.',
      }),
    }),
  ),
  drop: row(
    'drop/state',
    'state',
    true,
    'The book drop and its bins.',
    payload({
      state: oneOf(DROP_STATES),
      code: orNull(code),
      on_belt: whole('Items.'),
      exceptions: whole('Items that staff must look at.'),
      bins: Type.Array(
        Type.Object(
          {
            bin: whole('Its number.'),
            name: text(),
            items: whole('Since it was emptied.'),
            full: Type.Boolean(),
            exception: Type.Boolean({ description: 'For items that staff must look at.' }),
            emptied_at: orNull(time()),
          },
          closed,
        ),
      ),
    }),
  ),
  alert: row(
    'alert/{id}',
    'alarm',
    true,
    'What ails the kiosk now: `{id}` is the code. Cleared by an empty payload.',
    payload({
      code,
      severity: oneOf(SEVERITIES),
      ...whatItMeans,
      since: time(),
      count: whole('How often it was noticed since.'),
      about: Type.Array(Type.Object({ id: text('A device, a bin.'), since: time() }, closed), {
        maxItems: ALERT_ABOUT_MAX,
      }),
    }),
  ),
  fault: row(
    'event/fault',
    'alarm',
    false,
    'An alert began.',
    payload({
      id: text('That of its recovery, too.'),
      at: time(),
      code,
      severity: oneOf(SEVERITIES),
      ...whatItMeans,
      about,
      detail: orNull(text('For staff.')),
    }),
  ),
  recovery: row(
    'event/recovery',
    'alarm',
    false,
    'An alert is over.',
    payload({ id: text('That of the fault.'), at: time(), since: time(), code, about }),
  ),
  gateAlarm: row(
    'event/gate_alarm',
    'alarm',
    false,
    'A gate sounded; told again under its `id` when more is known.',
    payload({
      id: eventId,
      at: time(),
      gate: text(),
      ...item,
      verdict: oneOf(VERDICTS),
      at_kiosk: orNull(text('Where the tag was not switched, for rewriteFailed.')),
      direction: orNull(oneOf(['in', 'out'])),
    }),
  ),
  exception: row(
    'event/exception',
    'alarm',
    false,
    'The drop has an item that staff must look at.',
    payload({
      id: eventId,
      at: time(),
      ...item,
      bin: orNull(whole('The bin it lies in.')),
      reason: code,
      ...whatItMeans,
    }),
  ),
  gateHour: row(
    'event/gate_hour',
    'count',
    false,
    'An hour at a gate is over. One that is told again, by `gate` and `from`, replaces what was told.',
    payload({
      gate: text(),
      from: time(),
      to: time(),
      into: whole('People who came in.'),
      out: whole('People who went out.'),
      alarms: whole('Alarms, test tags left out.'),
    }),
  ),
  sessionEnd: row(
    'event/session_end',
    'count',
    false,
    'A visit is over: what was done, not by whom nor with what.',
    payload({
      visit: oneOf(['borrow', 'return']),
      ended: oneOf(['finished', 'timeout', 'left']),
      lent: whole('Items.'),
      returned: whole('Items.'),
      not_done: whole('Items that were shown and neither lent nor taken back.'),
      seconds: whole('From the first touch to goodbye.'),
    }),
  ),
  attention,
  ...COUNT_TOPICS,
  counters: row(
    'counters',
    'reading',
    false,
    'Counters and gauges, every 30 seconds, at QoS 0, under the names they have for Prometheus.',
    payload({
      values: Type.Record(Type.String(), Type.Number(), {
        description: '`lectern_device_up{device="rfid",kind="rfid"}`: 1, and so on.',
      }),
    }),
  ),
  result: row(
    'cmd/{id}/result',
    'answer',
    false,
    'What became of an order: `{id}` is the verb. On the reply topic where the order names one.',
    payload({
      id: text("The order's."),
      verb: text(),
      by: text('Who asked.'),
      ok: Type.Boolean(),
      why: orNull(code),
      text: orNull(whatItMeans.text),
      what_to_do: orNull(text()),
      detail: orNull(text('What was asked for, or words for staff.')),
      took_ms: whole('From its arrival.'),
    }),
  ),
} as const satisfies Record<string, TopicRow>

export type TopicName = keyof typeof TOPICS
export type Payload<N extends TopicName> = Static<(typeof TOPICS)[N]['schema']>
/** What the teller knows; the publisher adds the rest. */
export type Facts<N extends TopicName> = Omit<Payload<N>, 'v' | 'ts' | 'boot_id' | 'seq'>

/** '+', '#', '/' and control characters have a meaning of their own in a topic (MQTT 3.1.1, section 4.7). */
const level = (words: string): string => words.replaceAll(/[^\w.-]/g, '_')

/** 'lectern/main/kiosk-1/device/rfid/state'. */
export function topicOf(prefix: string, name: TopicName, id = ''): string {
  return `${prefix}/${TOPICS[name].path.replace('{id}', level(id))}`
}
