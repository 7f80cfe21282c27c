import { describe, expect, it } from 'vitest'
import { calm } from '../fakes.test-support.ts'
import { ADA, BOOK, TestKiosk } from './kiosk.test-support.ts'

async function close(kiosk: TestKiosk, message: string | null = null): Promise<void> {
  kiosk.around = { ...kiosk.around, closedByStaff: { message } }
  kiosk.session.refresh()
  await calm()
}

describe('a kiosk that staff have closed', () => {
  it('says so in their words, and nothing begins it', async () => {
    const kiosk = new TestKiosk()
    await close(kiosk, 'Stocktaking')
    const closed = { name: 'closed', problem: { code: 'KIOSK_CLOSED' }, message: 'Stocktaking' }
    expect(kiosk.screen).toEqual(closed)
    await kiosk.do({ type: 'start' }, { type: 'startReturn' }, { type: 'scan', code: ADA })
    await kiosk.do({ type: 'scan', code: BOOK(1) }, { type: 'scan', code: 'nonsense' })
    kiosk.cards.show(ADA)
    await calm()
    expect(kiosk.screen).toEqual(closed)
    kiosk.around = { ...kiosk.around, closedByStaff: null, message: 'Story time' }
    kiosk.session.refresh()
    expect(kiosk.screen).toMatchObject({ name: 'attract', message: 'Story time', problem: null })
  })

  it('lets whoever is there finish, and nobody follow', async () => {
    const kiosk = new TestKiosk({ receipt: 'never' })
    await kiosk.signIn()
    await close(kiosk)
    await kiosk.do({ type: 'scan', code: BOOK(1) })
    expect(kiosk.list).toHaveLength(1)
    expect(kiosk.rows[0]?.state).toBe('yours')
    await kiosk.do({ type: 'finish' }, { type: 'end', receipt: 'none' })
    expect(kiosk.screen.name).toBe('goodbye')
    await kiosk.do({ type: 'scan', code: ADA })
    expect(kiosk.screen).toMatchObject({ name: 'closed', message: null })
  })
})
