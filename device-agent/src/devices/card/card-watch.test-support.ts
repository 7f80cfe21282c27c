/** Hears what a card reader tells, and waits for it. */
import type { DeviceState } from '../device.ts'
import type { CardReader } from './contract.ts'

export class CardWatch {
  /** Numbers and refusals, in the order they were told. */
  readonly told: string[] = []
  readonly #reader: CardReader
  #heard: () => void = () => undefined

  constructor(reader: CardReader) {
    this.#reader = reader
    reader.onCard(({ number }) => this.#hear(number))
    reader.onRefused((why) => this.#hear(why))
  }
  /** Resolves with everything told, once that is so much. */
  count(count: number): Promise<readonly string[]> {
    return new Promise((resolve) => {
      this.#heard = () => {
        if (this.told.length >= count) resolve(this.told)
      }
      this.#heard()
    })
  }
  state(wanted: DeviceState): Promise<void> {
    return new Promise((resolve) => {
      if (this.#reader.status.state === wanted) return resolve()
      const end = this.#reader.onStatus(({ state }) => {
        if (state !== wanted) return
        end()
        resolve()
      })
    })
  }
  #hear(what: string): void {
    this.told.push(what)
    this.#heard()
  }
}
