/** One topic's payload, told of a kiosk: the kiosk as it is then. Pure. */

import { attentionOf } from './attention.ts'
import { daysOf, hoursOf, todayOf } from './counts.ts'
import { historyOf } from './device-history.ts'
import { alertOf, deviceOf, dropOf, eventOf, gateHourOf, infoOf, stateOf } from './facts.ts'
import {
  type Alert,
  type Device,
  type DeviceChange,
  type Kiosk,
  type KioskEvent,
  rankOf,
  SEVERITIES,
} from './kiosk.ts'
import { type Fields, numberOf, type Read, recordOf, textOf } from './read.ts'

export const DEVICES_MAX = 64
export const ALERTS_MAX = 100
/** Of one kiosk, newest kept. */
export const EVENTS_MAX = 100
/** Changes of one device, newest kept. */
export const HISTORY_MAX = 30
/** Two days of four gates. */
export const GATE_HOURS_MAX = 200

/** `levels`: the topic below the kiosk's own, apart. The same object where it says nothing new. */
export function changed(kiosk: Kiosk, levels: readonly string[], read: Read): Kiosk {
  const next = apply(kiosk, levels, read)
  if (next === kiosk) return kiosk
  const rank = rankOf(next)
  return rank === next.rank ? next : { ...next, rank }
}

/** An alert is over, or a device or the drop is no more: their topic was emptied. */
export function cleared(kiosk: Kiosk, [family = '', id = '']: readonly string[]): Kiosk {
  const next =
    family === 'alert'
      ? { ...kiosk, alerts: kiosk.alerts.filter(({ code }) => code !== id) }
      : family === 'device'
        ? { ...kiosk, devices: kiosk.devices.filter((device) => device.id !== id) }
        : family === 'drop'
          ? { ...kiosk, drop: null }
          : kiosk
  return { ...next, rank: rankOf(next) }
}

function apply(kiosk: Kiosk, levels: readonly string[], read: Read): Kiosk {
  const [family, id = '', tail = ''] = levels
  const { fields } = read
  switch (family) {
    case 'availability':
      return available(kiosk, read)
    case 'state': {
      const state = stateOf(fields.state)
      return state === null
        ? kiosk
        : { ...kiosk, state, stateSince: textOf(fields.since), lends: textOf(fields.lends) }
    }
    case 'info':
      return { ...kiosk, info: infoOf(fields) }
    case 'device':
      if (tail === 'history') return { ...kiosk, devices: withHistory(kiosk.devices, id, historyOf(fields)) }
      return tail === 'state' ? { ...kiosk, devices: withDevice(kiosk.devices, deviceOf(id, fields)) } : kiosk
    case 'drop':
      return id === 'state' ? { ...kiosk, drop: dropOf(fields) } : kiosk
    case 'alert':
      return { ...kiosk, alerts: withAlert(kiosk.alerts, alertOf(id, fields)) }
    case 'attention':
      return { ...kiosk, attention: attentionOf(fields) }
    case 'counts':
      return counted(kiosk, id, fields)
    case 'counters':
      return { ...kiosk, counters: recordOf(fields.values, numberOf) }
    case 'event':
      return happened(kiosk, id, read)
    default:
      return kiosk
  }
}

/** A will is older than anything told: one of a former start says nothing about this one (docs/mqtt.md). */
function available(kiosk: Kiosk, { at, boot, fields }: Read): Kiosk {
  if (fields.state === 'online') return { ...kiosk, online: true, onlineSince: at, boot }
  if (fields.state !== 'offline' || (kiosk.boot !== null && kiosk.boot !== boot)) return kiosk
  return { ...kiosk, online: false, onlineSince: kiosk.online === false ? kiosk.onlineSince : at, boot }
}

function withDevice(devices: readonly Device[], told: Omit<Device, 'history'>): readonly Device[] {
  const known = devices.find(({ id }) => id === told.id)
  const others = devices.filter(({ id }) => id !== told.id)
  if (known === undefined && others.length >= DEVICES_MAX) return devices
  const before = known?.history ?? []
  const [last] = before
  const news = last === undefined || last.state !== told.state || last.code !== told.code
  const history = news ? [changeOf(told), ...before].slice(0, HISTORY_MAX) : before
  return [...others, { ...told, history }].toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

const changeOf = ({ code, since, state, text, whatToDo }: DeviceChange): DeviceChange => ({
  ...{ code, since, state, text, whatToDo },
})

/** What the kiosk has kept says more than what was heard here. */
const withHistory = (devices: readonly Device[], id: string, history: readonly DeviceChange[]) =>
  devices.map((device) => (device.id === id ? { ...device, history: history.slice(0, HISTORY_MAX) } : device))

function counted(kiosk: Kiosk, span: string, fields: Fields): Kiosk {
  if (span === 'today') return { ...kiosk, today: todayOf(fields) }
  if (span === 'hours') return { ...kiosk, hours: hoursOf(fields) }
  return span === 'days' ? { ...kiosk, days: daysOf(fields) } : kiosk
}

const gravity = ({ severity }: Alert): number => SEVERITIES.indexOf(severity)

function withAlert(alerts: readonly Alert[], told: Alert): readonly Alert[] {
  const others = alerts.filter(({ code }) => code !== told.code)
  return [...others, told]
    .toSorted((a, b) => gravity(a) - gravity(b) || (a.since < b.since ? -1 : 1))
    .slice(0, ALERTS_MAX)
}

function happened(kiosk: Kiosk, kind: string, read: Read): Kiosk {
  if (kind === 'recovery') return recovered(kiosk, read)
  if (kind === 'gate_hour') {
    const hour = gateHourOf(read.fields)
    const others = kiosk.gateHours.filter(({ from, gate }) => from !== hour.from || gate !== hour.gate)
    const gateHours = [hour, ...others]
      .toSorted((a, b) => (a.from > b.from ? -1 : 1))
      .slice(0, GATE_HOURS_MAX)
    return { ...kiosk, gateHours }
  }
  const event = eventOf(kind, read)
  return event === null ? kiosk : { ...kiosk, events: withEvent(kiosk.events, event) }
}

function withEvent(events: readonly KioskEvent[], event: KioskEvent): readonly KioskEvent[] {
  const others = events.filter(({ key }) => key !== event.key)
  return [event, ...others].toSorted((a, b) => (a.at > b.at ? -1 : 1)).slice(0, EVENTS_MAX)
}

function recovered(kiosk: Kiosk, { at: toldAt, fields }: Read): Kiosk {
  const key = `fault ${textOf(fields.id)}`
  const over = textOf(fields.at) ?? toldAt
  if (!kiosk.events.some((event) => event.key === key)) return kiosk
  return {
    ...kiosk,
    events: kiosk.events.map((event) =>
      event.key === key && event.type === 'fault' ? { ...event, over } : event,
    ),
  }
}
