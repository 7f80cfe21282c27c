/**
 * The commands this driver uses, each declared once for both directions: the driver and the emulator speak from the same
 * table ("3M RFID Reader Model 210 Protocol Specification", 1.0.0; sections are its). The commands that lock (06h, 07h,
 * 08h, 0Eh) are irreversible and are not declared at all.
 */
import type { TagUid } from '../../../tags/tag.ts'
import {
  READ_BLOCKS_REPLY,
  type ReadBlocksReply,
  TAG_INFO_REPLY,
  type TagInfo,
  WRITE_BLOCKS_REQUEST,
  type WriteBlocks,
} from './blocks.ts'
import { START, type Start } from './frame.ts'
import { after, BYTE, type Cursor, counted, NOTHING, REST, type Shape, struct, UID } from './shape.ts'

/** Error bytes of a reply (appendix A). */
export const ERROR = {
  none: 0x00,
  notImplemented: 0x02,
  /** Also: the tag is silent, has another UID, or does not know the command. */
  noTransponder: 0x06,
  memoryNotAvailable: 0x11,
  locked: 0x12,
  notRead: 0x15,
  notWritten: 0x16,
  notSupported: 0x30,
} as const

export interface Command<Request, Reply> {
  readonly id: number
  readonly start: Start
  readonly name: string
  readonly section: string
  readonly request: Shape<Request>
  /** What stands behind the error byte of a reply without error. */
  readonly reply: Shape<Reply>
}

const command = <Request, Reply>(
  id: number,
  name: string,
  section: string,
  request: Shape<Request>,
  reply: Shape<Reply>,
): Command<Request, Reply> => ({ id, start: START.command, name, section, request, reply })

/** Null where the bytes do not fit the shape, or there are more. */
export function decode<Value>(shape: Shape<Value>, bytes: Uint8Array): Value | null {
  const from: Cursor = { bytes, at: 0 }
  try {
    const value = shape.read(from)
    return from.at === bytes.length ? value : null
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}
export const encode = <Value>(shape: Shape<Value>, value: Value): Uint8Array =>
  Uint8Array.from(shape.write(value))

export interface Version {
  readonly major: number
  readonly minor: number
  readonly build: number
}
/** First byte of every version: a reader of 3M's. */
const FAMILY = 0x0a
const VERSION_SHAPE = after([FAMILY], struct<Version>({ major: BYTE, minor: BYTE, build: BYTE }))
const ADDRESS = struct<{ readonly uid: TagUid }>({ uid: UID })
const valued = struct<{ readonly uid: TagUid; readonly value: number }>({ uid: UID, value: BYTE })

/**
 * Asks the pad's controller for its version. Not in the specification; captured from the maker's software
 * (dpavlin/Biblio-RFID, lib/Biblio/RFID/Reader/3M810.pm). A pad without this layer is silent.
 */
export const PROBE: Command<object, Version> = {
  ...command(0x04, 'session probe', 'captured', after([0x00, 0x11], NOTHING), after([0x11], VERSION_SHAPE)),
  start: START.session,
}
/** Follows the probe in the same captures, always alike; what it means is not published. */
export const OPEN = command(
  0x13,
  'session open',
  'captured',
  after([0x04, 0x01, 0x00, 0x02, 0x00, 0x03, 0x00, 0x04, 0x00], NOTHING),
  REST,
)
export const VERSION = command(0x11, 'reader version', '7.2', NOTHING, VERSION_SHAPE)

/** All AFIs (00), and of each tag its UID (05). The same UID may be named twice. */
const EVERY_UID = [0x00, 0x05]
export const INVENTORY = command(
  0xfe,
  'read block UID',
  '7.1',
  after(EVERY_UID, NOTHING),
  after(EVERY_UID, counted(UID)),
)
export const READ_BLOCKS: Command<
  { readonly uid: TagUid; readonly first: number; readonly count: number },
  ReadBlocksReply
> = command(0x02, 'read multiblock', '7.5', struct({ uid: UID, first: BYTE, count: BYTE }), READ_BLOCKS_REPLY)
/** The reply may name the last block, or not. */
export const WRITE_BLOCKS: Command<WriteBlocks, { readonly uid: TagUid; readonly block: Uint8Array }> =
  command(0x04, 'write multiblock', '7.6', WRITE_BLOCKS_REQUEST, struct({ uid: UID, block: REST }))
export const GET_AFI = command(0x0a, 'get AFI', '7.10', ADDRESS, valued)
export const WRITE_AFI = command(0x09, 'write AFI', '7.11', valued, ADDRESS)
/** Error 06h where the bit is off, and where there is no tag: only chips of NXP with the bit on answer in the air. */
export const CHECK_EAS = command(0x03, 'check EAS', '7.13', ADDRESS, valued)
export const CONTROL_EAS = command(0x0c, 'EAS control', '7.14', valued, ADDRESS)
export const GET_DSFID = command(0x0f, 'get DSFID', '7.15', ADDRESS, valued)
export const WRITE_DSFID = command(0x0b, 'write DSFID', '7.16', valued, ADDRESS)

/** DSFID, AFI and memory size. */
const ALL_BUT_CHIP = 0x07
export const TAG_INFO: Command<{ readonly uid: TagUid }, TagInfo> = command(
  0x0d,
  'tag info',
  '7.18',
  {
    write: ({ uid }) => [...UID.write(uid), ALL_BUT_CHIP],
    read: (from) => {
      const uid = UID.read(from)
      BYTE.read(from)
      return { uid }
    },
  },
  TAG_INFO_REPLY,
)
