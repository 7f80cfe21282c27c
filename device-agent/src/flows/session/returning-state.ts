import { assign } from 'xstate'
import { sessionSetup } from './session-setup.ts'
import { watchState } from './watch-state.ts'

/** Somebody gives items back: no card is asked for, and nobody is known. */
export const returningState = sessionSetup.createStateConfig({
  type: 'parallel',
  entry: ['stopItems', 'beginReturns'],
  states: {
    journey: {
      initial: 'items',
      states: {
        items: {
          on: {
            code: [
              { guard: 'isItem', actions: 'takeReturnBarcode' },
              { guard: 'isCardInVain', actions: 'needsNoCard' },
              { actions: 'notRecognised' },
            ],
            returnAnyway: { actions: ['passOn', 'forgetProblem'] },
            retry: { actions: ['passOn', 'forgetProblem'] },
            dismiss: { actions: ['dismissRow', 'forgetProblem'] },
            finish: [
              { guard: 'rowsNeedPatron', actions: 'askToLeave' },
              { guard: 'returnReceiptIsAsked', target: 'finish' },
              { target: '#session.goodbye', actions: assign({ reason: 'finished' }) },
            ],
            leaveAnyway: [
              { guard: 'returnReceiptIsAsked', target: 'finish', actions: 'closeDialog' },
              { target: '#session.goodbye', actions: assign({ reason: 'finished', dialog: null }) },
            ],
            back: { actions: 'closeDialog' },
          },
        },
        finish: {
          on: {
            back: 'items',
            code: { guard: 'isItem', target: 'items', actions: 'takeReturnBarcode' },
            end: {
              target: '#session.goodbye',
              actions: assign(({ event }) => ({
                reason: 'finished' as const,
                wantsReceipt: event.receipt === 'print',
              })),
            },
          },
        },
      },
    },
    watch: watchState,
  },
  on: {
    cancel: [
      { guard: 'somethingReturns', target: '#session.goodbye', actions: assign({ reason: 'left' }) },
      { target: '#session.attract' },
    ],
  },
})
