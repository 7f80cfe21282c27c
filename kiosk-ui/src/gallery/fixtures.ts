/** A view for every screen and state, for looking at and for the pictures in the docs. */
import type { Counts, ItemRow, Offer, Screen, View } from '@lectern/device-agent/contract/view'
import { RETURN_SCREENS } from './return-fixtures.ts'
import { STAFF_SCREENS } from './staff-fixtures.ts'

const counts = (onPad: number, yours: number, inProgress = 0, notYours = 0): Counts => ({
  onPad,
  yours,
  inProgress,
  notYours,
})
const inDays = (days: number) =>
  `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T23:59:00`
const row = (id: number, title: string | null, change: Partial<ItemRow> = {}): ItemRow => ({
  id: `row-${id}`,
  state: 'yours',
  title,
  itemId: `3117300000${1000 + id}`,
  mediaType: 'book',
  onPad: true,
  due: inDays(21 + id),
  alreadyYours: false,
  provisional: false,
  problem: null,
  set: null,
  actions: [],
  ...change,
})

const LENT: readonly ItemRow[] = [
  row(6, 'Pride and Prejudice'),
  row(5, 'Der Ring des Nibelungen', { mediaType: 'music', set: { present: 4, total: 4 } }),
  row(4, 'Преступление и наказание'),
  row(3, 'Alice’s Adventures in Wonderland', { alreadyYours: true }),
  row(2, 'The Wonderful Wizard of Oz, with all the original drawings and an afterword on the illustrator'),
  row(1, 'Nosferatu', { mediaType: 'video', due: inDays(7) }),
]
const MIXED: readonly ItemRow[] = [
  row(9, null, { state: 'waiting', due: null }),
  row(8, 'Treasure Island', { state: 'securing', due: null }),
  row(7, null, { state: 'lending', due: null }),
  row(6, 'The Secret Garden', {
    state: 'refused',
    due: null,
    problem: { code: 'ITEM_ON_HOLD', libraryMessages: ['ITEM ON HOLD - PLEASE GIVE TO STAFF'] },
    actions: ['retry', 'dismiss'],
  }),
  row(5, 'The Royal Game of Ur', {
    state: 'attention',
    due: null,
    set: { present: 2, total: 4 },
    problem: { code: 'SET_INCOMPLETE', params: { present: 2, total: 4 } },
    actions: ['confirmSet', 'dismiss'],
  }),
  row(4, null, {
    state: 'attention',
    due: null,
    itemId: null,
    problem: { code: 'RFID_TAG_UNREADABLE' },
    actions: ['dismiss'],
  }),
  row(3, 'Emma', { state: 'attention', due: null, problem: { code: 'RFID_TAG_GONE' }, actions: ['retry'] }),
  ...LENT.slice(4),
]
const many = Array.from({ length: 30 }, (_, index) =>
  row(40 - index, `Volume ${30 - index} of a very long series`),
)

const OPEN: Offer = { problem: null }
const attract = (change: Partial<Extract<Screen, { name: 'attract' }>> = {}): Screen => ({
  name: 'attract',
  counts: counts(0, 0),
  problem: null,
  lends: OPEN,
  takesBack: OPEN,
  message: null,
  ...change,
})

