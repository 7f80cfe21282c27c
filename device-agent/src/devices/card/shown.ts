/** Cards as they are shown and taken away, told once each. Nothing of a card is kept longer than its showing. */
import type { CardNumberSettings } from '../../config/settings.ts'
import type { Clock, TimerHandle } from '../../runtime/clock.ts'
import { Signal } from '../../runtime/emitter.ts'
import type { SupervisedDevice } from '../supervised.ts'
import type { CardReader, RefusedCard, ShownCard } from './contract.ts'
import { cardNumber, isRandom } from './number.ts'

/** A card held in the hand flickers: back so soon after it was gone, it was never away. */
export const AGAIN_MILLISECONDS = 1_500

interface Lying {
  readonly what: string
  /** Runs once the card is gone. */
  gone: TimerHandle | null
}

export class ShownCards {
  readonly cards = new Signal<ShownCard>()
  readonly refusals = new Signal<RefusedCard>()
  readonly #clock: Clock
  readonly #rules: CardNumberSettings
  readonly #lying = new Map<string, Lying>()

  constructor(clock: Clock, rules: CardNumberSettings) {
    this.#clock = clock
    this.#rules = rules
  }

  /** `place` tells readers apart. */
  chip(place: string, uid: Uint8Array): void {
    const number = cardNumber(uid, this.#rules)
    if (!this.#isNew(place, Buffer.from(uid).toString('hex'))) return
    if (isRandom(uid)) this.refusals.tell('CARD_RANDOM_UID')
    else if (number === null) this.refusals.tell('CARD_UNREADABLE')
    else this.cards.tell({ number })
  }
  /** A reader that makes the number itself. */
  number(place: string, text: string): void {
    const { prefix, suffix, width } = this.#rules
    if (this.#isNew(place, text))
      this.cards.tell({ number: `${prefix}${text.padStart(width, '0')}${suffix}` })
  }
  unreadable(place: string): void {
    if (this.#isNew(place, '')) this.refusals.tell('CARD_UNREADABLE')
  }
  removed(place: string): void {
    const lying = this.#lying.get(place)
    if (lying === undefined || lying.gone !== null) return
    lying.gone = this.#clock.setTimeout(() => this.#lying.delete(place), AGAIN_MILLISECONDS)
  }
  /** Forgets all, with its timers. */
  clear(): void {
    for (const { gone } of this.#lying.values()) this.#clock.clearTimeout(gone)
    this.#lying.clear()
  }

  #isNew(place: string, what: string): boolean {
    const lying = this.#lying.get(place)
    if (lying !== undefined) this.#clock.clearTimeout(lying.gone)
    this.#lying.set(place, { what, gone: null })
    return lying?.what !== what
  }
}

/** A supervised reader that tells what is shown on it, and forgets that when it is stopped. */
export function asCardReader(device: SupervisedDevice<'card'>, shown: ShownCards): CardReader {
  const stop = device.stop.bind(device)
  return Object.assign(device, {
    onCard: shown.cards.listen.bind(shown.cards),
    onRefused: shown.refusals.listen.bind(shown.refusals),
    stop: async () => {
      await stop()
      shown.clear()
    },
  })
}
