/**
 * A security gate at the wire, the tags' air time enforced: how many tags a second come through to the desk, and how long
 * after the reader has one the desk is told.
 */
import {
  anticollision,
  TAGS_PER_SECOND_MAX,
} from '@lectern/device-agent/devices/shared/iso15693/anticollision'
import { GateDesk, type GateMode } from '../support/gate-desk.ts'
import { taggedItem } from '../support/tagged-items.ts'
import { type Measures, percentile, round } from './measure.ts'

const TOGETHER = 100
const WALK_MILLISECONDS = 3_000
const ROUNDS = 3

interface Round {
  readonly reported: number
  readonly latencies: readonly number[]
  readonly perSecond: number
}

async function together(mode: GateMode, blocks: number, turn: number): Promise<Round> {
  const desk = await GateDesk.open({ mode, emulator: { parts: { blocks } } })
  const seen = new Map<string, number>()
  const known: { readonly tag: string; readonly at: number }[] = []
  desk.emulator.onAlarm(({ tag }) => {
    seen.set(tag.uid, performance.now())
    known.push({ tag: tag.uid, at: performance.now() })
  })
  const tags = Array.from({ length: TOGETHER }, (_, n) => taggedItem(n + 1 + turn * TOGETHER))
  await desk.emulator.walk({ tags, direction: 'out', milliseconds: WALK_MILLISECONDS })
  await desk.until(() => desk.alarms.size >= seen.size)
  const alarms = [...desk.alarms.values()]
  const times = known.map(({ at }) => at)
  const spanMilliseconds = Math.max(...times) - Math.min(...times)
  // Alarms come in the order of the reader's records.
  const latencies = alarms.map(({ at }, index) => at - (known[index]?.at ?? at))
  await desk.close()
  return { reported: alarms.length, latencies, perSecond: ((known.length - 1) / spanMilliseconds) * 1_000 }
}

async function rounds(mode: GateMode, blocks: number): Promise<Round[]> {
  const all: Round[] = []
  for (let turn = 0; turn < ROUNDS; turn++) all.push(await together(mode, blocks, turn))
  return all
}

export async function run(): Promise<Measures> {
  const measures: Record<string, Measures[string]> = {
    'gate.airCeiling': {
      value: round(TAGS_PER_SECOND_MAX, 0),
      unit: 'tags/s that ISO 15693 lets through at most',
      target: null,
      better: 'higher',
    },
    'gate.airOfHundred': {
      value: round(
        (TOGETHER /
          anticollision(
            Array.from({ length: TOGETHER }, (_, n) => taggedItem(n + 1).uid),
            true,
          ).milliseconds) *
          1_000,
        0,
      ),
      unit: 'tags/s told apart of 100 together, UIDs alone',
      target: null,
      better: 'higher',
    },
  }
  for (const mode of ['buffered', 'notification'] as const) {
    const all = await rounds(mode, 9)
    measures[`gate.${mode}.reported`] = {
      value: Math.min(...all.map(({ reported }) => reported)),
      unit: `of ${TOGETHER} carried through together in 3 s`,
      target: TOGETHER,
      better: 'higher',
    }
    measures[`gate.${mode}.tags`] = {
      value: round(Math.min(...all.map(({ perSecond }) => perSecond)), 0),
      unit: 'tags/s to the desk, 36 bytes of each read',
      target: null,
      better: 'higher',
    }
    measures[`gate.${mode}.desk`] = {
      value: round(
        percentile(
          all.flatMap(({ latencies }) => latencies),
          99,
        ),
        1,
      ),
      unit: 'ms p99 from the record to the desk',
      target: 50,
      better: 'lower',
    }
  }
  return measures
}
