/** Staff mode at the kiosk's own screen, put together. */
import type { Settings } from './config/settings.ts'
import type { StaffModePort } from './flows/session/staff-port.ts'
import type { CountStore } from './journal/counts-contract.ts'
import type { KeptOrders } from './monitoring/commands/kept-orders.ts'
import type { StaffPort } from './monitoring/desk.ts'
import type { DevicePort } from './monitoring/desk-ports.ts'
import type { Clock } from './runtime/clock.ts'
import { dayStart } from './runtime/local-hours.ts'
import type { Signals } from './signals/contract.ts'
import { Backlight } from './staff-mode/backlight.ts'
import { exportLogs } from './staff-mode/export-logs.ts'
import { staffFacts } from './staff-mode/facts.ts'
import { type PerformParts, performStaff } from './staff-mode/perform.ts'
import { PinTries } from './staff-mode/pin-tries.ts'
import { type Place, reach } from './staff-mode/reach.ts'
import { WayIn } from './staff-mode/way-in.ts'

export interface StaffModeParts
  extends Pick<PerformParts, 'commands' | 'standing' | 'ring' | 'log' | 'record'> {
  readonly settings: () => Settings
  readonly clock: Clock
  readonly orders: KeptOrders
  readonly counts: Pick<CountStore, 'between'>
  readonly devices: readonly DevicePort[]
  readonly signals: Signals
  readonly desk: Pick<StaffPort, 'act'>
  readonly ils: { check(): Promise<void> }
  readonly version: string
}

export function createStaffMode(parts: StaffModeParts): StaffModePort {
  const { clock, counts, desk, devices, ils, log, orders, record, settings, signals, standing } = parts
  const backlight = new Backlight()
  const wayIn = new WayIn({
    settings: () => settings().staffMode,
    tries: new PinTries(orders, clock.wall),
    log,
    record,
  })
  const performing: PerformParts = {
    ...parts,
    backlight,
    checkIls: () => ils.check(),
    network: () => Promise.all(placesOf(settings()).map(reach)),
    act: (action) => desk.act(action),
    exportLogs: (lines) =>
      exportLogs({
        folder: settings().staffMode?.exportFolder ?? '',
        kiosk: settings().kiosk.id,
        lines,
        at: clock.wall(),
      }),
  }
  return {
    card: (code) => wayIn.card(code),
    checkPin: (pin) => wayIn.checkPin(pin),
    perform: (action) => performStaff(performing, action),
    facts: () =>
      staffFacts({
        closed: () => standing.now.closedByStaff !== null,
        between: (from, to) => counts.between(from, to),
        day: () => ({ from: dayStart(clock.wall()), to: clock.wall() }),
        devices: () => devices.map(({ status }) => status),
        signals: () => signals.states(),
        volumePercent: () => standing.now.volumePercent ?? settings().kiosk.volumePercent,
        brightnessPercent: () => backlight.percent,
        version: parts.version,
      }),
  }
}

const MQTT_PORT: Readonly<Record<string, number>> = { 'mqtt:': 1883, 'mqtts:': 8883 }

/** What this kiosk talks to over the network. */
export function placesOf({ ils, mqtt }: Pick<Settings, 'ils' | 'mqtt'>): readonly Place[] {
  const places: Place[] = [{ what: 'ils', host: ils.host, port: ils.port }]
  if (mqtt?.broker === 'embedded')
    places.push({ what: 'broker', host: '127.0.0.1', port: mqtt.embedded.port })
  if (mqtt?.url !== undefined) {
    const { hostname, port, protocol } = new URL(mqtt.url)
    const host = hostname.replace(/^\[(.*)\]$/, '$1')
    places.push({ what: 'broker', host, port: port === '' ? (MQTT_PORT[protocol] ?? 1883) : Number(port) })
  }
  return places
}
