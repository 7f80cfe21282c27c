/** A receipt's lines as the printer's bytes. */
import ReceiptPrinterEncoder, {
  type ReceiptPrinterEncoderOptions,
} from '@point-of-sale/receipt-printer-encoder'
import anyAscii from 'any-ascii'
import iconv from 'iconv-lite'
import type { ReceiptLine } from './render.ts'

export interface PaperSettings {
  readonly model: string
  readonly columns: number
}

/** Code pages that every printer of the family has, tried in this order for each letter. */
const CODE_PAGES = ['cp437', 'cp850', 'cp852', 'cp858', 'cp866', 'windows1252'] as const

/** Lines fed before the cut, so that the last one is past the knife. */
const FEED_LINES = 4

/** A job for this printer, in letters it has. */
export function printJob({ model, columns }: PaperSettings): ReceiptPrinterEncoder {
  return new ReceiptPrinterEncoder({
    language: 'esc-pos',
    columns,
    feedBeforeCut: FEED_LINES,
    ...modelOption(model),
    codepageCandidates: [...CODE_PAGES],
  })
    .initialize()
    .codepage('auto')
}

/** Cuts, and leaves the printer as it was. */
export const endJob = (job: ReceiptPrinterEncoder): Uint8Array =>
  job.size(1, 1).bold(false).align('left').cut('partial').encode()

export function receiptBytes(lines: readonly ReceiptLine[], paper: PaperSettings): Uint8Array {
  const encoder = printJob(paper)
  for (const line of lines) {
    encoder
      .align(line.align)
      .bold(line.bold)
      .size(line.big ? 2 : 1, line.big ? 2 : 1)
    encoder.line(printable(line.text))
  }
  return endJob(encoder)
}

/** A model the encoder does not know is treated as any of the family. */
function modelOption(model: string): Pick<ReceiptPrinterEncoderOptions, 'printerModel'> {
  const known = ReceiptPrinterEncoder.printerModels.find(({ id }) => id === model)
  // The encoder's own list; only its type is wider there.
  return known === undefined ? {} : { printerModel: known.id as ReceiptPrinterEncoderOptions['printerModel'] }
}

/** Letters of no code page of the printer are written in Latin ones: readable, never a question mark. */
export function printable(text: string): string {
  return [...text.normalize('NFC')].map((letter) => (isSayable(letter) ? letter : anyAscii(letter))).join('')
}

const isSayable = (letter: string): boolean =>
  (letter.codePointAt(0) ?? 0) < 128 ||
  CODE_PAGES.some((page) => iconv.decode(iconv.encode(letter, page), page) === letter)
