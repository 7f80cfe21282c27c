import { type Charset, FRAME_MAX_BYTES, type ParseResult, parseMessage } from '../protocol/codec.ts'

/** A note with more line ends than this is given up. */
const FRAGMENTS_MAX = 20
const LINE_ENDS = ['\r', '\r\n', '\n'] as const

/**
 * Puts a message together again that the server cut by itself: a patron's note with a CR in it ends the frame early
 * (Koha bug 40675). The checksum, which covers the CR, proves the joint; without one nothing is guessed.
 */
export class Rejoiner {
  #fragments: Buffer[] = []
  /** True once this server has sent a checksum: a frame without one may then be the beginning of a cut message. */
  #serverChecks = false

  /** Null: more is needed. */
  take(frame: Buffer, charset: Charset): ParseResult | null {
    const result = parseMessage(frame, charset)
    if (result.ok && result.checked) {
      this.#serverChecks = true
      this.#fragments = []
      return result
    }
    if (!this.#serverChecks) return result
    if (this.#fragments.length > 0) return this.#joined(frame, charset)
    if (!result.ok) return result
    this.#fragments = [frame]
    return null
  }

  reset(): void {
    this.#fragments = []
    this.#serverChecks = false
  }

  #joined(frame: Buffer, charset: Charset): ParseResult | null {
    const fragments = [...this.#fragments, frame]
    for (const end of LINE_ENDS) {
      const whole = Buffer.concat(
        fragments.flatMap((part, index) => (index === 0 ? [part] : [Buffer.from(end), part])),
      )
      if (whole.length > FRAME_MAX_BYTES) break
      const result = parseMessage(whole, charset)
      if (result.ok && result.checked) {
        this.#fragments = []
        return result
      }
    }
    this.#fragments = fragments.length < FRAGMENTS_MAX ? fragments : []
    return this.#fragments.length > 0 ? null : { ok: false, fault: 'badChecksum' }
  }
}
