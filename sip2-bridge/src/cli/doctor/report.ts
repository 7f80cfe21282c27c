/** The report, as a table to paste and as JSON. */
import { percentile } from '../percentile.ts'
import type { Examination } from './examination.ts'
import type { Row, Verdict } from './facts.ts'
import { bestGuess, guesses } from './guess.ts'
import { dialectFor, settingsOf } from './settings.ts'

const MARK: Readonly<Record<Verdict, string>> = { ok: 'ok', note: 'note', bad: 'BAD', unknown: '?' }
const MARK_CHARACTERS = 4

export interface Report {
  readonly good: boolean
  readonly rows: readonly Row[]
  /** Null where the evidence is thin. */
  readonly server: string | null
  readonly evidence: readonly string[]
  readonly dialect: string
  readonly settings: readonly string[]
}

export function reportOf(examination: Examination, good: boolean): Report {
  const { facts } = examination
  const best = bestGuess(facts)
  const evidence =
    best?.reasons ??
    guesses(facts).flatMap(({ server, reasons }) => reasons.map((reason) => `${server}: ${reason}`))
  return {
    good,
    rows: examination.rows,
    server: best?.server ?? null,
    evidence,
    dialect: dialectFor(examination),
    settings: good ? settingsOf(examination) : [],
  }
}

export function table({ rows, server, evidence, dialect, settings, good }: Report): readonly string[] {
  const width = Math.max(...rows.map(({ check }) => check.length))
  const lines = rows.map(
    ({ check, verdict, found }) =>
      `${MARK[verdict].padEnd(MARK_CHARACTERS)}  ${check.padEnd(width)}  ${printable(found)}`,
  )
  if (!good) return lines
  return [
    ...lines,
    '',
    `Server: ${server ?? 'not known'}`,
    ...evidence.map((reason) => `  - ${reason}`),
    `Dialect to choose: ${dialect}`,
    '',
    ...settings,
  ]
}

/** What a server sent cannot move the reader's cursor. */
const printable = (text: string): string => text.replaceAll(/\p{Cc}/gu, '?')

export function roundTrips(examination: Examination): void {
  const sorted = examination.facts.roundTrips.toSorted((a, b) => a - b)
  if (sorted.length === 0) return
  const [p50, p95] = [percentile(sorted, 50), percentile(sorted, 95)]
  examination.add(
    'round trips',
    p95 > SLOW_MILLISECONDS ? 'note' : 'ok',
    `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms (${sorted.length})`,
  )
}
/** Beyond it patrons wait at every item. */
const SLOW_MILLISECONDS = 1_000
