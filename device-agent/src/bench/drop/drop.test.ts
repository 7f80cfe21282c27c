import { beforeEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../../runtime/clock.ts'
import { Drop } from './drop.ts'
import { binAt, DROP_LAYOUT, inputNames } from './layout.ts'

const book = (id: string, change: { lengthMillimetres?: number; grams?: number } = {}) => ({
  id,
  lengthMillimetres: 200,
  grams: 400,
  ...change,
})
/** 300 mm of pushing at 1,500 mm/s, when the shutter is half open after 80 ms. */
const PUSHED_AFTER = 80 + 200

/** The moments below are those of this belt. */
const LAYOUT = { ...DROP_LAYOUT, beltMillimetresPerSecond: 800 }

let clock: ManualClock
let drop: Drop
/** Every change of a level: name, direction, moment. */
let told: string[]
beforeEach(() => {
  clock = new ManualClock()
  drop = new Drop(clock, LAYOUT)
  told = []
  drop.onLevel(({ name, active }) => told.push(`${active ? '+' : '-'}${name} ${Math.round(clock.now())}`))
})
const heard = (name: string) => told.filter((line) => line.slice(1).startsWith(`${name} `))
const lies = () =>
  Object.fromEntries(drop.bins.numbers().map((bin) => [bin, drop.bins.things(bin).map(({ id }) => id)]))

/** At the entry, the belt off, the shutter open. */
function atTheEntry(...things: ReturnType<typeof book>[]): void {
  drop.setOutput('shutter', true)
  drop.offer(...things)
  clock.advance(PUSHED_AFTER)
}

describe('an ordinary way', () => {
  it('the shutter takes its time, then a hand pushes until the beam at the entry is broken', () => {
    atTheEntry(book('a'))
    expect(told).toEqual(['-shutterClosed 0', '+itemWeight 80', '+entryBeam 280'])
    clock.advance(60_000)
    expect(drop.belt.piles.map(({ front }) => Math.round(front))).toEqual([0])
  })

  it('the belt carries it through the read zone, its tag seen from its middle, and off the end', () => {
    const seen: string[] = []
    drop.onTunnel((ids) => seen.push(`${ids.join()} ${Math.round(clock.now())}`))
    atTheEntry(book('a'))
    drop.setOutput('belt', true)
    const end = binAt(LAYOUT, 9)
    clock.advance(end / 0.8 + 200 / 0.8 + 180)
    expect(seen).toEqual(['a 405', ' 843'])
    expect(heard('tunnelBeam')).toEqual(['+tunnelBeam 718', '-tunnelBeam 968'])
    expect(heard('entryBeam').at(-1)).toBe('-entryBeam 530')
    expect(lies()).toMatchObject({ 9: ['a'] })
    clock.advance(100)
    const lands = 280 + end / 0.8 + 430
    expect(heard('arrived9')).toEqual([`+arrived9 ${lands}`, `-arrived9 ${lands + 100}`])
  })

  it('a diverter that is out in time takes it into its bin, and others let it pass', () => {
    atTheEntry(book('a'))
    drop.setOutput('belt', true)
    drop.setOutput('divert2', true)
    clock.advance(binAt(LAYOUT, 2) / 0.8 + 430)
    expect(lies()).toEqual({ 1: [], 2: ['a'], 3: [], 4: [], 5: [], 9: [] })
    expect(drop.belt.piles).toEqual([])
  })

  it('a diverter that turns too late catches what is passing: a jam, until somebody clears it', () => {
    atTheEntry(book('a'))
    drop.setOutput('belt', true)
    clock.advance(binAt(LAYOUT, 1) / 0.8)
    drop.setOutput('divert1', true)
    clock.advance(10_000)
    expect([...drop.belt.jams]).toEqual([binAt(LAYOUT, 1)])
    expect(drop.belt.piles).toHaveLength(1)
    drop.setOutput('divert1', false)
    clock.advance(200)
    drop.clearJams()
    clock.advance(10_000)
    expect(lies()).toMatchObject({ 9: ['a'] })
  })

  it('the next patron waits until the one before has room, and the shutter until nothing is in its way', () => {
    drop.setOutput('shutter', true)
    drop.offer(book('a'))
    drop.offer(book('b'))
    clock.advance(20_000)
    expect(drop.belt.piles).toHaveLength(1)
    expect(drop.waiting.map(([thing]) => thing?.id)).toEqual(['b'])
    drop.setOutput('belt', true)
    // Room after its rear is 120 mm behind the beam; then the shutter is told to shut with the next in its way.
    clock.advance(320 / 0.8)
    drop.setOutput('shutter', false)
    clock.advance(200 / 1.5 - 1)
    expect(drop.shutter.isOut(clock.now())).toBe(true)
    clock.advance(200)
    expect(heard('shutterClosed').at(-1)).toBe(`+shutterClosed ${Math.round(20_000 + 400 + 200 / 1.5 + 160)}`)
  })
})

describe('what goes wrong', () => {
  it('two that were put in together ride and fall as one, both tags in the read zone', () => {
    atTheEntry(book('a'), book('b', { lengthMillimetres: 150 }))
    drop.setOutput('belt', true)
    clock.advance(200)
    expect(drop.tunnel).toEqual(['a', 'b'])
    clock.advance(10_000)
    expect(lies()).toMatchObject({ 9: ['a', 'b'] })
    expect(heard('arrived9')).toHaveLength(2)
  })

  it('at a jam items stand, those behind come up to them and no further', () => {
    atTheEntry(book('a'))
    drop.offer(book('b'))
    drop.setOutput('belt', true)
    drop.jam(700)
    clock.advance(20_000)
    expect(drop.belt.piles.map(({ front }) => Math.round(front))).toEqual([700, 500])
    drop.clearJams()
    clock.advance(10_000)
    expect(lies()).toMatchObject({ 9: ['a', 'b'] })
  })

  it('without power everything springs back, nothing is sensed, and things stay where they lie until the belt runs again', () => {
    atTheEntry(book('a'))
    drop.setOutput('belt', true)
    drop.setOutput('divert1', true)
    clock.advance(500)
    drop.set({ powered: false })
    expect([...drop.levels.values()]).not.toContain(true)
    clock.advance(60_000)
    expect(drop.diverters.get(1)?.isHome(clock.now())).toBe(true)
    expect(drop.shutter.isHome(clock.now())).toBe(true)
    expect(drop.belt.piles.map(({ front }) => Math.round(front))).toEqual([400])
    drop.setOutput('belt', true)
    drop.set({ powered: true })
    clock.advance(1_000)
    expect(drop.belt.piles.map(({ front }) => Math.round(front))).toEqual([400])
    expect(drop.levels.get('tunnelBeam')).toBe(true)
    drop.setOutput('belt', true)
    clock.advance(10_000)
    expect(lies()).toMatchObject({ 9: ['a'] })
  })

  it('a stuck diverter stays where it stuck', () => {
    drop.stick(1, 1)
    atTheEntry(book('a'))
    drop.setOutput('belt', true)
    clock.advance(5_000)
    expect(lies()).toMatchObject({ 1: ['a'] })
    drop.free(1)
    clock.advance(1_000)
    expect(drop.diverters.get(1)?.isHome(clock.now())).toBe(true)
  })

  it('an item pushed in against the shutter lies in the chamber all the same; a second one finds no room', () => {
    expect(drop.force(book('a'))).toBe(true)
    clock.advance(200)
    expect(heard('entryBeam')).toEqual(['+entryBeam 200'])
    expect(drop.force(book('b'))).toBe(false)
    clock.advance(1_000)
    expect(drop.levels.get('shutterClosed')).toBe(true)
  })

  it('what is taken out by hand is nowhere any more', () => {
    atTheEntry(book('a'))
    drop.offer(book('b'))
    expect(drop.takeOut('a')).toBe(true)
    expect(drop.takeOut('a')).toBe(false)
    expect(heard('entryBeam').at(-1)).toBe('-entryBeam 280')
    clock.advance(1_000)
    expect(drop.belt.piles.flatMap(({ things }) => things.map(({ id }) => id))).toEqual(['b'])
  })

  it('an open service door and a pressed stop cut the drive by themselves', () => {
    atTheEntry(book('a'))
    drop.setOutput('belt', true)
    drop.set({ doorOpen: true })
    clock.advance(5_000)
    expect(drop.belt.piles[0]?.front).toBeCloseTo(0)
    drop.set({ doorOpen: false })
    drop.set({ stopPressed: true })
    clock.advance(5_000)
    expect(drop.belt.piles[0]?.front).toBeCloseTo(0)
    drop.set({ stopPressed: false })
    clock.advance(100)
    drop.look()
    expect(drop.belt.piles[0]?.front).toBeCloseTo(80)
    expect(heard('serviceDoorClosed')).toHaveLength(2)
    expect(heard('emergencyStopReleased')).toHaveLength(2)
  })

  it('a dirty beam is always broken, a blind one never', () => {
    drop.set({ entryBeam: 'blocked' })
    expect(drop.levels.get('entryBeam')).toBe(true)
    drop.set({ entryBeam: 'blind' })
    atTheEntry(book('a'))
    expect(drop.levels.get('entryBeam')).toBe(false)
    drop.set({ entryBeam: 'clear' })
    expect(drop.levels.get('entryBeam')).toBe(true)
  })

  it('a bin is full by its content or when it is stuffed, and empty when its button is pressed', () => {
    clock = new ManualClock()
    drop = new Drop(clock, { ...LAYOUT, fullFromItems: 1 })
    atTheEntry(book('a'))
    drop.setOutput('belt', true)
    clock.advance(6_000)
    expect(drop.levels.get('full9')).toBe(true)
    drop.stuff(2, true)
    expect(drop.levels.get('full2')).toBe(true)
    expect(drop.empty(9).map(({ id }) => id)).toEqual(['a'])
    expect(drop.levels.get('full9')).toBe(false)
    expect(drop.levels.get('emptied9')).toBe(true)
    clock.advance(300)
    expect(drop.levels.get('emptied9')).toBe(false)
  })

  it('what weighs too little is not weighed', () => {
    atTheEntry(book('leaflet', { grams: 20 }))
    expect(drop.levels.get('itemWeight')).toBe(false)
    expect(drop.levels.get('entryBeam')).toBe(true)
  })
})

it('tells in order, also to a listener that acts at once', () => {
  drop.onLevel(({ name, active }) => {
    if (name === 'entryBeam' && active) drop.setOutput('shutter', false)
  })
  atTheEntry(book('a'))
  clock.advance(1_000)
  expect(told).toEqual(['-shutterClosed 0', '+itemWeight 80', '+entryBeam 280', '+shutterClosed 440'])
})

it('has a level for every input that can be wired, and leaves no timer when it stops', () => {
  expect([...drop.levels.keys()].sort()).toEqual([...inputNames(LAYOUT)].sort())
  atTheEntry(book('a'))
  drop.setOutput('belt', true)
  expect(clock.pending).toBe(1)
  drop.stop()
  expect(clock.pending).toBe(0)
})
