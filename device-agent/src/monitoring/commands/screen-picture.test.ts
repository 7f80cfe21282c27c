import { describe, expect, it } from 'vitest'
import type { Counts, ItemRow, ReturnCounts, ReturnRow, Screen, SessionView } from '../../contract/view.ts'
import { MASK, screenPicture } from './screen-picture.ts'

/** Whatever of this is found in a picture was a patron's. */
const SECRETS = {
  name: 'Mira Kestrel',
  title: 'The Time Machine',
  number: '31173000001018',
  due: '2027-01-15',
  words: 'PATRON OWES 12.50',
  amount: 1250,
  shelf: 'Shelf of Kestrel',
} as const
const counts: Counts = { onPad: 3, yours: 2, inProgress: 1, notYours: 0 }
const returnCounts: ReturnCounts = { onPad: 3, returned: 2, inProgress: 1, notReturned: 0 }
const problem = {
  code: 'PATRON_OWES',
  params: { amount: SECRETS.amount, item: SECRETS.title },
  libraryMessages: [SECRETS.words],
} as const
const row: ItemRow = {
  id: 'row-1',
  state: 'refused',
  title: SECRETS.title,
  itemId: SECRETS.number,
  mediaType: 'book',
  onPad: true,
  due: SECRETS.due,
  alreadyYours: false,
  provisional: false,
  problem: { ...problem, code: 'ITEM_ON_HOLD' },
  set: { present: 1, total: 2 },
  actions: ['retry'],
}
const { alreadyYours: _a, due: _d, provisional: _p, ...common } = row
const back: ReturnRow = { ...common, state: 'returned', shelf: SECRETS.shelf, slip: true, actions: ['retry'] }
const trouble = { ...problem, code: 'PATRON_BLOCKED' } as const
const receipt = { kind: 'unavailable', problem: trouble } as const

const SCREENS: readonly Screen[] = [
  { name: 'attract', counts, problem: trouble, lends: { problem: trouble }, takesBack: null, message: 'Hi' },
  { name: 'identify', counts, problem: trouble },
  { name: 'pin', counts, problem: trouble, triesLeft: 2 },
  { name: 'checkingPatron', counts },
  { name: 'items', patronName: SECRETS.name, counts, rows: [row], problem: trouble, holdsReady: 1250 },
  { name: 'finish', counts, rows: [row], receipt },
  { name: 'returns', counts: returnCounts, rows: [back], problem: trouble },
  { name: 'returnsFinish', counts: returnCounts, receipt },
  {
    name: 'goodbye',
    reason: 'finished',
    visit: 'borrow',
    lent: 2,
    returned: 0,
    receipt: 'printed',
    settling: 0,
    onPad: 1,
    problem: trouble,
  },
  { name: 'closed', problem: trouble, message: 'Stocktaking' },
]
const view = (screen: Screen): SessionView => ({
  revision: 7,
  boot: 'boot',
  library: { name: 'Lindenhof' },
  kiosk: { name: 'Hall', languages: ['en'] },
  preferences: { language: 'en', textSize: 'normal', theme: 'light', volumePercent: 50 },
  devices: { ils: 'ready', rfid: 'ready', scanner: 'ready', printer: 'away' },
  screen,
  dialog: { name: 'leaveAnyway', visit: 'borrow', unsettled: 1 },
  inactivity: { secondsLeft: 9 },
})

describe('the picture of a screen', () => {
  it.each(SCREENS.map((screen) => [screen.name, screen] as const))(
    'of %s holds nothing of a patron',
    (name, screen) => {
      const picture = JSON.stringify(screenPicture(view(screen)))
      expect(JSON.parse(picture).screen.name).toBe(name)
      for (const secret of Object.values(SECRETS)) expect(picture).not.toContain(String(secret))
    },
  )

  it.each(SCREENS.map((screen) => [screen.name, screen] as const))(
    'of %s leaves out what nobody has looked at yet',
    (_name, screen) => {
      const rows = 'rows' in screen ? { rows: screen.rows.map((one) => ({ ...one, added: 'later' })) } : {}
      const more = Object.assign(view(Object.assign({}, screen, rows, { added: 'later' })), {
        added: 'later',
      })
      expect(JSON.stringify(screenPicture(more))).not.toContain('later')
    },
  )

  it('shows what staff need: which screen, how many, how far each row is, and what is in the way', () => {
    const picture = screenPicture(view(SCREENS[4] ?? { name: 'checkingPatron', counts }))
    expect(picture).toMatchObject({
      revision: 7,
      inactivity: { secondsLeft: 9 },
      devices: { printer: 'away' },
    })
    expect(picture.screen).toEqual({
      name: 'items',
      patronName: MASK,
      counts,
      rows: [
        {
          ...row,
          title: MASK,
          itemId: MASK,
          due: MASK,
          problem: { code: 'ITEM_ON_HOLD', params: { amount: MASK, item: MASK } },
        },
      ],
      problem: { code: 'PATRON_BLOCKED', params: { amount: MASK, item: MASK } },
      holdsReady: null,
    })
    expect(screenPicture(view(SCREENS[9] ?? { name: 'checkingPatron', counts })).screen).toMatchObject({
      message: 'Stocktaking',
    })
  })
})
