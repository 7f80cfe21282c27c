/** The bench's own server, apart from the kiosk's: no route of it can exist on a kiosk. On loopback only. */
import fastifyStatic from '@fastify/static'
import fastifyWebsocket from '@fastify/websocket'
import fastify from 'fastify'
import { Value } from 'typebox/value'
import { BENCH_SOCKET_PATH, BenchAction } from '../contract/bench.ts'
import type { World } from './world.ts'

export interface BenchServer {
  readonly address: string
  close(): Promise<void>
}

const HOST = '127.0.0.1'
const MESSAGE_MAX_BYTES = 16_384

/** `port` 0: the system chooses. Rejects when the port is taken. */
export async function serveBench(
  world: World,
  options: { port: number; uiFolder: string },
): Promise<BenchServer> {
  const app = fastify({ logger: false, forceCloseConnections: true })
  const names = () => {
    const address = app.server.address()
    const port = typeof address === 'object' && address !== null ? address.port : options.port
    return [`${HOST}:${port}`, `localhost:${port}`]
  }
  app.addHook('onRequest', async (request, reply) => {
    if (!names().includes(request.headers.host ?? '')) return reply.code(403).send({ error: 'unknown host' })
  })
  await app.register(fastifyWebsocket, { options: { maxPayload: MESSAGE_MAX_BYTES } })
  await app.register(fastifyStatic, { root: options.uiFolder, index: 'bench.html', cacheControl: false })
  const originAllowed = (origin: string | undefined) => names().some((name) => origin === `http://${name}`)
  app.get(BENCH_SOCKET_PATH, { websocket: true }, (socket, request) => {
    if (!originAllowed(request.headers.origin)) return socket.close(1008, 'unknown origin')
    const send = () => socket.send(JSON.stringify(world.state))
    const end = world.onChange(send)
    socket.on('error', () => socket.terminate())
    socket.on('close', end)
    socket.on('message', (data) => {
      const action = parsed(data.toString())
      if (!Value.Check(BenchAction, action)) return socket.close(1008, 'no such action')
      world.act(action).catch(() => socket.close(1008, 'no such thing'))
    })
    send()
  })
  const address = `${await app.listen({ host: HOST, port: options.port })}/`
  return { address, close: () => app.close() }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
