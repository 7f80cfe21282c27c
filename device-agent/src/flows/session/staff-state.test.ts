import { describe, expect, it } from 'vitest'
import { LecternError } from '../../contract/errors.ts'
import type { StaffModeAction, StaffModeFacts, StaffModeOutcome } from '../../contract/staff-mode.ts'
import { calm } from '../fakes.test-support.ts'
import { ADA, BOOK, TestKiosk } from './kiosk.test-support.ts'
import type { StaffModePort, StaffPinVerdict } from './staff-port.ts'

const STAFF_CARD = '29999000000999'
const FACTS: StaffModeFacts = {
  closed: false,
  today: { checkouts: 1, returns: 2, renewals: 0, visits: 3, refusals: 0 },
  devices: [],
  outputs: [],
  volumePercent: 50,
  brightnessPercent: null,
  version: '1',
}

class FakeStaff implements StaffModePort {
  cardOpens: 'enter' | 'pin' = 'pin'
  verdict: Promise<StaffPinVerdict> = Promise.resolve({ right: true })
  outcome: Promise<StaffModeOutcome> = Promise.resolve({ ok: true })
  readonly acted: StaffModeAction[] = []
  card = (code: string) => (code === STAFF_CARD ? this.cardOpens : null)
  checkPin = () => this.verdict
  facts = () => FACTS
  perform(action: StaffModeAction) {
    this.acted.push(action)
    return this.outcome
  }
}

function kioskWithStaff(corner = true) {
  const kiosk = new TestKiosk({ staff: { corner, quietMilliseconds: 120_000 } })
  const staff = new FakeStaff()
  kiosk.staff = staff
  return { kiosk, staff }
}
async function inside() {
  const { kiosk, staff } = kioskWithStaff()
  await kiosk.do({ type: 'staffCorner' }, { type: 'staffPin', pin: '123456' })
  expect(kiosk.screen.name).toBe('staff')
  return { kiosk, staff }
}

describe('the way into staff mode', () => {
  it('is the corner and the PIN; a wrong one is said, and how long to wait', async () => {
    const { kiosk, staff } = kioskWithStaff()
    await kiosk.do({ type: 'staffCorner' })
    expect(kiosk.screen).toEqual({ name: 'staffPin', problem: null, pauseSeconds: 0 })
    staff.verdict = Promise.resolve({ right: false, pauseSeconds: 0 })
    await kiosk.do({ type: 'staffPin', pin: '000000' })
    expect(kiosk.screen).toMatchObject({ name: 'staffPin', problem: { code: 'STAFF_PIN_WRONG' } })
    staff.verdict = Promise.resolve({ right: false, pauseSeconds: 30 })
    await kiosk.do({ type: 'staffPin', pin: '000000' })
    expect(kiosk.screen).toMatchObject({
      problem: { code: 'STAFF_PIN_PAUSED', params: { seconds: 30 } },
      pauseSeconds: 30,
    })
    staff.verdict = Promise.reject(new LecternError('STAFF_PIN_UNREADABLE'))
    await kiosk.do({ type: 'staffPin', pin: '123456' })
    expect(kiosk.screen).toMatchObject({ problem: { code: 'STAFF_PIN_UNREADABLE' } })
    staff.verdict = Promise.resolve({ right: true })
    await kiosk.do({ type: 'staffPin', pin: '123456' })
    expect(kiosk.screen).toMatchObject({ name: 'staff', page: 'home', facts: FACTS, busy: false })
  })

  it('is a staff card, with the PIN or alone, by barcode or by reader', async () => {
    const { kiosk, staff } = kioskWithStaff(false)
    await kiosk.do({ type: 'scan', code: STAFF_CARD })
    expect(kiosk.screen.name).toBe('staffPin')
    await kiosk.do({ type: 'cancel' })
    expect(kiosk.screen.name).toBe('attract')
    staff.cardOpens = 'enter'
    kiosk.cards.show(STAFF_CARD)
    await calm()
    expect(kiosk.screen.name).toBe('staff')
  })

  it('is open while the kiosk is closed, and shut where no corner is set up or a patron is here', async () => {
    const { kiosk } = kioskWithStaff()
    kiosk.around = { ...kiosk.around, closedByStaff: { message: null } }
    kiosk.session.refresh()
    await kiosk.do({ type: 'staffCorner' })
    expect(kiosk.screen.name).toBe('staffPin')
    await kiosk.do({ type: 'cancel' })
    expect(kiosk.screen.name).toBe('closed')

    const without = kioskWithStaff(false).kiosk
    await without.do({ type: 'staffCorner' })
    expect(without.screen.name).toBe('attract')

    const visited = kioskWithStaff().kiosk
    await visited.signIn()
    await visited.do({ type: 'staffCorner' }, { type: 'scan', code: STAFF_CARD })
    expect(visited.screen.name).toBe('items')
  })
})

describe('staff mode', () => {
  it('lets no patron in, and says of a code only how long it is and what it looks like', async () => {
    const { kiosk } = await inside()
    await kiosk.lay()
    await kiosk.do({ type: 'scan', code: ADA }, { type: 'start' }, { type: 'enterNumber', number: ADA })
    expect(kiosk.screen).toMatchObject({ name: 'staff', scan: { characters: 14, kind: 'card', number: 1 } })
    await kiosk.do({ type: 'scan', code: BOOK(1) }, { type: 'scan', code: 'x1' })
    expect(kiosk.screen).toMatchObject({ scan: { characters: 2, kind: 'other', number: 3 } })
    expect(JSON.stringify(kiosk.session.view())).not.toContain(ADA)
    expect(kiosk.ils.checkouts).toEqual([])
    expect([kiosk.session.idle, kiosk.session.vacant]).toEqual([false, true])
  })

  it('shows one page at a time, and what became of the last action on it', async () => {
    const { kiosk, staff } = await inside()
    const answer = Promise.withResolvers<StaffModeOutcome>()
    staff.outcome = answer.promise
    await kiosk.do(
      { type: 'staffPage', page: 'connections' },
      { type: 'staffAct', action: { type: 'ilsTest' } },
    )
    expect(kiosk.screen).toMatchObject({ page: 'connections', busy: true, said: null })
    await kiosk.do({ type: 'staffAct', action: { type: 'networkTest' } })
    expect(staff.acted).toEqual([{ type: 'ilsTest' }])
    answer.resolve({ ok: true, milliseconds: 7 })
    await calm()
    expect(kiosk.screen).toMatchObject({
      busy: false,
      said: { action: 'ilsTest', outcome: { ok: true, milliseconds: 7 } },
    })
    await kiosk.do({ type: 'staffPage', page: 'today' })
    expect(kiosk.screen).toMatchObject({ page: 'today', said: null })
  })

  it('ends by itself when it is quiet, and takes nothing with it', async () => {
    const { kiosk, staff } = await inside()
    await kiosk.pass(119_000)
    await kiosk.do({ type: 'stay' })
    await kiosk.pass(119_000)
    expect(kiosk.screen.name).toBe('staff')
    await kiosk.pass(1_000)
    expect(kiosk.screen.name).toBe('attract')
    await kiosk.do({ type: 'staffAct', action: { type: 'close' } }, { type: 'staffPin', pin: '123456' })
    expect([kiosk.screen.name, staff.acted]).toEqual(['attract', []])
  })
})
