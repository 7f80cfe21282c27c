/**
 * From a stream of bytes to frames. SIP2 ends a message with CR; servers end it with CR LF, LF, or begin with LF, split it
 * over TCP segments anywhere and send several in one.
 */
import { FRAME_MAX_BYTES } from './parse.ts'

const CR = 13
const LF = 10
const NUL = 0

/** Ends of line remembered between two frames, in bytes; of a longer run only the beginning is. */
export const GAP_MAX_BYTES = 64

export interface Line {
  readonly frame: Buffer
  /** The ends of line between the frame before and this one. A message that was cut at them is whole with them only. */
  readonly gap: Buffer
}

export class Framer {
  #rest: Buffer = Buffer.alloc(0)
  #gap: number[] = []
  #skipping = false
  /** Frames that passed `FRAME_MAX_BYTES` and were dropped whole. */
  dropped = 0

  /** The frames that `chunk` completes, without their ends of line; empty lines are left out. */
  push(chunk: Uint8Array): readonly Buffer[] {
    return this.lines(chunk).map(({ frame }) => frame)
  }

  /** The same, each frame with what stood before it. */
  lines(chunk: Uint8Array): readonly Line[] {
    const bytes = this.#rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#rest, chunk])
    const lines: Line[] = []
    let start = 0
    // What was kept holds no end of line: only the new bytes are searched.
    for (let at = this.#rest.length; at < bytes.length; at++) {
      const end = bytes[at]
      if (end !== CR && end !== LF) continue
      this.#take(bytes.subarray(start, at), lines)
      if (this.#gap.length < GAP_MAX_BYTES) this.#gap.push(end)
      start = at + 1
    }
    this.#rest = bytes.subarray(start)
    if (this.#rest.length > FRAME_MAX_BYTES) {
      if (!this.#skipping) this.dropped++
      this.#skipping = true
      this.#rest = Buffer.alloc(0)
    }
    return lines
  }

  #take(bytes: Buffer, lines: Line[]): void {
    if (this.#skipping) {
      this.#skipping = false
      return
    }
    if (bytes.length > FRAME_MAX_BYTES) {
      this.dropped++
      return
    }
    const frame = bytes.includes(NUL) ? Buffer.from(bytes.filter((byte) => byte !== NUL)) : bytes
    if (frame.length === 0) return
    lines.push({ frame, gap: Buffer.from(this.#gap) })
    this.#gap = []
  }
}
