/**
 * One item's way from the pad (or the scanner) back to the library. A set of several parts is one item.
 *
 * The service underneath keeps the order of safety: journal, then library system, then tag. What was once begun is brought
 * to its end, also when the patron walks away: they came to give it back.
 */
import { assign, type DoneActorEvent } from 'xstate'
import type { KnownItem } from '../ils.ts'
import { type ReturnContext, secureInput, uidsOf } from './return-context.ts'
import { become, isBack, isLocked, returnSetup } from './return-setup.ts'

/** Asks for the title of what the patron must do something about; without it the row says its number. */
const describing = {
  src: 'describe' as const,
  input: ({ context }: { context: ReturnContext }) => ({ item: context.item }),
  onError: { actions: 'report' as const },
  onDone: {
    actions: [
      {
        type: 'learnTitle' as const,
        params: ({ event }: { event: DoneActorEvent<KnownItem> }) => event.output.title,
      },
      'report' as const,
    ],
  },
}

/** Rounds of securing an item's tags with the patron's help before it is left to staff. */
export const SECURE_ROUNDS = 2

export const returnMachine = returnSetup.createMachine({
  id: 'return',
  context: ({ input }) => ({
    ...input,
    state: 'queued',
    tags: input.present,
    tried: [],
    confirmed: false,
    entry: null,
    outcome: null,
    title: null,
    media: input.total > 1 ? 'set' : 'other',
    shelf: null,
    slip: 'none',
    problem: null,
    secureRounds: 0,
    alone: false,
  }),
  initial: 'deciding',
  on: {
    tags: { actions: ['seeTags', 'report'] },
    scanned: { actions: ['beScanned', 'report'] },
    over: { actions: 'beAlone' },
  },
  states: {
    deciding: {
      entry: 'forgetProblem',
      always: [
        { guard: 'absent', target: 'absent' },
        { guard: 'justLent', target: 'justLent' },
        { guard: 'incomplete', target: 'incomplete' },
        { target: 'asking' },
      ],
    },
    /** Whoever touches "Return" next is perhaps not the one whose new loans these are. */
    justLent: {
      entry: [become('justLent'), assign({ problem: { code: 'RETURN_LENT_JUST_NOW' } }), 'report'],
      invoke: describing,
      on: {
        returnAnyway: { target: 'deciding', actions: 'confirm' },
        scanned: { target: 'deciding', actions: 'beScanned' },
        tags: [
          // Lifted and laid down again: that is meant.
          { guard: 'cameBack', target: 'deciding', actions: ['seeTags', assign({ lentJustNow: false })] },
          { actions: ['seeTags', 'report'] },
        ],
      },
    },
    incomplete: {
      entry: [become('incomplete'), 'adviseIncomplete', 'report'],
      invoke: describing,
      on: {
        returnAnyway: { target: 'deciding', actions: 'confirm' },
        scanned: { actions: 'report' },
        tags: { target: 'deciding', actions: 'seeTags' },
      },
    },
    /** Taken off the pad before its turn came: it is not back, and the patron hears so by title. */
    absent: {
      entry: [become('absent'), assign({ problem: { code: 'RETURN_TAKEN_AWAY' } }), 'report'],
      invoke: describing,
      on: {
        tags: [{ guard: 'someHere', target: 'deciding', actions: 'seeTags' }],
        scanned: { target: 'deciding', actions: 'beScanned' },
      },
    },
    /** Holds a turn at the library system; leaving gives it back. */
    asking: {
      invoke: { src: 'turn' },
      initial: 'queued',
      states: {
        queued: {
          entry: [become('queued'), 'report'],
          on: { turn: [{ guard: 'absent', target: '#return.absent' }, { target: 'returning' }] },
        },
        returning: {
          entry: [become('returning'), 'noteTried', 'report'],
          invoke: {
            src: 'giveBack',
            input: ({ context }) => ({
              item: context.item,
              tags: uidsOf(context),
              isBack: context.outcome !== null,
            }),
            onDone: [
              {
                guard: isBack(true),
                target: '#return.back',
                actions: { type: 'takeAnswer', params: ({ event }) => event.output },
              },
              {
                guard: isLocked,
                target: '#return.unsecured',
                actions: { type: 'takeAnswer', params: ({ event }) => event.output },
              },
              {
                guard: isBack(false),
                target: '#return.putBack',
                actions: { type: 'takeAnswer', params: ({ event }) => event.output },
              },
              { guard: 'wasBack', target: '#return.unsecured' },
              {
                guard: ({ event: { output } }) =>
                  output.kind === 'answered' && output.taken.kind === 'unresolved',
                target: '#return.unresolved',
                actions: { type: 'takeAnswer', params: ({ event }) => event.output },
              },
              {
                target: '#return.refused',
                actions: { type: 'takeAnswer', params: ({ event }) => event.output },
              },
            ],
            onError: { target: '#return.refused', actions: assign({ problem: { code: 'RETURN_PAUSED' } }) },
          },
        },
      },
    },
    refused: {
      entry: [become('refused'), 'report'],
      on: {
        retry: 'deciding',
        // Scanned again, or laid down again: the patron wants it tried again.
        scanned: { target: 'deciding', actions: 'beScanned' },
        tags: [
          { guard: 'cameBack', target: 'deciding', actions: 'seeTags' },
          { actions: ['seeTags', 'report'] },
        ],
      },
    },
    /** The service goes on asking, also after the patron has left. */
    unresolved: {
      entry: [become('unresolved'), assign({ problem: { code: 'RETURN_UNRESOLVED' } }), 'report'],
    },
    /** Back, but a tag does not raise the alarm: the patron is asked for it by title. */
    putBack: {
      entry: [become('putBack'), assign({ problem: { code: 'TAG_NOT_SECURED' } }), 'report'],
      always: { guard: 'alone', target: 'unsecured' },
      on: {
        tags: [
          { guard: 'allHere', target: 'securing', actions: 'seeTags' },
          { actions: ['seeTags', 'report'] },
        ],
        retry: 'securing',
        over: { target: 'unsecured', actions: 'beAlone' },
      },
    },
    securing: {
      entry: [
        become('securing'),
        assign({ secureRounds: ({ context }) => context.secureRounds + 1, problem: null }),
        'report',
      ],
      invoke: {
        src: 'secure',
        input: ({ context }) => secureInput(context),
        onDone: [
          { guard: ({ event }) => event.output === 'secured', target: 'back' },
          {
            guard: ({ context, event }) => event.output === 'never' || context.secureRounds >= SECURE_ROUNDS,
            target: 'unsecured',
          },
          { target: 'putBack' },
        ],
        onError: 'unsecured',
      },
    },
    back: {
      entry: [become('back'), 'adviseBack', 'report'],
      on: {
        tags: [
          { guard: 'newTag', target: 'asking', actions: ['seeTags', assign({ secureRounds: 0 })] },
          { actions: ['seeTags', 'report'] },
        ],
      },
    },
    /** Back and left to staff, who know of it from the service. */
    unsecured: {
      entry: [
        become('unsecured'),
        assign({ problem: { code: 'RETURN_GIVE_TO_STAFF' }, shelf: null }),
        { type: 'giveUp', params: ({ context }) => context.entry },
        'report',
      ],
    },
  },
})
