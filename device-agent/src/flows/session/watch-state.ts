import { assign } from 'xstate'
import { sessionSetup } from './session-setup.ts'

/** The inactivity watch: beside every journey, so under every screen and dialog, and ending with it. */
export const watchState = sessionSetup.createStateConfig({
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
                guard: ({ context }) =>
                  context.secondsLeft <= 1 &&
                  (context.patron !== null || (context.returning?.rows.length ?? 0) > 0),
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
})
