import { describe, expect, it } from 'vitest'
import { calm, itemTag } from '../fakes.test-support.ts'
import { ADA, BOOK, TestKiosk } from './kiosk.test-support.ts'

async function show(kiosk: TestKiosk, number: string): Promise<void> {
  kiosk.cards.show(number)
  await calm()
}

describe('a card shown to the reader', () => {
  it('begins the visit as a scan does, and what lies on the pad is lent', async () => {
    const kiosk = new TestKiosk()
    await kiosk.lay(itemTag(1, BOOK(1)))
    await show(kiosk, ADA)
    expect(kiosk.screen.name).toBe('items')
    expect(kiosk.ils.checkouts).toEqual([BOOK(1)])
  })

  it('is a card whatever its number looks like, and never an item', async () => {
    const kiosk = new TestKiosk()
    await show(kiosk, BOOK(1))
    expect(kiosk.screen.name).toBe('items')
    expect(kiosk.ils.checkouts).toEqual([])
  })

  it('in a visit already begun is another card, or the same one', async () => {
    const kiosk = new TestKiosk()
    await kiosk.signIn()
    await show(kiosk, ADA)
    expect(kiosk.screen).toMatchObject({ name: 'items', problem: null })
    await show(kiosk, '29999000000025')
    expect(kiosk.screen).toMatchObject({ name: 'items', problem: { code: 'PATRON_OTHER_CARD' } })
  })

  it('that identifies nobody is told as such, before and in a visit', async () => {
    const kiosk = new TestKiosk()
    kiosk.cards.refuse('CARD_RANDOM_UID')
    expect(kiosk.screen).toMatchObject({ name: 'attract', problem: { code: 'CARD_RANDOM_UID' } })
    await show(kiosk, ADA)
    expect(kiosk.screen).toMatchObject({ name: 'items', problem: null })
    kiosk.cards.refuse('CARD_UNREADABLE')
    expect(kiosk.screen).toMatchObject({ name: 'items', problem: { code: 'CARD_UNREADABLE' } })
  })
})
