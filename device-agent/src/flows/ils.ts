/**
 * The library system as the flows see it: less than it can tell, so that no address, telephone number or birthday comes
 * near a session.
 */
import type { Circulation, ItemAnswer, ItemId, PatronAnswer, PatronId } from 'sip2/circulation'

export type KnownPatron = Omit<
  PatronAnswer,
  'contact' | 'counts' | 'feeLimit' | 'language' | 'limits' | 'more' | 'reason'
>

export type KnownItem = Pick<
  ItemAnswer,
  'item' | 'known' | 'title' | 'status' | 'media' | 'due' | 'holdQueueLength'
>

export interface Ils
  extends Pick<Circulation, 'status' | 'onStatus' | 'checkout' | 'checkin' | 'endSession'> {
  patron(request: { readonly patron: PatronId; readonly pin?: string }): Promise<KnownPatron>
  item(item: ItemId): Promise<KnownItem>
}
