import { assign } from 'xstate'
import { LecternError } from '../../contract/errors.ts'
import { NO_STAFF, sessionSetup } from './session-setup.ts'

/** Staff are here, and no patron can be: cards and items that are read are only looked at. */
export const staffState = sessionSetup.createStateConfig({
  type: 'parallel',
  entry: assign({ problem: null, staff: NO_STAFF }),
  exit: assign({ problem: null, staff: null }),
  states: {
    journey: {
      initial: 'pin',
      states: {
        pin: { on: { staffPin: 'checking' } },
        checking: {
          invoke: {
            src: 'checkStaffPin',
            input: ({ event }) => ({ pin: event.type === 'staffPin' ? event.pin : '' }),
            onDone: [
              {
                guard: ({ event }) => event.output.right,
                target: 'desk',
                actions: assign({ problem: null }),
              },
              {
                target: 'pin',
                actions: assign(({ event }) => {
                  const pauseSeconds = event.output.right ? 0 : event.output.pauseSeconds
                  const code = pauseSeconds > 0 ? ('STAFF_PIN_PAUSED' as const) : ('STAFF_PIN_WRONG' as const)
                  const problem = { code, params: { seconds: pauseSeconds } }
                  return { problem, staff: { ...NO_STAFF, pauseSeconds } }
                }),
              },
            ],
            onError: {
              target: 'pin',
              actions: assign(({ event }) => ({
                problem: {
                  code:
                    event.error instanceof LecternError
                      ? event.error.code
                      : ('STAFF_PIN_UNREADABLE' as const),
                },
              })),
            },
          },
        },
        desk: {
          initial: 'idle',
          on: {
            staffPage: {
              actions: assign(({ context, event }) => ({
                staff: { ...(context.staff ?? NO_STAFF), page: event.page, said: null },
              })),
            },
          },
          states: {
            idle: { on: { staffAct: 'working' } },
            working: {
              invoke: {
                src: 'performStaff',
                input: ({ event }) => (event.type === 'staffAct' ? event.action : { type: 'open' as const }),
                onDone: {
                  target: 'idle',
                  actions: assign(({ context, event }) => ({
                    staff: { ...(context.staff ?? NO_STAFF), said: event.output },
                  })),
                },
                onError: 'idle',
              },
            },
          },
        },
      },
    },
    watch: {
      initial: 'quiet',
      states: {
        quiet: {
          after: { staffQuiet: '#session.attract' },
          on: { activity: { target: 'quiet', reenter: true } },
        },
      },
    },
  },
  on: {
    code: {
      actions: assign(({ context, event }) => {
        const staff = context.staff ?? NO_STAFF
        const kind = event.asCard ? ('card' as const) : event.asItem ? ('item' as const) : ('other' as const)
        const number = (staff.scan?.number ?? 0) + 1
        return { staff: { ...staff, scan: { characters: event.code.length, kind, number } } }
      }),
    },
    cancel: '#session.attract',
  },
})
