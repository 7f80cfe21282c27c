import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openJournal } from '../../journal/open-journal.ts'
import { StaffList } from './staff-list.ts'

let folder: string
let opened: ReturnType<typeof openJournal>
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-list-'))
  opened = openJournal({ folder, reserveBytes: 0, wall: () => 0 })
})
afterEach(() => {
  opened.journal.shut()
  rmSync(folder, { recursive: true })
})

it('whoever shows the list is told when there is more on it, or less, and only then', () => {
  const { stored } = opened
  const codes: string[] = []
  const notices = { raise: (code: string) => void codes.push(code), clear: () => void codes.push('over') }
  const list = new StaffList({ stored, notices })
  const told: number[] = []
  list.onChange(() => told.push(list.summary().listed))
  const id = stored.add({ key: 'a', kind: 'checkout', patron: 'p', item: 'x', at: 0, due: 0 })
  list.look()
  stored.close(id, 'refused', 'no')
  list.look()
  list.look()
  expect(told).toEqual([1])
  expect(list.resolve(id)).toBe(true)
  expect(told).toEqual([1, 0])
  expect(list.resolve(id)).toBe(false)
  expect(told).toEqual([1, 0])
  expect(codes).toEqual(['OFFLINE_REFUSED', 'over'])
})
