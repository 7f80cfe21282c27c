/** A receipt as a picture, for previews and the docs. Loaded only when one is asked for. */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { ReceiptLine } from './render.ts'

const LINE_DOTS = 26
const LETTER_DOTS = 12
const MARGIN_DOTS = 24

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** `columns`: characters on a line. */
export async function receiptPng(lines: readonly ReceiptLine[], columns: number): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js')
  const fonts = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf')
  const fontFiles = ['DejaVuSansMono.ttf', 'DejaVuSansMono-Bold.ttf'].map((name) => join(fonts, name))
  const resvg = new Resvg(receiptSvg(lines, columns), {
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans Mono' },
  })
  return resvg.render().asPng()
}

export function receiptSvg(lines: readonly ReceiptLine[], columns: number): string {
  const width = columns * LETTER_DOTS + 2 * MARGIN_DOTS
  let y = MARGIN_DOTS
  const rows = lines.map((line) => {
    y += line.big ? LINE_DOTS * 2 : LINE_DOTS
    if (line.rule)
      return `<path d="M${MARGIN_DOTS} ${y - 8}H${width - MARGIN_DOTS}" stroke="#222" stroke-dasharray="6 5"/>`
    const anchor = { left: 'start', center: 'middle', right: 'end' }[line.align]
    const x = { left: MARGIN_DOTS, center: width / 2, right: width - MARGIN_DOTS }[line.align]
    return `<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="${line.big ? 39 : 19.5}" font-weight="${line.bold ? 700 : 400}" xml:space="preserve">${escaped(line.text)}</text>`
  })
  const height = y + MARGIN_DOTS * 2
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="DejaVu Sans Mono" fill="#1a1a1a"><rect width="${width}" height="${height}" fill="#fffefb"/>${rows.join('')}</svg>`
}
