/** Daily and monthly reports over what was counted. */
import type { ReportLanguage, ReportSheet } from '../../contract/report.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Counts } from '../counts/contract.ts'
import { csvOf } from './csv.ts'
import { type GateHour, numbersOf } from './numbers.ts'
import { periodOf } from './period.ts'
import { type ReportFrame, sheetOf } from './sheet.ts'

export interface GateHourSource {
  hours(from: number, to: number): readonly GateHour[]
  views(): readonly { readonly id: string; readonly name: string }[]
}

export interface ReportsOptions {
  readonly counts: Pick<Counts, 'between'>
  /** Null on a kiosk without gates. */
  readonly gates: GateHourSource | null
  readonly clock: Pick<Clock, 'wall'>
  readonly frame: () => ReportFrame
}

export class Reports {
  readonly #options: ReportsOptions

  constructor(options: ReportsOptions) {
    this.#options = options
  }

  /** `name`: '2026-01-15' or '2026-01'; null for what names no day and no month. */
  sheet(name: string, language: ReportLanguage): ReportSheet | null {
    const { clock, counts, frame, gates } = this.#options
    const period = periodOf(name)
    if (period === null) return null
    const { from, to } = period
    const numbers = numbersOf(period, counts.between(from, to), gates?.hours(from, to) ?? [])
    const names = new Map(gates?.views().map((gate) => [gate.id, gate.name]))
    const gateName = (gate: string) => names.get(gate) ?? gate
    return sheetOf({ period, numbers, gateName, hasGates: gates !== null }, frame(), language, clock.wall())
  }

  csv(name: string, language: ReportLanguage): string | null {
    const { counts, frame, gates } = this.#options
    const period = periodOf(name)
    if (period === null) return null
    const { from, to } = period
    return csvOf(frame().kiosk.id, counts.between(from, to), gates?.hours(from, to) ?? [], language)
  }
}