const SCREENS: Readonly<Record<string, Screen>> = {
  attract: attract(),
  attractWaiting: attract({ counts: counts(3, 0) }),
  attractOffline: attract({ problem: { code: 'OFFLINE_LENDING', params: { count: 5 } } }),
  attractReturnsOnlyNow: attract({ lends: { problem: { code: 'ILS_AWAY' } } }),
  attractLendsOnlyNow: attract({ takesBack: { problem: { code: 'RETURN_PAUSED' } } }),
  attractLends: attract({ takesBack: null }),
  attractLendsWaiting: attract({ takesBack: null, counts: counts(3, 0) }),
  attractTakesBack: attract({ lends: null }),
  attractTouchFirst: attract({ lends: null, problem: { code: 'RETURN_TOUCH_FIRST' } }),
  identify: { name: 'identify', counts: counts(3, 0), problem: null },
  identifyUnknown: { name: 'identify', counts: counts(0, 0), problem: { code: 'PATRON_UNKNOWN' } },
  identifyBlocked: {
    name: 'identify',
    counts: counts(2, 0),
    problem: { code: 'PATRON_BLOCKED', libraryMessages: ['PATRON BLOCKED - SEE CIRC DESK'] },
  },
  pin: { name: 'pin', counts: counts(0, 0), problem: null, triesLeft: 3 },
  pinWrong: { name: 'pin', counts: counts(0, 0), problem: { code: 'PIN_WRONG' }, triesLeft: 2 },
  checkingPatron: { name: 'checkingPatron', counts: counts(0, 0) },
  itemsEmpty: {
    name: 'items',
    patronName: 'Mira K.',
    counts: counts(0, 0),
    rows: [],
    problem: null,
    holdsReady: 1,
  },
  items: {
    name: 'items',
    patronName: 'Mira K.',
    counts: counts(6, 6),
    rows: LENT,
    problem: null,
    holdsReady: null,
  },
  itemsMixed: {
    name: 'items',
    patronName: 'Mira K.',
    counts: counts(8, 2, 3, 4),
    rows: MIXED,
    problem: null,
    holdsReady: 1,
  },
  itemsMany: {
    name: 'items',
    patronName: null,
    counts: counts(30, 30),
    rows: many,
    problem: null,
    holdsReady: null,
  },
  itemsOffline: {
    name: 'items',
    patronName: null,
    counts: counts(3, 2, 0, 1),
    rows: [
      row(3, null, {
        state: 'refused',
        due: null,
        problem: { code: 'OFFLINE_LIMIT', params: { count: 2 } },
        actions: ['dismiss'],
      }),
      row(2, null, { provisional: true, due: inDays(14) }),
      row(1, 'Emma', { provisional: true, due: inDays(14) }),
    ],
    problem: { code: 'OFFLINE_LENDING', params: { count: 0 } },
    holdsReady: null,
  },
  identifyOffline: { name: 'identify', counts: counts(2, 0), problem: { code: 'OFFLINE_CARD_UNKNOWN' } },
  itemsIlsAway: {
    name: 'items',
    patronName: 'Mira K.',
    counts: counts(2, 1, 0, 1),
    rows: [
      row(2, null, {
        state: 'attention',
        due: null,
        problem: { code: 'ILS_AWAY' },
        actions: ['retry', 'dismiss'],
      }),
      row(1, 'Emma', { problem: { code: 'TAG_NOT_SEEN' } }),
    ],
    problem: { code: 'ILS_AWAY' },
    holdsReady: null,
  },
  finish: { name: 'finish', counts: counts(6, 6), rows: LENT, receipt: { kind: 'ask' } },
  finishNoPaper: {
    name: 'finish',
    counts: counts(6, 6),
    rows: LENT,
    receipt: { kind: 'unavailable', problem: { code: 'PRINTER_PAPER_OUT' } },
  },
  goodbye: {
    name: 'goodbye',
    reason: 'finished',
    visit: 'borrow',
    lent: 6,
    returned: 0,
    receipt: 'printed',
    settling: 0,
    onPad: 6,
    problem: null,
  },
  goodbyeSettling: {
    name: 'goodbye',
    reason: 'timeout',
    visit: 'borrow',
    lent: 2,
    returned: 0,
    receipt: 'none',
    settling: 2,
    onPad: 2,
    problem: null,
  },
  goodbyeArmed: {
    name: 'goodbye',
    reason: 'finished',
    visit: 'borrow',
    lent: 1,
    returned: 0,
    receipt: 'failed',
    settling: 0,
    onPad: 0,
    problem: { code: 'TAG_LEFT_ARMED' },
  },
  ...RETURN_SCREENS,
  ...STAFF_SCREENS,
  closed: { name: 'closed', problem: { code: 'ILS_AWAY' }, message: null },
  closedByStaff: { name: 'closed', problem: { code: 'KIOSK_CLOSED' }, message: null },
  closedWithReason: {
    name: 'closed',
    problem: { code: 'KIOSK_CLOSED' },
    message: 'We are counting our books today. From tomorrow at 9 everything is as usual.',
  },
  attractMessage: attract({ message: 'Story time for children: Saturday at 11 in the reading room.' }),
}

const frame = (screen: Screen): View => ({
  revision: 1,
  boot: 'gallery',
  library: { name: 'Lindenhof Library' },
  kiosk: { name: 'Self-service', languages: ['en', 'de'] },
  preferences: { language: 'en', textSize: 'normal', theme: 'light', volumePercent: 0 },
  devices: { ils: 'ready', rfid: 'ready', scanner: 'ready', printer: 'ready' },
  screen,
  dialog: null,
  inactivity: null,
  help: null,
  mirror: false,
})

const base = Object.fromEntries(Object.entries(SCREENS).map(([name, screen]) => [name, frame(screen)]))
const items = frame(SCREENS.itemsMixed ?? { name: 'checkingPatron', counts: counts(0, 0) })

const returns = frame(SCREENS.returnsMixed ?? { name: 'checkingPatron', counts: counts(0, 0) })

export const VIEWS: Readonly<Record<string, View>> = {
  ...base,
  leaveAnyway: { ...items, dialog: { name: 'leaveAnyway', visit: 'borrow', unsettled: 4 } },
  leaveReturns: { ...returns, dialog: { name: 'leaveAnyway', visit: 'return', unsettled: 5 } },
  inactivityReturns: { ...returns, inactivity: { secondsLeft: 18 } },
  inactivity: { ...items, inactivity: { secondsLeft: 18 } },
  helpLooking: { ...items, help: { stage: 'looking', secondsLeft: null } },
  helpAsking: { ...items, help: { stage: 'asking', secondsLeft: 24 } },
  helpHelping: { ...items, help: { stage: 'helping', secondsLeft: null } },
  helpIdle: { ...frame(SCREENS.attract ?? items.screen), help: { stage: 'helping', secondsLeft: null } },
  helpIdleLooking: {
    ...frame(SCREENS.attract ?? items.screen),
    help: { stage: 'looking', secondsLeft: null },
  },
  helpLeave: {
    ...items,
    help: { stage: 'helping', secondsLeft: null },
    dialog: { name: 'leaveAnyway', visit: 'borrow', unsettled: 4 },
  },
  mirror: { ...items, mirror: true },
  padAway: { ...items, devices: { ...items.devices, rfid: 'away' } },
}
