import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type IlsStatus, itemId } from 'sip2/circulation'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TagToolView } from '../../contract/tag-tool.ts'
import { openTagLedger } from '../../journal/sqlite-tag-ledger.ts'
import { ManualClock } from '../../runtime/clock.ts'
import { encodeBlock } from '../../tags/iso28560-3.ts'
import { readTag } from '../../tags/read-tag.ts'
import type { KnownItem } from '../ils.ts'
import type { TagLedger } from './ledger.ts'
import type { ToolSettings } from './plan.ts'
import { FakeStation, image, tagged, uid } from './station.test-support.ts'
import { IDLE_OFF_MILLISECONDS, TagTool } from './tag-tool.ts'

const SETTINGS: ToolSettings = {
  model: 'iso28560-3',
  owner: 'DE-526',
  title: false,
  afiSecured: 0x07,
  afiOnLoan: 0xc2,
  security: ['afi'],
  plainItem: /^3\d{13}$/,
}
const book = (n: number) => `311730000${String(n).padStart(5, '0')}`

let folder: string
let station: FakeStation
let ledger: TagLedger
let clock: ManualClock
let tool: TagTool
let free: boolean
let settings: ToolSettings
let notices: string[]
let online: boolean
let asked: string[]
const items = new Map<string, Partial<KnownItem>>()

function power(): void {
  ledger = openTagLedger({ folder, wall: () => clock.wall() })
  tool = new TagTool({
    station,
    ledger,
    clock,
    settings: () => settings,
    free: () => free,
    notices: { raise: (code) => notices.push(code), clear: () => undefined },
    ils: {
      get status() {
        return { state: online ? 'online' : 'away' } as IlsStatus
      },
      item: async (item) => {
        asked.push(item)
        return {
          item: itemId(item),
          known: 'yes',
          title: `Title of ${item}`,
          status: 'available',
          media: null,
          due: null,
          holdQueueLength: null,
          ...items.get(item),
        }
      },
    },
  })
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-tags-'))
  station = new FakeStation()
  clock = new ManualClock()
  free = true
  online = true
  settings = SETTINGS
  notices = []
  asked = []
  items.clear()
  power()
})
afterEach(() => {
  tool.stop()
  rmSync(folder, { recursive: true, force: true })
})

const view = (fits: (view: TagToolView) => boolean): Promise<TagToolView> =>
  new Promise((resolve) => {
    if (fits(tool.view())) return resolve(tool.view())
    const end = tool.onView(() => {
      if (!fits(tool.view())) return
      end()
      resolve(tool.view())
    })
  })
const step = (name: TagToolView['step']['name']) => view((now) => now.step.name === name)
const refused = async (why: string) => {
  const { step: found } = await view((now) => now.step.name === 'refused' && now.step.why === why)
  return found
}
const read = (n: number) => readTag(station.images.get(uid(n))?.memory ?? new Uint8Array())
const afi = (n: number) => station.images.get(uid(n))?.afi

