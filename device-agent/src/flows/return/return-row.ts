/** What an item's way back tells the session about itself; the patron's row is drawn from it. */
import type { Problem, ReturnAction, ReturnRow, ReturnState } from '../../contract/view.ts'
import type { ReturnContext } from './return-context.ts'

export interface ReturnFacts extends ReturnRow {
  /** UIDs of this item's tags seen in this visit. */
  readonly tags: readonly string[]
  /** False while an answer of the library system or of the pad is awaited. */
  readonly settled: boolean
  /** How it came back, for the receipt; null where it did not. */
  readonly outcome: ReturnContext['outcome']
}

interface Face {
  /** `back`: as it came back. */
  readonly state: Exclude<ReturnState, 'returned' | 'again' | 'kept'> | 'back'
  readonly settled: boolean
  readonly actions: readonly ReturnAction[]
}

/** How each state of the machine looks to the patron. */
const FACES = {
  justLent: { state: 'attention', settled: true, actions: ['returnAnyway', 'dismiss'] },
  incomplete: { state: 'attention', settled: true, actions: ['returnAnyway', 'dismiss'] },
  absent: { state: 'attention', settled: true, actions: ['dismiss'] },
  queued: { state: 'seen', settled: false, actions: [] },
  returning: { state: 'returning', settled: false, actions: [] },
  refused: { state: 'refused', settled: true, actions: ['retry', 'dismiss'] },
  unresolved: { state: 'unresolved', settled: true, actions: [] },
  securing: { state: 'returning', settled: false, actions: [] },
  putBack: { state: 'attention', settled: true, actions: ['retry'] },
  back: { state: 'back', settled: true, actions: [] },
  unsecured: { state: 'back', settled: true, actions: [] },
} as const satisfies Record<string, Face>

export type ReturnStep = keyof typeof FACES

export function returnFacts(context: ReturnContext): ReturnFacts {
  const { state, settled, actions } = FACES[context.state]
  const staffOnly = context.state === 'incomplete' && !context.incompleteAllowed
  return {
    id: context.id,
    state: state === 'back' ? (context.outcome ?? 'unresolved') : state,
    settled,
    actions: staffOnly ? ['dismiss'] : actions,
    title: context.title,
    itemId: context.item,
    mediaType: context.media,
    onPad: context.present.length > 0,
    problem: context.problem,
    set: context.total > 1 ? { present: partsPresent(context), total: context.total } : null,
    shelf: context.shelf,
    slip: context.slip === 'printing',
    tags: context.tags.map((tag) => tag.uid),
    outcome: context.outcome,
  }
}

const partsPresent = (context: ReturnContext): number => new Set(context.present.map((tag) => tag.part)).size

/** What the patron is told in each difficulty. */
export const advise = {
  incomplete: (context: ReturnContext): Problem => ({
    code: context.incompleteAllowed ? 'RETURN_SET_INCOMPLETE' : 'RETURN_SET_NEEDS_STAFF',
    params: { present: partsPresent(context), total: context.total },
  }),
  /** It is back; its tag may still be elsewhere. */
  back: (context: ReturnContext): Problem | null =>
    context.kioskHasPad && context.tags.length === 0 ? { code: 'RETURN_TAG_NOT_SEEN' } : null,
}
