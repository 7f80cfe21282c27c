import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openJournal } from '../../journal/open-journal.ts'
import { MESSAGE_MAX_CHARACTERS } from './contract.ts'
import { StandingOrders } from './standing.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orders-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** What the next start finds. */
function start<T>(work: (standing: StandingOrders) => T): T {
  const { journal, orders } = openJournal({ folder, reserveBytes: 0, wall: () => 0 })
  try {
    return work(new StandingOrders(orders))
  } finally {
    journal.shut()
  }
}

describe('what staff have ordered', () => {
  it('holds over a restart, until they order otherwise', () => {
    start((standing) => {
      expect(standing.now).toEqual({ closedByStaff: null, message: null, volumePercent: null })
      standing.close('Stocktaking')
      standing.say('Story time at 11')
      standing.setVolume(0)
    })
    start((standing) => {
      expect(standing.now).toEqual({
        closedByStaff: { message: 'Stocktaking' },
        message: 'Story time at 11',
        volumePercent: 0,
      })
      standing.close('')
      standing.say('  ')
    })
    start((standing) => {
      expect(standing.now).toMatchObject({ closedByStaff: { message: null }, message: null })
      standing.open()
    })
    expect(start((standing) => standing.now.closedByStaff)).toBeNull()
  })

  it('is one line of plain text, whatever comes', () => {
    start((standing) => {
      standing.say('Closed\r\n\u0007today \u202etxet\u2028soon ')
      expect(standing.now.message).toBe('Closed today  txet soon')
      standing.say('x'.repeat(MESSAGE_MAX_CHARACTERS + 1))
      expect(standing.now.message).toHaveLength(MESSAGE_MAX_CHARACTERS)
      expect(() => standing.setVolume(101)).toThrow(RangeError)
    })
  })

  it('is told when it changes, and is not believed where it cannot be kept', () => {
    const { journal, orders } = openJournal({ folder, reserveBytes: 0, wall: () => 0 })
    const standing = new StandingOrders(orders)
    let told = 0
    standing.onChange(() => told++)
    standing.close('')
    expect(told).toBe(1)
    journal.shut()
    expect(() => standing.open()).toThrow('JOURNAL_FAILED')
    expect(standing.now.closedByStaff).not.toBeNull()
    expect(told).toBe(1)
  })
})
