/** Reads the stream of bytes as a printer does, and puts it on paper. Commands it does not know are passed over. */
import iconv from 'iconv-lite'
import type { PaperLine, PaperText } from '../../../contract/paper.ts'

/** ESC t n: which table is which (Epson, TM-T88 family). */
const CODE_PAGES: Readonly<Record<number, string>> = {
  0: 'cp437',
  2: 'cp850',
  3: 'cp860',
  4: 'cp863',
  5: 'cp865',
  13: 'cp857',
  14: 'cp737',
  15: 'iso88597',
  16: 'win1252',
  17: 'cp866',
  18: 'cp852',
  19: 'cp858',
  33: 'cp775',
  34: 'cp855',
  36: 'cp862',
  37: 'cp864',
  45: 'win1250',
  46: 'win1251',
  47: 'win1253',
  48: 'win1254',
  49: 'win1255',
  50: 'win1256',
  51: 'win1257',
  52: 'win1258',
}
/** Bytes behind ESC x and GS x, where their number is fixed. */
const ESC_BYTES: Readonly<Record<string, number>> = {
  '@': 0,
  a: 1,
  d: 1,
  E: 1,
  '-': 1,
  t: 1,
  M: 1,
  R: 1,
  '!': 1,
  G: 1,
  '3': 1,
  '2': 0,
  J: 1,
  p: 3,
  '{': 1,
  V: 1,
}
const GS_BYTES: Readonly<Record<string, number>> = {
  '!': 1,
  B: 1,
  h: 1,
  w: 1,
  H: 1,
  f: 1,
  a: 1,
  L: 2,
  W: 2,
  r: 1,
  I: 1,
}
const ALIGN = ['left', 'center', 'right'] as const

export type HeadEvent =
  | { readonly kind: 'line'; readonly line: PaperLine }
  | { readonly kind: 'cut' }
  | { readonly kind: 'confirm'; readonly id: string }

const PLAIN: Omit<PaperText, 'text'> = { bold: false, underline: false, invert: false, width: 1, height: 1 }

export class PrintHead {
  #bytes: number[] = []
  #style = PLAIN
  #align: (typeof ALIGN)[number] = 'left'
  #page = 'cp437'
  #parts: PaperText[] = []
  #raw: number[] = []
  #qr = ''

  push(chunk: Uint8Array): readonly HeadEvent[] {
    this.#bytes.push(...chunk)
    const events: HeadEvent[] = []
    while (this.#bytes.length > 0) {
      const used = this.#step(events)
      if (used === null) break
      this.#bytes.splice(0, used)
    }
    return events
  }

