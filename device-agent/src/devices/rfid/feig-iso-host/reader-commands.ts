/** What the emulated reader does with each command, on the tags that lie in its field. */
import type { TagUid } from '../../../tags/tag.ts'
import type { Frame } from '../../shared/feig/frame.ts'
import type { VirtualTag } from '../virtual-tag.ts'
import { STATUS, TR_TYPE_ISO15693, uidBytes, uidOf } from './codec.ts'
import { CUSTOM_COMMAND, EAS } from './nxp-codec.ts'
import { readBlocks, writeAfi, writeBlocks, writeDsfid, writeEas } from './tag-memory.ts'

export type { VirtualTag } from '../virtual-tag.ts'

/** What this reader's firmware knows beside the standard commands. */
export interface Firmware {
  /** NXP's commands: newer readers of the CPR family have lost them. */
  readonly custom: boolean
  /** EAS alarm of a single tag. */
  readonly addressedAlarm: boolean
}

/** Tags told in one inventory reply; the rest is fetched with MORE (a reply of 255 bytes holds 24 records). */
const RECORDS_MAX = 24
/** Bytes of one read or write (FEIG manual H20800, CPR family). */
const BYTES_MAX = 128
/** Tags this reader can tell apart. */
const ANTICOLLISION_MAX = 64

export class ReaderCommands {
  readonly #tags = new Map<TagUid, VirtualTag>()
  /** Told before: only tags that come anew are reported, until the field was off (CFG5.ONT, the factory setting). */
  readonly #told = new Set<TagUid>()
  #rest: VirtualTag[] = []
  readonly #changed: () => void
  readonly #firmware: Firmware
  onCommand: (command: number, sub: number | undefined) => void = () => undefined

  constructor(changed: () => void, firmware: Firmware) {
    this.#changed = changed
    this.#firmware = firmware
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
    this.onCommand(command, command === 0xb0 ? data[0] : command === CUSTOM_COMMAND ? data[1] : undefined)
    if (command === 0x65) return Uint8Array.of(STATUS.ok, 0x03, 0x03, 0x00, 0x44, 0x53, 0x0d, 0x30)
    if (command === 0x69) {
      this.#told.clear()
      return Uint8Array.of(STATUS.ok)
    }
    if (command === CUSTOM_COMMAND && this.#firmware.custom) return this.#custom(data)
    return command === 0xb0 ? this.#isoCommand(data) : Uint8Array.of(STATUS.unknownCommand)
  }

  #isoCommand(data: Uint8Array): Uint8Array {
    if (data[0] === 0x01) return this.#inventory((data[1] ?? 0) >= 0x80)
    if (data.length < 10) return Uint8Array.of(STATUS.lengthError)
    const tag = this.#tags.get(uidOf(data.subarray(2, 10)))
    if (tag === undefined) return Uint8Array.of(STATUS.noTag)
    const [first = 0, count = 0, blockSize = 0] = data.subarray(10)
    switch (data[0]) {
      case 0x23:
        if (count * tag.blockSize > BYTES_MAX) return Uint8Array.of(STATUS.lengthError)
        return readBlocks(tag, first, count, ((data[1] ?? 0) & 0x08) !== 0)
      case 0x24:
        if (count * blockSize > BYTES_MAX) return Uint8Array.of(STATUS.lengthError)
        return this.#wrote(writeBlocks(tag, data.subarray(10), () => this.remove(tag.uid)))
      case 0x27:
        return this.#wrote(writeAfi(tag, first))
      case 0x29:
        return this.#wrote(writeDsfid(tag, first))
      case 0x2b: {
        const { dsfid, uid, afi, memory } = tag
        const blocks = memory.length / tag.blockSize
        return Uint8Array.of(STATUS.ok, dsfid, ...uidBytes(uid), afi, tag.blockSize - 1, blocks - 1, 0x01)
      }
      default:
        return Uint8Array.of(STATUS.unknownCommand)
    }
  }

  /** Manufacturer, command, MODE, and the UID where MODE says so. */
  #custom(data: Uint8Array): Uint8Array {
    const [, sub, mode] = data
    if (sub === EAS.alarm && mode === 0) {
      return Uint8Array.of(this.tags.some((tag) => tag.eas === true) ? STATUS.ok : STATUS.noTag)
    }
    if (sub === EAS.alarm && !this.#firmware.addressedAlarm) return Uint8Array.of(STATUS.lengthError)
    if (data.length < 11) return Uint8Array.of(STATUS.lengthError)
    const tag = this.#tags.get(uidOf(data.subarray(3, 11)))
    if (tag === undefined) return Uint8Array.of(STATUS.noTag)
    if (sub === EAS.alarm) return Uint8Array.of(tag.eas === true ? STATUS.ok : STATUS.noTag)
    if (sub !== EAS.set && sub !== EAS.reset) return Uint8Array.of(STATUS.unknownCommand)
    return this.#wrote(writeEas(tag, sub === EAS.set))
  }

  #wrote(reply: Uint8Array): Uint8Array {
    this.#changed()
    return reply
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
}
