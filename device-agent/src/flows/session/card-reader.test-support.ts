import type { CardReader, RefusedCard, ShownCard } from '../../devices/card/contract.ts'
import type { DeviceStatus } from '../../devices/device.ts'
import { Signal } from '../../runtime/emitter.ts'

/** A card reader that a test shows cards to. */
export class FakeCardReader implements CardReader {
  readonly id = 'card'
  readonly kind = 'card'
  readonly #cards = new Signal<ShownCard>()
  readonly #refusals = new Signal<RefusedCard>()
  get status(): DeviceStatus {
    return { id: 'card', kind: 'card', state: 'ready', code: null, detail: '', since: 0, counters: {} }
  }
  onStatus = () => () => undefined
  start(): void {}
  async stop(): Promise<void> {}
  onCard(listener: (card: ShownCard) => void) {
    return this.#cards.listen(listener)
  }
  onRefused(listener: (why: RefusedCard) => void) {
    return this.#refusals.listen(listener)
  }
  show(number: string): void {
    this.#cards.tell({ number })
  }
  refuse(why: RefusedCard): void {
    this.#refusals.tell(why)
  }
}
