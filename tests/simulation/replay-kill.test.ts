import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openJournal } from '@lectern/device-agent/journal/open-journal'
import { createSimulator } from 'sip2/simulator'
import { afterEach, describe, expect, it } from 'vitest'
import { BACKLOG_ITEMS, BACKLOG_PATRONS, backlogOf, deedsOf } from '../support/backlog.ts'
import { Random } from '../support/random.ts'

const KILLS = Number(process.env.LECTERN_REPLAY_KILLS ?? 15)
const SEED = Number(process.env.LECTERN_FIRST_SEED ?? 20_261)
/** Transactions that the library carries out between two kills, at most. */
const TOLD_BETWEEN_MAX = 60
/** So many wait in all: the kills come while some still do. */
const TRANSACTIONS = KILLS * TOLD_BETWEEN_MAX + 100

const PROCESS = join(import.meta.dirname, '../support/replay-process.ts')
const folder = mkdtempSync(join(tmpdir(), 'replay-kill-'))
let child: ChildProcess | null = null
afterEach(() => {
  child?.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

describe('a kiosk whose plug is pulled while it tells what happened in an outage', () => {
  it(`has told each transaction once and in order after ${KILLS} kills`, { timeout: 600_000 }, async () => {
    const random = new Random(SEED)
    const backlog = backlogOf(TRANSACTIONS)
    const { journal, stored } = openJournal({ folder, reserveBytes: 0, wall: Date.now })
    for (const intent of backlog) stored.add(intent)
    journal.shut()
    const simulator = await createSimulator({ items: BACKLOG_ITEMS, patrons: BACKLOG_PATRONS })
    let left = Number.POSITIVE_INFINITY
    let killed = 0
    simulator.onChange(() => {
      // In the breath in which the library has done it: the answer is on its way, or not even that.
      if (--left === 0 && child?.kill('SIGKILL')) killed++
    })
    for (;;) {
      left = killed < KILLS ? 2 + random.below(TOLD_BETWEEN_MAX) : Number.POSITIVE_INFINITY
      const mine = spawn(process.execPath, [PROCESS, folder, String(simulator.port)], { stdio: 'inherit' })
      child = mine
      const code = await new Promise((resolve) => mine.once('exit', resolve))
      if (code === 0) break
      expect(mine.signalCode, `seed ${SEED}, kill ${killed}`).toBe('SIGKILL')
    }
    expect(killed).toBe(KILLS)
    expect(simulator.history.map(({ kind, itemId, patronId }) => `${kind} ${itemId} ${patronId}`)).toEqual(
      deedsOf(backlog).map(({ kind, itemId, patronId }) => `${kind} ${itemId} ${patronId}`),
    )
    const after = openJournal({ folder, reserveBytes: 0, wall: Date.now })
    expect([after.stored.backlog().count, after.stored.listedCount()]).toEqual([0, 0])
    after.journal.shut()
    await simulator.close()
  })
})
