/** The numbers of a report as it is read. */
import type { ReportChart, ReportFigure, ReportLanguage, ReportSheet } from '../../contract/report.ts'
import { type Formats, formatsFor } from './format.ts'
import { type Numbers, type SlotNumbers, sumOf } from './numbers.ts'
import type { Period } from './period.ts'
import { tablesOf } from './tables.ts'
import { REPORT_WORDS, type ReportWords } from './words.ts'

export interface ReportFrame {
  readonly kiosk: { readonly id: string; readonly name: string }
  readonly library: { readonly name: string }
}

export interface SheetParts {
  readonly period: Period
  readonly numbers: Numbers
  readonly words: ReportWords
  readonly formats: Formats
  /** The gate's name by its id. */
  readonly gateName: (gate: string) => string
  /** Null on a kiosk without gates. */
  readonly hasGates: boolean
}

/** A chart of a day shows these hours at least; more where something was counted. */
const HOURS_SHOWN = { from: 8, to: 19 } as const

export function sheetOf(
  parts: Pick<SheetParts, 'period' | 'numbers' | 'gateName' | 'hasGates'>,
  { kiosk, library }: ReportFrame,
  language: ReportLanguage,
  now: number,
): ReportSheet {
  const words = REPORT_WORDS[language]
  const formats = formatsFor(language)
  const all: SheetParts = { ...parts, words, formats }
  const { period } = parts
  const made = `${words.report[period.span]} · ${words.made} ${formats.moment(now)}`
  return {
    title: formats.title(period),
    kiosk: kiosk.name === '' ? kiosk.id : `${kiosk.name} (${kiosk.id})`,
    library: library.name,
    made: now < period.to ? `${made} · ${words.soFar}` : made,
    figures: figuresOf(all),
    charts: chartsOf(all),
    tables: tablesOf(all),
  }
}

function figuresOf({ formats, hasGates, numbers, words }: SheetParts): readonly ReportFigure[] {
  const { number } = formats
  const [renewals, dropped] = [
    sumOf(numbers.media, (one) => one.renewals),
    sumOf(numbers.media, ({ returns }) => returns.drop),
  ]
  const finished = numbers.sessions.find(([end]) => end === 'finished')?.[1] ?? 0
  const figure = (label: string, value: number, more: number, note: string): ReportFigure => ({
    label,
    value: number(value),
    note: more === 0 ? '' : `${number(more)} ${note}`,
  })
  return [
    figure(
      words.checkouts,
      sumOf(numbers.media, (one) => one.checkouts),
      renewals,
      words.andRenewals,
    ),
    figure(
      words.returns,
      sumOf(numbers.slots, (one) => one.returns),
      dropped,
      words.ofThemDrop,
    ),
    figure(
      words.refusals,
      sumOf(numbers.refusals, ([, count]) => count),
      0,
      '',
    ),
    figure(
      words.visits,
      sumOf(numbers.sessions, ([, count]) => count),
      finished,
      words.ofThemFinished,
    ),
    ...(hasGates
      ? [
          figure(
            words.visitors,
            sumOf(numbers.gates, ({ into }) => into),
            0,
            '',
          ),
        ]
      : []),
  ]
}

function chartsOf(parts: SheetParts): readonly ReportChart[] {
  const { hasGates, numbers, period, words } = parts
  if (!numbers.bySlot) return []
  const chart = (
    id: string,
    title: string,
    series: readonly (readonly [string, (slot: SlotNumbers) => number])[],
  ): ReportChart => {
    const { formats } = parts
    const groups = shownSlots(period, numbers.slots).map((slot) => ({
      label: formats.slotLabel(period, slot.start),
      name: formats.slotName(period, slot.start),
      values: series.map(([, of]) => of(slot)),
    }))
    const heights = groups.map(({ values }) => values.reduce((sum, value) => sum + value, 0))
    const most = Math.max(0, ...heights)
    const busiest = groups[heights.indexOf(most)]
    const summary =
      most === 0 || busiest === undefined
        ? words.nothing
        : `${words.most}: ${busiest.name}, ${series.map(([name], index) => `${name} ${formats.number(busiest.values[index] ?? 0)}`).join(', ')}`
    return { id, title, summary, series: series.map(([name]) => name), groups }
  }
  return [
    chart('circulation', words.chart[period.span], [
      [words.checkouts, ({ checkouts }) => checkouts],
      [words.returns, ({ returns }) => returns],
    ]),
    ...(hasGates
      ? [chart('visitors', words.visitorChart[period.span], [[words.visitors, ({ visitors }) => visitors]])]
      : []),
  ]
}

/** Of a day, the night is left out where nothing happened in it. */
function shownSlots({ span }: Period, slots: readonly SlotNumbers[]): readonly SlotNumbers[] {
  if (span === 'month') return slots
  const isShown = (slot: SlotNumbers) => {
    const hour = new Date(slot.start).getHours()
    const opening = hour >= HOURS_SHOWN.from && hour <= HOURS_SHOWN.to
    return opening || slot.checkouts + slot.renewals + slot.returns + slot.visitors > 0
  }
  return slots.slice(slots.findIndex(isShown), slots.findLastIndex(isShown) + 1)
}
