import { demoItem } from 'sip2/simulator'
import { afterEach, describe, expect, it } from 'vitest'
import { GateDesk, type GateMode } from '../support/gate-desk.ts'
import { taggedItem } from '../support/tagged-items.ts'

const MODES = ['buffered', 'notification'] as const satisfies readonly GateMode[]
let desk: GateDesk
afterEach(() => desk.close())

describe.each(MODES)('a gate in %s mode, with the tags’ real time in the air', (mode) => {
  it('reports all of a hundred items carried through together over three seconds', async () => {
    desk = await GateDesk.open({ mode })
    const tags = Array.from({ length: 100 }, (_, n) => taggedItem(n + 1))
    const seen: string[] = []
    desk.emulator.onAlarm(({ tag }) => seen.push(tag.uid))
    await desk.emulator.walk({ tags, direction: 'out', milliseconds: 3_000 })
    await desk.until(
      () => [...desk.alarms.values()].filter(({ last }) => last.verdict !== 'looking').length >= 100,
    )
    expect(new Set(seen).size).toBe(100)
    const items = [...desk.alarms.values()].map(({ first }) => first.item)
    expect(items.toSorted()).toEqual(tags.map((_, n) => `3999900${String(n + 1).padStart(7, '0')}`))
    expect([...desk.alarms.values()].every(({ first }) => first.verdict === 'looking')).toBe(true)
  })

  it.each([
    { people: 30, items: 1, everyMilliseconds: 66, allSeen: true },
    // More than the air lets through at a walk: tags leave before their turn, as they do at a real gate.
    { people: 60, items: 3, everyMilliseconds: 20, allSeen: false },
  ])(
    'loses nothing on the way to the desk of what the air lets through: $people people with $items each',
    async ({ people, items, everyMilliseconds, allSeen }) => {
      desk = await GateDesk.open({ mode, emulator: { parts: { blocks: 0 } } })
      const seen = new Set<string>()
      desk.emulator.onAlarm(({ tag }) => seen.add(tag.uid))
      const walkers = Array.from({ length: people }, (_, n) => ({
        tags: Array.from({ length: items }, (__, i) => taggedItem(items * n + i + 1)),
        direction: 'out' as const,
        afterMilliseconds: n * everyMilliseconds,
      }))
      await desk.emulator.walk(...walkers)
      await desk.until(() => desk.alarms.size >= seen.size && desk.emulator.buffered === 0)
      expect(desk.alarms.size).toBe(seen.size)
      expect(seen.size).toBeGreaterThan(0)
      if (allSeen) expect(seen.size).toBe(people * items)
    },
  )

  it('tells the desk titles: theft where it is on the shelf, on loan where it is lent', async () => {
    desk = await GateDesk.open({ mode })
    const [shelf, lent] = [demoItem('Frankenstein; or, The Modern Prometheus'), demoItem('Emma')]
    await desk.emulator.carry(taggedItem(1, shelf.itemId), taggedItem(2, lent.itemId))
    await desk.until(() => [...desk.alarms.values()].filter(({ last }) => last.title !== null).length === 2)
    const verdicts = new Map([...desk.alarms.values()].map(({ last }) => [last.title, last.verdict]))
    expect(verdicts).toEqual(
      new Map([
        [shelf.title, 'theft'],
        [lent.title, 'onLoan'],
      ]),
    )
    const said = JSON.stringify(desk.told)
    for (const patron of ['Mira', 'Jonas', '2117300']) expect(said).not.toContain(patron)
  })

  it('reports once what was written down when power failed before the gate forgot it', async () => {
    desk = await GateDesk.open({ mode, emulator: { airTime: 0, walkMilliseconds: 0 } })
    let ending: Promise<void> | null = null
    desk.watch.onEvent(() => {
      // Here it is on the disk, and 'clear' was not sent yet.
      ending ??= desk.end()
    })
    await desk.emulator.carry(taggedItem(1))
    await desk.until(() => ending !== null)
    await ending
    expect(desk.emulator.buffered).toBe(1)
    await desk.restart()
    await desk.emulator.carry(taggedItem(2))
    await desk.until(() => desk.told.some(({ event }) => event.item === '39999000000002'))
    const first = desk.told.filter(({ event }) => event.item === '39999000000001')
    expect(new Set(first.map(({ event }) => event.id)).size).toBe(1)
    expect(desk.store.recent(9)).toHaveLength(2)
    await desk.until(() => desk.emulator.buffered === 0)
  })
})
