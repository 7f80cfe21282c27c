/** Where kiosks tell what ails them, and the broker of those whose test names none: one for all of a test file. */
import type { Settings } from '@lectern/device-agent/config/settings'
import {
  startBroker,
  type TestBroker,
} from '../../../device-agent/src/monitoring/mqtt/broker.test-support.ts'
import {
  mailSink,
  type Sink,
  webhookSink,
} from '../../../device-agent/src/monitoring/routes/sinks.test-support.ts'
import type { Capture } from './capture.ts'
import { KioskWatch, type Login } from './kiosk-watch.ts'

export class Listeners {
  readonly capture: Capture
  readonly #broker: TestBroker
  readonly #mail: Sink
  readonly #webhook: Sink

  private constructor(capture: Capture, broker: TestBroker, mail: Sink, webhook: Sink) {
    this.capture = capture
    this.#broker = broker
    this.#mail = mail
    this.#webhook = webhook
  }
  static async open(capture: Capture): Promise<Listeners> {
    return new Listeners(
      capture,
      await startBroker(),
      await mailSink((words) => capture.add('mail', words)),
      await webhookSink((words) => capture.add('webhook', words)),
    )
  }
  /** Settings of a kiosk as YAML at the top level, where those it has leave them out. */
  yaml({ alerts, mqtt }: Pick<Settings, 'alerts' | 'mqtt'>): string {
    const url = `mqtt://127.0.0.1:${this.#broker.port}`
    const more = {
      ...(mqtt !== undefined
        ? {}
        : { mqtt: { url, version: '3.1.1', commands: true, homeAssistant: { enabled: true } } }),
      ...(alerts.rules.length > 0
        ? {}
        : {
            alerts: {
              mail: {
                host: '127.0.0.1',
                port: this.#mail.port,
                security: 'none',
                from: 'kiosk@library.example',
              },
              webhooks: [{ id: 'capture', url: `http://127.0.0.1:${this.#webhook.port}/` }],
              rules: [{ severity: 'info', to: ['desk@library.example', 'webhook:capture'] }],
            },
          }),
    }
    return Object.entries(more)
      .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
      .join('')
  }
  /** Before the kiosk starts. */
  watch(settings: Settings, login?: Login): Promise<KioskWatch> {
    return KioskWatch.open(this.capture, settings, login)
  }
  async close(): Promise<void> {
    await Promise.all([this.#broker.close(), this.#mail.close(), this.#webhook.close()])
  }
}
