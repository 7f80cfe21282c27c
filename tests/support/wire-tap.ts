import { connect, createServer, type Socket } from 'node:net'

/** A TCP relay that tells of every chunk before it passes it on. */
export interface WireTap {
  readonly url: URL
  close(): Promise<void>
}

/** `before` is called for each chunk, in both directions; what it does happens before the chunk goes on. */
export async function tapWire(target: { host: string; port: number }, before: () => void): Promise<WireTap> {
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(target)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.setNoDelay(true)
      from.on('data', (chunk) => {
        before()
        to.write(chunk)
      })
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: new URL(`tcp://127.0.0.1:${port}`),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
