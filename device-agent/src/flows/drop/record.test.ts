import { beforeEach, describe, expect, it } from 'vitest'
import type { ReturnId } from '../../journal/returns-contract.ts'
import { ManualClock } from '../../runtime/clock.ts'
import { Disk, DiskJournal } from './journal.test-support.ts'
import type { DropPorts } from './ports.ts'
import { DropRecord } from './record.ts'

describe('what is found out about several pieces at a time', () => {
  const clock = new ManualClock()
  let disk: Disk
  let record: DropRecord
  let ids: readonly ReturnId[]
  beforeEach(() => {
    disk = new Disk()
    const journal = new DiskJournal(disk)
    const returns: Pick<DropPorts['returns'], 'begin' | 'leaveUntaken'> = {
      begin: () => journal.begin({ at: 0 }),
      leaveUntaken: (id) => journal.settle(id, 'untaken', null),
    }
    record = new DropRecord({
      journal,
      returns: returns as DropPorts['returns'],
      clock,
      notices: { raise: () => undefined, clear: () => undefined },
    })
    ids = [journal.begin({ at: 0 }), journal.begin({ at: 0 })]
    for (const id of ids) journal.settle(id, 'returned', null)
  })
  const find = () =>
    record.together(() => {
      for (const id of ids) record.lies(id, 1, 'DROP_UNEXPECTED_ARRIVAL')
      record.stranger(1)
    })
  const found = () => disk.closed().map(({ bin, verdict }) => `${verdict} ${bin}`)

  it('is one write, so that no death leaves the half of it', () => {
    const before = disk.writes
    find()
    expect(found()).toEqual(['returned 1', 'returned 1', 'untaken 1'])
    expect(disk.writes).toBe(before + 1)
  })

  it('waits as a whole for a journal that cannot be written', () => {
    disk.refuses = 'JOURNAL_DISK_FULL'
    find()
    expect({ found: found(), obstacle: record.obstacle }).toEqual({
      found: [],
      obstacle: 'JOURNAL_DISK_FULL',
    })
    disk.refuses = null
    clock.advance(1_000)
    record.look()
    expect({ found: found(), obstacle: record.obstacle }).toEqual({
      found: ['returned 1', 'returned 1', 'untaken 1'],
      obstacle: null,
    })
  })
})
