import { describe, expect, it } from 'vitest'
import { MemoryJournal } from '../fakes.test-support.ts'
import { RULES } from './offline.test-support.ts'
import type { OfflineRules } from './rules.ts'
import { takeBack } from './take-back.ts'

const ITEM = '31111000000011'

function stage(rules: Partial<OfflineRules> = {}) {
  const { clock, stored } = new MemoryJournal()
  let woken = 0
  const ports = { stored, clock, replay: { wake: () => void woken++ }, rules: () => ({ ...RULES, ...rules }) }
  return { clock, stored, ports, wakes: () => woken }
}

describe('a return while the library system is away', () => {
  it('is kept with the time at which it came, and told from then on', () => {
    const { clock, stored, ports, wakes } = stage({ mode: 'returns' })
    expect(takeBack(ports, ITEM)).toMatchObject({ taken: true, at: clock.wall() })
    expect(stored.page(null, 9)).toMatchObject([{ kind: 'checkin', item: ITEM, at: clock.wall() }])
    expect(wakes()).toBe(1)
  })

  it('is not taken where the library wants none, or when no more may wait', () => {
    expect(takeBack(stage({ mode: 'off' }).ports, ITEM)).toEqual({ taken: false, code: 'ILS_AWAY' })
    const full = stage({ backlogMax: 1 })
    takeBack(full.ports, ITEM)
    expect(takeBack(full.ports, ITEM)).toEqual({ taken: false, code: 'OFFLINE_BACKLOG_FULL' })
  })

  it('goes on however long the outage is', () => {
    const { clock, ports } = stage({ lendingMaxMilliseconds: 1_000 })
    takeBack(ports, ITEM)
    clock.advance(1_000_000)
    expect(takeBack(ports, ITEM)).toMatchObject({ taken: true })
  })
})
