import {
  type Charset,
  FRAME_MAX_BYTES,
  type Line,
  type ParseResult,
  parseMessage,
} from '../protocol/codec.ts'

/** A note with more line ends than this is given up. */
export const FRAGMENTS_MAX = 20

const PIPE = 124

/**
 * Puts a message together again that the server cut by itself: a patron's note with a CR in it ends the frame early
 * (Koha bug 40675). The checksum, which covers the ends of line too, proves the joint; without one nothing is guessed.
 */
export class Rejoiner {
  #fragments: Buffer[] = []
  /** True once this server has sent a checksum: a frame without one may then be the beginning of a cut message. */
  #serverChecks = false

  /** Null: more is needed. */
  take({ frame, gap }: Line, charset: Charset): ParseResult | null {
    const result = parseMessage(frame, charset)
    if (result.ok && result.checked) {
      this.#serverChecks = true
      this.#fragments = []
      return result
    }
    if (this.#fragments.length > 0) return this.#joined([...this.#fragments, gap, frame], charset)
    if (!result.ok || !this.#serverChecks || !endsInsideValue(frame)) return result
    this.#fragments = [frame]
    return null
  }

  #joined(parts: Buffer[], charset: Charset): ParseResult | null {
    const whole = Buffer.concat(parts)
    const result = parseMessage(whole, charset)
    // Still without a trailer: the note goes on.
    const goesOn = result.ok && !result.checked
    if (goesOn && parts.length < 2 * FRAGMENTS_MAX && whole.length <= FRAME_MAX_BYTES) {
      this.#fragments = parts
      return null
    }
    this.#fragments = []
    return goesOn ? { ok: false, fault: 'badChecksum' } : result
  }
}

/** Every value ends with a pipe; servers that send checksums leave them out of some answers (96, repeats after a 97). */
const endsInsideValue = (frame: Buffer): boolean => frame.includes(PIPE) && frame.at(-1) !== PIPE
