import { describe, expect, it } from 'vitest'
import { itemTag } from '../fakes.test-support.ts'
import type { TakenBack } from '../return/contract.ts'
import type { ReceiptItem } from '../session/receipt-data.ts'
import { DropWorld } from './drop.test-support.ts'
import { ASKING_MILLISECONDS, SHOWN_MILLISECONDS } from './limits.ts'
import { returned, thing } from './parts.test-support.ts'
import type { Drop, DropPorts, DropReceipts } from './ports.ts'
import { SimpleDrop } from './simple-drop.ts'
import { Sorter } from './sorter.ts'

const QUIET_MILLISECONDS = 10_000

class Paper implements DropReceipts {
  isWanted = true
  can = true
  readonly jobs: (readonly ReceiptItem[])[] = []
  #answer: (printed: boolean) => void = () => undefined
  wanted = () => this.isWanted
  canPrint = () => this.can
  quietMilliseconds = () => QUIET_MILLISECONDS
  print(items: readonly ReceiptItem[]): Promise<boolean> {
    this.jobs.push(items)
    return new Promise((resolve) => {
      this.#answer = resolve
    })
  }
  async answer(printed: boolean): Promise<void> {
    this.#answer(printed)
    await Promise.resolve()
    await Promise.resolve()
  }
}

function titled(title: string, kind: 'returned' | 'again' | 'kept' = 'returned'): TakenBack {
  const taken = returned()
  if (!('slip' in taken)) throw new TypeError('not taken back')
  return { ...taken, kind, title }
}
const REFUSED: TakenBack = { kind: 'refused', title: 'Emma', problem: { code: 'ITEM_UNKNOWN' } }

async function opened(
  settings: object = {},
  make: (ports: DropPorts) => Drop = (ports) => new Sorter(ports),
) {
  const paper = new Paper()
  const world = new DropWorld({ settings, make: (ports) => make({ ...ports, receipts: paper }) })
  await world.open()
  const seen = () => world.drop.greeting()
  const free = () => world.until(() => world.drop.view().state === 'open')
  const drop = async (...items: readonly string[]) => {
    world.give(...items.map((item, index) => thing(item, itemTag(index + 1, item))))
    await world.until(() => world.waiting.length === 0 && world.drop.view().state === 'busy')
    await free()
  }
  const begin = () => world.drop.wish('begin')
  const print = () => world.drop.wish('printReceipt')
  return { world, paper, seen, drop, free, begin, print }
}
const items = (job: readonly ReceiptItem[] | undefined) => job?.map(({ itemId }) => itemId)
const NOBODYS = { visit: 'possible', count: 0, aside: 0, receipt: 'none' }

describe('what nobody has begun', () => {
  it('is received, each alone: nothing is counted, kept or printed', async () => {
    const { world, seen, drop, paper, print } = await opened()
    await drop('A')
    expect(seen()).toEqual({ ...NOBODYS, state: 'welcome', last: { number: 1, taken: true } })
    await drop('B')
    expect(seen()).toEqual({ ...NOBODYS, state: 'welcome', last: { number: 2, taken: true } })
    print()
    expect(paper.jobs).toEqual([])
    await world.run(SHOWN_MILLISECONDS)
    expect(seen()).toEqual({ ...NOBODYS, state: 'welcome', last: null })
  })

  it('and is not taken back is said to be looked at', async () => {
    const { world, seen, drop } = await opened()
    world.answers.set('A', REFUSED)
    await drop('A')
    expect(seen()).toMatchObject({ last: { taken: false }, count: 0, aside: 0 })
  })
})

describe('a visit that was begun', () => {
  it('counts what comes, tells apart what staff look at, and prints the rest, once', async () => {
    const { world, seen, drop, paper, begin, print } = await opened()
    world.answers.set('A', titled('Emma'))
    world.answers.set('B', titled('Dracula', 'kept'))
    world.answers.set('C', REFUSED)
    world.answers.set('D', titled('Walden', 'again'))
    begin()
    expect(seen()).toMatchObject({ visit: 'begun', count: 0, receipt: 'none' })
    await drop('A', 'B', 'C', 'D')
    expect(seen()).toMatchObject({ visit: 'begun', count: 4, aside: 1, receipt: 'offered' })
    print()
    print()
    expect(paper.jobs).toEqual([
      [
        { title: 'Emma', itemId: 'A', due: null, provisional: false, again: false },
        { title: 'Dracula', itemId: 'B', due: null, provisional: true, again: false },
        { title: 'Walden', itemId: 'D', due: null, provisional: false, again: true },
      ],
    ])
    expect(seen()).toMatchObject({ visit: 'over', count: 0, aside: 0, receipt: 'printing' })
    await paper.answer(true)
    expect(seen()).toMatchObject({ visit: 'over', receipt: 'printed' })
    await world.run(SHOWN_MILLISECONDS)
    expect(seen()).toEqual({ ...NOBODYS, state: 'welcome', last: null })
  })

  it('begins with nothing of what came before', async () => {
    const { drop, paper, seen, begin, print } = await opened()
    await drop('A')
    begin()
    expect(seen()).toMatchObject({ count: 0, last: null })
    await drop('B')
    print()
    expect(items(paper.jobs[0])).toEqual(['B'])
  })

  it('does not begin while something is on its way', async () => {
    const { world, seen, free, begin } = await opened()
    world.give(thing('A', itemTag(1, 'A')))
    await world.until(() => world.drop.view().state === 'busy')
    expect(seen().visit).toBe('none')
    begin()
    await free()
    expect(seen()).toMatchObject({ visit: 'possible', count: 0 })
  })

  it('ends when they say so, and with it what was counted', async () => {
    const { world, seen, drop, paper, begin, print } = await opened()
    begin()
    await drop('A')
    world.drop.wish('done')
    expect(seen()).toMatchObject({ visit: 'over', count: 0, receipt: 'none', last: null })
    await world.run(SHOWN_MILLISECONDS)
    begin()
    expect(seen()).toMatchObject({ visit: 'begun', count: 0, receipt: 'none' })
    await drop('B')
    print()
    expect(items(paper.jobs[0])).toEqual(['B'])
  })

  it('of a drop of one bin is the same', async () => {
    const simple = { layout: 'simple', bins: [{ number: 9, name: 'All', exception: true }] }
    const { world, seen, paper, begin, print } = await opened(simple, (ports) => new SimpleDrop(ports))
    world.answers.set('A', titled('Emma'))
    begin()
    world.reader.lay(itemTag(1, 'A'))
    world.signals.become('entryBeam', true)
    await world.until(() => seen().receipt === 'offered')
    expect(seen()).toMatchObject({ count: 1, last: { taken: true } })
    print()
    expect(items(paper.jobs[0])).toEqual(['A'])
  })

  it('counts two that came at once as two', async () => {
    const { world, seen, free, begin } = await opened()
    begin()
    world.give(thing('AB', itemTag(1, 'A'), itemTag(2, 'B')))
    await world.until(() => world.drop.view().state === 'busy')
    await free()
    expect(seen()).toMatchObject({ count: 2, aside: 0 })
  })

  it('is neither offered without a printer nor where no receipt is wanted', async () => {
    const { paper, seen, world, begin } = await opened()
    paper.can = false
    expect(seen().visit).toBe('none')
    begin()
    paper.can = true
    paper.isWanted = false
    begin()
    expect(seen().visit).toBe('none')
    paper.isWanted = true
    await world.run(300)
    expect(seen().visit).toBe('possible')
  })
})

