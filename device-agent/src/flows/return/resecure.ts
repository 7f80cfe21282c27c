/** The tags of what came back: each switched to 'secured', and what is known of those that would not. */

import type { Resecured, TakeBack } from './contract.ts'
import type { ReturnPorts } from './ports.ts'

/** What staff are told of each; `secured`: what they were told is over. */
const TOLD = { left: 'TAG_NOT_SECURED', never: 'TAG_CANNOT_BE_SECURED' } as const

/** Every tag that is here, one after the other; `proven` is told each that was written and read back. */
export async function resecure(
  { notices }: Pick<ReturnPorts, 'notices'>,
  { item, tags, pad }: Pick<TakeBack, 'item' | 'tags' | 'pad'>,
  proven: (uid: TakeBack['tags'][number]) => void,
): Promise<Resecured> {
  let worst: Resecured = 'secured'
  if (pad !== null)
    for (const uid of tags) {
      const outcome = await pad.setSecurity(uid, 'secured')
      if (outcome.ok) proven(uid)
      // What is locked makes the item one for staff, whatever becomes of its other tags.
      else if (outcome.why === 'locked') worst = 'never'
      else if (worst === 'secured') worst = 'left'
    }
  for (const [kind, code] of Object.entries(TOLD))
    if (kind === worst) notices.raise(code, `item ${item}`, item)
    else notices.clear(code, item)
  return worst
}

/** The row of the error table that says so; null where all are secured. */
export const problemOf = (became: Resecured) => (became === 'secured' ? null : { code: TOLD[became] })