  /** Bytes used, or null where more are needed. */
  #step(events: HeadEvent[]): number | null {
    const [first = 0, second, third] = this.#bytes
    if (first === 0x0a) {
      this.#feed(events)
      return 1
    }
    if (first === 0x1b) return second === undefined ? null : this.#escape(String.fromCharCode(second), events)
    if (first === 0x1d) return second === undefined ? null : this.#group(String.fromCharCode(second), events)
    // FS x: Kanji modes of printers sold in the east.
    if (first === 0x1c) return second === undefined ? null : 2
    if (first === 0x10) return second === undefined || third === undefined ? null : 3
    if (first >= 0x20) this.#raw.push(first)
    return 1
  }

  #escape(name: string, events: HeadEvent[]): number | null {
    const size = ESC_BYTES[name] ?? 0
    if (this.#bytes.length < 2 + size) return null
    const value = this.#bytes[2] ?? 0
    this.#ink()
    if (name === '@') {
      this.#style = PLAIN
      this.#align = 'left'
      this.#page = 'cp437'
    } else if (name === 'a') this.#align = ALIGN[value % 48] ?? 'left'
    else if (name === 'E') this.#style = { ...this.#style, bold: (value & 1) === 1 }
    else if (name === '-') this.#style = { ...this.#style, underline: value % 48 > 0 }
    else if (name === 't') this.#page = CODE_PAGES[value] ?? 'cp437'
    else if (name === 'd') for (let line = 0; line < value; line++) this.#feed(events)
    return 2 + size
  }

  #group(name: string, events: HeadEvent[]): number | null {
    if (name === 'V') return this.#cut(events)
    if (name === '(') return this.#function(events)
    if (name === 'v') return this.#raster(events)
    if (name === 'k') return this.#barcode(events)
    const size = GS_BYTES[name] ?? 0
    if (this.#bytes.length < 2 + size) return null
    const value = this.#bytes[2] ?? 0
    this.#ink()
    if (name === '!') this.#style = { ...this.#style, width: (value >> 4) + 1, height: (value & 7) + 1 }
    else if (name === 'B') this.#style = { ...this.#style, invert: (value & 1) === 1 }
    return 2 + size
  }

  #cut(events: HeadEvent[]): number | null {
    const mode = this.#bytes[2]
    if (mode === undefined) return null
    const size = mode >= 65 ? 4 : 3
    if (this.#bytes.length < size) return null
    if (this.#raw.length > 0 || this.#parts.length > 0) this.#feed(events)
    events.push({ kind: 'cut' })
    return size
  }

  /** GS ( x pL pH …: the length is said. H: process confirmation. k: QR code, fn 80 stores, fn 81 prints. */
  #function(events: HeadEvent[]): number | null {
    const [, , letter, low, high, cn, fn] = this.#bytes
    if (low === undefined || high === undefined) return null
    const size = 5 + low + high * 256
    if (this.#bytes.length < size) return null
    const data = this.#bytes.slice(7, size)
    if (letter === 0x48 && fn === 0x30) events.push({ kind: 'confirm', id: String.fromCharCode(...data) })
    if (letter === 0x6b && cn === 0x31 && fn === 0x50) this.#qr = String.fromCharCode(...data.slice(1))
    if (letter === 0x6b && cn === 0x31 && fn === 0x51)
      events.push({ kind: 'line', line: { kind: 'qr', data: this.#qr } })
    return size
  }

  /** GS k m: function A (m 0–6) ends with NUL, function B (m 65–79) says its length. */
  #barcode(events: HeadEvent[]): number | null {
    const [, , mode, length] = this.#bytes
    if (mode === undefined || length === undefined) return null
    const end = mode >= 65 ? 4 + length : this.#bytes.indexOf(0, 3)
    if (end < 0 || this.#bytes.length < end) return null
    this.#ink()
    const data = barcodeText(this.#bytes.slice(mode >= 65 ? 4 : 3, end))
    events.push({ kind: 'line', line: { kind: 'barcode', data } })
    return mode >= 65 ? end : end + 1
  }

  /** GS v 0 m xL xH yL yH. */
  #raster(events: HeadEvent[]): number | null {
    if (this.#bytes.length < 8) return null
    const [xLow = 0, xHigh = 0, yLow = 0, yHigh = 0] = this.#bytes.slice(4, 8)
    const heightDots = yLow + yHigh * 256
    const size = 8 + (xLow + xHigh * 256) * heightDots
    if (this.#bytes.length < size) return null
    events.push({ kind: 'line', line: { kind: 'image', heightDots } })
    return size
  }

  /** What was typed so far gets its style. */
  #ink(): void {
    if (this.#raw.length === 0) return
    this.#parts.push({ ...this.#style, text: iconv.decode(Buffer.from(this.#raw), this.#page) })
    this.#raw = []
  }

  #feed(events: HeadEvent[]): void {
    this.#ink()
    events.push({ kind: 'line', line: { kind: 'text', align: this.#align, parts: this.#parts } })
    this.#parts = []
  }
}

/** Code 128 says its code set in front: '{C' are pairs of digits, a byte each. */
function barcodeText(bytes: readonly number[]): string {
  const [brace, set, ...rest] = bytes
  if (brace !== 0x7b) return String.fromCharCode(...bytes)
  if (set !== 0x43) return String.fromCharCode(...rest).replaceAll('{{', '{')
  return rest.map((pair) => String(pair).padStart(2, '0')).join('')
}
