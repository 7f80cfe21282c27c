/** Tells MQTT what the desk sees: the state of each device, alarms, exceptions, and people by the hour. No patron data. */
import { ERRORS } from '../../contract/errors.ts'
import type { DeskEvent, DropView } from '../../contract/staff.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Unsubscribe } from '../../runtime/emitter.ts'
import type { DevicePort, DropPort, EventSource } from '../desk-ports.ts'
import type { Publisher } from './contract.ts'
import type { Outbox } from './outbox.ts'
import type { Facts } from './topics.ts'

/** People through one gate in one hour. */
export interface GateHour {
  readonly gate: string
  /** From and to in milliseconds since 1970. */
  readonly from: number
  readonly to: number
  readonly into: number
  readonly out: number
  readonly alarms: number
}

export interface GateHours {
  /** Told once an hour is over, with nobody in it too. */
  onHour(listener: (hour: GateHour) => void): Unsubscribe
}

export interface TellSources {
  readonly publisher: Publisher
  readonly outbox: Pick<Outbox, 'learn'>
  readonly devices: readonly DevicePort[]
  readonly events: readonly EventSource[]
  /** Null without gates. */
  readonly hours: GateHours | null
  /** Null without a book drop. */
  readonly drop: Pick<DropPort, 'view' | 'onView'> | null
  /** Tell items' numbers and titles. */
  readonly titles: boolean
  readonly clock: Pick<Clock, 'wall'>
}

/** What happened longer ago than this before the start is told to nobody any more: 24 hours. */
export const RECENT_MILLISECONDS = 86_400_000

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString()

export function tellMqtt(sources: TellSources): Unsubscribe {
  const { clock, devices, drop, events, hours, publisher } = sources
  const tellDevice = (status: DevicePort['status']) =>
    publisher.publish('device', deviceOf(status), status.id)
  for (const { status } of devices) tellDevice(status)
  // An alarm that was kept moments before the power went was perhaps not told.
  const from = iso(clock.wall() - RECENT_MILLISECONDS)
  for (const source of events)
    for (const event of source.recent().toReversed())
      if (event.at >= from) tellEvent(event, sources, { again: false })
  const endings = [
    ...devices.map((device) => device.onStatus(tellDevice)),
    ...events.map((source) => source.onEvent((event) => tellEvent(event, sources, { again: true }))),
    ...(drop === null ? [] : [tellDrop(drop, publisher)]),
    ...(hours === null
      ? []
      : [
          hours.onHour(({ alarms, from, gate, into, out, to }) =>
            publisher.publish('gateHour', { gate, from: iso(from), to: iso(to), into, out, alarms }),
          ),
        ]),
  ]
  return () => {
    for (const end of endings) end()
  }
}

function deviceOf({ kind, state, code, detail, since }: DevicePort['status']): Facts<'device'> {
  return {
    kind,
    state,
    code,
    text: code === null ? null : ERRORS[code].staff,
    what_to_do: code === null ? null : ERRORS[code].whatToDo,
    detail,
    since: iso(since),
    consumables: kind === 'printer' ? { paper: paperOf(state, code) } : {},
  }
}

function paperOf(state: string, code: string | null): 'ok' | 'low' | 'out' | 'unknown' {
  if (code === 'PRINTER_PAPER_OUT') return 'out'
  if (code === 'PRINTER_PAPER_LOW') return 'low'
  return state === 'ready' ? 'ok' : 'unknown'
}

/** `again`: an event that was told may be told again, for more is known of it. */
function tellEvent(
  event: DeskEvent,
  { outbox, publisher, titles }: TellSources,
  { again }: { readonly again: boolean },
): void {
  const { at, id } = event
  const item = titles ? { item: event.item, title: event.title } : { item: null, title: null }
  publisher.together(() => {
    if (!isNew(outbox, id) && !again) return
    if (event.type === 'gateAlarm') {
      const { direction, gate, kiosk, verdict } = event
      publisher.publish('gateAlarm', { id, at, gate, ...item, verdict, at_kiosk: kiosk, direction })
    } else {
      const { bin, reason } = event
      const { staff, whatToDo } = ERRORS[reason]
      publisher.publish('exception', { id, at, ...item, bin, reason, text: staff, what_to_do: whatToDo })
    }
  })
}

/** On a disk that takes nothing an event is rather told twice than not at all. */
function isNew(outbox: Pick<Outbox, 'learn'>, id: string): boolean {
  try {
    return outbox.learn('event', id)
  } catch {
    return true
  }
}

function tellDrop(drop: Pick<DropPort, 'view' | 'onView'>, publisher: Publisher): Unsubscribe {
  let told = ''
  const tell = () => {
    const facts = dropOf(drop.view())
    const words = JSON.stringify(facts)
    if (words === told) return
    told = words
    publisher.publish('drop', facts)
  }
  tell()
  return drop.onView(tell)
}

const dropOf = ({ bins, exceptions, onBelt, problem, state }: DropView): Facts<'drop'> => ({
  state,
  code: problem,
  on_belt: onBelt,
  exceptions: exceptions.length,
  bins: bins.map(({ bin, emptiedAt, exception, full, items, name }) => ({
    bin,
    name,
    items,
    full,
    exception,
    emptied_at: emptiedAt,
  })),
})