describe('looking at tags', () => {
  it('shows all that a tag says, and nothing before somebody looks', async () => {
    station.lay(
      tagged(1, { id: book(1), parts: 3, part: 2, more: { title: 'Emma', shelfLocation: 'F AUS' } }),
    )
    expect(tool.view()).toMatchObject({ work: 'off', tags: [] })
    tool.act({ type: 'work', work: 'look' })
    const { tags } = await view((now) => now.tags[0]?.kind === 'item')
    expect(tags[0]).toMatchObject({
      item: book(1),
      part: 2,
      parts: 3,
      owner: 'DE-526',
      model: 'iso28560-3',
      confidence: 'proven',
      security: 'secured',
      maker: 'NXP',
      bytes: 112,
      notes: [],
    })
    expect(tags[0]?.more).toContainEqual({ name: 'title', value: 'Emma' })
    expect(tags[0]?.hex).toMatch(/^11030233/)
  })

  it('warns of what is wrong with it', async () => {
    const torn = tagged(1, { id: book(1) })
    torn.memory[10] = 0x39
    const plain = image(2, { memory: new Uint8Array(112), afi: 0x55, locked: [3] })
    plain.memory.set(new TextEncoder().encode(book(2)))
    station.lay(torn, plain)
    tool.act({ type: 'work', work: 'look' })
    const { tags } = await view((now) => now.tags.every(({ kind }) => kind !== 'unread'))
    expect(tags.map(({ notes }) => notes)).toEqual([['wrongChecksum'], ['guess', 'lockedBlocks', 'otherAfi']])
  })

  it('shows a patron’s card as that, and nothing of it', async () => {
    const card = tagged(1, { id: '21173000000113', usage: 8 })
    station.lay(card)
    tool.act({ type: 'work', work: 'look' })
    await view((now) => now.tags[0]?.kind === 'patron')
    const told = JSON.stringify(tool.view())
    expect(told).not.toContain('21173000000113')
    expect(told).not.toContain(card.uid)
    expect(told.toLowerCase()).not.toContain('3231313733')
  })

  it('shows nothing while a patron is at the kiosk', async () => {
    station.lay(tagged(1, { id: book(1) }))
    tool.act({ type: 'work', work: 'look' })
    await view((now) => now.tags.length === 1)
    free = false
    tool.refresh()
    expect(tool.view()).toMatchObject({ pad: 'inUse', tags: [] })
    tool.act({ type: 'convert', uid: uid(1) })
    await refused('inUse')
    expect(station.written).toEqual([])
  })

  it('gives the pad back when nobody has touched it for a while', async () => {
    tool.act({ type: 'work', work: 'convert' })
    clock.advance(IDLE_OFF_MILLISECONDS)
    expect(tool.view().work).toBe('off')
    station.lay(tagged(1, { id: book(1) }))
    expect(station.written).toEqual([])
  })
})

