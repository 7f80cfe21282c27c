import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TagToolView } from '@lectern/device-agent/contract/tag-tool'
import { createFeigPad } from '@lectern/device-agent/devices/rfid/feig-iso-host/driver'
import { FeigEmulator } from '@lectern/device-agent/devices/rfid/feig-iso-host/emulator'
import type { VirtualTag } from '@lectern/device-agent/devices/rfid/virtual-tag'
import { TagTool } from '@lectern/device-agent/flows/tag-tool/tag-tool'
import { openTagLedger } from '@lectern/device-agent/journal/sqlite-tag-ledger'
import { systemClock } from '@lectern/device-agent/runtime/clock'
import { readTag } from '@lectern/device-agent/tags/read-tag'
import { tagUid } from '@lectern/device-agent/tags/tag'
import { hostOnTcp } from '@lectern/device-agent/transports/emulator-host-tcp'
import { openTransport } from '@lectern/device-agent/transports/open'
import { createCirculation, type IlsStatus } from 'sip2/circulation'
import { createSimulator, demoItems } from 'sip2/simulator'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

/** Reading, writing and reading back a tag takes most of a second in the air; the rest is the machine's. */
const BOOK_MAX_MILLISECONDS = 3_000

/** The tag tool over a FEIG reader's bytes in their real air time, with the demo library. */
let folder: string
let emulator: FeigEmulator
let end: () => Promise<void>
let tool: TagTool

const slix = (n: number, change: Partial<VirtualTag> = {}): VirtualTag => ({
  uid: tagUid(`E00401${n.toString(16).toUpperCase().padStart(10, '0')}`),
  dsfid: 0,
  afi: 0,
  eas: false,
  memory: new Uint8Array(112),
  blockSize: 4,
  ...change,
})

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-tag-tool-'))
  emulator = new FeigEmulator()
  const host = await hostOnTcp(emulator.accept)
  const pad = createFeigPad({
    id: 'rfid',
    clock: systemClock,
    transport: openTransport(host.url),
    settings: {
      protocol: 'feig-iso-host',
      url: host.url,
      framing: 'advanced',
      busAddress: 255,
      pollMilliseconds: 40,
      security: ['afi'],
      afiSecured: 0x07,
      afiOnLoan: 0xc2,
    },
  })
  const login = { user: 'kiosk', password: 'lindenhof' }
  const simulator = await createSimulator({ login })
  const circulation = createCirculation({
    host: '127.0.0.1',
    port: simulator.port,
    dialect: 'lectern-demo',
    institution: 'LINDENHOF',
    terminalPassword: '',
    login: { ...login, location: '' },
  })
  tool = new TagTool({
    station: pad,
    ils: circulation,
    ledger: openTagLedger({ folder, wall: () => Date.now() }),
    notices: { raise: () => undefined, clear: () => undefined },
    clock: systemClock,
    settings: () => ({
      model: 'iso28560-3',
      owner: 'XX-LINDENHOF',
      title: true,
      afiSecured: 0x07,
      afiOnLoan: 0xc2,
      security: ['afi'],
      plainItem: /^3\d{13}$/,
    }),
    free: () => true,
  })
  const online = new Promise<void>((resolve) => {
    const look = ({ state }: IlsStatus) => {
      if (state === 'online') resolve()
    }
    circulation.onStatus(look)
  })
  circulation.start()
  pad.start()
  await online
  end = async () => {
    tool.stop()
    await Promise.all([pad.stop(), circulation.stop()])
    await Promise.all([host.close(), simulator.close()])
    rmSync(folder, { recursive: true, force: true })
  }
})
afterEach(() => end())

const view = (fits: (view: TagToolView) => boolean): Promise<TagToolView> =>
  new Promise((resolve) => {
    if (fits(tool.view())) return resolve(tool.view())
    const stop = tool.onView(() => {
      if (!fits(tool.view())) return
      stop()
      resolve(tool.view())
    })
  })

describe('a trolley over the air', () => {
  it('is worked through quicker than a hand turns the next book over', async () => {
    const books = demoItems.filter(({ parts }) => parts === 1).slice(0, 8)
    tool.act({ type: 'work', work: 'trolley' })
    tool.act({ type: 'add', text: books.map(({ itemId }) => itemId).join('\n') })
    let slowest = 0
    for (const [n, { itemId, title }] of books.entries()) {
      await view(({ step }) => step.name === 'lay' && step.next?.item === itemId)
      const tag = slix(n + 1)
      const laid = performance.now()
      emulator.place(tag)
      await view(({ step }) => step.name === 'done' && step.part.item === itemId)
      slowest = Math.max(slowest, performance.now() - laid)
      expect(readTag(tag.memory)).toMatchObject({
        confidence: 'proven',
        facts: { id: itemId, owner: 'XX-LINDENHOF', more: { title: title.slice(0, 60) } },
      })
      expect([0x07, 0xc2]).toContain(tag.afi)
      emulator.remove(tag.uid)
    }
    await view(({ step }) => step.name === 'finished')
    expect(slowest).toBeLessThan(BOOK_MAX_MILLISECONDS)
  })

  it('finds a tag again that was torn away, and finishes it', async () => {
    const tag = slix(1, { leavesAfterBlocks: 3 })
    const [book] = demoItems
    tool.act({ type: 'work', work: 'trolley' })
    tool.act({ type: 'add', text: book?.itemId ?? '' })
    await view(({ step }) => step.name === 'lay')
    emulator.place(tag)
    await view(({ step }) => step.name === 'refused' && step.why === 'gone')
    expect(readTag(tag.memory).facts).toBeNull()
    delete tag.leavesAfterBlocks
    emulator.place(tag)
    await view(({ step }) => step.name === 'done')
    expect(readTag(tag.memory).facts?.id).toBe(book?.itemId)
  })
})
