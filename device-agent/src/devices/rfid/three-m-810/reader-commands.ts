/** What the emulated pad does with each command, on the tags that lie on it. Requests and replies are the codec's own. */
import { hasEas } from '../../../tags/chip.ts'
import type { TagUid } from '../../../tags/tag.ts'
import { addressedMilliseconds, inventoryMilliseconds, WRITE_MILLISECONDS } from '../air.ts'
import { fails, type Stopped, takeBlocks, type VirtualTag } from '../virtual-tag.ts'
import type { ReadBlocksReply, WriteBlocks } from './blocks.ts'
import {
  CHECK_EAS,
  CONTROL_EAS,
  type Command,
  decode,
  ERROR,
  encode,
  GET_AFI,
  GET_DSFID,
  INVENTORY,
  OPEN,
  PROBE,
  READ_BLOCKS,
  TAG_INFO,
  VERSION,
  WRITE_AFI,
  WRITE_BLOCKS,
  WRITE_DSFID,
} from './codec.ts'
import type { Frame } from './frame.ts'

const SOFTWARE = { major: 5, minor: 0, build: 2 }
/** As captured (dpavlin/Biblio-RFID, 3M810.pm). */
const OPENED = Uint8Array.of(0x02, 0x01, 0x01, 0x03, 0x02, 0x02, 0x03, 0x00)

const STOPPED: Readonly<Record<Stopped['why'], number>> = {
  locked: ERROR.locked,
  worn: ERROR.notWritten,
  left: ERROR.noTransponder,
}

/** An error, or the fields of the reply; and how long it takes in the air. */
interface Outcome<Reply> {
  readonly milliseconds: number
  readonly answer: { readonly error: number; readonly behind?: Uint8Array } | { readonly reply: Reply }
}
export interface Done {
  readonly name: string
  readonly milliseconds: number
  /** Error byte and what follows it. */
  readonly data: Uint8Array
}

export class ReaderCommands {
  readonly #tags = new Map<TagUid, VirtualTag>()
  readonly #changed: () => void
  readonly #carry: ReadonlyMap<number, (data: Uint8Array) => Done>
  /** Called before a command is carried out. */
  onCommand: (command: number) => void = () => undefined

  constructor(changed: () => void) {
    this.#changed = changed
    this.#carry = new Map([
      on(PROBE, () => said(0, SOFTWARE)),
      on(OPEN, () => said(0, OPENED)),
      on(VERSION, () => said(0, SOFTWARE)),
      on(INVENTORY, () => this.#inventory()),
      on(READ_BLOCKS, (asked) => this.#withTag(asked, (tag) => readBlocks(tag, asked))),
      on(WRITE_BLOCKS, (asked) => this.#withTag(asked, (tag) => this.#writeBlocks(tag, asked))),
      on(GET_AFI, (asked) => this.#withTag(asked, ({ uid, afi }) => read({ uid, value: afi }))),
      on(GET_DSFID, (asked) => this.#withTag(asked, ({ uid, dsfid }) => read({ uid, value: dsfid }))),
      on(WRITE_AFI, (asked) => this.#withTag(asked, (tag) => this.#writeAfi(tag, asked.value))),
      on(WRITE_DSFID, (asked) =>
        this.#withTag(asked, (tag) =>
          this.#write(tag, () => {
            tag.dsfid = asked.value
          }),
        ),
      ),
      on(CHECK_EAS, (asked) => this.#withTag(asked, checkEas)),
      on(CONTROL_EAS, (asked) => this.#withTag(asked, (tag) => this.#controlEas(tag, asked.value === 1))),
      on(TAG_INFO, (asked) =>
        this.#withTag(asked, ({ uid, dsfid, afi, blockSize, memory }) =>
          read({ uid, dsfid, afi, memory: { blockSize, blocks: memory.length / blockSize } }),
        ),
      ),
    ])
  }
  get tags(): readonly VirtualTag[] {
    return [...this.#tags.values()]
  }
  place(tag: VirtualTag): void {
    this.#tags.set(tag.uid, tag)
  }
  remove(uid: TagUid): void {
    this.#tags.delete(uid)
  }

  carryOut({ start, command, data }: Frame): Done {
    this.onCommand(command)
    const carry = this.#carry.get(keyOf(start, command))
    return carry?.(data) ?? { name: 'unknown', milliseconds: 0, data: Uint8Array.of(ERROR.notImplemented) }
  }

  #withTag<Reply>(
    { uid }: { readonly uid: TagUid },
    carry: (tag: VirtualTag) => Outcome<Reply>,
  ): Outcome<Reply> {
    const tag = this.#tags.get(uid)
    return tag === undefined ? refused(ERROR.noTransponder) : carry(tag)
  }

  #inventory(): Outcome<readonly TagUid[]> {
    const uids = [...this.#tags.keys()]
    return said(inventoryMilliseconds(uids.length), uids)
  }

  #writeBlocks(
    tag: VirtualTag,
    { first, blockSize, memory }: WriteBlocks,
  ): Outcome<{ uid: TagUid; block: Uint8Array }> {
    const blocks = memory.length / blockSize
    const milliseconds = blocks * (addressedMilliseconds(1 + blockSize, 0) + WRITE_MILLISECONDS)
    if (fails(tag)) return refused(ERROR.notWritten, milliseconds)
    if (blockSize !== tag.blockSize || first * blockSize + memory.length > tag.memory.length) {
      return refused(ERROR.memoryNotAvailable)
    }
    const stopped = takeBlocks(tag, first, memory, () => this.remove(tag.uid))
    this.#changed()
    if (stopped !== null) return refused(STOPPED[stopped.why], milliseconds)
    return said(milliseconds, { uid: tag.uid, block: Uint8Array.of(first + blocks) })
  }

  #writeAfi(tag: VirtualTag, afi: number): Outcome<{ uid: TagUid }> {
    if (tag.afiLocked === true) return refused(ERROR.locked)
    if (tag.password?.on.includes('afi') === true) return refused(ERROR.noTransponder)
    return this.#write(tag, () => {
      tag.afi = afi
    })
  }

  #controlEas(tag: VirtualTag, on: boolean): Outcome<{ uid: TagUid }> {
    // A chip that does not know the command keeps silent, and so does one that wants a password.
    const unwilling = !hasEas(tag.uid) || tag.password?.on.includes('eas') === true
    if (unwilling) return refused(ERROR.noTransponder)
    return this.#write(tag, () => {
      tag.eas = on
    })
  }

  /** A write of one byte; where it fails these pads say "no transponder". */
  #write(tag: VirtualTag, change: () => void): Outcome<{ uid: TagUid }> {
    const milliseconds = addressedMilliseconds(1, 0) + WRITE_MILLISECONDS
    if (fails(tag)) return refused(ERROR.noTransponder, milliseconds)
    change()
    this.#changed()
    return said(milliseconds, { uid: tag.uid })
  }
}

