/**
 * An RFID pad: what lies on it, and the security state of a tag.
 */
import type { Unsubscribe } from '../../runtime/emitter.ts'
import type { TagContent, TagUid } from '../../tags/tag.ts'
import type { Device } from '../device.ts'

export interface PadTag {
  readonly uid: TagUid
  readonly content: TagContent
}

/** `secured`: the gate sounds. `onLoan`: it does not. The AFI values behind them are settings (ISO 28560: 07h and C2h). */
export type Security = 'secured' | 'onLoan'

/**
 * What became of a security write. Every write is read back before `ok` is said.
 * - `gone`: the tag left the pad before the write was proven
 * - `locked`: the tag refuses for good
 * - `failed`: the write failed or did not read back, after the driver's own limited tries
 * - `away`: the reader is not there
 */
export type SecurityOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: 'gone' | 'locked' | 'failed' | 'away'; readonly detail: string }

export interface RfidPad extends Device {
  readonly kind: 'rfid'
  /** The tags now in the field, in order of arrival; empty while the reader is away. */
  readonly field: readonly PadTag[]
  /** Told the whole field whenever a tag arrives, leaves, or becomes readable. */
  onField(listener: (field: readonly PadTag[]) => void): Unsubscribe
  /** Never rejects. */
  setSecurity(uid: TagUid, security: Security): Promise<SecurityOutcome>
  /** Reads the tag's security now; null where it cannot be told. Never rejects. */
  readSecurity(uid: TagUid): Promise<Security | null>
}

/** A pad that also reads and writes whole tags, for the staff's tag tool. */
export interface TagStation extends RfidPad {
  /** The whole tag, for the staff's tag tool; null where it cannot be read. Never rejects. */
  readImage(uid: TagUid): Promise<TagImage | null>
  /**
   * Writes the changed blocks of `memory`, block 0 last, so that a torn write fails its checksum; then DSFID, EAS and AFI,
   * where given. Everything is read back before `ok` is said; nothing is ever locked. Never rejects.
   */
  writeImage(uid: TagUid, change: TagChange): Promise<SecurityOutcome>
}

/** A tag as it is. */
export interface TagImage {
  readonly uid: TagUid
  readonly dsfid: number
  readonly afi: number
  /** The EAS bit; null where the chip or the reader has none. */
  readonly eas: boolean | null
  /** Bytes. */
  readonly blockSize: number
  /** All user memory, in the tag's own byte order. */
  readonly memory: Uint8Array
  /** Numbers of the blocks that are locked for good; left out where the reader cannot tell. */
  readonly locked?: readonly number[]
}

export interface TagChange {
  /** As long as the tag's memory. */
  readonly memory?: Uint8Array
  readonly dsfid?: number
  readonly afi?: number
  readonly eas?: boolean
}
