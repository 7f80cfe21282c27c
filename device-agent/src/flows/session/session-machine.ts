/**
 * The patron's visit: attract; identify and lend, or return; finish; goodbye. Card and items come in any order.
 */
import { assign, type SnapshotFrom } from 'xstate'
import { LecternError } from '../../contract/errors.ts'
import { attractState } from './attract-state.ts'
import { goodbyeState } from './goodbye-state.ts'
import { returningState } from './returning-state.ts'
import { NOBODY, sessionSetup } from './session-setup.ts'
import { staffState } from './staff-state.ts'
import { watchState } from './watch-state.ts'

export const sessionMachine = sessionSetup.createMachine({
  id: 'session',
  context: ({ input }) => ({
    ...NOBODY,
    settings: input.settings,
    around: input.around,
    preferences: input.settings.preferences,
    field: [],
    leftovers: [],
    cameBack: [],
    items: [],
    rows: [],
    nextRow: 1,
  }),
  initial: 'attract',
  on: {
    field: { actions: 'seeField' },
    around: { actions: 'hearAround' },
    settings: { actions: 'hearSettings' },
    cardRefused: { actions: 'refuseCard' },
    row: { actions: 'takeRow' },
    returnRow: { actions: 'takeReturnRow' },
    prefer: { actions: 'takePreference' },
  },
  states: {
    attract: attractState,
    returning: returningState,
    present: {
      type: 'parallel',
      states: {
        journey: {
          initial: 'identify',
          states: {
            identify: {
              on: {
                code: [
                  { guard: 'isCard', target: 'checking', actions: 'takeCard' },
                  { guard: 'isItem', actions: 'takeBarcode' },
                  { actions: 'notRecognised' },
                ],
                enterNumber: { target: 'checking', actions: 'takeCard' },
                cancel: '#session.attract',
              },
            },
            checking: {
              invoke: {
                id: 'findPatron',
                src: 'findPatron',
                input: ({ context }) => ({ card: context.card ?? '', pin: context.pin }),
                onDone: [
                  { guard: 'welcome', target: 'items', actions: 'welcome' },
                  { guard: 'askPin', target: 'pin' },
                  { guard: 'wrongPin', target: 'pin', actions: 'countWrongPin' },
                  { target: 'identify', actions: 'refusePatron' },
                ],
                onError: [
                  {
                    guard: ({ event }) => event.error instanceof LecternError,
                    target: 'identify',
                    actions: assign(({ event }) => ({
                      card: null,
                      pin: null,
                      problem: {
                        code: event.error instanceof LecternError ? event.error.code : 'ILS_NO_ANSWER',
                      },
                    })),
                  },
                  {
                    guard: ({ context }) => context.around.ilsOnline,
                    target: 'identify',
                    actions: assign({ card: null, pin: null, problem: { code: 'ILS_NO_ANSWER' } }),
                  },
                  { target: 'askingRules' },
                ],
              },
              on: { cancel: '#session.attract' },
            },
            /** Nobody can be asked about the card: the library's rules for that decide. */
            askingRules: {
              invoke: {
                id: 'admitOffline',
                src: 'admitOffline',
                input: ({ context }) => ({ card: context.card ?? '' }),
                onDone: [
                  { guard: ({ event }) => event.output.admitted, target: 'items', actions: 'admitOffline' },
                  { target: 'ilsAway', actions: 'tellWhyNotOffline' },
                ],
                onError: { target: 'ilsAway', actions: 'tellWhyNotOffline' },
              },
              on: { cancel: '#session.attract' },
            },
            /** The card is kept: when the library system is back the patron need not scan it again. */
            ilsAway: {
              exit: 'forgetProblem',
              on: {
                around: { guard: 'ilsOnline', target: 'checking', actions: 'hearAround' },
                code: [
                  { guard: 'isCard', target: 'checking', actions: 'takeCard' },
                  { guard: 'isItem', actions: 'takeBarcode' },
                ],
                cancel: '#session.attract',
              },
            },
            pin: {
              on: {
                enterPin: { target: 'checking', actions: 'takePin' },
                code: [
                  { guard: 'isOwnCard' },
                  { guard: 'isCard', target: 'checking', actions: 'takeCard' },
                  { guard: 'isItem', actions: 'takeBarcode' },
                  { actions: 'notRecognised' },
                ],
                cancel: '#session.attract',
              },
            },
            items: {
              on: {
                code: [
                  { guard: 'isItem', actions: 'takeBarcode' },
                  { guard: 'isOwnCard' },
                  { guard: 'isCard', actions: 'otherCard' },
                  { actions: 'notRecognised' },
                ],
                confirmSet: { actions: ['passOn', 'forgetProblem'] },
                retry: { actions: ['passOn', 'forgetProblem'] },
                dismiss: { actions: ['dismissRow', 'forgetProblem'] },
                finish: [
                  { guard: 'rowsNeedPatron', actions: 'askToLeave' },
                  { guard: 'receiptIsAsked', target: 'finish' },
                  { target: '#session.goodbye', actions: assign({ reason: 'finished' }) },
                ],
                leaveAnyway: [
                  { guard: 'receiptIsAsked', target: 'finish', actions: 'closeDialog' },
                  { target: '#session.goodbye', actions: assign({ reason: 'finished', dialog: null }) },
                ],
                back: { actions: 'closeDialog' },
              },
            },
            finish: {
              on: {
                back: 'items',
                code: { guard: 'isItem', target: 'items', actions: 'takeBarcode' },
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
          { guard: 'somebodyIsIn', target: '#session.goodbye', actions: assign({ reason: 'left' }) },
          { target: '#session.attract' },
        ],
      },
    },
    goodbye: goodbyeState,
    staff: staffState,
  },
})

export type SessionSnapshot = SnapshotFrom<typeof sessionMachine>
