/**
 * From a stream of bytes to frames. SIP2 ends a message with CR; servers end it with CR LF, LF, or begin with LF, split it
 * over TCP segments anywhere and send several in one.
 */
import { FRAME_MAX_BYTES } from './parse.ts'

const CR = 13
const LF = 10
const NUL = 0

export class Framer {
  #rest: Buffer = Buffer.alloc(0)
  #skipping = false
  /** Frames that passed `FRAME_MAX_BYTES` and were dropped whole. */
  dropped = 0

  /** The frames that `chunk` completes, without their ends of line; empty lines are left out. */
  push(chunk: Uint8Array): readonly Buffer[] {
    const bytes = this.#rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#rest, chunk])
    const frames: Buffer[] = []
    let start = 0
    // What was kept holds no end of line: only the new bytes are searched.
    for (let at = this.#rest.length; at < bytes.length; at++) {
      if (bytes[at] !== CR && bytes[at] !== LF) continue
      this.#take(bytes.subarray(start, at), frames)
      start = at + 1
    }
    this.#rest = bytes.subarray(start)
    if (this.#rest.length > FRAME_MAX_BYTES) {
      if (!this.#skipping) this.dropped++
      this.#skipping = true
      this.#rest = Buffer.alloc(0)
    }
    return frames
  }

  /** Forgets what has begun, for a new connection. */
  reset(): void {
    this.#rest = Buffer.alloc(0)
    this.#skipping = false
  }

  #take(frame: Buffer, frames: Buffer[]): void {
    if (this.#skipping) {
      this.#skipping = false
      return
    }
    if (frame.length > FRAME_MAX_BYTES) {
      this.dropped++
      return
    }
    const clean = frame.includes(NUL) ? Buffer.from(frame.filter((byte) => byte !== NUL)) : frame
    if (clean.length > 0) frames.push(clean)
  }
}
