import type { ItemId } from 'sip2/circulation'
import type { Problem, ReturnRow, ReturnState } from '../../contract/view.ts'
import type { ReturnId } from '../../journal/returns-contract.ts'
import type { TagPart } from '../checkout/item-context.ts'
import type { TakenBack } from './contract.ts'
import type { GiveBackOutcome, SecureInput, SlipFate } from './return-effects.ts'
import type { ReturnStep } from './return-row.ts'

export interface ReturnInput {
  readonly id: string
  readonly item: ItemId
  readonly total: number
  readonly present: readonly TagPart[]
  readonly scanned: boolean
  readonly kioskHasPad: boolean
  /** Lent in the visit before and not lifted since: the patron is asked first. */
  readonly lentJustNow: boolean
  /** Whether an incomplete set may be returned when the patron says so. */
  readonly incompleteAllowed: boolean
}

export interface ReturnContext extends ReturnInput {
  /** The state's name, for the row: reported before the machine's own snapshot shows it. */
  readonly state: ReturnStep
  /** Every tag of the item seen in this visit. */
  readonly tags: readonly TagPart[]
  /** Tags that the service was asked to secure in its last round. */
  readonly tried: readonly string[]
  readonly confirmed: boolean
  readonly entry: ReturnId | null
  readonly outcome: Extract<ReturnState, 'returned' | 'again' | 'kept'> | null
  readonly title: string | null
  readonly media: ReturnRow['mediaType']
  readonly shelf: string | null
  readonly slip: SlipFate
  readonly problem: Problem | null
  readonly secureRounds: number
  /** The patron has gone: nothing may be asked of them any more. */
  readonly alone: boolean
}

export type ReturnEvent =
  | { type: 'tags'; present: readonly TagPart[]; total: number }
  | { type: 'scanned' }
  | { type: 'returnAnyway' }
  | { type: 'retry' }
  | { type: 'turn' }
  | { type: 'over' }

export const uidsOf = (context: ReturnContext): readonly string[] => context.tags.map((tag) => tag.uid)

export function secureInput({ entry }: ReturnContext): SecureInput {
  if (entry === null) throw new Error('only what is back is secured')
  return { entry }
}

type Back = Extract<TakenBack, { secured: boolean }>

/** What came back, of an outcome that says so; else null. */
export function backOf(outcome: GiveBackOutcome): Back | null {
  return outcome.kind === 'answered' && 'secured' in outcome.taken ? outcome.taken : null
}

export function takeOutcome(context: ReturnContext, outcome: GiveBackOutcome): Partial<ReturnContext> {
  if (outcome.kind === 'unrecorded') return { problem: outcome.problem }
  const { entry, shelf, slip, taken } = outcome
  const title = taken.title ?? context.title
  if (!('secured' in taken)) return { entry, title, problem: taken.problem }
  // Its tags came later than its barcode: it stays as it came back.
  if (context.outcome !== null) return { entry, problem: null }
  const media = context.total > 1 ? 'set' : taken.whereabouts.media
  return { entry, title, media, shelf, slip, outcome: taken.kind, problem: null }
}
