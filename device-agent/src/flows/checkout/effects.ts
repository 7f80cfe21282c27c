/**
 * The effects of an item's flow, by name: the machine orders them, the kiosk performs them, a test fakes them.
 */
import type { CheckoutAnswer, ItemId, PatronId } from 'sip2/circulation'
import { type CallbackLogicFunction, fromCallback, fromPromise } from 'xstate'
import type { Problem } from '../../contract/view.ts'
import type { EntryId } from '../../journal/contract.ts'
import type { KnownItem } from '../ils.ts'

export interface LendInput {
  readonly patron: PatronId
  readonly pin: string | null
  readonly item: ItemId
  readonly tags: readonly string[]
  /** The library system welcomed this patron in this visit, or the rules for its absence did. */
  readonly vouched: boolean
}

export type Lent = Extract<CheckoutAnswer, { lent: true }>

/**
 * - `lent`: journaled as such; `answer` is null where the loan was learned by asking after a lost answer
 * - `promised`: by the library's rules while its system is away; stored to be told later. `due`: ISO local date-time;
 *   `before`: it was promised to this patron in an earlier visit
 * - `refused`: by the library system; nothing happened
 * - `notSent`: the library system is away, and the rules for that allow no loan now; nothing happened
 * - `unrecorded`: the journal cannot take it, so nothing was sent
 * - `unresolved`: the answer was lost and asking did not help yet; the entry stays open
 */
export type LendOutcome =
  | { readonly kind: 'lent'; readonly entry: EntryId; readonly answer: Lent | null }
  | {
      readonly kind: 'promised'
      readonly entry: EntryId | null
      readonly due: string | null
      readonly before: boolean
    }
  | { readonly kind: 'refused'; readonly title: string | null; readonly problem: Problem }
  | { readonly kind: 'notSent'; readonly problem: Problem }
  | { readonly kind: 'unrecorded'; readonly problem: Problem }
  | { readonly kind: 'unresolved'; readonly entry: EntryId }

export interface SecureInput {
  /** The journal's entry that ends when every tag is proven; null for an item lent in an earlier visit. */
  readonly entry: EntryId | null
  readonly tags: readonly string[]
}

/** `left`: tags not proven; `why` is `locked` where one of them is, else about the first; null when none is left. */
export interface SecureOutcome {
  readonly left: readonly string[]
  readonly why: 'gone' | 'locked' | 'failed' | 'away' | null
}

export interface SettleInput {
  readonly entry: EntryId
}

const notProvided = (name: string) => () => Promise.reject(new Error(`effect ${name} is not provided`))
const turnNotProvided: CallbackLogicFunction<{ type: string }, { type: 'turn' }, undefined> = () => {
  throw new Error('effect turn is not provided')
}

export const itemEffects = {
  /** Journals the intent, asks the library system, journals the answer; after a lost answer asks what happened. */
  lend: fromPromise<LendOutcome, LendInput>(notProvided('lend')),
  /** Switches tags to 'on loan', proves and journals each. */
  secure: fromPromise<SecureOutcome, SecureInput>(notProvided('secure')),
  /** Title and due date, for rows that were not lent now. */
  describe: fromPromise<KnownItem, { item: ItemId }>(notProvided('describe')),
  /** Resolves when an unresolved loan is known. */
  settle: fromPromise<'lent' | 'notLent', SettleInput>(notProvided('settle')),
  /** Waits for a turn at the library system and sends `turn`; giving it back is its clean-up. */
  turn: fromCallback(turnNotProvided),
}
