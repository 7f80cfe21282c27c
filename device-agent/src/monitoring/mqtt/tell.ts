/** Tells MQTT what the desk sees: the state of each device, alarms, exceptions, and people by the hour. No patron data. */
import { ERRORS } from '../../contract/errors.ts'
import type { DeskEvent } from '../../contract/staff.ts'
import type { Unsubscribe } from '../../runtime/emitter.ts'
import type { DevicePort, EventSource } from '../desk-ports.ts'
import type { Publisher } from './contract.ts'

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
  readonly devices: readonly DevicePort[]
  readonly events: readonly EventSource[]
  /** Null without gates. */
  readonly hours: GateHours | null
  /** Tell items' numbers and titles. */
  readonly titles: boolean
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString()

export function tellMqtt({ publisher, devices, events, hours, titles }: TellSources): Unsubscribe {
  const tellDevice = ({ id, kind, state, code, detail, since }: DevicePort['status']) =>
    publisher.publish(
      'device',
      {
        kind,
        state,
        code,
        text: code === null ? null : ERRORS[code].staff,
        what_to_do: code === null ? null : ERRORS[code].whatToDo,
        detail,
        since: iso(since),
      },
      id,
    )
  const tellEvent = (event: DeskEvent) => {
    const { at, id } = event
    const item = titles ? { item: event.item, title: event.title } : { item: null, title: null }
    if (event.type === 'gateAlarm') {
      const { direction, gate, kiosk, verdict } = event
      publisher.publish('gateAlarm', { id, at, gate, ...item, verdict, at_kiosk: kiosk, direction })
    } else {
      const { bin, reason } = event
      const { staff, whatToDo } = ERRORS[reason]
      publisher.publish('exception', { id, at, ...item, bin, reason, text: staff, what_to_do: whatToDo })
    }
  }
  for (const { status } of devices) tellDevice(status)
  const endings = [
    ...devices.map((device) => device.onStatus(tellDevice)),
    ...events.map((source) => source.onEvent(tellEvent)),
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
