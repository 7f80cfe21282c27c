/** What the tag tool must not forget: every write with the tag before and after it, and the trolley's list. */
import type { ResultView, SeenModel, TagNote, TagRefusal } from '../../contract/tag-tool.ts'
import type { TagImage } from '../../devices/rfid/contract.ts'
import type { TagUid } from '../../tags/tag.ts'

export interface TagState {
  readonly memory: Uint8Array
  readonly dsfid: number
  readonly afi: number
  /** Null where the chip has no EAS bit. */
  readonly eas: boolean | null
}

export interface TagWrite {
  readonly uid: TagUid
  readonly item: string
  readonly part: number
  readonly parts: number
  readonly kind: ResultView['kind']
  readonly from: SeenModel
  readonly to: SeenModel
  readonly security: ResultView['security']
  readonly before: TagState
  readonly after: TagState
  readonly notes: readonly TagNote[]
}

export interface RecordedWrite extends TagWrite {
  readonly id: number
  /** Milliseconds since 1970. */
  readonly at: number
  /** `unfinished`: begun, and its end was never recorded: power went, or the tag was torn away. */
  readonly outcome: ResultView['outcome']
  readonly why: TagRefusal | null
}

export interface TrolleyEntry {
  readonly id: number
  readonly item: string
  readonly parts: number
  readonly written: number
  readonly state: 'waiting' | 'done' | 'failed' | 'skipped'
  readonly why: TagRefusal | null
}

/** All of it throws LecternError `TAG_RECORD_FAILED`; what a call returned from survives a power cut. */
export interface TagLedger {
  /** Before the first byte is written to the tag. */
  begin(write: TagWrite): number
  /** `unfinished` is kept where the tag may be torn: it is found again by its UID. */
  end(id: number, outcome: ResultView['outcome'], why: TagRefusal | null): void
  get(id: number): RecordedWrite | null
  /** The newest write to a tag. */
  newest(uid: TagUid): RecordedWrite | null
  /** Newest first. */
  recent(limit: number): readonly RecordedWrite[]
  /** From just after `id` on, oldest first, at most `limit`. */
  after(id: number, limit: number): readonly RecordedWrite[]
  /** Writes since then by outcome. */
  countsSince(at: number): { readonly done: number; readonly failed: number }

  entries(): readonly TrolleyEntry[]
  add(items: readonly Pick<TrolleyEntry, 'item' | 'parts'>[]): void
  change(id: number, change: Partial<Pick<TrolleyEntry, 'state' | 'written' | 'why'>>): void
  remove(id: number): void
  clear(): void
  shut(): void
}

export const stateOf = ({ memory, dsfid, afi, eas }: TagImage): TagState => ({ memory, dsfid, afi, eas })

/** A record that cannot be read is no reason to show nothing; that it cannot be written is told when it is tried. */
export function safely<T>(look: () => T, otherwise: T): T {
  try {
    return look()
  } catch {
    return otherwise
  }
}