describe('encoding one tag', () => {
  beforeEach(() => tool.act({ type: 'work', work: 'look' }))
  const lay = async (tag: ReturnType<typeof image>) => {
    station.lay(tag)
    await view((now) => now.tags.some(({ uid, kind }) => uid === tag.uid && kind !== 'unread'))
  }

  it('writes item, owner, set and security, and says so', async () => {
    tool.act({ type: 'scan', code: book(1) })
    await lay(image(1))
    tool.act({ type: 'encode', uid: uid(1) })
    const { step: done, results, sound } = await step('done')
    expect(done).toMatchObject({ part: { item: book(1), title: `Title of ${book(1)}` } })
    expect(results[0]).toMatchObject({ item: book(1), outcome: 'done', from: 'blank', to: 'iso28560-3' })
    expect(sound).toEqual({ sequence: 1, name: 'done' })
    expect(read(1)).toMatchObject({ model: 'iso28560-3', facts: { id: book(1), owner: 'DE-526', usage: 1 } })
    expect(station.images.get(uid(1))).toMatchObject({ dsfid: 0x3e, afi: 0x07 })
  })

  it('asks for a set’s parts one after the other', async () => {
    tool.act({ type: 'ask', item: book(1), part: 1, parts: 2 })
    await lay(image(1))
    tool.act({ type: 'encode', uid: uid(1) })
    await view((now) => now.asked?.part === 2)
    station.take(image(1))
    await lay(image(2))
    tool.act({ type: 'encode', uid: uid(2) })
    await view((now) => now.asked === null)
    expect([read(1).facts?.part, read(2).facts?.part]).toEqual([1, 2])
  })

  it('takes the model, owner and usage of choice', async () => {
    tool.act({ type: 'scan', code: book(1) })
    await lay(image(1))
    tool.act({ type: 'encode', uid: uid(1), model: 'iso28560-2', owner: 'US-InU-Mu', usage: 2 })
    await step('done')
    expect(read(1)).toMatchObject({ model: 'iso28560-2', facts: { owner: 'US-InU-Mu', usage: 2 } })
  })

  it('asks before it writes over another item', async () => {
    await lay(tagged(1, { id: book(7), more: { title: 'Old' } }))
    tool.act({ type: 'scan', code: book(1) })
    tool.act({ type: 'encode', uid: uid(1) })
    expect(await refused('otherItem')).toMatchObject({ detail: book(7), mayConfirm: true })
    expect(read(1).facts?.id).toBe(book(7))
    tool.act({ type: 'confirm' })
    await step('done')
    // Nothing of the other item stays.
    expect(read(1).facts).toMatchObject({ id: book(1), more: {} })
  })

  it('refuses more than one tag, a card, equipment, and what does not fit', async () => {
    tool.act({ type: 'scan', code: book(1) })
    await lay(image(1))
    await lay(image(2))
    tool.act({ type: 'encode', uid: uid(1) })
    await refused('several')
    station.take(image(1), image(2))
    await lay(tagged(3, { id: 'TABLET', usage: 9 }))
    tool.act({ type: 'encode', uid: uid(3) })
    await refused('notAnItem')
    station.take(image(3))
    await lay(image(4, { memory: new Uint8Array(16) }))
    tool.act({ type: 'encode', uid: uid(4) })
    await refused('doesNotFit')
    expect(station.written).toEqual([])
  })

  it('leaves the tag as it was where a block is locked, and says why', async () => {
    await lay(tagged(1, { id: book(1) }))
    tool.act({ type: 'scan', code: book(1) })
    station.outcomes.push({ ok: false, why: 'locked', detail: 'block 4 is locked' })
    tool.act({ type: 'encode', uid: uid(1) })
    expect(await refused('locked')).toMatchObject({ detail: 'block 4 is locked' })
    expect(tool.view().results[0]).toMatchObject({ outcome: 'failed', why: 'locked' })
  })

  it('is undone from what was kept', async () => {
    const before = tagged(1, { id: book(7), more: { title: 'Old' } }, 'iso28560-2')
    await lay(before)
    tool.act({ type: 'convert', uid: uid(1) })
    const { results } = await step('done')
    expect(read(1)).toMatchObject({ model: 'iso28560-3', facts: { id: book(7), more: { title: 'Old' } } })
    await view((now) => now.tags[0]?.record === results[0]?.id)
    tool.act({ type: 'undo', id: results[0]?.id ?? 0 })
    await view((now) => now.results[0]?.kind === 'undo' && now.results[0].outcome === 'done')
    expect(station.images.get(uid(1))?.memory).toEqual(before.memory)
    expect(station.images.get(uid(1))?.dsfid).toBe(before.dsfid)
    expect(ledger.get(results[0]?.id ?? 0)?.outcome).toBe('undone')
  })

  it('says of what cannot be read, or is not there any more, just that', async () => {
    station.dumb.add(uid(1))
    station.lay(image(1))
    tool.act({ type: 'scan', code: book(1) })
    tool.act({ type: 'encode', uid: uid(1) })
    await refused('unreadable')
    tool.act({ type: 'encode', uid: uid(2) })
    await refused('gone')
    station.become('away')
    tool.act({ type: 'encode', uid: uid(1) })
    await refused('away')
  })
})

describe('security', () => {
  beforeEach(() => tool.act({ type: 'work', work: 'convert' }))
  it.each([
    ['charged', 0xc2],
    ['recalled', 0xc2],
    ['available', 0x07],
    ['missing', 0x07],
  ] as const)('of an item that is %s is AFI %i', async (status, wanted) => {
    items.set(book(1), { status })
    station.lay(tagged(1, { id: book(1) }, 'iso28560-2'))
    await step('done')
    expect(afi(1)).toBe(wanted)
  })

  it('stays as it is while nobody can be asked, and the result says so', async () => {
    online = false
    station.lay({ ...tagged(1, { id: book(1) }, 'iso28560-2'), afi: 0xc2 })
    const { results } = await step('done')
    expect(afi(1)).toBe(0xc2)
    expect(results[0]).toMatchObject({ security: 'onLoan', notes: ['ilsAway'] })
    expect(asked).toEqual([])
  })

  it('by the EAS bit leaves the AFI alone, and by both sets both', async () => {
    settings = { ...SETTINGS, security: ['eas'] }
    station.lay({ ...tagged(1, { id: book(1) }), afi: 0 })
    await step('done')
    expect(station.images.get(uid(1))).toMatchObject({ afi: 0, eas: true })
    station.take(image(1))
    settings = { ...SETTINGS, security: ['afi', 'eas'] }
    items.set(book(2), { status: 'charged' })
    station.lay({ ...tagged(2, { id: book(2) }), eas: true })
    await view((now) => now.results[0]?.item === book(2) && now.results[0].outcome === 'done')
    expect(station.images.get(uid(2))).toMatchObject({ afi: 0xc2, eas: false })
  })
})

