/** Cuts a stream of bytes into frames, whatever they look like; what fits no frame is skipped byte by byte and counted. */

export type FrameFault = 'badCrc' | 'badLength'

export interface FrameShape<Frame> {
  /** Of the frame that begins at `at`, in bytes. Null: too little to tell. 0: none begins there. */
  length(bytes: Uint8Array, at: number): number | null
  /** Of exactly these bytes; null where their checksum is wrong. */
  read(bytes: Uint8Array): Frame | null
}

export class FrameCutter<Frame> {
  #bytes: Uint8Array = new Uint8Array(0)
  readonly #shape: FrameShape<Frame>
  readonly #onFault: (fault: FrameFault) => void

  constructor(shape: FrameShape<Frame>, onFault: (fault: FrameFault) => void = () => undefined) {
    this.#shape = shape
    this.#onFault = onFault
  }

  push(chunk: Uint8Array): readonly Frame[] {
    this.#bytes = this.#bytes.length === 0 ? chunk.slice() : Uint8Array.of(...this.#bytes, ...chunk)
    const frames: Frame[] = []
    let at = 0
    while (at < this.#bytes.length) {
      const length = this.#shape.length(this.#bytes, at)
      if (length === null || at + length > this.#bytes.length) break
      const frame = length === 0 ? null : this.#shape.read(this.#bytes.subarray(at, at + length))
      if (frame === null) {
        this.#onFault(length === 0 ? 'badLength' : 'badCrc')
        at++
      } else {
        frames.push(frame)
        at += length
      }
    }
    this.#bytes = this.#bytes.slice(at)
    return frames
  }

  /** True while half a frame, or what looks like one, waits for the rest. */
  get waiting(): boolean {
    return this.#bytes.length > 0
  }

  /** The rest did not come: what looked like the head of a frame is noise. Whole ones may stand behind it. */
  giveUp(): readonly Frame[] {
    const bytes = this.#bytes
    const frames: Frame[] = []
    if (this.waiting) this.#onFault('badLength')
    let rest = bytes.length
    for (let at = 1; at < bytes.length; at++) {
      const length = this.#shape.length(bytes, at) ?? 0
      if (length === 0 || at + length > bytes.length) continue
      const frame = this.#shape.read(bytes.subarray(at, at + length))
      if (frame === null) continue
      frames.push(frame)
      rest = at + length
      at = rest - 1
    }
    this.#bytes = bytes.slice(rest)
    return frames
  }

  /** Forgets a half frame: nothing more belongs to it. */
  reset(): void {
    this.#bytes = new Uint8Array(0)
  }
}
