/**
 * How the library system last judged the cards seen at this kiosk, for the time when it cannot be asked. Holds no
 * number and no name: a card is found by a keyed hash of its number.
 */
export interface Standing {
  /** Milliseconds since 1970. */
  readonly seenAt: number
  readonly mayCheckout: boolean
  readonly cardLost: boolean
  /** The library system asked for a PIN with this card. */
  readonly needsPin: boolean
}

export interface Standings {
  remember(card: string, standing: Standing): void
  /** Null for a card never seen, or forgotten. */
  of(card: string): Standing | null
  /** Forgets what was seen before `seenBefore`, in milliseconds since 1970. */
  prune(seenBefore: number): void
}
