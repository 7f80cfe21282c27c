/** The effects of one item's way back, by name: the machine orders them, the kiosk performs them, a test fakes them. */
import type { ItemId } from 'sip2/circulation'
import { type CallbackLogicFunction, fromCallback, fromPromise } from 'xstate'
import type { Problem } from '../../contract/view.ts'
import type { ReturnId } from '../../journal/returns-contract.ts'
import type { KnownItem } from '../ils.ts'
import type { Resecured, TakenBack } from './contract.ts'

export interface GiveBackInput {
  readonly item: ItemId
  readonly tags: readonly string[]
  /** It is back already, and tags of it came later: nothing is printed again. */
  readonly isBack: boolean
}

/** `printing`: comes out of the printer beside the patron. `waits`: printed later, for staff. `none`: no slip, or not wanted. */
export type SlipFate = 'printing' | 'waits' | 'none'

/** `unrecorded`: the journal cannot take it, so nothing was tried. */
export type GiveBackOutcome =
  | {
      readonly kind: 'answered'
      readonly entry: ReturnId
      readonly taken: TakenBack
      /** The name of where it is to be put. */
      readonly shelf: string | null
      readonly slip: SlipFate
    }
  | { readonly kind: 'unrecorded'; readonly problem: Problem }

export interface SecureInput {
  readonly entry: ReturnId
}

const notProvided = (name: string) => () => Promise.reject(new Error(`effect ${name} is not provided`))
const turnNotProvided: CallbackLogicFunction<{ type: string }, { type: 'turn' }, undefined> = () => {
  throw new Error('effect turn is not provided')
}

export const returnEffects = {
  /** Journals that it is here and has the service take it back. */
  giveBack: fromPromise<GiveBackOutcome, GiveBackInput>(notProvided('giveBack')),
  /** Secures tags that were left. */
  secure: fromPromise<Resecured, SecureInput>(notProvided('secure')),
  /** Title, for rows about which nothing else was asked. */
  describe: fromPromise<KnownItem, { item: ItemId }>(notProvided('describe')),
  /** Waits for a turn at the library system and sends `turn`; giving it back is its clean-up. */
  turn: fromCallback(turnNotProvided),
}
