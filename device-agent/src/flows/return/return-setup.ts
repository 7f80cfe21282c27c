/** What the machine of one item's way back is made of: its guards, its actions, and the names of its effects. */
import { assign, sendParent, setup } from 'xstate'
import type { ReturnId } from '../../journal/returns-contract.ts'
import {
  backOf,
  type ReturnContext,
  type ReturnEvent,
  type ReturnInput,
  takeOutcome,
  uidsOf,
} from './return-context.ts'
import { type GiveBackOutcome, returnEffects } from './return-effects.ts'
import { advise, type ReturnStep, returnFacts } from './return-row.ts'

export const become = (state: ReturnStep) => ({ type: 'become' as const, params: { state } })

export const isBack =
  (secured: boolean) =>
  ({ event }: { event: { output: GiveBackOutcome } }): boolean =>
    backOf(event.output)?.secured === secured

/** Back, with a tag that no other try can secure. */
export const isLocked = ({ event }: { event: { output: GiveBackOutcome } }): boolean =>
  backOf(event.output)?.problem?.code === 'TAG_CANNOT_BE_SECURED'

export const returnSetup = setup({
  types: {
    context: {} as ReturnContext,
    events: {} as ReturnEvent,
    input: {} as ReturnInput,
  },
  actors: returnEffects,
  guards: {
    justLent: ({ context }) => context.lentJustNow && !context.confirmed && !context.scanned,
    incomplete: ({ context }) =>
      !(context.confirmed && context.incompleteAllowed) &&
      // Of a barcode alone nothing is known about parts.
      context.tags.length > 0 &&
      new Set(context.tags.map((tag) => tag.part)).size < context.total,
    absent: ({ context }) => !context.scanned && context.present.length === 0,
    wasBack: ({ context }) => context.outcome !== null,
    alone: ({ context }) => context.alone,
    cameBack: ({ context, event }) =>
      event.type === 'tags' && context.present.length === 0 && event.present.length > 0,
    someHere: ({ event }) => event.type === 'tags' && event.present.length > 0,
    /** All that was seen of it lies here again. */
    allHere: ({ context, event }) =>
      event.type === 'tags' && uidsOf(context).every((uid) => event.present.some((tag) => tag.uid === uid)),
    newTag: ({ context, event }) =>
      event.type === 'tags' && event.present.some((tag) => !context.tried.includes(tag.uid)),
  },
  actions: {
    report: sendParent(({ context }) => ({ type: 'returnRow', row: returnFacts(context) })),
    become: assign((_, params: { state: ReturnStep }) => ({ state: params.state })),
    seeTags: assign(({ context, event }) => {
      if (event.type !== 'tags') return {}
      const known = new Set(uidsOf(context))
      return {
        present: event.present,
        total: Math.max(context.total, event.total),
        tags: [...context.tags, ...event.present.filter((tag) => !known.has(tag.uid))],
      }
    }),
    takeAnswer: assign(({ context }, outcome: GiveBackOutcome) => takeOutcome(context, outcome)),
    learnTitle: assign(({ context }, title: string | null) => ({ title: title ?? context.title })),
    noteTried: assign(({ context }) => ({ tried: uidsOf(context) })),
    adviseBack: assign({ problem: ({ context }) => advise.back(context) }),
    adviseIncomplete: assign({ problem: ({ context }) => advise.incomplete(context) }),
    /** Staff find it on their list. */
    giveUp: (_, _params: ReturnId | null) => {
      throw new Error('effect giveUp is not provided')
    },
    confirm: assign({ confirmed: true }),
    beScanned: assign({ scanned: true }),
    forgetProblem: assign({ problem: null }),
    beAlone: assign({ alone: true }),
  },
})
