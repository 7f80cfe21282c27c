/** What this program writes to its own output, as journald would get it. */

/** Said to see that it is heard; nobody else says it. */
const PROBE = 'is output captured?\n'

/** Until the function it returns is called; that throws where something slipped through. */
export function captureOutput(take: (text: string) => void): () => void {
  const streams = [process.stdout, process.stderr] as const
  let probes = 0
  const ends = streams.map((stream) => {
    const write = stream.write
    stream.write = ((chunk: string | Uint8Array, ...more: never[]) => {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()
      if (text === PROBE) {
        probes++
        return true
      }
      take(text)
      return write.call(stream, chunk, ...more)
    }) as typeof stream.write
    return () => {
      stream.write(PROBE)
      stream.write = write
    }
  })
  const said = (['debug', 'error', 'info', 'log', 'warn'] as const).map((level) => {
    const say = console[level]
    console[level] = (...words: unknown[]) => {
      take(words.map(String).join(' '))
      say(...words)
    }
    return () => {
      console[level] = say
    }
  })
  return () => {
    for (const end of [...ends, ...said]) end()
    if (probes !== streams.length) throw new Error('output was not captured')
  }
}
