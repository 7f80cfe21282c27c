/** What MQTT hears of this kiosk, and the orders that come over it, put together from the settings. */
import type { Settings } from './config/settings.ts'
import type { Screen } from './contract/view.ts'
import { openOutbox } from './journal/open-outbox.ts'
import type { KioskCommands } from './monitoring/commands/contract.ts'
import type { DevicePort, DropPort, EventSource } from './monitoring/desk-ports.ts'
import type { DeviceHistory } from './monitoring/device-history.ts'
import type { Health } from './monitoring/health.ts'
import { Home } from './monitoring/home-assistant/announce.ts'
import { discoveryTopics } from './monitoring/home-assistant/discovery.ts'
import type { Log } from './monitoring/log.ts'
import { Alerts } from './monitoring/mqtt/alerts.ts'
import { CommandChannel } from './monitoring/mqtt/command-channel.ts'
import type { Incoming, OpenLine } from './monitoring/mqtt/contract.ts'
import { kioskCounters } from './monitoring/mqtt/kiosk-counters.ts'
import { kioskInfo } from './monitoring/mqtt/kiosk-info.ts'
import { MqttPublisher } from './monitoring/mqtt/publisher.ts'
import { isVisit, tellSessionEnds } from './monitoring/mqtt/session-ends.ts'
import { type GateHours, tellMqtt } from './monitoring/mqtt/tell.ts'
import { type AttentionSources, tellAttention } from './monitoring/mqtt/tell-attention.ts'
import { type CountsSources, tellCounts } from './monitoring/mqtt/tell-counts.ts'
import { tellDeviceHistory } from './monitoring/mqtt/tell-device-history.ts'
import { type CounterSource, tellKiosk } from './monitoring/mqtt/tell-kiosk.ts'
import type { Notices } from './monitoring/notices.ts'
import type { Clock } from './runtime/clock.ts'
import { Signal, type Unsubscribe } from './runtime/emitter.ts'
import type { RecordStaff } from './staff/audit.ts'

export interface TellingParts {
  readonly settings: () => Settings
  readonly boot: string
  readonly clock: Clock
  readonly log: Log
  readonly notices: Notices
  readonly health: () => Health
  readonly devices: readonly DevicePort[]
  readonly drop: DropPort | null
  readonly gates: GateHours | null
  readonly events: readonly EventSource[]
  /** The patron's screen. */
  readonly session: { onView(listener: (view: { readonly screen: Screen }) => void): Unsubscribe }
  readonly attention: AttentionSources['attention']
  readonly counts: CountsSources['counts']
  readonly deviceHistory: DeviceHistory
  /** Who carries out orders; left out where nobody does. */
  readonly commands?: KioskCommands
  /** Keeps what was ordered, and by whom. */
  readonly record: RecordStaff
  /** Staff have closed the kiosk. */
  readonly closed?: () => boolean
  /** Counted elsewhere, on top of the kiosk's own. */
  readonly counters?: readonly CounterSource[]
}

export interface Telling {
  start(): void
  stop(): Promise<void>
}

/** Keys of notices that are no device and no item either. */
export const isNoItem = (key: string): boolean => /^(bin \d{1,2}|drop|gates|outbox|alerts)$/.test(key)

