/** The screens of returns, in every state. */
import type { ReturnCounts, ReturnRow, Screen } from '@lectern/device-agent/contract/view'

const counts = (onPad: number, returned: number, inProgress = 0, notReturned = 0): ReturnCounts => ({
  onPad,
  returned,
  inProgress,
  notReturned,
})
const row = (id: number, title: string | null, change: Partial<ReturnRow> = {}): ReturnRow => ({
  id: `return-${id}`,
  state: 'returned',
  title,
  itemId: `3117300000${1000 + id}`,
  mediaType: 'book',
  onPad: true,
  problem: null,
  set: null,
  shelf: 'Return shelf',
  slip: false,
  actions: [],
  ...change,
})
const open = { shelf: null } as const

const BACK: readonly ReturnRow[] = [
  row(7, 'Der Ring des Nibelungen', { mediaType: 'music', set: { present: 4, total: 4 }, shelf: 'Music' }),
  row(6, 'Walden', { shelf: 'Hold shelf', slip: true }),
  row(5, 'Преступление и наказание'),
  row(4, 'Alice’s Adventures in Wonderland', { state: 'again' }),
  row(3, 'The Wonderful Wizard of Oz, with all the original drawings and an afterword on the illustrator'),
  row(2, 'Nosferatu', { mediaType: 'video' }),
  row(1, 'Emma'),
]
const MIXED: readonly ReturnRow[] = [
  row(12, null, { ...open, state: 'seen' }),
  row(11, null, { ...open, state: 'returning' }),
  row(10, 'The Secret Garden', {
    ...open,
    state: 'refused',
    problem: { code: 'RETURN_REFUSED', libraryMessages: ['ITEM NOT FOUND - SEE STAFF'] },
    actions: ['retry', 'dismiss'],
  }),
  row(9, 'The Royal Game of Ur', {
    ...open,
    state: 'attention',
    mediaType: 'set',
    set: { present: 2, total: 4 },
    problem: { code: 'RETURN_SET_INCOMPLETE', params: { present: 2, total: 4 } },
    actions: ['returnAnyway', 'dismiss'],
  }),
  row(8, null, {
    ...open,
    state: 'attention',
    itemId: null,
    problem: { code: 'RFID_TAG_UNREADABLE' },
    actions: ['dismiss'],
  }),
  row(7, 'Middlemarch', { state: 'attention', problem: { code: 'TAG_NOT_SECURED' }, actions: ['retry'] }),
  row(6, 'Jane Eyre', {
    ...open,
    state: 'attention',
    onPad: false,
    problem: { code: 'RETURN_TAKEN_AWAY' },
    actions: ['dismiss'],
  }),
  ...BACK.slice(2, 4),
]
const OTHERS: readonly ReturnRow[] = [
  row(6, 'Dracula', {
    ...open,
    state: 'attention',
    problem: { code: 'RETURN_LENT_JUST_NOW' },
    actions: ['returnAnyway', 'dismiss'],
  }),
  row(5, 'Heidi', { ...open, state: 'unresolved', problem: { code: 'RETURN_UNRESOLVED' } }),
  row(4, 'Great Expectations', { ...open, problem: { code: 'RETURN_GIVE_TO_STAFF' } }),
  row(3, 'Heart of Darkness', { onPad: false, problem: { code: 'RETURN_TAG_NOT_SEEN' } }),
  row(2, 'The Royal Game of Ur', {
    ...open,
    state: 'attention',
    mediaType: 'set',
    set: { present: 3, total: 4 },
    problem: { code: 'RETURN_SET_NEEDS_STAFF', params: { present: 3, total: 4 } },
    actions: ['dismiss'],
  }),
  row(1, 'A book from elsewhere', {
    ...open,
    state: 'refused',
    problem: { code: 'RETURN_WRONG_LIBRARY' },
    actions: ['retry', 'dismiss'],
  }),
]
const KEPT: readonly ReturnRow[] = [3, 2, 1].map((id) =>
  row(id, null, { state: 'kept', shelf: id === 2 ? null : 'Return shelf' }),
)
const goodbye = (change: Partial<Extract<Screen, { name: 'goodbye' }>>): Screen => ({
  name: 'goodbye',
  reason: 'finished',
  visit: 'return',
  lent: 0,
  returned: 7,
  receipt: 'none',
  settling: 0,
  onPad: 0,
  problem: null,
  ...change,
})

export const RETURN_SCREENS: Readonly<Record<string, Screen>> = {
  returnsEmpty: { name: 'returns', counts: counts(0, 0), rows: [], problem: null },
  returnsNoCard: {
    name: 'returns',
    counts: counts(0, 0),
    rows: [],
    problem: { code: 'RETURN_NEEDS_NO_CARD' },
  },
  returns: { name: 'returns', counts: counts(7, 7), rows: BACK, problem: null },
  returnsMixed: { name: 'returns', counts: counts(8, 2, 2, 5), rows: MIXED, problem: null },
  returnsOthers: { name: 'returns', counts: counts(5, 2, 0, 4), rows: OTHERS, problem: null },
  returnsKept: { name: 'returns', counts: counts(3, 3), rows: KEPT, problem: null },
  returnsFinish: { name: 'returnsFinish', counts: counts(7, 7), receipt: { kind: 'ask' } },
  returnsFinishNoPaper: {
    name: 'returnsFinish',
    counts: counts(7, 7),
    receipt: { kind: 'unavailable', problem: { code: 'PRINTER_PAPER_OUT' } },
  },
  goodbyeReturns: goodbye({ receipt: 'printed', onPad: 7 }),
  goodbyeReturnsLeft: goodbye({ reason: 'timeout', returned: 2, settling: 3, onPad: 5 }),
  goodbyeReturnsStaff: goodbye({
    returned: 1,
    receipt: 'failed',
    problem: { code: 'RETURN_GIVE_TO_STAFF' },
  }),
}
