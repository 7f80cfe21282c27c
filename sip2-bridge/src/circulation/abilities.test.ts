import { describe, expect, it } from 'vitest'
import { hold } from './hold-calls.ts'
import { updateItem } from './item-calls.ts'
import { renew } from './loan-calls.ts'
import { type DialectChange, stage } from './stage.test-support.ts'
import { IlsError, itemId, patronId } from './types.ts'

/** As Evergreen's newer server sends it (OpenILS/Application/SIP2/Session.pm). */
const EVERGREEN = 'YYYNYNYYNYYNNNYN'
const status = (supported: string | null, flags = 'YYYYYY') =>
  `98${flags}10000320261006    1200002.00AOLIB|${supported === null ? '' : `BX${supported}|`}`
const patron = patronId('P1')
const item = itemId('I1')

describe('what a server can do', () => {
  const able = (change: DialectChange, said: string | null) => {
    const scene = stage(change)
    scene.status = said
    return scene.abilities.all()
  }

  it('is unknown before it has said anything', () => {
    expect(able({}, null)).toMatchObject({
      checkout: 'unknown',
      renew: 'unknown',
      hold: 'unknown',
      cancel: 'no',
    })
  })

  it('is what its list says, and unknown beyond its end', () => {
    expect(able({}, status('YYYNYNY'))).toMatchObject({
      patronStatus: 'yes',
      checkout: 'yes',
      blockPatron: 'no',
      patron: 'unknown',
      renew: 'unknown',
    })
    expect(able({}, status(null))).toMatchObject({ checkout: 'unknown', hold: 'unknown' })
    expect(able({}, status(`${'Y'.repeat(16)}NN`))).toMatchObject({ renewAll: 'yes' })
  })

  it('is what the dialect knows, where the list is wrong', () => {
    const known = { supports: { hold: true, renewAll: true, blockPatron: true, endSession: true } }
    expect(able({}, status(EVERGREEN))).toMatchObject({ hold: 'no', renewAll: 'no', endSession: 'no' })
    expect(able(known, status(EVERGREEN))).toMatchObject({ hold: 'yes', renewAll: 'yes', endSession: 'yes' })
  })

  it('is denied by its flags, whatever list and dialect say', () => {
    expect(able({ supports: { renew: true } }, status('Y'.repeat(16), 'YNNNNN'))).toMatchObject({
      checkin: 'no',
      checkout: 'no',
      renew: 'no',
      renewAll: 'no',
      updateItem: 'no',
      patron: 'yes',
    })
  })

  it('leaves out what it never answers', () => {
    expect(able({ connection: { silentAbout: ['hold'] } }, status('Y'.repeat(16)))).toMatchObject({
      hold: 'no',
    })
  })

  it('takes transactions of an outage with their dates where it says so and the dialect knows it is true', () => {
    const honours = { offline: { checkout: 'honoured', checkin: 'ignored' } } as const
    expect(able(honours, status('Y'))).toMatchObject({ offlineCheckout: 'yes', offlineCheckin: 'no' })
    expect(able(honours, status('Y', 'YYYYYN'))).toMatchObject({ offlineCheckout: 'no' })
  })
})

describe('a call that a server cannot do', () => {
  it('is not sent', async () => {
    const scene = stage({ supports: { hold: false } })
    await expect(hold(scene.caller, 'place', { patron, item })).rejects.toMatchObject({
      failure: 'refusedBySupport',
    })
    expect(scene.sent).toEqual([])
  })

  it('is not sent again after silence, until there is a new connection', async () => {
    const silent = new IlsError('refusedBySupport', 'no answer')
    const scene = stage({}, silent, '20120261006    123101ABI1|')
    const update = () => updateItem(scene.caller, { item, properties: 'x' })
    await expect(update()).rejects.toBe(silent)
    await expect(update()).rejects.toMatchObject({ failure: 'refusedBySupport' })
    expect(scene.sent.length).toBe(1)
    scene.abilities.reset()
    expect(await update()).toBe(true)
  })

  it('leaves other calls as they are', async () => {
    const scene = stage({ supports: { hold: false } }, '301YNN20261006    122001AOLIB|AAP1|ABI1|AJT|AH|')
    expect(await renew(scene.caller, { patron, item })).toMatchObject({ lent: true })
  })
})
