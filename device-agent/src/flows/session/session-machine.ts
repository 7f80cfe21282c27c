/**
 * The patron's visit: attract, identify, lend, finish, goodbye. Card and items come in any order.
 *
 * The inactivity watch runs beside the journey, so under every screen and dialog, and ends with it.
 */
import { assign, type SnapshotFrom } from 'xstate'
import { LecternError } from '../../contract/errors.ts'
import { receiptData } from './receipt-data.ts'
import { NOBODY, sessionSetup } from './session-setup.ts'

export const sessionMachine = sessionSetup.createMachine({
  id: 'session',
  context: ({ input }) => ({
    ...NOBODY,
    settings: input.settings,
    around: input.around,
    preferences: input.settings.preferences,
    field: [],
    leftovers: [],
    items: [],
    rows: [],
    nextRow: 1,
  }),
  initial: 'attract',
  on: {
    field: { actions: 'seeField' },
    around: { actions: 'hearAround' },
    settings: { actions: 'hearSettings' },
    row: { actions: 'takeRow' },
    prefer: { actions: 'takePreference' },
  },
  states: {
    attract: {
      entry: ['stopItems', 'endVisit'],
      initial: 'idle',
      states: {
        idle: {
          // Somebody changed the language and went away: the next one finds the kiosk as it should be.
          after: {
            inactivity: { target: 'idle', reenter: true, actions: ['resetPreferences', 'forgetProblem'] },
          },
          on: { activity: { target: 'idle', reenter: true } },
        },
      },
      on: {
        start: { guard: 'open', target: 'present' },
        code: [
          { guard: 'isCard', target: 'present.journey.checking', actions: 'takeCard' },
          { guard: 'isItem', target: 'present', actions: 'takeBarcode' },
          { actions: 'notRecognised' },
        ],
      },
    },
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
        watch: {
          initial: 'quiet',
          states: {
            quiet: {
              after: { inactivity: 'warning' },
              on: { activity: { target: 'quiet', reenter: true } },
            },
            warning: {
              entry: 'startCountdown',
              exit: 'stopCountdown',
              initial: 'counting',
              states: {
                counting: {
                  after: {
                    second: [
                      {
                        guard: ({ context }) => context.secondsLeft <= 1 && context.patron !== null,
                        target: '#session.goodbye',
                        actions: assign({ reason: 'timeout' }),
                      },
                      { guard: 'lastSecond', target: '#session.attract' },
                      { target: 'counting', reenter: true, actions: 'countDown' },
                    ],
                  },
                },
              },
              on: { activity: 'quiet' },
            },
          },
        },
      },
      on: {
        cancel: [
          { guard: 'somebodyIsIn', target: '#session.goodbye', actions: assign({ reason: 'left' }) },
          { target: '#session.attract' },
        ],
      },
    },
    goodbye: {
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
      ],
      initial: 'settling',
      states: {
        /** Whatever is in flight comes to its end behind this screen. */
        settling: {
          always: { guard: 'allSettled', target: 'signingOff' },
        },
        signingOff: {
          entry: [
            { type: 'endSession', params: ({ context }) => context.leaving },
            assign({ leaving: null }),
          ],
          always: [{ guard: 'wantsReceipt', target: 'printing' }, { target: 'shown' }],
        },
        printing: {
          entry: assign({ receipt: 'printing' }),
          invoke: {
            src: 'printReceipt',
            input: ({ context }) => receiptData(context.rows, context.preferences.language),
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
              {
                guard: 'isCard',
                target: '#session.present.journey.checking',
                actions: ['stopItems', 'endVisit', 'takeCard'],
              },
            ],
          },
        },
      },
    },
  },
})

export type SessionSnapshot = SnapshotFrom<typeof sessionMachine>
