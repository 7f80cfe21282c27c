/** Listens to a whole kiosk from its first moment to its last, wherever it tells anything. */
import type { Settings } from '@lectern/device-agent/config/settings'
import { type Listener, listenAt } from '../../../device-agent/src/monitoring/mqtt/mosquitto.test-support.ts'
import type { Capture } from './capture.ts'

/** Between two looks at what is told only when asked for. */
const ROUND_MILLISECONDS = 500
const ORDER_LIFE_MILLISECONDS = 60_000
const LOG_LINES = 500
/** For an answer, a mail, a post. */
const PATIENCE_MILLISECONDS = 20_000
const LOOK_AGAIN_MILLISECONDS = 20

/** At a broker that asks who is there. */
export interface Login {
  readonly username: string
  readonly password: string
}

export class KioskWatch {
  readonly #capture: Capture
  readonly #settings: Settings
  readonly #listening: Promise<Listener>
  #address = ''
  #orders = 0
  #rounds: NodeJS.Timeout | undefined

  private constructor(capture: Capture, settings: Settings, listening: Promise<Listener>) {
    this.#capture = capture
    this.#settings = settings
    this.#listening = listening
  }

  /** Before the kiosk starts. */
  static async open(capture: Capture, settings: Settings, login?: Login): Promise<KioskWatch> {
    const { mqtt } = settings
    if (mqtt === undefined) throw new RangeError('a kiosk that tells nobody')
    const inside = mqtt.broker === 'embedded'
    const port = inside ? mqtt.embedded.port : Number(new URL(mqtt.url ?? '').port)
    const listen = () =>
      listenAt(port, { protocolVersion: 4, ...login }, '#', ({ packet, text, topic }) =>
        capture.add('mqtt', `${topic} ${packet.retain ? 'retained ' : ''}${text}`),
      )
    const listening = inside ? untilThere(listen) : listen()
    // A broker inside is there only once the kiosk is.
    if (!inside) await listening
    return new KioskWatch(capture, settings, listening)
  }

  log(line: string): void {
    this.#capture.add('log', line)
  }
  /** It serves its pages there. A test may cut what it likes: of these looks none need be answered. */
  began(address: string): void {
    this.#address = address
    this.#rounds = setInterval(() => void this.#look().catch(() => undefined), ROUND_MILLISECONDS)
  }
  /** Looks a last time while all still runs. `ail`: makes something that mails and webhooks tell, where none did yet. */
  async end(ail: () => void): Promise<void> {
    clearInterval(this.#rounds)
    const { heard } = await this.#listening
    await this.#until('a birth', () => heard.some(({ words }) => words.state === 'online'))
    const ids = await this.#look()
    await this.#until('an order answered', () =>
      ids.every((id) => heard.some(({ topic, words }) => words.id === id && topic.endsWith('/result'))),
    )
    if (this.#capture.counts.mail === 0 || this.#capture.counts.webhook === 0) ail()
    await this.#until('a mail and a post', () => {
      const { mail, webhook } = this.#capture.counts
      return mail > 0 && webhook > 0
    })
  }
  /** Once it has stopped. */
  async close(): Promise<void> {
    const { close } = await this.#listening
    await close()
  }

  /** Ids of what was ordered. */
  async #look(): Promise<readonly string[]> {
    const { mqtt } = this.#settings
    const read = async (channel: 'metrics' | 'health') => {
      const answer = await fetch(new URL(channel, this.#address))
      this.#capture.add(channel, await answer.text())
    }
    const orders =
      mqtt?.commands === true
        ? [this.#order('screenshot', {}), this.#order('log_tail', { lines: LOG_LINES })]
        : []
    await Promise.all([read('metrics'), read('health')])
    return Promise.all(orders)
  }

  async #order(verb: string, args: object): Promise<string> {
    const { kiosk, mqtt } = this.#settings
    const { client } = await this.#listening
    const id = `${verb}-${Date.now()}-${++this.#orders}`
    const expires_at = new Date(Date.now() + ORDER_LIFE_MILLISECONDS).toISOString()
    await client.publishAsync(
      `${mqtt?.base}/${mqtt?.site}/${kiosk.id}/cmd/${verb}`,
      JSON.stringify({ v: 1, id, by: 'capture', expires_at, args }),
      { qos: 1 },
    )
    return id
  }

  async #until(what: string, fits: () => boolean): Promise<void> {
    const end = performance.now() + PATIENCE_MILLISECONDS
    while (!fits()) {
      if (performance.now() > end) throw new Error(`waited in vain for ${what}`)
      await moment()
    }
  }
}

const moment = () => new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MILLISECONDS))

/** Rejects where it is in vain, also where nobody waits for it. */
function untilThere(listen: () => Promise<Listener>): Promise<Listener> {
  const end = performance.now() + PATIENCE_MILLISECONDS
  const again = async (error: unknown): Promise<Listener> => {
    if (performance.now() > end) throw error
    await moment()
    return listen().catch(again)
  }
  const listening = listen().catch(again)
  listening.catch(() => undefined)
  return listening
}
