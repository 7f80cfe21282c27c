/**
 * One item's way from the pad (or the scanner) to the patron's account. A set of several parts is one item.
 *
 * Order of safety: journal, then library system, then tag; a tag is switched only after a yes, and read back.
 */
import { assign } from 'xstate'
import { armedInput, entryOf, lendInput, proveTags, takeLoan, takeRefusal, unproven } from './item-context.ts'
import { become, itemSetup } from './item-setup.ts'
import { mediaTypeOf } from './media-type.ts'
import { advise } from './row-facts.ts'

/** Rounds of switching an item's tags before it is left to staff. */
export const SECURE_ROUNDS = 3

export const itemMachine = itemSetup.createMachine({
  id: 'item',
  context: ({ input }) => ({
    ...input,
    state: 'waiting',
    patron: null,
    pin: null,
    vouched: false,
    title: null,
    due: null,
    media: input.total > 1 ? 'set' : 'other',
    tags: input.present,
    proven: [],
    entry: null,
    confirmed: false,
    alreadyYours: false,
    lentNow: false,
    provisional: false,
    maySwitch: false,
    problem: null,
    printLines: [],
    secureRounds: 0,
    lendRounds: 0,
    alone: false,
  }),
  initial: 'waiting',
  on: {
    tags: { actions: ['seeTags', 'report'] },
    scanned: { actions: [assign({ scanned: true }), 'report'] },
    ils: { actions: 'hearIls' },
    over: { actions: 'handOver' },
  },
  states: {
    /** Seen; nobody to lend it to yet. */
    waiting: {
      entry: [become('waiting'), 'report'],
      on: { patron: { target: 'deciding', actions: 'meetPatron' } },
    },
    deciding: {
      entry: 'forgetProblem',
      always: [
        { guard: 'alreadyYours', target: 'describing' },
        { guard: 'incomplete', target: 'incomplete' },
        { guard: 'absent', target: 'absent' },
        { guard: 'ilsAway', target: 'ilsAway', actions: assign({ problem: { code: 'ILS_AWAY' } }) },
        { target: 'asking' },
      ],
    },
    /** On the patron's account before this visit: no loan to make, but the tag must agree. */
    describing: {
      entry: [become('describing'), assign({ maySwitch: true }), 'report'],
      invoke: {
        src: 'describe',
        input: ({ context }) => ({ item: context.item }),
        onDone: {
          target: 'lent',
          actions: assign(({ event }) => ({
            title: event.output.title,
            due: event.output.due?.iso ?? event.output.due?.text ?? null,
            media: mediaTypeOf(event.output.media),
          })),
        },
        onError: 'lent',
      },
    },
    incomplete: {
      entry: [
        become('incomplete'),
        assign({ problem: ({ context }) => advise.incomplete(context) }),
        'report',
      ],
      invoke: {
        src: 'describe',
        input: ({ context }) => ({ item: context.item }),
        onDone: { actions: [assign({ title: ({ event }) => event.output.title }), 'report'] },
        onError: { actions: 'report' },
      },
      on: {
        confirmSet: { target: 'deciding', actions: assign({ confirmed: true }) },
        tags: { target: 'deciding', actions: 'seeTags' },
      },
    },
    /** Taken off the pad before its turn came. */
    absent: {
      entry: [become('absent'), assign({ problem: { code: 'RFID_TAG_GONE' } }), 'report'],
      on: {
        tags: { target: 'deciding', actions: 'seeTags' },
        scanned: { target: 'deciding', actions: assign({ scanned: true }) },
      },
    },
    ilsAway: {
      entry: [become('ilsAway'), 'report'],
      on: { ils: { target: 'deciding', actions: 'hearIls' }, retry: 'deciding' },
    },
    /** Holds a turn at the library system; leaving gives it back. */
    asking: {
      invoke: { src: 'turn' },
      initial: 'queued',
      states: {
        queued: {
          entry: [become('queued'), 'report'],
          on: {
            turn: 'lending',
            over: [
              { guard: 'abandoned', target: '#item.notTried', actions: 'handOver' },
              { actions: 'handOver' },
            ],
          },
        },
        lending: {
          entry: [
            become('lending'),
            assign({ lendRounds: ({ context }) => context.lendRounds + 1 }),
            'report',
          ],
          invoke: {
            src: 'lend',
            input: ({ context }) => lendInput(context),
            onDone: [
              {
                guard: ({ event }) => event.output.kind === 'lent' || event.output.kind === 'promised',
                target: '#item.lent',
                actions: assign(({ context, event }) => takeLoan(context, event.output)),
              },
              {
                guard: ({ event }) => event.output.kind === 'unresolved',
                target: '#item.uncertain',
                actions: assign(({ event }) => ({
                  entry: event.output.kind === 'unresolved' ? event.output.entry : null,
                })),
              },
              {
                guard: ({ event, context }) => event.output.kind === 'notSent' && !context.alone,
                target: '#item.ilsAway',
                actions: assign(({ event }) => ({ ilsOnline: false, ...takeRefusal(event.output) })),
              },
              { target: '#item.refused', actions: assign(({ event }) => takeRefusal(event.output)) },
            ],
            onError: { target: '#item.refused', actions: assign({ problem: { code: 'JOURNAL_FAILED' } }) },
          },
        },
      },
    },
    refused: {
      entry: [become('refused'), 'report'],
      on: {
        retry: 'deciding',
        // Scanned again, or laid down again: the patron wants it tried again.
        scanned: { target: 'deciding', actions: assign({ scanned: true }) },
        tags: [
          { guard: 'cameBack', target: 'deciding', actions: 'seeTags' },
          { actions: ['seeTags', 'report'] },
        ],
      },
    },
    /** The answer was lost; it goes on being asked for, also after the patron has left. */
    uncertain: {
      entry: [become('uncertain'), assign({ problem: { code: 'LOAN_UNRESOLVED' } }), 'report'],
      invoke: {
        src: 'settle',
        input: ({ context }) => ({ entry: entryOf(context) }),
        onDone: [
          {
            guard: ({ event }) => event.output === 'lent',
            target: 'lent',
            actions: assign({ lentNow: true, maySwitch: true, problem: null }),
          },
          { guard: 'lendRoundsLeft', target: 'deciding', actions: assign({ entry: null }) },
          { target: 'refused', actions: assign({ entry: null, problem: { code: 'ILS_NO_ANSWER' } }) },
        ],
      },
    },
    lent: {
      always: [{ guard: 'mustSwitch', target: 'securing' }, { target: 'yours' }],
    },
    securing: {
      entry: [
        become('securing'),
        assign({ secureRounds: ({ context }) => context.secureRounds + 1, problem: null }),
        'report',
      ],
      invoke: {
        src: 'secure',
        input: ({ context }) => ({ entry: context.entry, tags: unproven(context) }),
        onDone: [
          {
            guard: ({ event }) => event.output.why === null,
            target: 'lent',
            actions: assign(({ context, event }) => proveTags(context, event.output)),
          },
          {
            guard: ({ event }) => event.output.why === 'locked',
            target: 'armed',
            actions: assign(({ context, event }) => ({
              ...proveTags(context, event.output),
              problem: advise.locked,
            })),
          },
          {
            guard: ({ context }) => context.alone || context.secureRounds >= SECURE_ROUNDS,
            target: 'armed',
            actions: assign(({ context, event }) => proveTags(context, event.output)),
          },
          {
            target: 'putBack',
            actions: assign(({ context, event }) => ({
              ...proveTags(context, event.output),
              problem: advise.putBack(event.output.why),
            })),
          },
        ],
        onError: 'armed',
      },
    },
    /** Lent, but a tag still raises the alarm: the patron is asked for it by title. */
    putBack: {
      entry: [become('putBack'), 'report'],
      on: {
        tags: [
          { guard: 'unprovenAllHere', target: 'securing', actions: 'seeTags' },
          { actions: ['seeTags', 'report'] },
        ],
        retry: 'securing',
        over: { target: 'armed', actions: 'handOver' },
      },
    },
    yours: {
      entry: [become('yours'), assign({ problem: ({ context }) => advise.yours(context) }), 'report'],
      on: {
        tags: [
          { guard: 'newTag', target: 'securing', actions: ['seeTags', assign({ secureRounds: 0 })] },
          { actions: ['seeTags', assign({ problem: ({ context }) => advise.yours(context) }), 'report'] },
        ],
      },
    },
    /** Lent and left to staff with a tag armed. */
    armed: {
      entry: [
        become('armed'),
        assign({ problem: ({ context }) => advise.armed(context) }),
        { type: 'leaveArmed', params: ({ context }) => armedInput(context) },
        'report',
      ],
    },
    notTried: { entry: [become('notTried'), 'report'] },
  },
})
