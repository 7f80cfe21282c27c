/**
 * Counts for a spreadsheet: one count a line (RFC 4180), by the hour, or by the day where hours are no longer kept, so
 * that files of several kiosks and months can be put under each other. It begins with a byte order mark: without it,
 * spreadsheets take UTF-8 for the code page of the machine.
 */
import type { Tally } from '../../contract/counts.ts'
import { ERRORS } from '../../contract/errors.ts'
import type { ReportLanguage } from '../../contract/report.ts'
import { csvLine } from '../../runtime/csv.ts'
import { isoWithOffset } from '../../runtime/local-hours.ts'
import type { GateHour } from './numbers.ts'
import { REPORT_WORDS, type ReportWords } from './words.ts'

const BYTE_ORDER_MARK = '\uFEFF'
const SECOND_MILLISECONDS = 1_000

type Line = readonly [what: string, detail: string, amount: number, unit: string, meaning: string]

export function csvOf(
  kiosk: string,
  tallies: readonly Tally[],
  gates: readonly GateHour[],
  language: ReportLanguage,
): string {
  const words = REPORT_WORDS[language]
  const lines = [
    words.csv,
    ...[
      ...tallies.map((tally) => [tally.start, lineOf(tally, words)] as const),
      ...gates.flatMap((hour) => gateLines(hour, words).map((line) => [hour.start, line] as const)),
    ]
      .sort(([a], [b]) => a - b)
      .map(([start, line]) => [kiosk, isoWithOffset(start), ...line]),
  ]
  return BYTE_ORDER_MARK + lines.map(csvLine).join('')
}

function lineOf(tally: Tally, w: ReportWords): Line {
  const { count } = tally
  switch (tally.kind) {
    case 'checkout':
      return [w.checkouts, w.media[tally.media], count, w.units.pieces, '']
    case 'renewal':
      return [w.renewals, w.media[tally.media], count, w.units.pieces, '']
    case 'return':
      return [w.returnsAt[tally.place], w.media[tally.media], count, w.units.pieces, '']
    case 'refusal':
      return [w.refusals, tally.code, count, w.units.pieces, ERRORS[tally.code].staff]
    case 'session':
      return [w.visits, w.visitEnd[tally.ended], count, w.units.pieces, '']
    case 'device': {
      const seconds = Math.round(count / SECOND_MILLISECONDS)
      return [w.device, `${tally.device}: ${w.state[tally.state]}`, seconds, w.units.seconds, '']
    }
  }
}

const gateLines = ({ gate, into, out, alarms }: GateHour, w: ReportWords): readonly Line[] => [
  [w.visitors, gate, into, w.units.pieces, ''],
  [w.visitorsOut, gate, out, w.units.pieces, ''],
  [w.alarms, gate, alarms, w.units.pieces, ''],
]
