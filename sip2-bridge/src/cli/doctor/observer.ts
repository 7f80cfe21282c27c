/** What every answer tells beside its contents: ends of line, checksums, numbers, character set. */
import { isUtf8 } from 'node:buffer'
import { findTrailer } from '../../protocol/checksum.ts'
import type { Charset } from '../../protocol/codec.ts'
import type { ChecksumFacts, Facts } from './facts.ts'
import type { Asked } from './visit.ts'

/** Letters outside ASCII that are looked at. */
const LETTERS_MAX_BYTES = 4_096

export class Observer {
  #asked: ChecksumFacts['asked'] = null
  #unasked: ChecksumFacts['unasked'] = null
  #mirrored = 0
  #otherNumbers = 0
  #unnumbered = 0
  #wrong = 0
  #unpadded = 0
  #lowerCase = 0
  #lineEnd: Facts['lineEnd'] = null
  #high: Buffer = Buffer.alloc(0)
  #utf8 = true
  /** A checksum fitted a message with letters outside ASCII. */
  #summedHigh: boolean | null = null
  #emptyPipes = 0

  /** `gap`: the ends of line before the frame; they end the message before it. */
  saw(frame: Buffer, gap: Buffer, asked: Asked): void {
    const text = frame.toString('latin1')
    if (gap.length > 0) this.#lineEnd = endOf(gap)
    if (/^\d\d.*\|\|/s.test(text)) this.#emptyPipes++
    const fits = this.#trailer(text, asked)
    const high = frame.filter((byte) => byte > 127)
    if (high.length === 0) return
    this.#utf8 &&= isUtf8(frame)
    this.#high = Buffer.concat([this.#high, high]).subarray(0, LETTERS_MAX_BYTES)
    if (fits !== null) this.#summedHigh = fits && this.#summedHigh !== false
  }

  tell(facts: Facts): void {
    facts.lineEnd = this.#lineEnd
    facts.emptyPipes = this.#emptyPipes
    facts.charset = charsetOf(this.#high, this.#utf8)
    facts.checksums = {
      asked: this.#asked,
      unasked: this.#unasked,
      wrong: this.#wrong,
      unpadded: this.#unpadded,
      lowerCase: this.#lowerCase,
      sequence: this.#sequence(),
    }
  }

  /** Whether checksums were made from the bytes as sent; null: no letter outside ASCII came with one. */
  get sumsItsBytes(): boolean | null {
    return this.#summedHigh
  }

  /** By the many: one that comes late, or twice, has its neighbour's number. */
  #sequence(): ChecksumFacts['sequence'] {
    const all = this.#mirrored + this.#otherNumbers + this.#unnumbered
    if (all === 0) return null
    if (this.#mirrored * 2 >= all) return 'mirrored'
    return this.#otherNumbers > this.#unnumbered ? 'another number' : 'none'
  }

  /** Null: no checksum. */
  #trailer(text: string, { sequence, summed }: Asked): boolean | null {
    const trailer = findTrailer(text)
    const isResend = text.startsWith('96')
    if (!isResend) {
      if (!summed) this.#unasked = trailer !== null || this.#unasked === true
      else this.#asked = trailer !== null || this.#asked === true
    }
    if (trailer === null) return null
    const digits = text.slice(trailer.covered)
    let sum = trailer.value
    for (let at = 0; at < trailer.covered; at++) sum += text.charCodeAt(at)
    const fits = sum % 0x1_0000 === 0
    if (!fits) this.#wrong++
    if (digits.length < 4) this.#unpadded++
    if (digits !== digits.toUpperCase()) this.#lowerCase++
    if (sequence !== null && !isResend) {
      if (trailer.sequence === null) this.#unnumbered++
      else if (trailer.sequence === sequence) this.#mirrored++
      else this.#otherNumbers++
    }
    return fits
  }
}

function endOf(gap: Buffer): Facts['lineEnd'] {
  const text = gap.toString('latin1')
  if (text.startsWith('\r\n')) return 'CR LF'
  return text.startsWith('\r') ? 'CR' : 'LF'
}

/** Where the letters of western languages lie: C0 to FF in ISO 8859-1, 80 to A5 in code page 850. */
function charsetOf(high: Buffer, utf8: boolean): Charset | null {
  if (high.length === 0) return null
  if (utf8) return 'utf8'
  const inLatin = high.filter((byte) => byte >= 0xc0).length
  const inCp850 = high.filter((byte) => byte <= 0xa5).length
  if (inLatin === high.length) return 'latin1'
  return inCp850 === high.length ? 'cp850' : null
}
