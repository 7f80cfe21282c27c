import type { Fields, MessageName } from './messages.ts'

export type Extra = readonly [id: string, value: string]

export interface Message<N extends MessageName = MessageName> {
  readonly name: N
  readonly fields: Fields<N>
  /** AY, 0 to 9, or null where the message has none. */
  readonly sequence: number | null
  /** Fields the message's row does not name, in order. */
  readonly extra: readonly Extra[]
}

/** Discriminated by `name`. */
export type AnyMessage = { [N in MessageName]: Message<N> }[MessageName]
