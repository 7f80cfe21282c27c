/**
 * The commands this driver uses, each declared once: the request's bytes and the reply's meaning, for the driver and the
 * emulator alike (FEIG manual H20800-16e-ID-B; clause numbers are its). The lock commands (22h, 28h, 2Ah) are
 * irreversible and are not declared at all. NXP's own commands are in `nxp-codec.ts`.
 */
import { type TagUid, tagUid } from '../../../tags/tag.ts'
import type { Command } from '../../shared/feig/command.ts'

export { type Command, SOFTWARE_VERSION, STATUS } from '../../shared/feig/command.ts'

/** Error bytes of a tag, behind status 95h (ISO/IEC 15693-3, "Response error code"). */
export const ISO_ERROR = {
  noInformation: 0x0f,
  blockNotAvailable: 0x10,
  alreadyLocked: 0x11,
  locked: 0x12,
} as const

const NOTHING = new Uint8Array(0)
const done = (): true => true
const UID_BYTES = 8
/** MODE: addressed to one UID (H20800, "[0xB0] ISO standard host commands"). */
export const ADDRESSED = 0x01
/** MODE: with the security status of each block. */
const WITH_SECURITY = 0x08
const MORE = 0x80

export const uidBytes = (uid: TagUid): Uint8Array => Uint8Array.from(Buffer.from(uid, 'hex'))
export const uidOf = (bytes: Uint8Array): TagUid => tagUid(Buffer.from(bytes).toString('hex').toUpperCase())

export interface FoundTag {
  readonly uid: TagUid
  readonly dsfid: number
}
/** Type of an ISO 15693 transponder in an inventory's records. */
export const TR_TYPE_ISO15693 = 0x03

export interface Blocks {
  readonly blockSize: number
  /** In the tag's own order: the reader hands every block over with its last byte first. */
  readonly memory: Uint8Array
}

export interface SystemInformation {
  readonly uid: TagUid
  readonly dsfid: number
  readonly afi: number
  readonly blockSize: number
  readonly blocks: number
}

/** Switches the field off and on: every tag answers the next inventory again, whatever CFG5.ONT says. */
export const RF_RESET: Command<null, true> = {
  id: 0x69,
  name: 'RF reset',
  clause: '[0x69]',
  encode: () => NOTHING,
  decode: done,
  retrySafe: true,
  quick: true,
}

export const INVENTORY: Command<{ readonly more: boolean }, readonly FoundTag[]> = {
  id: 0xb0,
  name: 'inventory',
  clause: '[0xB0] 0x01',
  encode: ({ more }) => Uint8Array.of(0x01, more ? MORE : 0x00),
  decode: decodeInventory,
  retrySafe: true,
}

export const READ_BLOCKS: Command<
  { readonly uid: TagUid; readonly first: number; readonly count: number },
  Blocks
> = {
  id: 0xb0,
  name: 'read multiple blocks',
  clause: '[0xB0] 0x23',
  encode: ({ uid, first, count }) => Uint8Array.of(0x23, ADDRESSED, ...uidBytes(uid), first, count),
  decode: decodeBlocks,
  retrySafe: true,
}

export interface SecuredBlocks extends Blocks {
  /** Those of the blocks that are locked for good, counted from the first one asked for. */
  readonly locked: readonly number[]
}

/** Reads as `READ_BLOCKS` does, and what is locked. */
export const READ_SECURED_BLOCKS: Command<
  { readonly uid: TagUid; readonly first: number; readonly count: number },
  SecuredBlocks
> = {
  id: 0xb0,
  name: 'read multiple blocks with their security',
  clause: '[0xB0] 0x23, MODE.SEC',
  encode: ({ uid, first, count }) =>
    Uint8Array.of(0x23, ADDRESSED | WITH_SECURITY, ...uidBytes(uid), first, count),
  decode: (data) => {
    const blocks = decodeBlocks(data)
    if (blocks === null) return null
    const count = blocks.memory.length / blocks.blockSize
    const security = Array.from(
      { length: count },
      (_, block) => data[2 + block * (1 + blocks.blockSize)] ?? 0,
    )
    return { ...blocks, locked: security.flatMap((byte, block) => (byte & 1 ? [block] : [])) }
  },
  retrySafe: true,
}

