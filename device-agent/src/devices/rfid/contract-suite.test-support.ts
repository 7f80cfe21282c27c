/** What every pad must do, whatever its reader speaks: each driver is held to it, over TCP and over a tty. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AFI_ON_LOAN, AFI_SECURED, type TagUid } from '../../tags/tag.ts'
import type { Accept, EmulatorHost } from '../../transports/emulator-host.ts'
import { hostOnPty } from '../../transports/emulator-host-pty.ts'
import { hostOnTcp } from '../../transports/emulator-host-tcp.ts'
import { openTransport } from '../../transports/open.ts'
import type { Transport } from '../../transports/transport.ts'
import type { WireFaults } from '../wire-faults.ts'
import type { TagStation } from './contract.ts'
import { PadWatch } from './pad-watch.test-support.ts'
import { shelfTag } from './virtual-tag.test-support.ts'
import type { VirtualTag } from './virtual-tag.ts'

export interface PadUnderTest {
  readonly accept: Accept
  readonly tags: readonly VirtualTag[]
  place(...tags: readonly VirtualTag[]): void
  remove(...uids: readonly TagUid[]): void
  /** Sets these faults, and no others. */
  fail(faults: Partial<WireFaults>): void
  /** Every command is refused from now on; `fail({})` ends it. */
  refuse(): void
  /** Called before an AFI is written. */
  beforeAfi(hook: () => void): void
  /** Called before blocks are written. */
  beforeBlocks(hook: () => void): void
  create(transport: Transport, settings: TestSettings): TagStation
}

export interface TestSettings {
  readonly pollMilliseconds: number
  readonly afiSecured: number
  readonly afiOnLoan: number
  readonly security: ('afi' | 'eas')[]
}
export const SETTINGS: TestSettings = {
  pollMilliseconds: 20,
  afiSecured: AFI_SECURED,
  afiOnLoan: AFI_ON_LOAN,
  security: ['afi'],
}

const HOSTS = { TCP: hostOnTcp, 'a tty': hostOnPty } as const
/** So many bytes of a reply arrive before the line breaks, at most. */
const CUT_MOST_BYTES = 12
/** Each cut costs a back-off. */
const CUTS_TIMEOUT_MILLISECONDS = 30_000

