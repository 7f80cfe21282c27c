import { createServer } from 'node:net'

/** Resolves with `wanted` where it is free on loopback, else with a port the system chooses. */
export function freePort(wanted) {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error) => {
      if (wanted === 0) reject(error)
      else resolve(freePort(0))
    })
    server.listen(wanted, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
