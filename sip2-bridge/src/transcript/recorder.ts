import { FRAME_MAX_BYTES } from '../protocol/codec.ts'
import { type Direction, TranscriptWriter, type TranscriptWriterOptions } from './transcript.ts'

const CR = 13
const LF = 10

export interface RecorderOptions extends TranscriptWriterOptions {
  /** Monotonic milliseconds. */
  readonly now: () => number
  /** Takes the transcript's text as it grows, a line at a time. */
  readonly write: (text: string) => void
}

/** One connection's end of the recorder. */
export interface RecordedConnection {
  /** Bytes as they came, cut anywhere. */
  passed(direction: Direction, chunk: Uint8Array): void
  closed(): void
}

/** From the bytes that pass on any number of connections to a transcript. */
export class Recorder {
  readonly #options: RecorderOptions
  readonly #writer: TranscriptWriter
  readonly #begun: number
  #connections = 0

  constructor(options: RecorderOptions) {
    this.#options = options
    this.#writer = new TranscriptWriter(options)
    this.#begun = options.now()
    options.write(this.#writer.begin())
  }

  opened(): RecordedConnection {
    const connection = ++this.#connections
    const { now, write } = this.#options
    const place = () => ({ at: now() - this.#begun, connection })
    const say = (kind: Direction, bytes: Uint8Array) => write(this.#writer.entry({ ...place(), kind, bytes }))
    const cutters = {
      toServer: new LineCutter((bytes) => say('toServer', bytes)),
      toClient: new LineCutter((bytes) => say('toClient', bytes)),
    }
    write(this.#writer.entry({ ...place(), kind: 'opened' }))
    let open = true
    return {
      passed: (direction, chunk) => {
        if (open) cutters[direction].push(chunk)
      },
      closed: () => {
        if (!open) return
        open = false
        cutters.toServer.end()
        cutters.toClient.end()
        write(this.#writer.entry({ ...place(), kind: 'closed' }))
      },
    }
  }
}

/** Cuts bytes behind each end of line and keeps them all; what grows past the longest frame is cut there. */
class LineCutter {
  readonly #take: (line: Buffer) => void
  #rest: Buffer = Buffer.alloc(0)

  constructor(take: (line: Buffer) => void) {
    this.#take = take
  }

  push(chunk: Uint8Array): void {
    const bytes = Buffer.concat([this.#rest, chunk])
    let start = 0
    for (let at = this.#rest.length; at < bytes.length; at++) {
      const ends = bytes[at] === CR || bytes[at] === LF
      if (!ends && at - start < FRAME_MAX_BYTES) continue
      if (bytes[at] === CR && bytes[at + 1] === LF) at++
      this.#take(bytes.subarray(start, at + 1))
      start = at + 1
    }
    this.#rest = bytes.subarray(start)
  }

  end(): void {
    if (this.#rest.length > 0) this.#take(this.#rest)
    this.#rest = Buffer.alloc(0)
  }
}