describe('converting whatever is laid down', () => {
  beforeEach(() => tool.act({ type: 'work', work: 'convert' }))

  it('rewrites old tags in the library’s model, one after the other', async () => {
    const old = image(1)
    old.memory.set(Uint8Array.fromHex('04230000'))
    old.memory.set(new TextEncoder().encode(book(1)), 4)
    station.lay(old)
    await step('done')
    expect(read(1)).toMatchObject({
      model: 'iso28560-3',
      facts: { id: book(1), part: 2, parts: 3, owner: 'DE-526' },
    })
    station.take(old)
    expect((await step('lay')).step).toEqual({ name: 'lay', next: null })
    const dm11 = image(2)
    dm11.memory.set(Uint8Array.fromHex('0B41155DD9945113944100000000FD32A484FF4F42504401500400000000F555'))
    station.lay(dm11)
    await step('done')
    expect(read(2).facts?.id).toBe('51793943090')
    expect(tool.view().today).toEqual({ done: 2, failed: 0 })
  })

  it('does nothing with a tag that says nothing, a card, or two at once', async () => {
    station.lay(image(1))
    await refused('nothingKnown')
    station.take(image(1))
    station.lay(tagged(2, { id: '21173000000113', usage: 8 }))
    await refused('patronCard')
    station.take(image(2))
    station.lay(tagged(3, { id: book(3) }), tagged(4, { id: book(4) }))
    await refused('several')
    expect(station.written).toEqual([])
    // One of them is taken away: the other one's turn.
    station.take(image(4))
    await step('done')
    expect(read(3).facts?.id).toBe(book(3))
  })

  it('does not touch a card whose data were torn either', async () => {
    const card = image(1)
    card.memory.set(encodeBlock({ usage: 8, parts: 1, part: 1, primaryId: '21173000000113', owner: 'DE526' }))
    card.memory[5] = 0x39
    station.lay(card)
    await refused('patronCard')
    expect(JSON.stringify(tool.view())).not.toContain(card.uid)
  })

  it('keeps a tag’s own byte order', async () => {
    const memory = tagged(1, { id: book(1) }).memory
    const reversed = new Uint8Array(112)
    for (let at = 0; at < 112; at += 4) reversed.set(memory.subarray(at, at + 4).toReversed(), at)
    station.lay(image(1, { memory: reversed }))
    const { results } = await step('done')
    expect(results[0]?.notes).toEqual(['reversed'])
    expect(read(1)).toMatchObject({ reversed: true, facts: { id: book(1) } })
  })
})

describe('a tag torn away in mid-write', () => {
  it('is finished as soon as it lies there again, also after a power cut, and can be undone to what it was', async () => {
    const before = tagged(1, { id: book(1), more: { title: 'Emma' } }, 'iso28560-2')
    tool.act({ type: 'work', work: 'convert' })
    station.outcomes.push('torn')
    station.lay(before)
    await refused('gone')
    expect(read(1).facts).toBeNull()
    expect(tool.view().results[0]).toMatchObject({ outcome: 'unfinished', why: 'gone' })

    tool.stop()
    power()
    tool.act({ type: 'work', work: 'convert' })
    station.lay(before)
    const { results } = await step('done')
    expect(read(1)).toMatchObject({ model: 'iso28560-3', facts: { id: book(1), more: { title: 'Emma' } } })
    expect(results).toHaveLength(1)
    tool.act({ type: 'work', work: 'look' })
    await view((now) => now.tags[0]?.record === results[0]?.id)
    tool.act({ type: 'undo', id: results[0]?.id ?? 0 })
    await view((now) => now.results[0]?.kind === 'undo')
    await step('done')
    expect(station.images.get(uid(1))?.memory).toEqual(before.memory)
  })

  it('is told when it is looked at, and finished or undone by hand', async () => {
    tool.act({ type: 'work', work: 'look' })
    const before = tagged(1, { id: book(1) }, 'iso28560-2')
    station.lay(before)
    await view((now) => now.tags[0]?.kind === 'item')
    station.outcomes.push('torn')
    tool.act({ type: 'convert', uid: uid(1) })
    await refused('gone')
    station.lay(before)
    const { tags } = await view((now) => now.tags[0]?.notes.includes('unfinished') === true)
    tool.act({ type: 'redo', id: tags[0]?.record ?? 0 })
    await step('done')
    expect(read(1).facts?.id).toBe(book(1))
  })

  it('that held nothing of the write yet is treated like any other', async () => {
    tool.act({ type: 'work', work: 'convert' })
    const before = tagged(1, { id: book(1) }, 'iso28560-2')
    station.outcomes.push({ ok: false, why: 'gone', detail: '' })
    station.lay(before)
    await refused('gone')
    station.take(before)
    station.lay(before)
    const { results } = await step('done')
    expect(results.map(({ outcome }) => outcome)).toEqual(['done', 'failed'])
  })
})

