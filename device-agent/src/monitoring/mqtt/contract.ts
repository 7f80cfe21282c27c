/**
 * Who tells and who carries, apart: the teller knows facts, the publisher topics and envelope, the carrier a broker.
 */
import type { Facts, TopicName } from './topics.ts'

export interface Publisher {
  /** Never throws and never waits: state is told as it is when the broker is there, events in their order. */
  publish<N extends TopicName>(name: N, facts: Facts<N>, id?: string): void
}

/** One message on its way. */
export interface Parcel {
  readonly topic: string
  readonly payload: string
  readonly retain: boolean
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
}

/** Resolves when the broker has let us in; null where it did not, `onEnd` having said why. */
export type OpenLine = (will: Parcel, events: LineEvents) => Promise<Line | null>
