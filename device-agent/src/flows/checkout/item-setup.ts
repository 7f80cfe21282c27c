/** What the item machine is made of: its guards, its actions, and the names of its effects. */
import { assign, sendParent, setup } from 'xstate'
import { itemEffects } from './effects.ts'
import {
  type ArmedInput,
  type ItemContext,
  type ItemEvent,
  type ItemInput,
  unproven,
} from './item-context.ts'
import { type ItemState, rowFacts } from './row-facts.ts'

/** Fresh tries after the library system said that a lost request had not happened. */
export const LEND_ROUNDS = 2

const isHere = (context: ItemContext): boolean => context.scanned || context.present.length > 0

export const become = (state: ItemState) => ({ type: 'become' as const, params: { state } })

export const itemSetup = setup({
  types: {
    context: {} as ItemContext,
    events: {} as ItemEvent,
    input: {} as ItemInput,
  },
  actors: itemEffects,
  guards: {
    incomplete: ({ context }) =>
      !context.confirmed &&
      !context.scanned &&
      new Set(context.tags.map((tag) => tag.part)).size < context.total,
    ilsAway: ({ context }) => !context.ilsOnline && !context.lendsOffline,
    absent: ({ context }) => !isHere(context),
    alreadyYours: ({ context }) => context.alreadyYours,
    mustSwitch: ({ context }) => context.maySwitch && unproven(context).length > 0,
    newTag: ({ context, event }) =>
      event.type === 'tags' &&
      context.maySwitch &&
      event.present.some((tag) => !context.proven.includes(tag.uid)),
    unprovenAllHere: ({ context, event }) =>
      event.type === 'tags' && unproven(context).every((uid) => event.present.some((tag) => tag.uid === uid)),
    lendRoundsLeft: ({ context }) => context.lendRounds < LEND_ROUNDS,
    cameBack: ({ context, event }) =>
      event.type === 'tags' && context.present.length === 0 && event.present.length > 0,
    abandoned: ({ event }) => event.type === 'over' && event.abandoned,
  },
  actions: {
    report: sendParent(({ context }) => ({ type: 'row', row: rowFacts(context) })),
    become: assign((_, params: { state: ItemState }) => ({ state: params.state })),
    /** Staff are told, and the journal keeps the tag in mind. */
    leaveArmed: (_, _params: ArmedInput) => {
      throw new Error('effect leaveArmed is not provided')
    },
    seeTags: assign(({ context, event }) => {
      if (event.type !== 'tags') return {}
      const known = new Set(context.tags.map((tag) => tag.uid))
      return {
        present: event.present,
        total: Math.max(context.total, event.total),
        tags: [...context.tags, ...event.present.filter((tag) => !known.has(tag.uid))],
      }
    }),
    meetPatron: assign(({ event }) =>
      event.type === 'patron'
        ? {
            patron: event.patron,
            pin: event.pin,
            alreadyYours: event.alreadyYours,
            vouched: event.vouched,
          }
        : {},
    ),
    hearIls: assign(({ event }) =>
      event.type === 'ils' ? { ilsOnline: event.online, lendsOffline: event.lendsOffline } : {},
    ),
    handOver: assign(({ event }) => (event.type === 'over' ? { alone: true } : {})),
    forgetProblem: assign({ problem: null }),
  },
})
