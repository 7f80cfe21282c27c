/** A pad on a FEIG reader. */
import type { RfidSettings } from '../../../config/settings.ts'
import { LecternError } from '../../../contract/errors.ts'
import type { TagStation } from '../contract.ts'
import { createPad, type PadOptions } from '../pad.ts'
import { SOFTWARE_VERSION } from './codec.ts'
import { FeigLink, hex } from './link.ts'
import { FeigReader } from './reader.ts'
/** A pad on a FEIG reader: looks at the field over and over, and switches and writes tags in between. */
import type { RfidSettings } from '../../../config/settings.ts'
import { LecternError } from '../../../contract/errors.ts'
import type { Clock } from '../../../runtime/clock.ts'
import { Signal } from '../../../runtime/emitter.ts'
import { decodeTag } from '../../../tags/decode-tag.ts'
import type { TagUid } from '../../../tags/tag.ts'
import type { ByteStream, Transport } from '../../../transports/transport.ts'
import { type Session, superviseDevice } from '../../supervised.ts'
import type { PadTag, Security, SecurityOutcome, TagImage, TagStation } from '../contract.ts'
import { INVENTORY, READ_BLOCKS, RF_RESET, SOFTWARE_VERSION, STATUS } from './codec.ts'
import { Field } from './field.ts'
import { FeigLink, hex } from './link.ts'
import { readSecurity, writeSecurity } from './security.ts'
import { readImage, writeImage } from './whole-tag.ts'

export interface FeigPadOptions extends PadOptions {
  readonly settings: RfidSettings
}

export function createFeigPad(options: FeigPadOptions): TagStation {
  const { clock, settings } = options
  const { framing, busAddress } = settings
  return createPad(options, async (stream, session) => {
    const link = new FeigLink({ stream, session, clock, framing, busAddress })
    const { reply } = await link.ask(SOFTWARE_VERSION, null)
    if (reply === null) throw new LecternError('RFID_READER_FAULT', 'no sense in the software version')
    return new FeigReader(link, `reader type ${hex(reply.type)}, software ${hex(reply.revision)}`)
  })
  readonly clock: Clock
  /** What a bare barcode on a tag looks like; left out: such tags are unreadable. */
  readonly plainItem?: () => RegExp
  readonly random?: () => number
}

/** Answers to 'more data' in one look; a pad holds no more tags than these can name. */
const MORE_MAX = 16
/** Blocks that hold the basic block of ISO 28560-3: 34 bytes in blocks of 4; small chips have 8. */
const READ_COUNTS = [9, 8] as const
/** Statuses of an inventory that say what is there; with any other the reader could not look. */
const LOOKED: ReadonlySet<number> = new Set([STATUS.ok, STATUS.noTag, STATUS.moreData, STATUS.bufferOverflow])
/** Looks that may fail one after the other before the reader counts as faulty. */
const FAILED_LOOKS_MAX = 5
/** While tags are being switched, the pad is looked at less often: air time is what a stack waits for. */
const POLL_WHILE_SWITCHING_MILLISECONDS = 600
/** Switches that wait for their turn. */
const JOBS_MAX = 256

interface Job {
  readonly run: (link: FeigLink) => Promise<void>
  readonly giveUp: () => void
}

