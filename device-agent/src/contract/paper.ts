/** Paper as data: what the print head has put on it. */
export interface PaperText {
  readonly text: string
  readonly bold: boolean
  readonly underline: boolean
  readonly invert: boolean
  /** 1 to 8. */
  readonly width: number
  readonly height: number
}
export type PaperLine =
  | {
      readonly kind: 'text'
      readonly align: 'left' | 'center' | 'right'
      readonly parts: readonly PaperText[]
    }
  | { readonly kind: 'qr'; readonly data: string }
  | { readonly kind: 'barcode'; readonly data: string }
  | { readonly kind: 'image'; readonly heightDots: number }

export type Receipt = readonly PaperLine[]

/** The words on a receipt, line by line. */
export function wordsOf(receipt: Receipt): readonly string[] {
  return receipt.map((line) =>
    line.kind === 'text' ? line.parts.map((part) => part.text).join('') : `[${line.kind}]`,
  )
}
