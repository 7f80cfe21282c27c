/** A report as it is read: on the staff's page, on paper. Its texts are in the language that was asked for. */

export const REPORTS_PATH = '/staff/reports/'

export const REPORT_LANGUAGES = ['en', 'de'] as const
export type ReportLanguage = (typeof REPORT_LANGUAGES)[number]

/** Counts only: no patron, no item. */
export interface ReportSheet {
  /** 'Thursday, 15 January 2026', 'January 2026' */
  readonly title: string
  readonly kiosk: string
  readonly library: string
  /** When it was made, and that it is not over yet. */
  readonly made: string
  readonly figures: readonly ReportFigure[]
  readonly charts: readonly ReportChart[]
  readonly tables: readonly ReportTable[]
}

export interface ReportFigure {
  readonly label: string
  readonly value: string
  readonly note: string
}

export interface ReportChart {
  readonly id: string
  readonly title: string
  /** What the picture says, for who does not see it. */
  readonly summary: string
  readonly series: readonly string[]
  readonly groups: readonly {
    /** Below the axis: '9', '15'. */
    readonly label: string
    /** '09:00–10:00' */
    readonly name: string
    /** One for each series. */
    readonly values: readonly number[]
  }[]
}

export interface ReportTable {
  readonly id: string
  readonly title: string
  /** Said instead of the table where it has no rows. */
  readonly empty: string
  /** `part`: what it is in the bars of the rows. */
  readonly columns: readonly { readonly label: string; readonly numeric: boolean; readonly part?: string }[]
  readonly rows: readonly ReportRow[]
  readonly sum: readonly string[] | null
}

export interface ReportRow {
  readonly cells: readonly ReportCell[]
  /** Shares of a bar in the first cell, 0 to 1, by the class of each part; null where there is none. */
  readonly bar: readonly { readonly part: string; readonly share: number }[] | null
}

export interface ReportCell {
  readonly text: string
  /** A second, quieter line. */
  readonly more?: string
  /** Where it is another than the report's. */
  readonly language?: string
}