export const WRITE_BLOCKS: Command<
  { readonly uid: TagUid; readonly first: number; readonly blockSize: number; readonly memory: Uint8Array },
  true
> = {
  id: 0xb0,
  name: 'write multiple blocks',
  clause: '[0xB0] 0x24',
  encode: ({ uid, first, blockSize, memory }) =>
    Uint8Array.of(
      0x24,
      ADDRESSED,
      ...uidBytes(uid),
      first,
      memory.length / blockSize,
      blockSize,
      ...reversed(memory, blockSize),
    ),
  decode: done,
  retrySafe: true,
}

export const WRITE_AFI: Command<{ readonly uid: TagUid; readonly afi: number }, true> = {
  id: 0xb0,
  name: 'write AFI',
  clause: '[0xB0] 0x27',
  encode: ({ uid, afi }) => Uint8Array.of(0x27, ADDRESSED, ...uidBytes(uid), afi),
  decode: done,
  // The same AFI once more changes nothing, and it is read back in any case.
  retrySafe: true,
}

export const WRITE_DSFID: Command<{ readonly uid: TagUid; readonly dsfid: number }, true> = {
  id: 0xb0,
  name: 'write DSFID',
  clause: '[0xB0] 0x29',
  encode: ({ uid, dsfid }) => Uint8Array.of(0x29, ADDRESSED, ...uidBytes(uid), dsfid),
  decode: done,
  // As with the AFI.
  retrySafe: true,
}

export const SYSTEM_INFORMATION: Command<{ readonly uid: TagUid }, SystemInformation> = {
  id: 0xb0,
  name: 'get system information',
  clause: '[0xB0] 0x2B',
  encode: ({ uid }) => Uint8Array.of(0x2b, ADDRESSED, ...uidBytes(uid)),
  decode: decodeSystemInformation,
  retrySafe: true,
}

/** DATA-SETS, then TR-TYPE, DSFID and UID for each ISO 15693 tag. A record of another type ends the list: its length is not known here. */
function decodeInventory(data: Uint8Array): readonly FoundTag[] | null {
  const count = data[0]
  if (count === undefined) return null
  const found: FoundTag[] = []
  const RECORD_BYTES = 2 + UID_BYTES
  for (let at = 1; at + RECORD_BYTES <= data.length && found.length < count; at += RECORD_BYTES) {
    if (data[at] !== TR_TYPE_ISO15693) break
    found.push({ dsfid: data[at + 1] ?? 0, uid: uidOf(data.subarray(at + 2, at + RECORD_BYTES)) })
  }
  return found
}

/** DB-N, DB-SIZE, then for each block a security byte and the block, last byte first. */
function decodeBlocks(data: Uint8Array): Blocks | null {
  const [count, blockSize] = data
  if (count === undefined || blockSize === undefined || blockSize === 0) return null
  if (data.length < 2 + count * (1 + blockSize)) return null
  const memory = new Uint8Array(count * blockSize)
  for (let block = 0; block < count; block++) {
    const at = 2 + block * (1 + blockSize) + 1
    memory.set(data.subarray(at, at + blockSize).toReversed(), block * blockSize)
  }
  return { blockSize, memory }
}

/** DSFID, UID, AFI, block size less one, number of blocks less one, IC reference. */
function decodeSystemInformation(data: Uint8Array): SystemInformation | null {
  if (data.length < 12) return null
  return {
    dsfid: data[0] ?? 0,
    uid: uidOf(data.subarray(1, 1 + UID_BYTES)),
    afi: data[9] ?? 0,
    blockSize: (data[10] ?? 0) + 1,
    blocks: (data[11] ?? 0) + 1,
  }
}

/** Every block with its last byte first, as the reader wants it. */
export function reversed(memory: Uint8Array, blockSize: number): Uint8Array {
  const out = new Uint8Array(memory.length)
  for (let at = 0; at < memory.length; at += blockSize) {
    out.set(memory.subarray(at, at + blockSize).toReversed(), at)
  }
  return out
}
