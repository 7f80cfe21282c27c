/**
 * Who tells and who carries, apart: the teller knows facts, the publisher topics and envelope, the carrier a broker.
 */
import type { Facts, TopicName } from './topics.ts'

export interface Publisher {
  /** Never throws and never waits: state is told as it is when the broker is there, events in their order. */
  publish<N extends TopicName>(name: N, facts: Facts<N>, id?: string): void
  /** All that `work` writes into the outbox is kept together, or none of it. Never throws. */
  together(work: () => void): void
  /** What was told under a retained topic is no longer so: an empty payload. */
  clear(name: TopicName, id: string): void
}

/** One message on its way. */
export interface Parcel {
  readonly topic: string
  /** Empty: what the broker keeps of the topic goes. */
  readonly payload: string
  readonly retain: boolean
  readonly qos: 0 | 1
  /** After so long it is worth nothing; null for ever. Told to brokers of MQTT 5. */
  readonly expirySeconds: number | null
  /** MQTT 5: what the asker gave to know the answer by. */
  readonly correlation?: Buffer
}

/** What came in on a topic the kiosk listens to. */
export interface Incoming {
  readonly topic: string
  readonly payload: Buffer
  readonly retain: boolean
  /** The broker may have sent it before. */
  readonly again: boolean
  /** From MQTT 5's own properties; null in 3.1.1. */
  readonly replyTo: string | null
  readonly correlation: Buffer | null
  /** The user property `by`. */
  readonly by: string | null
}

/** One connection to a broker. */
export interface Line {
  /** Resolves when the broker has it (QoS 1: PUBACK); rejects where the line ended before. */
  send(parcel: Parcel): Promise<void>
  /** Says farewell, so that no will is sent. */
  end(): Promise<void>
  /** Ends it at once; nothing happens where it has ended. */
  cut(): void
}

/** Why a line is gone, or never came; `detail` is for staff. */
export interface LineEnd {
  readonly code: 'MQTT_AWAY' | 'MQTT_REFUSED'
  readonly detail: string
}

export interface LineEvents {
  /** Told once; nothing follows. */
  onEnd(end: LineEnd): void
  onMessage(message: Incoming): void
  /** The broker does not let us listen. */
  onDeaf(detail: string): void
}

/** Resolves when the broker has let us in; null where it did not, `onEnd` having said why. */
export type OpenLine = (will: Parcel, events: LineEvents) => Promise<Line | null>
