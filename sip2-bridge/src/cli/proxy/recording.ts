import { createWriteStream, type WriteStream } from 'node:fs'
import { Recorder } from '../../transcript/recorder.ts'

/** What the disk has not taken yet; a recording that grows past it is given up, the traffic goes on. */
const WAITING_MAX_BYTES = 16 * 1024 * 1024

export interface Recording {
  readonly recorder: Recorder
  /** Resolves when everything is on the disk. */
  end(): Promise<void>
}

/** A new file; rejects where it exists, or cannot be written. Always masked: it is made to be shared. */
export async function record(path: string, complain: (line: string) => void): Promise<Recording> {
  const stream = createWriteStream(path, { flags: 'wx', mode: 0o600 })
  await new Promise<void>((resolve, reject) => {
    stream.once('open', () => resolve())
    stream.once('error', reject)
  })
  let given: string | null = null
  const giveUp = (reason: string) => {
    if (given === null) complain(`the recording ends here: ${reason}`)
    given ??= reason
  }
  stream.on('error', (error) => giveUp(error.message))
  const recorder = new Recorder({
    now: () => Math.round(performance.now()),
    write: (text) => {
      if (stream.writableLength > WAITING_MAX_BYTES) giveUp('the disk is too slow')
      if (given === null) stream.write(text)
    },
  })
  return { recorder, end: () => finished(stream) }
}

const finished = (stream: WriteStream): Promise<void> =>
  new Promise((resolve) => {
    if (stream.destroyed) resolve()
    else stream.end(() => resolve())
    stream.once('close', () => resolve())
  })
