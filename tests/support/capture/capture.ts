/**
 * What leaves a kiosk for anybody but its patron: MQTT, log, metrics, health, mails, webhooks, whatever is written to the
 * program's own output, and what the pages of staff hear. All of it in one place, to be searched for patrons' data.
 */
import { type Datum, findPatronData } from './patron-data.ts'

export const CHANNELS = [
  'mqtt',
  'log',
  'metrics',
  'health',
  'mail',
  'webhook',
  'output',
  'staff pages',
  'browser',
] as const
/** Where not one message came, nobody listened. */
export const TOLD_BY_EVERY_KIOSK = ['mqtt', 'log', 'metrics', 'health', 'mail', 'webhook'] as const
export type Channel = (typeof CHANNELS)[number]

export interface Leak extends Datum {
  readonly channel: Channel
  /** The text it stands in, cut. */
  readonly where: string
}

const WHERE_MAX_CHARACTERS = 300

export class Capture {
  /** Each text once: what a kiosk says over and over is searched once. */
  readonly #heard = new Map<Channel, Set<string>>(CHANNELS.map((channel) => [channel, new Set()]))

  add(channel: Channel, text: string): void {
    this.#heard.get(channel)?.add(text)
  }
  texts(channel: Channel): readonly string[] {
    return [...(this.#heard.get(channel) ?? [])]
  }
  get counts(): Readonly<Record<Channel, number>> {
    const count = (channel: Channel) => [channel, this.#heard.get(channel)?.size ?? 0] as const
    return Object.fromEntries(CHANNELS.map(count)) as Record<Channel, number>
  }
  leaks(): readonly Leak[] {
    return CHANNELS.flatMap((channel) => {
      const texts = this.texts(channel)
      // Nearly always there is nothing: all at once first.
      if (findPatronData(texts.join('\n')).length === 0) return []
      return texts.flatMap((text) =>
        findPatronData(text).map((datum) => ({
          ...datum,
          channel,
          where: text.slice(0, WHERE_MAX_CHARACTERS),
        })),
      )
    })
  }
}
