/**
 * A stream as Aedes reads it: once for each `readable`, taking all that is there. Since Node 26 `read()` gives one chunk at
 * a time, and what lies behind it would wait for the next that comes (tried: a CONNECT in several WebSocket messages is
 * never answered).
 */
import type { Duplex } from 'node:stream'

/** `admit`: told how many bytes were read; false ends the stream. */
export function wholeReads<S extends Duplex>(stream: S, admit: (bytes: number) => boolean): S {
  const readChunk = stream.read.bind(stream)
  stream.read = (size?: number | null) => {
    if (typeof size === 'number') return readChunk(size)
    const chunks: Buffer[] = []
    for (let chunk = readChunk(); Buffer.isBuffer(chunk); chunk = readChunk()) chunks.push(chunk)
    if (chunks.length === 0) return null
    const all = Buffer.concat(chunks)
    if (admit(all.length)) return all
    stream.destroy()
    return null
  }
  return stream
}
