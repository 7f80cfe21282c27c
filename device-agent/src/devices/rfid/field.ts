import type { TagContent, TagUid } from '../../tags/tag.ts'
import type { PadTag } from './contract.ts'

/** Inventories in a row that a tag may be missing from before it counts as gone: tags flicker. */
export const MISSED_MAX = 2
/** Reads of one tag before it counts as unreadable, until it is laid down anew. */
export const READ_TRIES = 3

interface Seen {
  content: TagContent
  missed: number
  reads: number
}

/** What lies on the pad, from one inventory to the next. */
export class Field {
  readonly #seen = new Map<TagUid, Seen>()

  get tags(): readonly PadTag[] {
    return [...this.#seen].map(([uid, { content }]) => ({ uid, content }))
  }
  /** Tags still to be read. */
  get unread(): readonly TagUid[] {
    return [...this.#seen].filter(([, seen]) => seen.content.kind === 'pending').map(([uid]) => uid)
  }

  /** True where a tag has come or gone. */
  update(found: readonly TagUid[]): boolean {
    let changed = false
    const here = new Set(found)
    for (const [uid, seen] of this.#seen) {
      seen.missed = here.has(uid) ? 0 : seen.missed + 1
      if (seen.missed >= MISSED_MAX) changed = this.remove(uid) || changed
    }
    for (const uid of here) {
      if (this.#seen.has(uid)) continue
      this.#seen.set(uid, { content: { kind: 'pending' }, missed: 0, reads: 0 })
      changed = true
    }
    return changed
  }

  /** A read was tried; null where it failed. True where the content is known now. */
  read(uid: TagUid, content: TagContent | null): boolean {
    const seen = this.#seen.get(uid)
    if (seen === undefined) return false
    seen.reads++
    if (content === null && seen.reads < READ_TRIES) return false
    seen.content = content ?? { kind: 'unreadable' }
    return true
  }

  /** No other tag than this one is in the field. */
  alone(uid: TagUid): boolean {
    return this.#seen.size === 0 || (this.#seen.size === 1 && this.#seen.has(uid))
  }
  /** What the tag says is not known any more; true where it lies here. */
  forget(uid: TagUid): boolean {
    const seen = this.#seen.get(uid)
    if (seen === undefined) return false
    seen.content = { kind: 'pending' }
    seen.reads = 0
    return true
  }
  remove(uid: TagUid): boolean {
    return this.#seen.delete(uid)
  }
  clear(): boolean {
    const had = this.#seen.size > 0
    this.#seen.clear()
    return had
  }
}