describe('a trolley', () => {
  beforeEach(() => tool.act({ type: 'work', work: 'trolley' }))

  it('is worked through in its order: lay, taken away, next', async () => {
    tool.act({ type: 'add', text: `barcode;parts\n${book(1)}\n${book(2)}\n"${book(1)}"\n` })
    expect((await step('lay')).step).toMatchObject({ next: { item: book(1), part: 1, parts: 1 } })
    expect(tool.view().trolley).toMatchObject({ waiting: 2, done: 0 })
    station.lay(image(1))
    await step('done')
    station.take(image(1))
    expect((await step('lay')).step).toMatchObject({ next: { item: book(2) } })
    await view((now) => now.step.name === 'lay' && now.step.next?.title === `Title of ${book(2)}`)
    station.lay(image(2))
    await step('done')
    station.take(image(2))
    await step('finished')
    expect([read(1).facts?.id, read(2).facts?.id]).toEqual([book(1), book(2)])
  })

  it('takes a set’s parts in sequence', async () => {
    tool.act({ type: 'add', text: `${book(1)}\t3` })
    for (const part of [1, 2, 3]) {
      expect((await step('lay')).step).toMatchObject({ next: { item: book(1), part, parts: 3 } })
      station.lay(image(part))
      await step('done')
      station.take(image(part))
    }
    await step('finished')
    expect([1, 2, 3].map((n) => read(n).facts?.part)).toEqual([1, 2, 3])
  })

  it('does not count the same part of a set twice', async () => {
    tool.act({ type: 'add', text: `${book(1)} 2` })
    station.lay(image(1))
    await step('done')
    station.take(image(1))
    await step('lay')
    station.lay(image(1))
    await step('done')
    station.take(image(1))
    expect((await step('lay')).step).toMatchObject({ next: { part: 2 } })
  })

  it('knows a tag by what it says, whatever is next', async () => {
    tool.act({ type: 'add', text: `${book(1)}\n${book(2)}` })
    station.lay(tagged(2, { id: book(2) }, 'iso28560-2'))
    const { step: done } = await step('done')
    expect(done).toMatchObject({ part: { item: book(2) } })
    station.take(image(2))
    expect((await step('lay')).step).toMatchObject({ next: { item: book(1) } })
  })

  it('asks about a tag that says something else, and goes on', async () => {
    tool.act({ type: 'add', text: book(1) })
    station.lay(tagged(9, { id: book(9) }))
    expect(await refused('otherItem')).toMatchObject({
      part: { item: book(1) },
      detail: book(9),
      mayConfirm: true,
    })
    tool.act({ type: 'confirm' })
    await step('done')
    expect(read(9).facts?.id).toBe(book(1))
  })

  it('lets a scanned book be next, on the list or not', async () => {
    tool.act({ type: 'add', text: `${book(1)}\n${book(2)}` })
    tool.act({ type: 'scan', code: book(2) })
    expect((await step('lay')).step).toMatchObject({ next: { item: book(2) } })
    tool.act({ type: 'scan', code: book(5) })
    await view((now) => now.step.name === 'lay' && now.step.next?.item === book(5))
    expect(tool.view().trolley.entries.map(({ item, current }) => [item, current])).toEqual([
      [book(1), false],
      [book(2), false],
      [book(5), true],
    ])
  })

  it('skips, removes, chooses and clears', async () => {
    tool.act({ type: 'add', text: `${book(1)}\n${book(2)}\n${book(3)}` })
    const ids = tool.view().trolley.entries.map(({ id }) => id)
    tool.act({ type: 'skip', entry: ids[0] ?? 0 })
    expect((await step('lay')).step).toMatchObject({ next: { item: book(2) } })
    tool.act({ type: 'remove', entry: ids[1] ?? 0 })
    expect(tool.view().step).toMatchObject({ next: { item: book(3) } })
    tool.act({ type: 'choose', entry: ids[0] ?? 0 })
    expect(tool.view().step).toMatchObject({ next: { item: book(1) } })
    tool.act({ type: 'clear' })
    expect(tool.view().step).toMatchObject({ next: null })
  })

  it('marks what cannot be done, and goes on with the next', async () => {
    tool.act({ type: 'add', text: `${book(1)}\n${book(2)}` })
    station.outcomes.push({ ok: false, why: 'failed', detail: 'worn' })
    station.lay(image(1))
    await refused('failed')
    station.take(image(1))
    expect((await step('lay')).step).toMatchObject({ next: { item: book(2) } })
    expect(tool.view().trolley).toMatchObject({ failed: 1, waiting: 1 })
  })

  it('goes on where it was after a power cut, and a torn tag is the one it was', async () => {
    tool.act({ type: 'add', text: `${book(1)}\n${book(2)}\n${book(3)}` })
    station.lay(image(1))
    await step('done')
    station.take(image(1))
    station.outcomes.push('torn')
    station.lay(image(2))
    await refused('gone')
    tool.stop()
    power()
    tool.act({ type: 'work', work: 'trolley' })
    expect((await step('lay')).step).toMatchObject({ next: { item: book(2) } })
    // Another book first: the torn one is known by its tag all the same.
    tool.act({ type: 'scan', code: book(3) })
    station.lay(image(2))
    await step('done')
    expect(read(2).facts?.id).toBe(book(2))
    expect(tool.view().trolley.entries.map(({ state }) => state)).toEqual(['done', 'done', 'waiting'])
  })
})

