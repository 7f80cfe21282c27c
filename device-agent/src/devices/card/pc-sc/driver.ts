/** Every contactless reader the system's PC/SC service knows: what is laid on it is asked for its number. */
import type { CardSettings } from '../../../config/settings.ts'
import type { Clock } from '../../../runtime/clock.ts'
import type { ByteStream, Transport } from '../../../transports/transport.ts'
import { type Session, superviseDevice } from '../../supervised.ts'
import type { CardReader } from '../contract.ts'
import { asCardReader, ShownCards } from '../shown.ts'
import { GET_UID, PRESENT, RESULT, type ReaderState, readUid } from './codec.ts'
import { PcscLink } from './link.ts'

/** Tries to read a card that lies there before it counts as unreadable. */
export const READ_TRIES = 3
/** So many cards that cannot be read, one after the other, are the reader's matter or the settings'. */
export const UNREADABLE_MAX = 3
/** A slot for the card of a bank or a network, which no patron can reach. */
const SAM = /\bSAM\b/

export interface PcscReaderOptions {
  readonly id: string
  readonly transport: Transport
  readonly settings: Pick<CardSettings, 'reader' | 'number'>
  readonly clock: Clock
  readonly random?: () => number
}

export function createPcscReader(options: PcscReaderOptions): CardReader {
  const { id, transport, settings, clock, random } = options
  const shown = new ShownCards(clock, settings.number)
  const device = superviseDevice({
    id,
    kind: 'card',
    transport,
    clock,
    awayCode: 'CARD_AWAY',
    ...(random === undefined ? {} : { random }),
    work,
  })

  let unreadable = 0

  const isOurs = ({ name }: ReaderState): boolean =>
    settings.reader === '' ? !SAM.test(name) : name.includes(settings.reader)

  async function work(stream: ByteStream, session: Session): Promise<void> {
    const link = new PcscLink({ stream, session, clock })
    const protocol = await link.begin()
    /** What was done with at each reader: the count of its events then. */
    const done = new Map<string, number>()
    unreadable = 0
    while (!session.signal.aborted) {
      const readers = (await link.watch()).filter(isOurs)
      tell(session, readers, protocol, unreadable)
      for (const name of done.keys()) {
        if (!readers.some((reader) => reader.name === name && isThere(reader))) {
          done.delete(name)
          shown.removed(name)
        }
      }
      const fresh = readers.filter((reader) => isThere(reader) && done.get(reader.name) !== reader.events)
      if (fresh.length === 0) {
        await link.changed()
        continue
      }
      await link.stopWatching()
      for (const { name, events } of fresh) {
        done.set(name, events)
        await read(link, session, name)
      }
    }
  }

  async function read(link: PcscLink, session: Session, name: string): Promise<void> {
    for (let tried = 0; tried < READ_TRIES; tried++) {
      const answer = await ask(link, name)
      if (answer === RESULT.noCard || answer === RESULT.removed || answer === RESULT.unknownReader) return
      const uid = typeof answer === 'number' ? null : readUid(answer)
      if (uid === null) continue
      unreadable = 0
      return shown.chip(name, uid)
    }
    unreadable++
    session.count('unreadableCard')
    shown.unreadable(name)
  }

  return asCardReader(device, shown)
}

const isThere = ({ state }: ReaderState): boolean => (state & PRESENT) !== 0

function tell(session: Session, readers: readonly ReaderState[], protocol: string, unreadable: number): void {
  if (readers.length === 0) {
    session.report('fault', 'CARD_AWAY', `no card reader is connected; ${protocol}`)
    return
  }
  const detail = `${readers.map(({ name }) => name).join(', ')}; ${protocol}`
  if (unreadable < UNREADABLE_MAX) session.report('ready', null, detail)
  else session.report('reduced', 'CARD_READS_NONE', detail)
}

async function ask(link: PcscLink, reader: string): Promise<Uint8Array | number> {
  const card = await link.connect(reader)
  if (typeof card === 'number') return card
  const answer = await link.transmit(card, GET_UID)
  await link.disconnect(card)
  return answer
}