describe('in a queue', () => {
  it('a silence asks whether it is still the same person, and shows nothing meanwhile', async () => {
    const { world, seen, drop, paper, begin, print } = await opened()
    begin()
    await drop('A')
    await world.run(QUIET_MILLISECONDS)
    expect(seen()).toEqual({
      state: 'welcome',
      visit: 'asking',
      count: 0,
      aside: 0,
      last: null,
      receipt: 'none',
    })
    print()
    expect(paper.jobs).toEqual([])
    world.drop.wish('goOn')
    expect(seen()).toMatchObject({ visit: 'begun', count: 1, receipt: 'offered' })
    await drop('B')
    print()
    expect(items(paper.jobs[0])).toEqual(['A', 'B'])
  })

  it('what is dropped while that is unanswered is nobody’s, and what was counted is gone', async () => {
    const { world, seen, drop, paper, begin, print } = await opened()
    begin()
    await drop('A')
    await world.run(QUIET_MILLISECONDS)
    await drop('B')
    expect(seen()).toMatchObject({ ...NOBODYS, last: { taken: true } })
    world.drop.wish('goOn')
    print()
    expect(seen()).toMatchObject(NOBODYS)
    expect(paper.jobs).toEqual([])
  })

  it('nobody’s answer ends the visit', async () => {
    const { world, seen, drop, begin, print, paper } = await opened()
    begin()
    await drop('A')
    await world.run(QUIET_MILLISECONDS + ASKING_MILLISECONDS)
    expect(seen()).toMatchObject(NOBODYS)
    world.drop.wish('goOn')
    print()
    expect(paper.jobs).toEqual([])
  })

  it('an answer about the former’s item tells the next one nothing', async () => {
    const { world, seen, paper, free, begin, print, drop } = await opened()
    let answer: (taken: TakenBack) => void = () => undefined
    world.answers.set('A', new Promise((resolve) => (answer = resolve)))
    begin()
    world.give(thing('A', itemTag(1, 'A')))
    await world.until(() => world.asked.includes('A'))
    // An item on its way holds the question off, but not for ever.
    await world.run(QUIET_MILLISECONDS)
    expect(seen().visit).toBe('begun')
    await world.until(() => seen().visit === 'asking')
    await world.run(ASKING_MILLISECONDS)
    begin()
    answer(titled('Somebody else’s'))
    await free()
    expect(seen()).toMatchObject({ ...NOBODYS, last: null })
    begin()
    await drop('B')
    print()
    expect(items(paper.jobs[0])).toEqual(['B'])
  })

  it('the next one goes on while the former’s receipt is still in the printer', async () => {
    const { seen, drop, paper, begin, print } = await opened()
    begin()
    await drop('A')
    print()
    await drop('Nobody’s')
    begin()
    await drop('B')
    await paper.answer(false)
    expect(seen()).toMatchObject({ visit: 'begun', count: 1, receipt: 'offered' })
    print()
    expect(items(paper.jobs[1])).toEqual(['B'])
  })

  it('what did not come out of the printer is not printed later', async () => {
    const { world, seen, drop, paper, begin, print } = await opened()
    begin()
    await drop('A')
    print()
    await paper.answer(false)
    expect(seen()).toMatchObject({ visit: 'over', receipt: 'failed' })
    await world.run(SHOWN_MILLISECONDS)
    begin()
    await drop('B')
    print()
    expect(items(paper.jobs[1])).toEqual(['B'])
  })

  it('thanks make way for the next item', async () => {
    const { world, seen, drop, begin } = await opened()
    begin()
    await drop('A')
    world.drop.wish('done')
    await drop('B')
    expect(seen()).toMatchObject({ ...NOBODYS, last: { taken: true } })
  })
})
