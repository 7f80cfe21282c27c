/** The tag tool's writes, one at a time: planned from what lies there, then done. */
import type { PartView, SeenModel, TagModelName, TagRefusal } from '../../contract/tag-tool.ts'
import { USAGE } from '../../tags/iso28560-3.ts'
import { type RecordedWrite, stateOf, type TagState } from './ledger.ts'
import type { TagToolOptions } from './options.ts'
import { type Plan, planConvert, planEncode, type SeenTag, securityOf, withSecurity } from './plan.ts'
import type { Titles } from './titles.ts'
import { type Done, finishWrite, writeTag } from './writing.ts'

export type Planned =
  | { readonly ok: true; readonly part: PartView; readonly write: () => Promise<Done> }
  | { readonly ok: false; readonly part: PartView | null; readonly why: TagRefusal; readonly detail: string }

/** What follows from a job's outcome. */
export interface After {
  readonly confirm?: () => void
  readonly done?: () => void
  readonly failed?: (why: TagRefusal) => void
}

export interface EncodeOrder {
  readonly item: string
  readonly part: number
  readonly parts: number
  readonly model?: TagModelName
  readonly owner?: string
  readonly usage?: number
}

export class Job {
  readonly #options: TagToolOptions
  readonly #titles: Titles
  #busy = false

  constructor(options: TagToolOptions, titles: Titles) {
    this.#options = options
    this.#titles = titles
  }

  get busy(): boolean {
    return this.#busy
  }

  /** `other`: also over a tag that says it is on another item. */
  encode(tag: SeenTag, order: EncodeOrder, other: boolean): Planned {
    const settings = this.#options.settings()
    const {
      item,
      part,
      parts,
      model = settings.model,
      owner = settings.owner,
      usage = USAGE.circulating,
    } = order
    const wanted = { item, part, parts, model, owner, usage }
    return this.#planned(tag, 'encode', { item, part, parts, title: null }, (title) =>
      planEncode(tag, wanted, { other, title }),
    )
  }

  convert(tag: SeenTag, model: TagModelName | null): Planned {
    const settings = this.#options.settings()
    const { facts } = tag.reading
    const part = facts === null ? null : { item: facts.id, part: facts.part, parts: facts.parts, title: null }
    return this.#planned(tag, 'convert', part, (title) =>
      planConvert(tag, model ?? settings.model, settings.owner, title),
    )
  }

  /** Puts back what was there before a write, or does an interrupted one to its end. */
  again(tag: SeenTag, record: RecordedWrite, type: 'undo' | 'redo'): Planned {
    const { uid, item, part, parts } = record
    const { ledger, settings } = this.#options
    const undo = async () => {
      const done = await writeTag(this.#station(), ledger, {
        uid,
        item,
        part,
        parts,
        kind: 'undo',
        from: tag.reading.model,
        to: record.from,
        security: securityOf(record.before, settings()) ?? 'unknown',
        before: stateOf(tag.image),
        after: record.before,
        notes: [],
      })
      if (done.why === null) ledger.end(record.id, 'undone', null)
      return done
    }
    const redo = () => finishWrite(this.#station(), ledger, record)
    return {
      ok: true,
      part: { item, part, parts, title: null },
      write: () => this.#alone(type === 'undo' ? undo : redo),
    }
  }

  /** A write to this tag that was interrupted, where the tag shows it; one that had not begun is closed here. */
  torn(tag: SeenTag): RecordedWrite | null {
    const { ledger } = this.#options
    const newest = ledger.newest(tag.image.uid)
    if (newest?.outcome !== 'unfinished') return null
    const { before } = newest
    const untouched = before.memory.every((byte, at) => byte === tag.image.memory[at])
    if (!untouched || before.dsfid !== tag.image.dsfid || before.afi !== tag.image.afi) return newest
    ledger.end(newest.id, 'failed', newest.why ?? 'gone')
    return null
  }

  #planned(
    tag: SeenTag,
    kind: 'encode' | 'convert',
    part: PartView | null,
    plan: (title: string | null) => Plan,
  ): Planned {
    // Whether it can be done at all is known before anybody is asked.
    const first = plan(null)
    if (!first.ok) return { ok: false, part, why: first.why, detail: first.detail }
    const { id: item, part: number, parts } = first.facts
    return {
      ok: true,
      part: { item, part: number, parts, title: null },
      write: () =>
        this.#alone(async () => {
          const settings = this.#options.settings()
          const word = await this.#titles.ask(item)
          const titled = settings.title && word.title !== null ? plan(word.title) : first
          const made = titled.ok ? titled : first
          const before = stateOf(tag.image)
          // Where nobody can say, it stays as it is; a tag that says nothing is secured.
          const security = word.security ?? securityOf(before, settings) ?? 'secured'
          const after: TagState = {
            memory: made.memory,
            dsfid: made.dsfid,
            ...withSecurity(before, security, settings),
          }
          const reversed = tag.reading.reversed && made.to === 'iso28560-3' ? (['reversed'] as const) : []
          return writeTag(this.#station(), this.#options.ledger, {
            uid: tag.image.uid,
            item,
            part: number,
            parts,
            kind,
            from: made.from satisfies SeenModel,
            to: made.to,
            security,
            before,
            after,
            notes: [...made.notes, ...word.notes, ...reversed],
          })
        }),
    }
  }

  #station() {
    const { station } = this.#options
    if (station === null) throw new RangeError('no reader')
    return station
  }

  async #alone(work: () => Promise<Done>): Promise<Done> {
    this.#busy = true
    try {
      return await work()
    } finally {
      this.#busy = false
    }
  }
}
