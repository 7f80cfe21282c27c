/** Waits for what a pad tells. */
import type { DeviceState } from '../device.ts'
import type { PadTag, RfidPad } from './contract.ts'

export class PadWatch {
  readonly #pad: RfidPad

  constructor(pad: RfidPad) {
    this.#pad = pad
  }
  field(fits: (field: readonly PadTag[]) => boolean): Promise<readonly PadTag[]> {
    return new Promise((resolve) => {
      if (fits(this.#pad.field)) return resolve(this.#pad.field)
      const end = this.#pad.onField((now) => {
        if (!fits(now)) return
        end()
        resolve(now)
      })
    })
  }
  /** So many tags, all of them read. */
  read(count: number): Promise<readonly PadTag[]> {
    return this.field((tags) => tags.length === count && tags.every((tag) => tag.content.kind !== 'pending'))
  }
  state(wanted: DeviceState): Promise<void> {
    return new Promise((resolve) => {
      if (this.#pad.status.state === wanted) return resolve()
      const end = this.#pad.onStatus(({ state }) => {
        if (state !== wanted) return
        end()
        resolve()
      })
    })
  }
}
