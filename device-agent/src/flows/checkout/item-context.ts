import type { ItemId, PatronId } from 'sip2/circulation'
import type { Problem } from '../../contract/view.ts'
import type { EntryId } from '../../journal/contract.ts'
import type { LendInput, LendOutcome, SecureOutcome } from './effects.ts'
import { mediaTypeOf } from './media-type.ts'
import type { RowFacts } from './row.ts'
import type { ItemState } from './row-facts.ts'

export interface TagPart {
  readonly uid: string
  readonly part: number
}

export interface ItemInput {
  readonly id: string
  readonly item: ItemId
  readonly total: number
  readonly present: readonly TagPart[]
  readonly scanned: boolean
  readonly kioskHasPad: boolean
  readonly ilsOnline: boolean
  /** The library system is away, and its rules for that allow loans. */
  readonly lendsOffline: boolean
}

export interface ItemContext extends ItemInput {
  /** The state's name, for the row: reported before the machine's own snapshot shows it. */
  readonly state: ItemState
  readonly patron: PatronId | null
  readonly pin: string | null
  readonly vouched: boolean
  readonly title: string | null
  readonly due: string | null
  readonly media: RowFacts['mediaType']
  /** Every tag of the item seen in this visit. */
  readonly tags: readonly TagPart[]
  /** Tags proven 'on loan' in this visit. */
  readonly proven: readonly string[]
  readonly entry: EntryId | null
  readonly confirmed: boolean
  readonly alreadyYours: boolean
  readonly lentNow: boolean
  /** Promised while the library system was away. */
  readonly provisional: boolean
  readonly maySwitch: boolean
  readonly problem: Problem | null
  readonly printLines: readonly string[]
  readonly secureRounds: number
  readonly lendRounds: number
  /** The patron has gone: nothing may be asked of them any more. */
  readonly alone: boolean
}

export type ItemEvent =
  | { type: 'patron'; patron: PatronId; pin: string | null; alreadyYours: boolean; vouched: boolean }
  | { type: 'tags'; present: readonly TagPart[]; total: number }
  | { type: 'scanned' }
  | { type: 'ils'; online: boolean; lendsOffline: boolean }
  | { type: 'confirmSet' }
  | { type: 'retry' }
  | { type: 'turn' }
  /** The session is over; `abandoned`: the patron walked away, so what has not begun does not begin. */
  | { type: 'over'; abandoned: boolean }

export const unproven = (context: ItemContext): readonly string[] =>
  context.tags.map((tag) => tag.uid).filter((uid) => !context.proven.includes(uid))

export function entryOf(context: ItemContext): EntryId {
  if (context.entry === null) throw new Error('an uncertain loan has an entry')
  return context.entry
}

export interface ArmedInput {
  readonly entry: EntryId | null
  readonly item: ItemId
  /** A tag of it can be switched by nobody. */
  readonly locked: boolean
}

export const armedInput = ({ entry, item, problem }: ItemContext): ArmedInput => ({
  entry,
  item,
  locked: problem?.code === 'RFID_TAG_LOCKED',
})

export function lendInput(context: ItemContext): LendInput {
  if (context.patron === null) throw new Error('no loan without a patron')
  const tags = context.tags.map((tag) => tag.uid)
  const { patron, pin, item, vouched } = context
  return { patron, pin, item, tags, vouched }
}

export function takeLoan(context: ItemContext, outcome: LendOutcome): Partial<ItemContext> {
  if (outcome.kind === 'promised') {
    const { entry, due, before } = outcome
    return { entry, due, lentNow: !before, alreadyYours: before, provisional: true, maySwitch: true }
  }
  if (outcome.kind !== 'lent') return {}
  const { answer } = outcome
  if (answer === null) return { entry: outcome.entry, lentNow: true, maySwitch: true }
  return {
    entry: outcome.entry,
    lentNow: true,
    maySwitch: answer.desensitize === 'yes',
    title: answer.title ?? context.title,
    due: answer.due?.iso ?? answer.due?.text ?? null,
    media: context.total > 1 ? 'set' : mediaTypeOf(answer.media),
    printLines: answer.printLines,
  }
}

export function takeRefusal(outcome: LendOutcome): Partial<ItemContext> {
  if (outcome.kind === 'refused')
    return { problem: outcome.problem, ...(outcome.title === null ? {} : { title: outcome.title }) }
  if (outcome.kind === 'notSent' || outcome.kind === 'unrecorded') return { problem: outcome.problem }
  return {}
}

export function proveTags(context: ItemContext, outcome: SecureOutcome): Partial<ItemContext> {
  return { proven: context.tags.map((tag) => tag.uid).filter((uid) => !outcome.left.includes(uid)) }
}
