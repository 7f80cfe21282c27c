import { describe, expect, it } from 'vitest'
import type { Capabilities } from './contract.ts'
import { hold } from './hold-calls.ts'
import { updateItem } from './item-calls.ts'
import { renew } from './loan-calls.ts'
import { type DialectChange, type Stage, stage } from './stage.test-support.ts'
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

  const PLACED = '161N20261006    123001AOLIB|AAP1|ABI1|'
  const place = (scene: Stage) => hold(scene.caller, 'place', { patron, item })

  it('is not asked for again on the next connection where no visit needs it and nothing ever came', async () => {
    const scene = stage({}, new IlsError('unknownOutcome', 'no answer'), PLACED)
    await expect(place(scene)).rejects.toMatchObject({ failure: 'unknownOutcome' })
    expect(scene.abilities.of('hold')).toBe('no')
    scene.abilities.reset()
    expect(await place(scene)).toMatchObject({ ok: true })
  })

  it.each([
    ['was answered before', {}, [PLACED]],
    ['is known by the dialect', { supports: { hold: true } }, []],
  ] satisfies [string, DialectChange, string[]][])(
    'is not meant where a lost answer is one of a request that %s',
    async (_, change, before) => {
      const scene = stage(change, ...before, new IlsError('unknownOutcome', 'no answer'), PLACED)
      for (const _answer of before) await place(scene)
      await expect(place(scene)).rejects.toMatchObject({ failure: 'unknownOutcome' })
      expect(await place(scene)).toMatchObject({ ok: true })
    },
  )

  it('is not meant where the answer to a renewal is lost, or nothing was sent', async () => {
    const scene = stage({}, new IlsError('unknownOutcome', 'lost'), new IlsError('notSent', 'away'))
    await expect(renew(scene.caller, { patron, item })).rejects.toMatchObject({ failure: 'unknownOutcome' })
    await expect(place(scene)).rejects.toMatchObject({ failure: 'notSent' })
    expect(scene.abilities.all()).toMatchObject({ renew: 'unknown', hold: 'unknown' })
  })

  it('is told to whoever listens, once for every change', async () => {
    const scene = stage({}, new IlsError('refusedBySupport', 'no answer'))
    const heard: Capabilities[] = []
    const end = scene.abilities.onChange((capabilities) => heard.push(capabilities))
    scene.status = status('Y'.repeat(16))
    scene.abilities.look()
    scene.abilities.look()
    expect(heard.map((capabilities) => capabilities.hold)).toEqual(['yes'])
    await expect(place(scene)).rejects.toMatchObject({ failure: 'refusedBySupport' })
    scene.abilities.reset()
    expect(heard.map((capabilities) => capabilities.hold)).toEqual(['yes', 'no', 'yes'])
    end()
    scene.status = status('N'.repeat(16))
    scene.abilities.look()
    expect(heard.length).toBe(3)
  })

  it('leaves other calls as they are', async () => {
    const scene = stage({ supports: { hold: false } }, '301YNN20261006    122001AOLIB|AAP1|ABI1|AJT|AH|')
    expect(await renew(scene.caller, { patron, item })).toMatchObject({ lent: true })
  })
})
