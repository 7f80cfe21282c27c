/** The desk and what MQTT hears of it, put together from what this kiosk has. */
import type { Settings } from './config/settings.ts'
import { INPUTS } from './flows/drop/roles.ts'
import { Desk, type StaffPort } from './monitoring/desk.ts'
import type { DeskPorts, DropPort, EventSource, GatesPort, SignalsPort } from './monitoring/desk-ports.ts'
import { exceptionEvents } from './monitoring/exception-events.ts'
import type { Log } from './monitoring/log.ts'
import { MqttPublisher } from './monitoring/mqtt/publisher.ts'
import { type GateHours, tellMqtt } from './monitoring/mqtt/tell.ts'
import type { Notices } from './monitoring/notices.ts'
import type { Clock } from './runtime/clock.ts'

export interface StaffDeskParts extends Pick<DeskPorts, 'devices' | 'acknowledged' | 'hands'> {
  readonly settings: () => Settings
  readonly boot: string
  readonly clock: Clock
  readonly log: Log
  readonly notices: Notices
  readonly signals: SignalsPort
  /** Null on a kiosk without a book drop. */
  readonly drop: DropPort | null
  /** Null on a kiosk without gates. */
  readonly gates: (GatesPort & EventSource & GateHours) | null
}

export interface StaffDesk {
  /** Null where the library does not want the staff's pages. */
  readonly pages: StaffPort | null
  start(): void
  stop(): Promise<void>
}

/** Nothing is moved by hand while a person may be inside. */
const INTERLOCKS = [INPUTS.serviceDoor, INPUTS.emergencyStop]

export async function createStaffDesk(parts: StaffDeskParts): Promise<StaffDesk> {
  const { drop, gates, settings, signals } = parts
  const events = [...(gates === null ? [] : [gates]), ...(drop === null ? [] : [exceptionEvents(drop)])]
  const desk = settings().staff.enabled
    ? new Desk({
        ...parts,
        signals: signals.states().length === 0 ? null : signals,
        events,
        interlocks: INTERLOCKS,
        frame: () => ({
          kiosk: { id: settings().kiosk.id, name: settings().kiosk.name },
          library: { name: settings().library.name },
        }),
      })
    : null
  const mqtt = await createMqtt(parts, events)
  return {
    pages: desk,
    start: () => mqtt?.start(),
    stop: async () => {
      await Promise.all([desk?.stop(), mqtt?.stop()])
    },
  }
}

async function createMqtt(
  parts: StaffDeskParts,
  events: readonly EventSource[],
): Promise<Omit<StaffDesk, 'pages'> | null> {
  const { kiosk, mqtt } = parts.settings()
  if (mqtt === undefined) return null
  // Most kiosks tell nobody: they need not load the client.
  const { openLine } = await import('./monitoring/mqtt/line.ts')
  const prefix = `${mqtt.base}/${mqtt.site}/${kiosk.id}`
  const publisher = new MqttPublisher({ ...parts, open: openLine(mqtt, prefix.replaceAll('/', '-')), prefix })
  const end = tellMqtt({ ...parts, events, hours: parts.gates, publisher, titles: mqtt.titles })
  return {
    start: () => publisher.start(),
    stop: () => {
      end()
      return publisher.stop()
    },
  }
}
