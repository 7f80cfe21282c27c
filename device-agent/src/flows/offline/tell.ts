import { type CheckinAnswer, type CheckoutAnswer, IlsError, itemId, patronId } from 'sip2/circulation'
import type { StoredEntry, StoredOutcome } from '../../journal/stored-contract.ts'
import type { Ils } from '../ils.ts'

/**
 * - `closed`: the library system said yes or no
 * - `notSent`: not one byte left
 * - `lost`: sent, and the answer did not come: to be asked about
 */
export type Told =
  | {
      readonly kind: 'closed'
      readonly outcome: StoredOutcome
      readonly message: string
    }
  | { readonly kind: 'notSent' }
  | { readonly kind: 'lost' }

/** Longest message of the library system kept for staff, in characters. */
export const MESSAGE_MAX_CHARACTERS = 1_000

const closed = (outcome: StoredOutcome, messages: readonly string[]): Told => ({
  kind: 'closed',
  outcome,
  message: messages.join(' · ').slice(0, MESSAGE_MAX_CHARACTERS),
})

/** Tells one stored transaction once, with the times at which it happened. The caller has journaled that it is sent. */
export async function tell(circulation: Ils, entry: StoredEntry): Promise<Told> {
  try {
    if (entry.kind === 'checkin') return afterReturn(await takeBack(circulation, entry))
    const answer = await lend(circulation, entry)
    return answer.lent ? closed('done', []) : closed('refused', answer.screenMessages)
  } catch (error) {
    if (!(error instanceof IlsError)) throw error
    if (error.failure === 'notSent') return { kind: 'notSent' }
    if (error.failure === 'unknownOutcome') return { kind: 'lost' }
    // What the library system cannot be told, staff must.
    return closed('refused', [])
  }
}

function lend(circulation: Ils, { patron, item, at, due }: StoredEntry): Promise<CheckoutAnswer> {
  if (patron === null || due === null) throw new IlsError('invalid', 'a loan without a patron or an end')
  const offline = { at: new Date(at), due: new Date(due) }
  return circulation.checkout({ patron: patronId(patron), item: itemId(item), offline })
}

function takeBack(circulation: Ils, { item, at }: StoredEntry): Promise<CheckinAnswer> {
  return circulation.checkin({ item: itemId(item), returnedAt: new Date(at), offline: true })
}

function afterReturn({ returned, screenMessages, alert }: CheckinAnswer): Told {
  if (!returned) return closed('refused', screenMessages)
  return alert ? closed('attention', screenMessages) : closed('done', [])
}