export function padContract(name: string, make: () => PadUnderTest): void {
  describe.each(['TCP', 'a tty'] as const)(`a pad on ${name}, over %s`, (wire) => {
    let reader: PadUnderTest
    let host: EmulatorHost
    let pad: TagStation
    let watch: PadWatch

    beforeEach(async () => {
      reader = make()
      host = await HOSTS[wire](reader.accept)
    })
    afterEach(async () => {
      await pad.stop()
      await host.close()
    })
    function start(change: Partial<TestSettings> = {}): void {
      pad = reader.create(openTransport(host.url), { ...SETTINGS, ...change })
      watch = new PadWatch(pad)
      pad.start()
    }

    it('tells what lies on it and what does not any more', async () => {
      start()
      reader.place(
        shelfTag(1),
        shelfTag(2, { parts: 3, part: 2 }),
        shelfTag(3, { usage: 8, id: '21173000000113' }),
      )
      const tags = await watch.read(3)
      expect(tags.map((tag) => tag.content)).toEqual([
        { kind: 'item', itemId: '31173000000001', part: 1, parts: 1, owner: 'XXLIB' },
        { kind: 'item', itemId: '31173000000002', part: 2, parts: 3, owner: 'XXLIB' },
        { kind: 'patron', patronId: '21173000000113', owner: 'XXLIB' },
      ])
      reader.remove(shelfTag(2).uid)
      expect((await watch.read(2)).map((tag) => tag.uid)).toEqual([shelfTag(1).uid, shelfTag(3).uid])
    })

    it('reads thirty tags', async () => {
      start()
      reader.place(...Array.from({ length: 30 }, (_, n) => shelfTag(n + 1)))
      expect(await watch.read(30)).toHaveLength(30)
    })

    it('reads tags written back to front, small chips, blocks of 8, and says which it cannot read', async () => {
      start()
      const small = shelfTag(2)
      reader.place(
        shelfTag(1, { reversed: true }),
        { ...small, memory: small.memory.slice(0, 32) },
        shelfTag(3, { unreadable: true }),
        shelfTag(4, { memory: new Uint8Array(112) }),
        shelfTag(5, { blockSize: 8 }),
      )
      expect((await watch.read(5)).map((tag) => tag.content.kind)).toEqual([
        'item',
        'item',
        'unreadable',
        'unreadable',
        'item',
      ])
    })

    it('switches a tag and proves it', async () => {
      start()
      reader.place(shelfTag(1))
      await watch.read(1)
      expect(await pad.setSecurity(shelfTag(1).uid, 'onLoan')).toEqual({ ok: true })
      expect(reader.tags[0]?.afi).toBe(AFI_ON_LOAN)
      expect(await pad.readSecurity(shelfTag(1).uid)).toBe('onLoan')
      expect(await pad.setSecurity(shelfTag(1).uid, 'secured')).toEqual({ ok: true })
      expect(reader.tags[0]?.afi).toBe(AFI_SECURED)
    })

    it('tries a failing write again, and no more than its limit', async () => {
      start()
      reader.place(shelfTag(1, { writeFailures: 2 }), shelfTag(2, { writeFailures: 99 }))
      await watch.read(2)
      expect(await pad.setSecurity(shelfTag(1).uid, 'onLoan')).toEqual({ ok: true })
      expect(await pad.setSecurity(shelfTag(2).uid, 'onLoan')).toMatchObject({ ok: false, why: 'failed' })
      expect(reader.tags[1]).toMatchObject({ afi: AFI_SECURED })
      expect(reader.tags[1]?.writeFailures).toBeGreaterThan(80)
    })

    it('says that a locked tag is locked', async () => {
      start()
      reader.place(shelfTag(1, { afiLocked: true }))
      await watch.read(1)
      expect(await pad.setSecurity(shelfTag(1).uid, 'onLoan')).toMatchObject({ ok: false, why: 'locked' })
    })

    it('cannot tell the security of a tag with an AFI of somebody else, or of none', async () => {
      start()
      reader.place(shelfTag(1, { afi: 0x55 }))
      await watch.read(1)
      expect(await pad.readSecurity(shelfTag(1).uid)).toBeNull()
      expect(await pad.readSecurity(shelfTag(2).uid)).toBeNull()
    })

    it('says that a tag taken away in mid-write is gone, and sees it anew when it is back', async () => {
      start()
      reader.place(shelfTag(1))
      await watch.read(1)
      reader.beforeAfi(() => reader.remove(shelfTag(1).uid))
      expect(await pad.setSecurity(shelfTag(1).uid, 'onLoan')).toMatchObject({ ok: false, why: 'gone' })
      expect(pad.field).toEqual([])
      reader.beforeAfi(() => undefined)
      reader.place(shelfTag(1))
      await watch.read(1)
      expect(await pad.setSecurity(shelfTag(1).uid, 'onLoan')).toEqual({ ok: true })
    })

    it('loses its tags when its cable is pulled, says so once, and goes on by itself', async () => {
      start()
      reader.place(shelfTag(1))
      await watch.read(1)
      const told: string[] = []
      pad.onStatus((status) => told.push(`${status.state} ${status.code}`))
      await host.unplug()
      await watch.state('away')
      expect(pad.field).toEqual([])
      expect(await pad.setSecurity(shelfTag(1).uid, 'onLoan')).toMatchObject({ ok: false, why: 'away' })
      expect(await pad.writeImage(shelfTag(1).uid, { afi: 0 })).toMatchObject({ ok: false, why: 'away' })
      await host.plug()
      await watch.read(1)
      expect(told.filter((line) => line === 'away RFID_AWAY').length).toBeLessThanOrEqual(1)
    })

    it('bears replies that come byte by byte', async () => {
      reader.fail({ split: true })
      start()
      reader.place(shelfTag(1))
      expect(await watch.read(1)).toHaveLength(1)
    })

    // A tty's line breaks with its cable, which is pulled above.
    if (wire === 'TCP') cutsContract()

    it('that cannot look any more has a fault, instead of an empty pad, and recovers by itself', async () => {
      start()
      reader.place(shelfTag(1))
      await watch.read(1)
      reader.refuse()
      await watch.state('fault')
      expect(pad.status.code).toBe('RFID_READER_FAULT')
      reader.fail({})
      await watch.read(1)
    })

    it('leaves nothing running when it is stopped', async () => {
      start()
      await watch.state('ready')
      await pad.stop()
      reader.place(shelfTag(1))
      expect(pad.field).toEqual([])
      expect(await pad.setSecurity(shelfTag(1).uid, 'onLoan')).toMatchObject({ why: 'away' })
    })

    function cutsContract(): void {
      it(
        'bears a line that breaks at any byte of a reply',
        async () => {
          start()
          reader.place(shelfTag(1))
          await watch.read(1)
          for (let byte = 0; byte < CUT_MOST_BYTES; byte++) {
            reader.fail({ cutAfterBytes: byte })
            await watch.state('away')
            reader.fail({})
            await watch.read(1)
          }
        },
        CUTS_TIMEOUT_MILLISECONDS,
      )
    }
  })
}
