/** What staff see: the console's own line and store at the broker inside the kiosk, told by the real publisher. */
import { ERRORS, type ErrorCode } from '@lectern/device-agent/contract/errors'
import type { Device } from '@lectern/device-agent/devices/device'
import { createLog } from '@lectern/device-agent/monitoring/log'
import { Alerts } from '@lectern/device-agent/monitoring/mqtt/alerts'
import { EmbeddedBroker } from '@lectern/device-agent/monitoring/mqtt/embedded-broker'
import { openLine } from '@lectern/device-agent/monitoring/mqtt/line'
import { MqttPublisher } from '@lectern/device-agent/monitoring/mqtt/publisher'
import { tellMqtt } from '@lectern/device-agent/monitoring/mqtt/tell'
import { createNotices, type Notices } from '@lectern/device-agent/monitoring/notices'
import { type Clock, systemClock } from '@lectern/device-agent/runtime/clock'
import { testOutbox } from '../../../device-agent/src/journal/outbox.test-support.ts'
import { freePort } from '../../../device-agent/src/monitoring/mqtt/mosquitto.test-support.ts'
import { Line } from '../../../kiosk-ui/src/console/mqtt/line.ts'
import { FleetStore } from '../../../kiosk-ui/src/console/store/fleet-store.ts'
import type { Alert, Device as ShownDevice } from '../../../kiosk-ui/src/console/store/kiosk.ts'

const KIOSK = 'main/kiosk-1'
const PREFIX = `lectern/${KIOSK}`
const TOPICS = ['availability', 'alert/+', 'device/+/state'].map((topic) => `lectern/+/+/${topic}`)

export class StaffConsole {
  readonly notices: Notices
  readonly #store: FleetStore
  readonly #news: Set<() => void>
  readonly #publisher: MqttPublisher
  readonly #clock: Clock
  readonly #close: () => Promise<void>

  private constructor(parts: {
    clock: Clock
    notices: Notices
    publisher: MqttPublisher
    store: FleetStore
    news: Set<() => void>
    close: () => Promise<void>
  }) {
    this.#clock = parts.clock
    this.notices = parts.notices
    this.#publisher = parts.publisher
    this.#store = parts.store
    this.#news = parts.news
    this.#close = parts.close
  }

  /** `clock`: of the kiosk; wires to the broker have real time. */
  static async open(clock: Clock): Promise<StaffConsole> {
    const [port, webSocketPort] = [await freePort(), await freePort()]
    const broker = new EmbeddedBroker({
      settings: { port, webSocketPort, listenBeyondLoopback: false, origins: [] },
      prefix: PREFIX,
      httpPort: 0,
      clock: systemClock,
    })
    await broker.listen()
    const log = createLog({ clock, write: () => undefined })
    const notices = createNotices({ log, clock })
    const outbox = testOutbox()
    const publisher = new MqttPublisher({
      open: openLine({ version: '3.1.1', url: broker.url, ...broker.login, clientId: 'kiosk-1', listen: [] }),
      outbox,
      clock,
      notices,
      log,
      boot: 'boot-1',
      prefix: PREFIX,
    })
    const alerts = new Alerts({ notices, outbox, publisher, clock, titles: true, isThing: () => true })
    const store = new FleetStore()
    const news = new Set<() => void>()
    const opened = Promise.withResolvers<void>()
    const line = new Line(
      { url: `ws://127.0.0.1:${webSocketPort}`, user: null, password: null },
      {
        onMessage: (topic, payload) => {
          if (store.take(topic, payload)) for (const look of [...news]) look()
        },
        onEnd: () => opened.reject(new Error('the console was not let in')),
      },
      opened.resolve,
    )
    await opened.promise
    await line.subscribe(TOPICS)
    publisher.start()
    const close = async () => {
      alerts.stop()
      line.close()
      await publisher.stop()
      await broker.close()
      outbox.shut()
    }
    const staff = new StaffConsole({ clock, notices, publisher, store, news, close })
    await staff.#until(() => store.kiosk(KIOSK)?.online === true)
    return staff
  }

  /** As the agent tells of each device. Ends with what is returned. */
  tellOf(devices: readonly Device[]): () => void {
    const outbox = { learn: () => true }
    return tellMqtt({
      publisher: this.#publisher,
      outbox,
      devices,
      events: [],
      hours: null,
      drop: null,
      titles: true,
      clock: this.#clock,
    })
  }

  alert(code: ErrorCode): Alert | undefined {
    return this.#store.kiosk(KIOSK)?.alerts.find((alert) => alert.code === code)
  }
  get alerts(): readonly string[] {
    return (this.#store.kiosk(KIOSK)?.alerts ?? []).map(({ code }) => code)
  }
  device(id: string): ShownDevice | undefined {
    return this.#store.kiosk(KIOSK)?.devices.find((device) => device.id === id)
  }
  /** Resolves once staff read it, with the words of the table. */
  shows(code: ErrorCode): Promise<void> {
    const { severity, staff, whatToDo } = ERRORS[code]
    return this.#until(() => {
      const alert = this.alert(code)
      return alert?.text === staff && alert.whatToDo === whatToDo && alert.severity === severity
    })
  }
  /** Resolves once no alert is shown any more. */
  quiet(): Promise<void> {
    return this.#until(() => this.alerts.length === 0)
  }
  /** Resolves once the device's own page says this of it. */
  says(id: string, code: ErrorCode | null): Promise<void> {
    return this.#until(() => {
      const device = this.device(id)
      const whatToDo = code === null ? null : ERRORS[code].whatToDo
      return device !== undefined && device.code === code && device.whatToDo === whatToDo
    })
  }
  close(): Promise<void> {
    return this.#close()
  }

  #until(fits: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!fits()) return
        this.#news.delete(look)
        resolve()
      }
      this.#news.add(look)
      look()
    })
  }
}
