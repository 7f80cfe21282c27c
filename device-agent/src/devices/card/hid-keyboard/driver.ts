/** A card reader that types like a keyboard, read as a HID device: an open device is all that is known of it. */
import type { CardSettings } from '../../../config/settings.ts'
import type { Clock } from '../../../runtime/clock.ts'
import type { Transport } from '../../../transports/transport.ts'
import { superviseDevice } from '../../supervised.ts'
import type { CardReader } from '../contract.ts'
import { asCardReader, ShownCards } from '../shown.ts'
import { KeyReader, typedUid } from './codec.ts'

export interface KeyboardReaderOptions {
  readonly id: string
  readonly transport: Transport
  readonly settings: Pick<CardSettings, 'typed' | 'number'>
  readonly clock: Clock
  readonly random?: () => number
}

/** There is one place to hold a card to. */
const PLACE = 'reader'

export function createKeyboardReader(options: KeyboardReaderOptions): CardReader {
  const { id, transport, settings, clock, random } = options
  const shown = new ShownCards(clock, settings.number)
  const device = superviseDevice({
    id,
    kind: 'card',
    transport,
    clock,
    awayCode: 'CARD_AWAY',
    ...(random === undefined ? {} : { random }),
    work: (stream, session) => {
      const keys = new KeyReader((fault) => session.count(fault))
      stream.onData((report) => {
        const typed = keys.push(report)
        if (typed !== null) tell(typed)
      })
      session.report('ready')
      return new Promise((resolve) => session.signal.addEventListener('abort', () => resolve()))
    },
  })

  function tell(typed: string): void {
    if (settings.typed === 'number') shown.number(PLACE, typed)
    else {
      const uid = typedUid(typed)
      if (uid === null) shown.unreadable(PLACE)
      else shown.chip(PLACE, uid)
    }
    // Such a reader types once, or again and again while the card is held; it never says that the card is gone.
    shown.removed(PLACE)
  }

  return asCardReader(device, shown)
}