const said = <Reply>(milliseconds: number, reply: Reply): Outcome<Reply> => ({
  milliseconds,
  answer: { reply },
})
const read = <Reply>(reply: Reply): Outcome<Reply> => said(addressedMilliseconds(0, 14), reply)
/** A silent tag is waited for as long as a short answer would take. */
const refused = (
  error: number,
  milliseconds = addressedMilliseconds(0, 0),
  behind?: Uint8Array,
): Outcome<never> => ({
  milliseconds,
  answer: { error, ...(behind === undefined ? {} : { behind }) },
})

/** The session and the reader number their commands each for itself. */
const keyOf = (start: number, command: number): number => (start << 8) | command

function on<Request, Reply>(
  command: Command<Request, Reply>,
  carry: (request: Request) => Outcome<Reply>,
): readonly [number, (data: Uint8Array) => Done] {
  const { start, id, name } = command
  return [
    keyOf(start, id),
    (data) => {
      const request = decode(command.request, data)
      if (request === null) return { name, milliseconds: 0, data: Uint8Array.of(ERROR.notSupported) }
      const { milliseconds, answer } = carry(request)
      const reply =
        'reply' in answer
          ? [ERROR.none, ...encode(command.reply, answer.reply)]
          : [answer.error, ...(answer.behind ?? [])]
      return { name, milliseconds, data: Uint8Array.from(reply) }
    },
  ]
}

function readBlocks(
  tag: VirtualTag,
  { first, count }: { readonly first: number; readonly count: number },
): Outcome<ReadBlocksReply> {
  const { uid, blockSize, memory, unreadable, lockedBlocks = [] } = tag
  const milliseconds = addressedMilliseconds(2, count * (1 + blockSize))
  if (unreadable === true) return refused(ERROR.notRead, milliseconds)
  if (count === 0 || (first + count) * blockSize > memory.length) return refused(ERROR.memoryNotAvailable)
  const blocks = memory.slice(first * blockSize, (first + count) * blockSize)
  const locked = lockedBlocks.map((block) => block - first).filter((block) => block >= 0 && block < count)
  return said(milliseconds, { uid, first, blockSize, memory: blocks, locked })
}

/** A bit that is off is silence; the reply then names the tag asked for, and 0. */
function checkEas({ uid, eas }: VirtualTag): Outcome<{ uid: TagUid; value: number }> {
  if (eas === true) return read({ uid, value: 1 })
  return refused(ERROR.noTransponder, addressedMilliseconds(0, 0), encode(CHECK_EAS.reply, { uid, value: 0 }))
}