/** Null where the library wants no MQTT. */
export async function createTelling(parts: TellingParts): Promise<Telling | null> {
  const { clock, devices, notices, settings } = parts
  const { data, kiosk, mqtt } = settings()
  if (mqtt === undefined) return null
  const { outbox, setAside } = openOutbox({ folder: data.folder, wall: clock.wall })
  if (setAside !== null) notices.raise('JOURNAL_SET_ASIDE', `set aside as ${setAside}`, 'outbox')
  const prefix = `${mqtt.base}/${mqtt.site}/${kiosk.id}`
  const incoming = new Signal<Incoming>()
  const commands = mqtt.commands ? (parts.commands ?? null) : null
  const places = discoveryTopics({ ...mqtt, ...mqtt.homeAssistant })
  const home = mqtt.homeAssistant.enabled ? { own: places.config(kiosk.id), heard: places.status } : null
  const listen = [...(commands === null ? [] : [`${prefix}/cmd/+`]), ...(home === null ? [] : [home.heard])]
  const { close, open } = await createLine(parts, { prefix, listen, outside: home })
  const publisher = new MqttPublisher({
    ...parts,
    open,
    outbox,
    prefix,
    onMessage: (message) => incoming.tell(message),
  })
  const shared = { ...parts, outbox, publisher, titles: mqtt.titles }
  const alerts = new Alerts({
    ...shared,
    isThing: (key) => isNoItem(key) || devices.some(({ status }) => status.id === key),
  })
  const info = await kioskInfo({ settings, health: parts.health, commands: commands !== null })
  const atHome =
    home === null
      ? null
      : new Home({
          config: home.own,
          status: home.heard,
          prefix,
          info,
          bins: () => parts.drop?.view().bins ?? [],
          announce: (topic, words) => publisher.announce(topic, words),
        })
  let visiting = false
  const changed = new Signal<void>()
  const begin = (): Unsubscribe[] => [
    tellMqtt({ ...shared, hours: parts.gates }),
    tellAttention(shared),
    tellCounts(shared),
    tellDeviceHistory(shared),
    tellKiosk({
      ...shared,
      info,
      inUse: () => visiting,
      closed: parts.closed ?? (() => false),
      onChange: (listener) => changed.listen(listener),
      counters: [kioskCounters(parts.health), ...(parts.counters ?? [])],
      onRound: () => {
        alerts.refresh()
        atHome?.refresh()
      },
    }),
    tellSessionEnds(parts.session, publisher, clock),
    parts.session.onView(({ screen }) => {
      visiting = isVisit(screen)
      changed.tell()
    }),
  ]
  const endings: Unsubscribe[] = [() => alerts.stop()]
  if (commands !== null) {
    const answer: MqttPublisher['answer'] = (facts, to) => publisher.answer(facts, to)
    const channel = new CommandChannel({ ...shared, commands, answer, prefix })
    endings.push(incoming.listen((message) => channel.take(message)))
  }
  if (atHome !== null) endings.push(incoming.listen((message) => atHome.take(message)))
  return {
    start: () => {
      endings.push(...begin())
      atHome?.refresh()
      publisher.start()
    },
    stop: async () => {
      for (const end of endings) end()
      await publisher.stop()
      await close()
      outbox.shut()
    },
  }
}

interface OpenedLine {
  readonly open: OpenLine
  close(): Promise<void>
}

interface LinePlaces {
  readonly prefix: string
  /** Topics that are listened to. */
  readonly listen: readonly string[]
  /** Home Assistant's. */
  readonly outside: { readonly own: string; readonly heard: string } | null
}

/** Most kiosks tell nobody: they need not load client and broker. */
async function createLine(
  { clock, settings }: TellingParts,
  { listen, outside, prefix }: LinePlaces,
): Promise<OpenedLine> {
  const { http, mqtt } = settings()
  if (mqtt === undefined) throw new RangeError('no MQTT in the settings')
  const { openLine } = await import('./monitoring/mqtt/line.ts')
  const clientId = prefix.replaceAll('/', '-')
  if (mqtt.broker === 'external')
    return { open: openLine({ ...mqtt, url: mqtt.url ?? '', clientId, listen }), close: async () => {} }
  const { EmbeddedBroker } = await import('./monitoring/mqtt/embedded-broker.ts')
  const broker = new EmbeddedBroker({
    settings: mqtt.embedded,
    prefix,
    httpPort: http.port,
    clock,
    ...(outside === null ? {} : { outside }),
  })
  const line = openLine({ version: '3.1.1', url: broker.url, ...broker.login, clientId, listen })
  return {
    open: async (will, events) => {
      try {
        await broker.listen()
      } catch (error) {
        const detail = error instanceof Error && 'code' in error ? String(error.code) : 'no port'
        events.onEnd({ code: 'MQTT_AWAY', detail: `the broker inside: ${detail}` })
        return null
      }
      return line(will, events)
    },
    close: () => broker.close(),
  }
}
