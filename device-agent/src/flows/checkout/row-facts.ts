import type { Problem, RowAction, RowState } from '../../contract/view.ts'
import type { SecureOutcome } from './effects.ts'
import type { ItemContext } from './item-context.ts'
import type { RowFacts } from './row.ts'

interface Face {
  readonly state: RowState
  readonly settled: boolean
  readonly actions: readonly RowAction[]
}

/** How each state of the item machine looks to the patron. */
const FACES = {
  waiting: { state: 'waiting', settled: true, actions: [] },
  describing: { state: 'lending', settled: false, actions: [] },
  incomplete: { state: 'attention', settled: true, actions: ['confirmSet', 'dismiss'] },
  absent: { state: 'attention', settled: true, actions: ['dismiss'] },
  ilsAway: { state: 'attention', settled: true, actions: ['retry', 'dismiss'] },
  queued: { state: 'waiting', settled: false, actions: [] },
  lending: { state: 'lending', settled: false, actions: [] },
  refused: { state: 'refused', settled: true, actions: ['retry', 'dismiss'] },
  uncertain: { state: 'uncertain', settled: true, actions: [] },
  securing: { state: 'securing', settled: false, actions: [] },
  putBack: { state: 'attention', settled: true, actions: ['retry'] },
  yours: { state: 'yours', settled: true, actions: [] },
  armed: { state: 'yours', settled: true, actions: [] },
  notTried: { state: 'refused', settled: true, actions: [] },
} as const satisfies Record<string, Face>

export type ItemState = keyof typeof FACES

export function rowFacts(context: ItemContext): RowFacts {
  return {
    id: context.id,
    ...FACES[context.state],
    title: context.title,
    itemId: context.item,
    mediaType: context.media,
    onPad: context.present.length > 0,
    due: context.due,
    alreadyYours: context.alreadyYours,
    provisional: context.provisional,
    problem: context.problem,
    set: context.total > 1 ? { present: partsPresent(context), total: context.total } : null,
    tags: context.tags.map((tag) => tag.uid),
    lentNow: context.lentNow,
    printLines: context.printLines,
  }
}

const partsPresent = (context: ItemContext): number => new Set(context.present.map((tag) => tag.part)).size

/** What the patron is told in each difficulty. */
export const advise = {
  incomplete: (context: ItemContext): Problem => ({
    code: 'SET_INCOMPLETE',
    params: { present: partsPresent(context), total: context.total },
  }),
  putBack: (why: SecureOutcome['why']): Problem => {
    if (why === 'away') return { code: 'RFID_AWAY' }
    return { code: why === 'gone' ? 'RFID_TAG_GONE' : 'RFID_WRITE_FAILED' }
  },
  /** No other try can switch it. */
  locked: { code: 'RFID_TAG_LOCKED' } satisfies Problem,
  armed: ({ problem }: ItemContext): Problem =>
    problem?.code === advise.locked.code ? problem : { code: 'TAG_LEFT_ARMED' },
  /** A loan is complete; the gate may still have something to say about it. */
  yours: (context: ItemContext): Problem | null => {
    if (context.tags.length === 0) return context.kioskHasPad ? { code: 'TAG_NOT_SEEN' } : null
    return context.maySwitch ? null : { code: 'TAG_LEFT_ARMED' }
  },
}
