/** What staff have ordered and what holds until they order otherwise: closed, the message of the day, the volume. */
import { Signal, type Unsubscribe } from '../../runtime/emitter.ts'
import { MESSAGE_MAX_CHARACTERS } from './contract.ts'
import type { KeptOrder, KeptOrders } from './kept-orders.ts'

export interface Standing {
  /** Null: the kiosk is open. `message`: for patrons; null: in the kiosk's own words. */
  readonly closedByStaff: { readonly message: string | null } | null
  /** The message of the day, or null. */
  readonly message: string | null
  /** 0 to 100 at the start of each session; null: as in the settings. */
  readonly volumePercent: number | null
}

/** Every change is on the disk before it holds; each throws LecternError where it cannot be kept. */
export class StandingOrders {
  readonly #kept: KeptOrders
  readonly #changed = new Signal<void>()
  #now: Standing

  constructor(kept: KeptOrders) {
    this.#kept = kept
    const closed = kept.get('closed')
    const volume = Number(kept.get('volume')?.value ?? Number.NaN)
    this.#now = {
      closedByStaff: closed === null ? null : { message: wordsOr(closed.value) },
      message: wordsOr(kept.get('message')?.value ?? ''),
      volumePercent: isVolume(volume) ? volume : null,
    }
  }

  get now(): Standing {
    return this.#now
  }
  onChange(listener: () => void): Unsubscribe {
    return this.#changed.listen(listener)
  }

  close(reason: string): void {
    const message = wordsOr(reason)
    this.#keep('closed', message ?? '', { closedByStaff: { message } })
  }
  open(): void {
    this.#keep('closed', null, { closedByStaff: null })
  }
  /** Empty takes the message away. */
  say(text: string): void {
    const message = wordsOr(text)
    this.#keep('message', message, { message })
  }
  /** Throws RangeError for what is no volume. */
  setVolume(percent: number): void {
    if (!isVolume(percent)) throw new RangeError('a volume is 0 to 100')
    this.#keep('volume', String(percent), { volumePercent: percent })
  }

  #keep(order: KeptOrder, value: string | null, change: Partial<Standing>): void {
    if (value === null) this.#kept.remove(order)
    else this.#kept.set(order, value)
    this.#now = { ...this.#now, ...change }
    this.#changed.tell()
  }
}

const isVolume = (percent: number): boolean => Number.isInteger(percent) && percent >= 0 && percent <= 100

/** Controls, line breaks and what turns the direction of text: nothing of it belongs into a line that patrons read. */
const NOT_PLAIN = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu

/** As one line of plain text; null where nothing is left. */
function wordsOr(text: string): string | null {
  const plain = text.replaceAll(NOT_PLAIN, ' ').trim().slice(0, MESSAGE_MAX_CHARACTERS)
  return plain === '' ? null : plain
}
