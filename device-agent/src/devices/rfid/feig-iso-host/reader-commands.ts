/** What the emulated reader does with each command, on the tags that lie in its field. */
import type { TagUid } from '../../../tags/tag.ts'
import type { Frame } from '../../shared/feig/frame.ts'
import { fails, type VirtualTag } from '../virtual-tag.ts'
import { ISO_ERROR, reversed, STATUS, TR_TYPE_ISO15693, uidBytes, uidOf } from './codec.ts'

export type { VirtualTag } from '../virtual-tag.ts'

/** Tags told in one inventory reply; the rest is fetched with MORE (a reply of 255 bytes holds 24 records). */
const RECORDS_MAX = 24
/** Tags this reader can tell apart. */
const ANTICOLLISION_MAX = 64

export class ReaderCommands {
  readonly #tags = new Map<TagUid, VirtualTag>()
  /** Told before: only tags that come anew are reported, until the field was off (CFG5.ONT, the factory setting). */
  readonly #told = new Set<TagUid>()
  #rest: VirtualTag[] = []
  readonly #changed: () => void
  onCommand: (command: number, sub: number | undefined) => void = () => undefined

  constructor(changed: () => void) {
    this.#changed = changed
  }
  get tags(): readonly VirtualTag[] {
    return [...this.#tags.values()]
  }
  place(tag: VirtualTag): void {
    this.#tags.set(tag.uid, tag)
  }
  remove(uid: TagUid): void {
    this.#tags.delete(uid)
    this.#told.delete(uid)
  }

  /** Status and data of the reply. */
  carryOut({ command, data }: Frame): Uint8Array {
    this.onCommand(command, command === 0xb0 ? data[0] : undefined)
    if (command === 0x65) return Uint8Array.of(STATUS.ok, 0x03, 0x03, 0x00, 0x44, 0x53, 0x0d, 0x30)
    if (command === 0x69) {
      this.#told.clear()
      return Uint8Array.of(STATUS.ok)
    }
    return command === 0xb0 ? this.#isoCommand(data) : Uint8Array.of(STATUS.unknownCommand)
  }

  #isoCommand(data: Uint8Array): Uint8Array {
    if (data[0] === 0x01) return this.#inventory((data[1] ?? 0) >= 0x80)
    if (data.length < 10) return Uint8Array.of(STATUS.lengthError)
    const tag = this.#tags.get(uidOf(data.subarray(2, 10)))
    if (tag === undefined) return Uint8Array.of(STATUS.noTag)
    switch (data[0]) {
      case 0x23:
        return readBlocks(tag, data[10] ?? 0, data[11] ?? 0)
      case 0x24:
        return this.#writeBlocks(tag, data)
      case 0x27:
        return this.#writeAfi(tag, data[10] ?? 0)
      case 0x29:
        return this.#writeDsfid(tag, data[10] ?? 0)
      case 0x2b: {
        const { dsfid, uid, afi, blockSize, memory } = tag
        return Uint8Array.of(
          STATUS.ok,
          dsfid,
          ...uidBytes(uid),
          afi,
          blockSize - 1,
          memory.length / blockSize - 1,
          0x01,
        )
      }
      default:
        return Uint8Array.of(STATUS.unknownCommand)
    }
  }

  #inventory(more: boolean): Uint8Array {
    if (!more) this.#rest = this.tags.filter((tag) => !this.#told.has(tag.uid))
    if (this.#rest.length === 0) return Uint8Array.of(STATUS.noTag)
    const overrun = this.#rest.length > ANTICOLLISION_MAX
    if (overrun) this.#rest = this.#rest.slice(0, RECORDS_MAX)
    const now = this.#rest.splice(0, RECORDS_MAX)
    for (const { uid } of now) this.#told.add(uid)
    const records = now.flatMap(({ uid, dsfid }) => [TR_TYPE_ISO15693, dsfid, ...uidBytes(uid)])
    const status = overrun ? STATUS.bufferOverflow : this.#rest.length > 0 ? STATUS.moreData : STATUS.ok
    return Uint8Array.of(status, now.length, ...records)
  }

  #writeBlocks(tag: VirtualTag, data: Uint8Array): Uint8Array {
    const [first = 0, count = 0, blockSize = 0] = data.subarray(10, 13)
    if (fails(tag)) return Uint8Array.of(STATUS.writeError, first)
    if (blockSize !== tag.blockSize || (first + count) * blockSize > tag.memory.length) {
      return Uint8Array.of(STATUS.isoError, ISO_ERROR.blockNotAvailable)
    }
    tag.memory.set(reversed(data.subarray(13, 13 + count * blockSize), blockSize), first * blockSize)
    this.#changed()
    return Uint8Array.of(STATUS.ok)
  }

  #writeAfi(tag: VirtualTag, afi: number): Uint8Array {
    if (tag.afiLocked === true) return Uint8Array.of(STATUS.isoError, ISO_ERROR.locked)
    if (fails(tag)) return Uint8Array.of(STATUS.rfError)
    tag.afi = afi
    this.#changed()
    return Uint8Array.of(STATUS.ok)
  }

  #writeDsfid(tag: VirtualTag, dsfid: number): Uint8Array {
    if (fails(tag)) return Uint8Array.of(STATUS.rfError)
    tag.dsfid = dsfid
    this.#changed()
    return Uint8Array.of(STATUS.ok)
  }
}

function readBlocks(tag: VirtualTag, first: number, count: number): Uint8Array {
  const { blockSize, memory, unreadable } = tag
  if (unreadable === true) return Uint8Array.of(STATUS.rfError)
  if ((first + count) * blockSize > memory.length)
    return Uint8Array.of(STATUS.isoError, ISO_ERROR.blockNotAvailable)
  const blocks: number[] = []
  for (let block = first; block < first + count; block++) {
    blocks.push(0, ...memory.subarray(block * blockSize, (block + 1) * blockSize).toReversed())
  }
  return Uint8Array.of(STATUS.ok, count, blockSize, ...blocks)
}
