import { assign } from 'xstate'
import { receiptData } from './receipt-data.ts'
import { sessionSetup } from './session-setup.ts'

/** Whoever was here has gone from the screen; what is in flight comes to its end. */
export const goodbyeState = sessionSetup.createStateConfig({
  entry: [
    assign(({ context }) => ({
      dialog: null,
      problem: null,
      leaving: context.patron,
      patron: null,
      card: null,
      pin: null,
      wantsReceipt:
        context.wantsReceipt || (context.reason === 'finished' && context.settings.receipt === 'always'),
    })),
    'tellItemsItIsOver',
    'closeReturns',
  ],
  initial: 'settling',
  states: {
    /** Whatever is in flight comes to its end behind this screen. */
    settling: {
      always: { guard: 'allSettled', target: 'signingOff' },
    },
    signingOff: {
      entry: [{ type: 'endSession', params: ({ context }) => context.leaving }, assign({ leaving: null })],
      always: [{ guard: 'wantsReceipt', target: 'printing' }, { target: 'shown' }],
    },
    printing: {
      entry: assign({ receipt: 'printing' }),
      invoke: {
        src: 'printReceipt',
        input: ({ context }) => receiptData(context),
        onDone: [
          {
            guard: ({ event }) => event.output.printed,
            target: 'shown',
            actions: assign({ receipt: 'printed' }),
          },
          {
            target: 'shown',
            actions: assign(({ event }) => ({
              receipt: 'failed' as const,
              problem: event.output.printed ? null : { code: event.output.code },
            })),
          },
        ],
        onError: {
          target: 'shown',
          actions: assign({ receipt: 'failed', problem: { code: 'PRINTER_FAULT' } }),
        },
      },
    },
    shown: {
      after: { goodbye: '#session.attract' },
      on: {
        start: '#session.attract',
        code: [
          { guard: 'closedByStaff', target: '#session.attract' },
          {
            guard: 'isCard',
            target: '#session.present.journey.checking',
            actions: ['stopItems', 'endVisit', 'takeCard'],
          },
        ],
      },
    },
  },
})
