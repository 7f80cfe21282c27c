/** What every gate must do, whatever tells of it: each driver is held to it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DeviceState } from '../device.ts'
import type { GateSighting, SecurityGate } from './contract.ts'

export interface GateUnderTest {
  /** Not started yet; with a counter, and with a light but no sound. */
  readonly gate: SecurityGate
  /** Something passes that makes it sound. */
  alarm(): Promise<void>
  /** Somebody passes; whatever asks the gate for its counts is due then. */
  pass(way: 'in' | 'out'): Promise<void>
  /** It is there, but not well; how, and from when on it is well again. */
  readonly trouble: { readonly state: DeviceState; readonly code: string }
  hurt(): Promise<void>
  heal(): Promise<void>
  cut(): Promise<void>
  mend(): Promise<void>
  /** How often its light was switched on. */
  readonly flashes: number
  /** Lets happen what happens until it holds; rejects, or runs out of the test's time, where it does not. */
  until(holds: () => boolean): Promise<void>
  close(): Promise<void>
}

export function gateContract(name: string, make: () => Promise<GateUnderTest>): void {
  describe(`what every gate does: ${name}`, () => {
    let under: GateUnderTest
    let gate: SecurityGate
    let told: GateSighting[]
    let forgotten: Set<string>
    let heard: string[]
    let isFull: boolean
    beforeEach(async () => {
      under = await make()
      gate = under.gate
      ;[told, forgotten, heard, isFull] = [[], new Set(), [], false]
      gate.onSightings((sightings) => {
        if (isFull) throw new Error('disk full')
        told.push(...sightings)
      })
      // What it forgets before it was told would be lost.
      gate.onForgotten((records) => {
        const known = told.map(({ record }) => record)
        forgotten = forgotten.union(new Set(records ?? known).intersection(new Set(known)))
      })
      gate.onStatus(({ state, code }) => heard.push(`${state} ${code ?? '-'}`))
    })
    afterEach(() => under.close())

    const is = (state: DeviceState, code: string | null = null) =>
      under.until(() => gate.status.state === state && gate.status.code === code)
    const ready = async () => {
      gate.start()
      await is('ready')
    }
    const recorded = (count: number) => under.until(() => forgotten.size >= count)

    it('waits to be started, then is ready and says so, once however often it is started', async () => {
      expect(gate.status).toMatchObject({ id: gate.id, kind: 'gate', state: 'starting', code: null })
      await ready()
      gate.start()
      expect(heard.filter((state) => state === 'ready -')).toHaveLength(1)
    })

    it('tells each alarm once, under a name of its own, and forgets it when it was heard', async () => {
      await ready()
      await under.alarm()
      await recorded(1)
      await under.alarm()
      await recorded(2)
      expect(told).toHaveLength(2)
      expect(forgotten).toEqual(new Set(told.map(({ record }) => record)))
    })

    it('keeps what could not be written down, is reduced meanwhile, and tells it then', async () => {
      await ready()
      isFull = true
      await under.alarm()
      await is('reduced', 'GATE_STORE_FAILED')
      expect([told, forgotten]).toEqual([[], new Set()])
      isFull = false
      await recorded(1)
      await is('ready')
      expect(told).toHaveLength(1)
    })

    it('counts who goes in and who goes out, and tells it', async () => {
      const counts: unknown[] = []
      gate.onCount((count) => counts.push(count))
      await ready()
      await under.until(() => gate.count !== null)
      const { into, out } = gate.count ?? { into: 0, out: 0 }
      for (const way of ['in', 'in', 'out'] as const) await under.pass(way)
      const now = { into: into + 2, out: out + 1 }
      await under.until(() => gate.count?.into === now.into && gate.count.out === now.out)
      expect(counts.at(-1)).toEqual(now)
    })

    it('says what ails it, and when nothing does any more', async () => {
      await ready()
      await under.hurt()
      await is(under.trouble.state, under.trouble.code)
      await under.heal()
      await is('ready')
      expect(heard).toEqual(
        expect.arrayContaining([`${under.trouble.state} ${under.trouble.code}`, 'ready -']),
      )
    })

    it('is away while nothing is heard of it, switches nothing then, and is ready again by itself', async () => {
      await ready()
      await under.cut()
      await is('away', 'GATE_AWAY')
      expect(await gate.signal({ light: true, sound: true }, 500)).toBe(false)
      await under.mend()
      await is('ready')
      expect(heard).toContain('away GATE_AWAY')
      expect(heard.at(-1)).toBe('ready -')
      await under.alarm()
      await recorded(1)
      expect(told).toHaveLength(1)
    })

    it('switches what it has, and says of what it has not that it was not done', async () => {
      await ready()
      expect(await gate.signal({ light: false, sound: true }, 500)).toBe(false)
      expect(under.flashes).toBe(0)
      expect(await gate.signal({ light: true, sound: false }, 500)).toBe(true)
      expect(under.flashes).toBe(1)
    })

    it('tells and switches nothing more when it was stopped, also twice', async () => {
      await ready()
      await gate.stop()
      await gate.stop()
      await under.alarm()
      expect(told).toEqual([])
      expect(await gate.signal({ light: true, sound: true }, 500)).toBe(false)
      expect(under.flashes).toBe(0)
    })
  })
}
