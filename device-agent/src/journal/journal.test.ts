import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LecternError } from '../contract/errors.ts'
import type { CheckoutIntent } from './contract.ts'
import { JournalFile } from './journal-file.ts'
import { openJournal } from './open-journal.ts'
import { MIGRATIONS } from './schema.ts'
import { SqliteJournal } from './sqlite-journal.ts'

let folder: string
let free = 1e9
const open = () =>
  openJournal({ folder, reserveBytes: 1e6, wall: () => 1_700_000_000_000, freeBytes: () => free })
const intent = (key: string): CheckoutIntent => ({
  key,
  patron: '29999000000017',
  item: '31111000000017',
  tags: ['E004010000000001', 'E004010000000002'],
})
const codeOf = (work: () => unknown): string => {
  try {
    work()
    return 'no error'
  } catch (error) {
    return error instanceof LecternError ? error.code : String(error)
  }
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'))
  free = 1e9
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('the journal', () => {
  it('finds an interrupted checkout again after it was opened anew', () => {
    const { journal } = open()
    journal.begin(intent('a'))
    journal.shut()
    const again = open().journal
    expect(again.open()).toEqual([
      {
        id: 1,
        phase: 'intended',
        patron: '29999000000017',
        item: '31111000000017',
        tags: ['E004010000000001', 'E004010000000002'],
        begunAt: 1_700_000_000_000,
      },
    ])
    again.shut()
  })

  it('keeps only the tags that are not proven yet', () => {
    const { journal } = open()
    const id = journal.begin(intent('a'))
    journal.lent(id, ['E004010000000003'])
    journal.proven(id, 'E004010000000001')
    expect(journal.open()).toMatchObject([{ phase: 'lent', tags: ['E004010000000002', 'E004010000000003'] }])
    journal.shut()
  })

  it('refuses to begin twice with one key', () => {
    const { journal } = open()
    journal.begin(intent('a'))
    expect(codeOf(() => journal.begin(intent('a')))).toBe('JOURNAL_FAILED')
    expect(journal.open()).toHaveLength(1)
    journal.shut()
  })

  it('holds no trace of the patron in its files once an entry is closed and the journal shut', () => {
    const { journal } = open()
    const id = journal.begin(intent('a'))
    journal.lent(id, [])
    journal.close(id, 'lent')
    expect(journal.open()).toEqual([])
    journal.shut()
    for (const name of readdirSync(folder)) {
      expect(readFileSync(join(folder, name)).includes('29999000000017'), name).toBe(false)
    }
  })

  it('erases the patron but stays open while a tag is armed', () => {
    const { journal } = open()
    const id = journal.begin(intent('a'))
    journal.lent(id, [])
    journal.armed(id)
    expect(journal.open()).toMatchObject([{ phase: 'armed', patron: null, item: '31111000000017' }])
    journal.shut()
  })

  it('begins no loan when the disk has less than its reserve, and does again when there is room', () => {
    const { journal } = open()
    free = 10
    expect(codeOf(() => journal.begin(intent('a')))).toBe('JOURNAL_DISK_FULL')
    free = 1e9
    expect(journal.begin(intent('a'))).toBe(1)
    journal.shut()
  })

  it('begins no loan when SQLite itself finds the disk full, and leaves no half entry', () => {
    const file = join(folder, 'journal.sqlite')
    open().journal.shut()
    const full = new DatabaseSync(file)
    const pages = Number(full.prepare('PRAGMA page_count').get()?.page_count)
    full.close()
    const journal = new SqliteJournal(
      new JournalFile({ file, reserveBytes: 0, wall: () => 0, freeBytes: () => 1e9, maxPages: pages }),
    )
    let code = 'no error'
    let begun = 0
    for (let n = 0; n < 500 && code === 'no error'; n++) {
      code = codeOf(() =>
        journal.begin({ ...intent(`k${n}`), tags: Array.from({ length: 50 }, (_, i) => `T${n}-${i}`) }),
      )
      if (code === 'no error') begun++
    }
    expect(code).toBe('JOURNAL_DISK_FULL')
    expect(journal.open()).toHaveLength(begun)
    journal.shut()
  })

  it('sets a damaged journal aside under a name of its own and starts with a new one', () => {
    open().journal.shut()
    writeFileSync(
      join(folder, 'journal.sqlite'),
      'this is no database, it only looks like a file'.repeat(100),
    )
    const { journal, setAside } = open()
    expect(setAside).toMatch(/^journal\.damaged-2023-11-14T.*\.sqlite$/)
    expect(readdirSync(folder)).toContain(setAside)
    expect(journal.begin(intent('a'))).toBe(1)
    journal.shut()
  })

  it('does not touch a journal written by a newer program', () => {
    open().journal.shut()
    const database = new DatabaseSync(join(folder, 'journal.sqlite'))
    database.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`)
    database.close()
    expect(() => open()).toThrow(/journal version/)
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([])
  })
})
