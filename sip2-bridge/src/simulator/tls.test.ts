import { connect } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { selfSigned } from '../connection/self-signed.test-support.ts'
import { createSimulator, type Simulator } from './simulator.ts'

const server = selfSigned('library.example')
const kiosk = selfSigned('kiosk.example')

let simulator: Simulator
afterEach(() => simulator.close())

/** What a client hears, or how it failed. */
function ask(client: { key?: string; cert?: string } = {}): Promise<string> {
  return new Promise((resolve) => {
    const options = {
      host: '127.0.0.1',
      port: simulator.port,
      servername: 'library.example',
      ca: server.cert,
    }
    const socket = connect({ ...options, ...client }, () => socket.write('9900802.00\r'))
    let heard = ''
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString('latin1')
      socket.destroy()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(heard))
  })
}

describe('a simulator behind TLS', () => {
  it('answers whoever trusts its certificate', async () => {
    simulator = await createSimulator({ tls: server })
    expect(await ask()).toMatch(/^98YYYYYY/)
  })

  it('lets in only clients that bear a certificate of its authority, where it asks for one', async () => {
    simulator = await createSimulator({ tls: { ...server, clientCa: kiosk.cert } })
    expect(await ask()).toBe('')
    expect(await ask(selfSigned('kiosk.example'))).toBe('')
    expect(await ask(kiosk)).toMatch(/^98YYYYYY/)
  })
})
