/** A real broker in this process (Aedes, MQTT 3.1.1) that remembers what was told. */

import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { Aedes } from 'aedes'

export interface Told {
  readonly topic: string
  readonly retain: boolean
  readonly qos: number
  readonly words: Record<string, unknown>
}

export interface TestBroker {
  readonly port: number
  /** In order, since the start. */
  readonly told: readonly Told[]
  /** Resolves with the first message that fits, told already or yet to come. */
  until(fits: (told: Told) => boolean): Promise<Told>
  /** What somebody who comes now is told at once, by topic. */
  retained(): Promise<Record<string, Told['words']>>
  /** Breaks every connection, as a cable would. */
  cut(): void
  close(): Promise<void>
}

/** Aedes' types leave out what its documentation names. */
type WithStore = Aedes & {
  readonly persistence: {
    createRetainedStreamCombi(
      patterns: readonly string[],
    ): AsyncIterable<{ readonly topic: string; readonly payload: Buffer }>
  }
}

export interface TestBrokerOptions {
  readonly port?: number
  /** Lets nobody subscribe. */
  readonly silent?: boolean
  readonly login?: { readonly user: string; readonly password: string }
  readonly tls?: { readonly cert: string; readonly key: string }
}

export async function startBroker(options: TestBrokerOptions = {}): Promise<TestBroker> {
  const { login, port = 0, silent = false, tls } = options
  const aedes = await Aedes.createBroker(
    login === undefined
      ? {}
      : {
          authenticate: (_client, user, password, done) =>
            done(null, user === login.user && password?.toString() === login.password),
        },
  )
  if (silent) aedes.authorizeSubscribe = (_client, _subscription, done) => done(null, null)
  const sockets = new Set<Socket>()
  const accept = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    aedes.handle(socket)
  }
  const server: Server = tls === undefined ? createServer(accept) : createTlsServer(tls, accept)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))

  const told: Told[] = []
  const waiting = new Set<() => void>()
  aedes.on('publish', ({ topic, payload, qos, retain }) => {
    if (topic.startsWith('$SYS')) return
    told.push({ topic, qos, retain, words: payload.length === 0 ? {} : JSON.parse(payload.toString()) })
    for (const look of [...waiting]) look()
  })
  return {
    port: (server.address() as AddressInfo).port,
    told,
    until: (fits) =>
      new Promise((resolve) => {
        const look = () => {
          const found = told.find(fits)
          if (found === undefined) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
    retained: async () => {
      const found: Record<string, Told['words']> = {}
      const kept = (aedes as WithStore).persistence.createRetainedStreamCombi(['lectern/#'])
      for await (const { payload, topic } of kept) found[topic] = JSON.parse(payload.toString())
      return found
    },
    cut: () => {
      for (const socket of sockets) socket.destroy()
    },
    close: async () => {
      await new Promise<void>((resolve) => aedes.close(resolve))
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