export function createFeigPad(options: FeigPadOptions): TagStation {
  const { id, transport, settings, clock, plainItem, random } = options
  const field = new Field()
  const fields = new Signal<readonly PadTag[]>()
  const jobs: Job[] = []
  let wake: () => void = () => undefined
  let connected = false
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
      connected = false
      failedLooks = 0
      for (const job of jobs.splice(0)) job.giveUp()
      if (field.clear()) tell()
    },
  })

  async function work(stream: ByteStream, session: Session): Promise<void> {
    const { framing, busAddress } = settings
    const link = new FeigLink({ stream, session, clock, framing, busAddress })
    const { reply } = await link.ask(SOFTWARE_VERSION, null)
    if (reply === null) throw new LecternError('RFID_READER_FAULT', 'no sense in the software version')
    const detail = `reader type ${hex(reply.type)}, software ${hex(reply.revision)}`
    session.report('ready', null, detail)
    connected = true
    while (!session.signal.aborted) {
      const crowded = await look(link)
      session.report(crowded ? 'reduced' : 'ready', crowded ? 'RFID_TOO_MANY_TAGS' : null, detail)
      await pause(session, link)
    }
  }

  /** One look at the field; tags that are new are read, each told as soon as it is. True where the reader was overrun. */
  async function look(link: FeigLink): Promise<boolean> {
    await link.ask(RF_RESET, null)
    const found: TagUid[] = []
    let answer = await link.ask(INVENTORY, { more: false })
    if (!LOOKED.has(answer.status)) {
      // The reader could not look: what lay there is taken to lie there still, until it fails for good.
      if (++failedLooks < FAILED_LOOKS_MAX) return false
      throw new LecternError('RFID_READER_FAULT', `${INVENTORY.name}: status ${hex(answer.status)}`)
    }
    failedLooks = 0
    for (let more = 0; more < MORE_MAX; more++) {
      found.push(...(answer.reply ?? []).map((tag) => tag.uid))
      if (answer.status !== STATUS.moreData) break
      answer = await link.ask(INVENTORY, { more: true })
    }
    if (field.update(found)) tell()
    for (const uid of field.unread) {
      await switchTags(link)
      if (field.read(uid, await readTag(link, uid))) tell()
    }
    return answer.status === STATUS.bufferOverflow
  }

  async function readTag(link: FeigLink, uid: TagUid) {
    for (const count of READ_COUNTS) {
      const { reply, status } = await link.ask(READ_BLOCKS, { uid, first: 0, count })
      if (reply !== null) {
        const content = decodeTag(reply.memory, plainItem === undefined ? {} : { plainItem: plainItem() })
        return content.kind === 'unreadable' ? null : content
      }
      if (status === STATUS.noTag) return null
    }
    return null
  }

  async function switchTags(link: FeigLink): Promise<void> {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
      try {
        await job.run(link)
      } catch (error) {
        job.giveUp()
        throw error
      }
    }
  }

  /** Until the next look; switches are done meanwhile, as they come. */
  async function pause(session: Session, link: FeigLink): Promise<void> {
    const began = clock.now()
    for (;;) {
      await switchTags(link)
      const busy = clock.now() - lastSwitch < POLL_WHILE_SWITCHING_MILLISECONDS
      const whole = busy
        ? Math.max(settings.pollMilliseconds, POLL_WHILE_SWITCHING_MILLISECONDS)
        : settings.pollMilliseconds
      const left = began + whole - clock.now()
      if (left <= 0 || session.signal.aborted) return
      await new Promise<void>((resolve) => {
        const done = () => {
          clock.clearTimeout(timer)
          session.signal.removeEventListener('abort', done)
          wake = () => undefined
          resolve()
        }
        const timer = clock.setTimeout(done, left)
        session.signal.addEventListener('abort', done)
        wake = done
      })
    }
  }

  function enqueue<T>(run: (link: FeigLink) => Promise<T>, otherwise: T): Promise<T> {
    return new Promise((resolve) => {
      if (!connected || jobs.length >= JOBS_MAX) return resolve(otherwise)
      jobs.push({ run: async (link) => resolve(await run(link)), giveUp: () => resolve(otherwise) })
      wake()
    })
  }

  /** A write, and what the field makes of its outcome. */
  function write(uid: TagUid, run: (link: FeigLink) => Promise<SecurityOutcome>): Promise<SecurityOutcome> {
    const away: SecurityOutcome = { ok: false, why: 'away', detail: '' }
    return enqueue(async (link) => {
      const outcome = await run(link)
      lastSwitch = clock.now()
      // Told at once, so that laying it down again is news.
      if (!outcome.ok && outcome.why === 'gone' && field.remove(uid)) tell()
      return outcome
    }, away)
  }

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
      write(uid, (link) => writeSecurity(link, uid, security, settings, field.alone(uid))),
    readSecurity: (uid) =>
      enqueue<Security | null>((link) => readSecurity(link, uid, settings, field.alone(uid)), null),
    readImage: (uid) => enqueue<TagImage | null>((link) => readImage(link, uid, field.alone(uid)), null),
    writeImage: (uid, change) =>
      write(uid, async (link) => {
        const outcome = await writeImage(link, uid, change, field.alone(uid))
        if (field.reread(uid)) tell()
        return outcome
      }),
  }
}