describe('the record', () => {
  it('is made before the tag is written; where it cannot be, nothing is written', async () => {
    tool.act({ type: 'work', work: 'convert' })
    ledger.shut()
    station.lay(tagged(1, { id: book(1) }, 'iso28560-2'))
    await refused('record')
    expect(notices).toContain('TAG_RECORD_FAILED')
    expect(station.written).toEqual([])
    power()
  })

  it('is told as a table, with the tag before and after', async () => {
    tool.act({ type: 'work', work: 'convert' })
    const before = tagged(1, { id: book(1) }, 'iso28560-2')
    station.lay(before)
    await step('done')
    const lines = [...tool.csv()].join('').trim().split('\r\n')
    expect(lines).toHaveLength(2)
    expect(lines[0]).toBe('time,item,part,parts,tag,what,from,to,security,outcome,reason,notes,before,after')
    const after = station.images.get(uid(1))?.memory.toHex()
    expect(lines[1]).toBe(
      `2026-01-15T09:00:00.000Z,${book(1)},1,1,${uid(1)},convert,iso28560-2,iso28560-3,secured,done,,,${before.memory.toHex()},${after}`,
    )
  })

  it('of a damaged file is set aside and begun anew', async () => {
    tool.stop()
    const { writeFileSync, readdirSync } = await import('node:fs')
    writeFileSync(join(folder, 'tags.sqlite'), 'no database')
    for (const suffix of ['-wal', '-shm']) rmSync(join(folder, `tags.sqlite${suffix}`), { force: true })
    power()
    expect(tool.view().results).toEqual([])
    expect(readdirSync(folder).some((name) => name.startsWith('tags.damaged-'))).toBe(true)
  })
})
