/** What a reader's protocol brings to a pad. Everything a pad does with it (`pad.ts`) is the same for all protocols. */
import type { TagUid } from '../../tags/tag.ts'

/**
 * What one tag answered.
 * - `gone`: it was silent
 * - `locked`: it refuses for good
 * - `failed`: anything else; `detail` names the protocol's status. `unexplained`: the tag refused and gave no reason.
 */
export type TagAnswer<Value> =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false
      readonly why: 'gone' | 'locked' | 'failed'
      readonly detail: string
      readonly unexplained?: boolean
    }

export const answered = <Value>(value: Value): TagAnswer<Value> => ({ ok: true, value })

/** One look at the field; `failed` says why the reader could not look. */
export type Look =
  | { readonly failed: null; readonly tags: readonly TagUid[]; readonly crowded: boolean }
  | { readonly failed: string }

export interface TagBlocks {
  /** Bytes. */
  readonly blockSize: number
  /** In the tag's own byte order. */
  readonly memory: Uint8Array
  /** Which of them are locked for good, from 0; left out where that was not asked, or cannot be told. */
  readonly locked?: readonly number[]
}

export interface TagInformation {
  readonly dsfid: number
  readonly afi: number
  readonly blockSize: number
  readonly blocks: number
}

/** A reader on an open port. Every call rejects with LecternError where the reader itself is lost or at fault. */
export interface TagReader {
  /** For staff: model and firmware. */
  readonly detail: string
  /** Writes of one value before it counts as failed. */
  readonly writeTries: number
  /** It often misses a tag that is there: silence to a write says nothing about the tag. */
  readonly flaky: boolean
  look(): Promise<Look>
  information(uid: TagUid): Promise<TagAnswer<TagInformation>>
  readBlocks(uid: TagUid, first: number, count: number): Promise<TagAnswer<TagBlocks>>
  /** As `readBlocks`, and what is locked, where that can be told. */
  readWithLocks(uid: TagUid, first: number, count: number): Promise<TagAnswer<TagBlocks>>
  /** `memory` is a whole number of blocks. */
  writeBlocks(uid: TagUid, first: number, blocks: TagBlocks): Promise<TagAnswer<true>>
  readAfi(uid: TagUid): Promise<TagAnswer<number>>
  writeAfi(uid: TagUid, afi: number): Promise<TagAnswer<true>>
  writeDsfid(uid: TagUid, dsfid: number): Promise<TagAnswer<true>>
  /** Null where the reader cannot. */
  readonly eas: EasControl | null
}

/** The EAS bit of the chips that have one (`tags/chip.ts`). */
export interface EasControl {
  /** `alone`: no other tag is in the field, so that what the field says is said by this one. */
  read(uid: TagUid, alone: boolean): Promise<TagAnswer<boolean>>
  write(uid: TagUid, on: boolean): Promise<TagAnswer<true>>
}
