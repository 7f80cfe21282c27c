/** A backlog of 72 hours told to the demo library: how fast, with each step synced to disk, and in how much memory. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSimulator } from 'sip2/simulator'
import { BACKLOG_ITEMS, BACKLOG_PATRONS, backlogOf, deedsOf } from '../support/backlog.ts'
import { tellingKiosk } from '../support/telling-kiosk.ts'
import { type Measures, round } from './measure.ts'

const TRANSACTIONS = Number(process.env.LECTERN_BACKLOG ?? 50_000)
/** Memory is looked at every so many transactions, the first time when everything is warm. */
const LOOK_EVERY = 5_000
const ANSWER_TIMEOUT_MILLISECONDS = 10_000
const MEGABYTE = 1024 * 1024

export async function run(): Promise<Measures> {
  const folder = mkdtempSync(join(tmpdir(), 'replay-'))
  const simulator = await createSimulator({ items: BACKLOG_ITEMS, patrons: BACKLOG_PATRONS })
  const { journal, stored, circulation, replay } = tellingKiosk({
    folder,
    port: simulator.port,
    answerTimeoutMilliseconds: ANSWER_TIMEOUT_MILLISECONDS,
  })
  const backlog = backlogOf(TRANSACTIONS)
  const filling = performance.now()
  for (const intent of backlog) stored.add(intent)
  const filled = performance.now() - filling
  const lookups = performance.now()
  for (let index = 0; index < LOOK_EVERY; index++) stored.latest(backlog[index]?.item ?? '')
  const lookup = (performance.now() - lookups) / LOOK_EVERY

  const heaps: number[] = []
  let told = 0
  const began = performance.now()
  await new Promise<void>((resolve) => {
    replay.onTold(() => {
      told++
      if (told % LOOK_EVERY === 0) heaps.push(process.memoryUsage().heapUsed)
      if (told === TRANSACTIONS) resolve()
    })
    replay.start()
    circulation.start()
  })
  const seconds = (performance.now() - began) / 1_000
  replay.stop()
  await circulation.stop()
  await simulator.close()
  const exact = JSON.stringify(simulator.history) === JSON.stringify(deedsOf(backlog))
  const left = stored.backlog().count + stored.listedCount()
  journal.shut()
  rmSync(folder, { recursive: true })
  if (!exact || left > 0) throw new Error(`the library and the journal differ; ${left} left`)
  const grown = ((heaps.at(-1) ?? 0) - (heaps[0] ?? 0)) / MEGABYTE
  return {
    'replay.perSecond': {
      value: round(TRANSACTIONS / seconds, 0),
      unit: '/s',
      target: 500,
      better: 'higher',
    },
    'replay.heapGrowth': {
      value: round(Math.max(0, grown), 1),
      unit: `MB over ${TRANSACTIONS} transactions`,
      target: 40,
      better: 'lower',
    },
    'replay.keep': {
      value: round(TRANSACTIONS / (filled / 1_000), 0),
      unit: 'kept/s',
      target: null,
      better: 'higher',
    },
    'replay.lookup': {
      value: round(lookup * 1_000, 1),
      unit: 'µs for one item of a full backlog',
      target: 100,
      better: 'lower',
    },
  }
}
