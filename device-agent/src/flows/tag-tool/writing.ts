/** One write of one tag: the library system is asked, the record made, the tag written, and put back where that failed. */
import { itemId } from 'sip2/circulation'
import type { TagNote, TagRefusal } from '../../contract/tag-tool.ts'
import type { Security, SecurityOutcome, TagChange, TagStation } from '../../devices/rfid/contract.ts'
import type { Ils } from '../ils.ts'
import type { RecordedWrite, TagLedger, TagState, TagWrite } from './ledger.ts'

/** What the library system says of an item. */
export interface ItemWord {
  readonly title: string | null
  /** Null where it did not answer, or does not know the item. */
  readonly security: Security | null
  readonly notes: readonly TagNote[]
}

const ON_LOAN: readonly string[] = ['charged', 'chargedNoRecall', 'recalled']

/** Never rejects: where nobody can be asked, the answer says so. */
export async function askAbout(ils: Pick<Ils, 'status' | 'item'>, item: string): Promise<ItemWord> {
  const away: ItemWord = { title: null, security: null, notes: ['ilsAway'] }
  if (ils.status.state !== 'online') return away
  try {
    const { known, title, status } = await ils.item(itemId(item))
    if (known === 'no') return { title: null, security: 'secured', notes: ['unknownItem'] }
    return { title, security: ON_LOAN.includes(status) ? 'onLoan' : 'secured', notes: [] }
  } catch {
    return away
  }
}

export interface Done {
  readonly record: RecordedWrite
  readonly why: TagRefusal | null
  readonly detail: string
}

/**
 * The record is durable before the first byte is written. Where the tag is still there after a failed write, it is given
 * back what it held; where that is not proven, its record stays unfinished. Throws LecternError `TAG_RECORD_FAILED`.
 */
export function writeTag(
  station: Pick<TagStation, 'writeImage'>,
  ledger: TagLedger,
  write: TagWrite,
): Promise<Done> {
  return carryOut(station, ledger, ledger.begin(write), write)
}

/** An interrupted write once more, to its end; its record stays the same, and so does what `undo` gives back. */
export function finishWrite(
  station: Pick<TagStation, 'writeImage'>,
  ledger: TagLedger,
  record: RecordedWrite,
): Promise<Done> {
  return carryOut(station, ledger, record.id, record)
}

async function carryOut(
  station: Pick<TagStation, 'writeImage'>,
  ledger: TagLedger,
  id: number,
  { uid, before, after }: TagWrite,
): Promise<Done> {
  const outcome = await station.writeImage(uid, changeTo(after))
  if (outcome.ok) return ended(ledger, id, 'done', null, '')
  const why = refusalOf(outcome)
  const torn = why === 'gone' || why === 'away'
  const restored = !torn && (await station.writeImage(uid, changeTo(before))).ok
  return ended(ledger, id, restored ? 'failed' : 'unfinished', why, outcome.detail)
}

function ended(
  ledger: TagLedger,
  id: number,
  outcome: RecordedWrite['outcome'],
  why: TagRefusal | null,
  detail: string,
): Done {
  ledger.end(id, outcome, why)
  const record = ledger.get(id)
  if (record === null) throw new RangeError('a record has gone')
  return { record, why, detail }
}

const changeTo = ({ memory, dsfid, afi, eas }: TagState): TagChange => ({
  memory,
  dsfid,
  afi,
  ...(eas === null ? {} : { eas }),
})

const refusalOf = (outcome: Extract<SecurityOutcome, { readonly ok: false }>): TagRefusal => outcome.why
