import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { ScriptedServer, willing } from '../../connection/scripted-server.test-support.ts'
import { selfSigned } from '../../connection/self-signed.test-support.ts'
import { RawClient } from '../../simulator/raw-client.test-support.ts'
import { createSimulator, demoPatron } from '../../simulator/simulator.ts'
import { readTranscript } from '../../transcript/transcript.ts'
import { UsageError } from '../command.ts'
import { surroundings } from '../surroundings.test-support.ts'
import { proxy } from './proxy.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'sip2-proxy-'))
  closing.push(() => rmSync(path, { recursive: true }))
  return path
}

/** A bare server; `serve` does what it likes with each socket. */
async function bare(serve: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    serve(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

async function started(
  to: number | string,
  options: readonly string[] = [],
  write?: (text: string) => Promise<void>,
) {
  const around = { ...surroundings(), ...(write && { write }) }
  const place = typeof to === 'number' ? `127.0.0.1:${to}` : to
  const done = proxy(['--listen', '0', '--to', place, ...options], around)
  const port = await new Promise<number>((resolve, reject) => {
    done.catch(reject)
    const look = () => {
      const [, text] = /port (\d+); passes on/.exec(around.said[0] ?? '') ?? []
      if (text === undefined) setImmediate(look)
      else resolve(Number(text))
    }
    look()
  })
  const end = async () => {
    around.end()
    expect(await done).toBe(0)
    return around.said.join('\n')
  }
  closing.push(around.end)
  return { port, end, around }
}

/** All that comes until the other side ends. */
const all = (socket: Socket) =>
  new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = []
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('end', () => resolve(Buffer.concat(chunks)))
    socket.on('error', reject)
  })
const jonas = demoPatron('Jonas B.')
const patronStatus = `2300120261006    120500AO|AA${jonas.patronId}|AC|AD${jonas.pin}|`

