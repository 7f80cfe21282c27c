import { sessionSetup } from './session-setup.ts'

/** Nobody is here. What lies on the pad waits; nothing is lent or returned before somebody asks for it. */
export const attractState = sessionSetup.createStateConfig({
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
    startReturn: { guard: 'takesBack', target: 'returning' },
    staffCorner: { guard: 'staffByCorner', target: 'staff' },
    code: [
      { guard: 'isStaffCardAlone', target: 'staff.journey.desk' },
      { guard: 'isStaffCard', target: 'staff' },
      { guard: 'closedByStaff' },
      { guard: 'isCard', target: 'present.journey.checking', actions: 'takeCard' },
      { guard: 'isCardInVain', actions: 'needsNoCard' },
      { guard: 'isItemToLend', target: 'present', actions: 'takeBarcode' },
      { guard: 'isItemToReturn', actions: 'askForTouch' },
      { actions: 'notRecognised' },
    ],
  },
})
