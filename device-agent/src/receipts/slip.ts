/** A slip of paper for staff, to lie in an item that is on hold or goes elsewhere. It names no patron. */
import type { Slip } from '../flows/return/contract.ts'
import { code128 } from './barcode.ts'
import { endJob, type PaperSettings, printable, printJob } from './esc-pos-bytes.ts'
import { wrap } from './render.ts'

export interface SlipOptions {
  /** The kiosk's own: staff read it. */
  readonly language: string
  readonly library: string
  readonly kiosk: string
  readonly paper: PaperSettings
}

interface SlipLine {
  readonly text: string
  /** Times the normal font's width and height. */
  readonly scale: number
  readonly bold: boolean
}

interface SlipWords {
  readonly hold: string
  readonly transit: string
  readonly to: string
  readonly mark: string
}
const WORDS: Readonly<Record<string, SlipWords>> = {
  en: { hold: 'HOLD', transit: 'TRANSIT', to: 'To', mark: 'Hold for' },
  de: { hold: 'VORMERKUNG', transit: 'TRANSIT', to: 'Nach', mark: 'Für' },
}
const ENGLISH: SlipWords = { hold: 'HOLD', transit: 'TRANSIT', to: 'To', mark: 'Hold for' }

/** The big word may be so many times as large as the text; where the paper is narrow, as large as fits. */
const SCALE_MAX = 4
const TITLE_LINES_MAX = 3
const BARCODE_DOTS = 90

/** The words above the barcode, as wide as the paper. */
export function slipLines(slip: Slip, { language, paper: { columns } }: SlipOptions): readonly SlipLine[] {
  const words = WORDS[language] ?? ENGLISH
  const fitting = (text: string) =>
    Math.max(1, Math.min(SCALE_MAX, Math.floor(columns / Math.max(1, text.length))))
  const lines = (text: string, scale: number, bold: boolean) =>
    wrap(text, Math.floor(columns / scale)).map((line) => ({ text: line, scale, bold }))
  const big = (text: string | null) => (text === null ? [] : lines(text, 2, true))
  const word = slip.kind === 'hold' ? words.hold : words.transit
  return [
    { text: word, scale: fitting(word), bold: true },
    ...big(slip.pseudonym === null ? null : `${words.mark} …${slip.pseudonym}`),
    ...big(slip.destination === null ? null : `${words.to} ${slip.destination}`),
    ...lines('-'.repeat(columns), 1, false),
    ...lines(slip.title ?? '–', 1, true).slice(0, TITLE_LINES_MAX),
    ...big(slip.callNumber),
  ]
}

export function slipBytes(slip: Slip, options: SlipOptions): Uint8Array {
  const { language, library, kiosk, paper } = options
  const job = printJob(paper).align('center')
  for (const { text, scale, bold } of slipLines(slip, options))
    job.bold(bold).size(scale, scale).line(printable(text))
  job.bold(false).size(1, 1)
  const code = code128(slip.item, paper.columns)
  if (code !== null)
    // The encoder counts its widths from one dot less.
    job.barcode(code.data, 'code128', { height: BARCODE_DOTS, width: code.moduleDots - 1, text: false })
  const at = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(slip.at)
  for (const text of [slip.item, `${library}, ${kiosk}`, at]) job.line(printable(text))
  return endJob(job)
}