describe('sip2 proxy', () => {
  it('shows both sides as they pass, without secrets and patrons, and sums up at the end', async () => {
    const simulator = await createSimulator({ login: { user: 'kiosk', password: 'demo-pw' } })
    closing.push(() => simulator.close())
    const { port, end } = await started(simulator.port)
    const client = await RawClient.open(port)
    expect(await client.ask('9300CNkiosk|COdemo-pw|')).toBe('941')
    const answer = await client.ask(patronStatus)
    expect(answer).toContain(jonas.name)
    client.close()
    const said = await end()
    expect(said).toMatch(/^\d\d:\d\d:\d\d\.\d{3} #1 > 93 {2}login$/m)
    expect(said).toMatch(/^\d\d:\d\d:\d\d\.\d{3} #1 < \[\d+\.\d ms\] 24 {2}patron status response$/m)
    for (const datum of ['demo-pw', jonas.patronId, jonas.name, String(jonas.pin)])
      expect(said).not.toContain(datum)
    expect(said).toMatch(/ {5}1 {2}23 patron status\n/)
    expect(said).toMatch(
      /Round trips: p50 [\d.]+ ms, p95 [\d.]+ ms, p99 [\d.]+ ms \(2 answers\)\nNo faults\./,
    )
  })

  it('shows patrons where asked to, and never a PIN', async () => {
    const simulator = await createSimulator()
    closing.push(() => simulator.close())
    const { port, end } = await started(simulator.port, ['--show-patrons'])
    const client = await RawClient.open(port)
    await client.ask(patronStatus)
    const said = await end()
    expect(said).toContain(jonas.name)
    expect(said).not.toContain(`password            ${jonas.pin}`)
  })

  it('passes what is no SIP2 unchanged, both ways, also after one side has ended', async () => {
    const sent = Buffer.from(Array.from({ length: 70_000 }, (_, at) => (at * 7 + (at >> 8)) & 0xff))
    const target = await bare((socket) => {
      void all(socket).then((bytes) => socket.end(Buffer.concat([bytes, bytes])))
    })
    const { port } = await started(target)
    const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    const heard = all(client)
    client.end(sent)
    expect((await heard).equals(Buffer.concat([sent, sent]))).toBe(true)
  })

  it('holds a server back whose client does not read', async () => {
    const chunk = Buffer.alloc(65_536, 'x')
    let sent = 0
    let blocked = (): void => undefined
    const stuck = new Promise<void>((resolve) => {
      blocked = resolve
    })
    const target = await bare((socket) => {
      const more = () => {
        while (sent < LIMIT) {
          sent += chunk.length
          if (!socket.write(chunk)) return void socket.once('drain', more)
        }
        blocked()
      }
      // Its own buffer is full twice in a row without having drained: nothing is taken any more.
      let before = -1
      const look = () => {
        if (sent === before && socket.writableNeedDrain) blocked()
        else {
          before = sent
          setTimeout(look, 200)
        }
      }
      more()
      look()
    })
    const LIMIT = 64 * 1024 * 1024
    const { port } = await started(target)
    const client = connect(port, '127.0.0.1')
    client.pause()
    closing.push(() => client.destroy())
    await stuck
    expect(sent).toBeLessThan(LIMIT)
  })

  it('lets traffic pass though nobody reads what it prints, and says what was not shown', async () => {
    const server = new ScriptedServer(willing)
    closing.push(() => server.close())
    let release = (): void => undefined
    const stuck = new Promise<void>((resolve) => {
      release = resolve
    })
    const texts: string[] = []
    const { port, end } = await started(await server.listen(), [], (text) => {
      texts.push(text)
      return stuck
    })
    const client = await RawClient.open(port)
    const asked = 2_500
    client.write('9900802.00\r'.repeat(asked))
    for (let answer = 0; answer < asked; answer++) await client.next()
    expect(texts).toHaveLength(1)
    release()
    const said = await end()
    expect(texts.join('')).toContain('messages not shown')
    expect(said).toMatch(/\d+ messages were not shown/)
    expect(said).toContain(`${asked} answers`)
  })

  it('counts what goes wrong', async () => {
    const server = new ScriptedServer((frame, times, socket) => {
      if (times === 1) socket.write('98YYYYNN10000320261006    1200002.00AO|AY0AZ0000\rlogin:\r\n')
      else if (times === 2) socket.write('96AZFEF6\r')
      else if (times === 3) return willing(frame.replace('AY3', 'AY4'), times, socket)
      else socket.end()
      return null
    })
    closing.push(() => server.close())
    const { port, end } = await started(await server.listen())
    const client = await RawClient.open(port)
    client.write('9900802.00AY1AZFCA0\r9900802.00AY1AZFCA0\r')
    for (let line = 0; line < 3; line++) await client.next()
    client.write('9900802.00AY3AZFC9E\r9900802.00AY4AZFC9D\r')
    await client.untilClosed()
    const said = await end()
    for (const fault of [
      '1  checksums that do not fit',
      '1  lines that are no SIP2 message',
      '1  requests asked for again (96)',
      '1  requests sent again',
      '2  requests without an answer',
    ])
      expect(said).toContain(fault)
  })

  it('lets a client go whose server is not there, and goes on', async () => {
    const gone = await bare(() => undefined)
    await closing.pop()?.()
    const { port, end } = await started(gone)
    const client = await RawClient.open(port)
    expect(await client.untilClosed()).toBe('')
    expect(await end()).toMatch(/1 {2}server: .*ECONNREFUSED/)
  })

  it('records a transcript that can be read back, masked, and overwrites none', async () => {
    const simulator = await createSimulator()
    closing.push(() => simulator.close())
    const file = join(folder(), 'talk.txt')
    const { port, end } = await started(simulator.port, ['--record', file])
    const [one, two] = [await RawClient.open(port), await RawClient.open(port)]
    await one.ask(patronStatus)
    await two.ask('9900802.00')
    await end()
    const text = readFileSync(file, 'utf8')
    const kinds = readTranscript(text).map(({ connection, kind }) => `${connection} ${kind}`)
    expect(kinds.toSorted()).toEqual(
      [1, 2].flatMap((n) => [`${n} closed`, `${n} opened`, `${n} toClient`, `${n} toServer`]),
    )
    expect(text).not.toContain(jonas.patronId)
    await expect(started(simulator.port, ['--record', file])).rejects.toThrow('EEXIST')
  })

  it('speaks TLS on either side', async () => {
    const own = selfSigned('localhost')
    const path = folder()
    const [cert, key] = [join(path, 'cert.pem'), join(path, 'key.pem')]
    writeFileSync(cert, own.cert)
    writeFileSync(key, own.key)
    const server = new ScriptedServer(willing, { tls: own })
    closing.push(() => server.close())
    const files = ['--listen-tls-cert', cert, '--listen-tls-key', key, '--tls', '--ca', cert]
    const { port, end } = await started(`localhost:${await server.listen()}`, files)
    const client = connectTls({ port, host: 'localhost', ca: own.cert })
    const heard = new Promise<string>((resolve) => client.once('data', (chunk) => resolve(String(chunk))))
    client.write('9900802.00\r')
    expect(await heard).toMatch(/^98YYYY/)
    expect(await end()).toContain('98 acs status')
  })

  it.each([
    [['--listen', '1']],
    [['--listen', 'x', '--to', 'a:1']],
    [['--listen', '1', '--to', 'a:1', '--listen-tls-key', 'k']],
    [['--listen', '1', '--to', 'a:1', '--cert', 'k']],
  ])('called wrongly (%j), says how', async (options) => {
    await expect(proxy(options, surroundings())).rejects.toThrow(UsageError)
  })
})
