import { itemId } from 'sip2/circulation'
import { describe, expect, it } from 'vitest'
import { LecternError } from '../../contract/errors.ts'
import { itemTag } from '../fakes.test-support.ts'
import { ADA, BOOK, TestKiosk } from './kiosk.test-support.ts'

/** A kiosk, and what it counted: 'entry reason', the entry '-' where none was begun. */
function counting() {
  const kiosk = new TestKiosk()
  const counted: string[] = []
  const { refused } = kiosk.journal
  kiosk.journal.refused = (entry, reason) => {
    counted.push(`${entry ?? '-'} ${reason ?? '?'}`)
    refused(entry, reason)
  }
  return { kiosk, counted }
}

describe('who and what is refused is counted with its reason', () => {
  it('a patron who may not borrow', async () => {
    const { kiosk, counted } = counting()
    kiosk.ils.patronAnswer = { mayCheckout: false, standing: ['excessiveFines'] }
    await kiosk.signIn()
    expect(counted).toEqual(['- PATRON_OWES'])
  })

  it('each wrong PIN, and a card that is shown again when its tries are used up', async () => {
    const { kiosk, counted } = counting()
    kiosk.ils.pins.set(ADA, '4321')
    await kiosk.signIn()
    for (let times = 0; times < 3; times++) await kiosk.do({ type: 'enterPin', pin: '0000' })
    await kiosk.signIn()
    expect(counted).toEqual(['- PIN_WRONG', '- PIN_WRONG', '- PIN_WRONG', '- PIN_TRIES_USED_UP'])
  })

  it('an item: its entry is closed at once, and the reason follows when it is known', async () => {
    const { kiosk, counted } = counting()
    kiosk.ils.statuses.set(BOOK(1), 'onHoldShelf')
    kiosk.ils.answers.set(BOOK(1), Promise.resolve(kiosk.ils.no(itemId(BOOK(1)))))
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1)), itemTag(2, BOOK(2)))
    expect(counted).toEqual(['1 ?', '1 ITEM_ON_HOLD'])
    expect(kiosk.journal.record).toContain('close 1 notLent')
  })

  it('a card while the library system is away and its rules let nobody borrow', async () => {
    const { kiosk, counted } = counting()
    await kiosk.ilsBecomes(false)
    await kiosk.signIn()
    expect(counted).toEqual(['- ILS_AWAY'])
  })

  it('and where it cannot be counted, it is refused all the same', async () => {
    const { kiosk } = counting()
    kiosk.journal.refused = () => {
      throw new LecternError('JOURNAL_FAILED')
    }
    kiosk.ils.patronAnswer = { mayCheckout: false }
    await kiosk.signIn()
    expect(kiosk.screen).toMatchObject({ name: 'identify', problem: { code: 'PATRON_BLOCKED' } })
  })
})
