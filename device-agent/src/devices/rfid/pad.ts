/** A pad on any reader: looks at the field over and over, and switches and writes tags in between. */
import { LecternError } from '../../contract/errors.ts'
import type { Clock } from '../../runtime/clock.ts'
import { Signal } from '../../runtime/emitter.ts'
import { decodeTag } from '../../tags/decode-tag.ts'
import type { TagContent, TagUid } from '../../tags/tag.ts'
import type { ByteStream, Transport } from '../../transports/transport.ts'
import { type Session, superviseDevice } from '../supervised.ts'
import type { PadTag, Security, SecurityOutcome, TagImage, TagStation } from './contract.ts'
import { Field } from './field.ts'
import { readImage, writeImage } from './image.ts'
import type { TagReader } from './reader.ts'
import { type SecuritySettings, securityOf, switchSecurity } from './security.ts'
import { Turns } from './turns.ts'

export interface PadSettings extends SecuritySettings {
  readonly pollMilliseconds: number
}

export interface PadOptions {
  readonly id: string
  readonly transport: Transport
  readonly settings: PadSettings
  readonly clock: Clock
  /** What is in the field passes by, as in a tunnel: it is looked at as often while tags are switched. */
  readonly passing?: boolean
  /** What a bare barcode on a tag looks like; left out: such tags are unreadable. */
  readonly plainItem?: () => RegExp
  readonly random?: () => number
  /** Told how long each look at the field took, in milliseconds. */
  readonly onLook?: (milliseconds: number) => void
}

/** Opens the conversation with the reader. Rejects with LecternError, also where another kind of reader answers. */
export type Greet = (stream: ByteStream, session: Session) => Promise<TagReader>

/** Blocks that hold the basic block of ISO 28560-3: 34 bytes in blocks of 4; small chips have 8. */
const READ_COUNTS = [9, 8] as const
/** Looks that may fail one after the other before the reader counts as faulty. */
const FAILED_LOOKS_MAX = 5
/** While tags are being switched, what lies still is looked at less often: air time is what a stack waits for. */
const POLL_WHILE_SWITCHING_MILLISECONDS = 600

/** In milliseconds; `sinceSwitch`: since a tag was switched last. */
export function pauseBetweenLooks(poll: number, passing: boolean, sinceSwitch: number): number {
  const busy = !passing && sinceSwitch < POLL_WHILE_SWITCHING_MILLISECONDS
  return busy ? Math.max(poll, POLL_WHILE_SWITCHING_MILLISECONDS) : poll
}

export function createPad(options: PadOptions, greet: Greet): TagStation {
  const { id, transport, settings, clock, passing = false, plainItem, random } = options
  const field = new Field()
  const fields = new Signal<readonly PadTag[]>()
  const turns = new Turns<TagReader>(clock)
  let lastSwitch = Number.NEGATIVE_INFINITY
  let failedLooks = 0
  const tell = () => fields.tell(field.tags)

  const device = superviseDevice({
    id,
    kind: 'rfid',
    transport,
    clock,
    awayCode: 'RFID_AWAY',
    ...(random === undefined ? {} : { random }),
    work,
    ended: () => {
      failedLooks = 0
      turns.close()
      if (field.clear()) tell()
    },
  })

  async function work(stream: ByteStream, session: Session): Promise<void> {
    const reader = await greet(stream, session)
    turns.open()
    while (!session.signal.aborted) {
      const seen = await look(reader)
      // Before it has looked once a reader is not known to be well: one that answers and cannot look would come and go.
      if (seen === 'crowded') session.report('reduced', 'RFID_TOO_MANY_TAGS', reader.detail)
      else if (seen === 'clear') session.report('ready', null, reader.detail)
      await turns.serveFor(reader, pauseMilliseconds, session.signal)
    }
  }

  function pauseMilliseconds(): number {
    return pauseBetweenLooks(settings.pollMilliseconds, passing, clock.now() - lastSwitch)
  }

  /** One look at the field; tags that are new are read, each told as soon as it is. `crowded`: the reader was overrun. */
  async function look(reader: TagReader): Promise<'clear' | 'crowded' | 'failed'> {
    const since = clock.now()
    const seen = await reader.look()
    options.onLook?.(clock.now() - since)
    if (seen.failed !== null) {
      // The reader could not look: what lay there is taken to lie there still, until it fails for good.
      if (++failedLooks < FAILED_LOOKS_MAX) return 'failed'
      throw new LecternError('RFID_READER_FAULT', seen.failed)
    }
    failedLooks = 0
    if (field.update(seen.tags)) tell()
    for (const uid of field.unread) {
      await turns.serve(reader)
      if (field.read(uid, await readTag(reader, uid, plainItem?.()))) tell()
    }
    return seen.crowded ? 'crowded' : 'clear'
  }

  const AWAY: SecurityOutcome = { ok: false, why: 'away', detail: '' }
  const write = (uid: TagUid, run: (reader: TagReader) => Promise<SecurityOutcome>) =>
    turns.take(async (reader) => {
      const outcome = await run(reader)
      lastSwitch = clock.now()
      // Told at once, so that laying it down again is news.
      if (!outcome.ok && outcome.why === 'gone' && field.remove(uid)) tell()
      return outcome
    }, AWAY)

  return {
    id: device.id,
    kind: device.kind,
    get status() {
      return device.status
    },
    onStatus: (listener) => device.onStatus(listener),
    start: () => device.start(),
    stop: () => device.stop(),
    get field() {
      return field.tags
    },
    onField: (listener) => fields.listen(listener),
    setSecurity: (uid, security) =>
      write(uid, (reader) => switchSecurity(reader, uid, security, settings, field.alone(uid))),
    readSecurity: (uid) =>
      turns.take<Security | null>((reader) => securityOf(reader, uid, settings, field.alone(uid)), null),
    readImage: (uid) =>
      turns.take<TagImage | null>((reader) => readImage(reader, uid, field.alone(uid)), null),
    writeImage: (uid, change) =>
      write(uid, async (reader) => {
        const outcome = await writeImage(reader, uid, change, field.alone(uid))
        // What it says may be another thing now.
        if (change.memory !== undefined && field.forget(uid)) tell()
        return outcome
      }),
  }
}

/** Null where it cannot be read, or makes no sense. */
async function readTag(
  reader: TagReader,
  uid: TagUid,
  plainItem: RegExp | undefined,
): Promise<TagContent | null> {
  for (const count of READ_COUNTS) {
    const told = await reader.readBlocks(uid, 0, count)
    if (told.ok) {
      const content = decodeTag(told.value.memory, plainItem === undefined ? {} : { plainItem })
      return content.kind === 'unreadable' ? null : content
    }
    if (told.why === 'gone') return null
  }
  return null
}
