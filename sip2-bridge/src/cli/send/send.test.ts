import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import {
  type Script,
  ScriptedServer,
  sealed,
  willing,
} from '../../connection/scripted-server.test-support.ts'
import { selfSigned } from '../../connection/self-signed.test-support.ts'
import { checksum } from '../../protocol/checksum.ts'
import { createSimulator, demoPatron } from '../../simulator/simulator.ts'
import { UsageError } from '../command.ts'
import { surroundings } from '../surroundings.test-support.ts'
import { send } from './send.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function serverOf(script: Script, tls?: { readonly key: string; readonly cert: string }) {
  const server = new ScriptedServer(script, tls === undefined ? {} : { tls })
  closing.push(() => server.close())
  return { server, place: `127.0.0.1:${await server.listen()}` }
}

async function run(options: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const around = surroundings('', env)
  const code = await send(options, around)
  return { code, out: around.said.join('\n'), complaints: around.complaints }
}
const jonas = demoPatron('Jonas B.')
const fitting = (frame: string) => frame.slice(-4) === checksum(Buffer.from(frame.slice(0, -4)))

/** The server does that instead of an answer. */
const doing =
  (deed: (socket: Socket) => unknown): Script =>
  (_frame, _times, socket) => {
    deed(socket)
    return null
  }

describe('sip2 send', () => {
  it('logs in, sends what is composed, and shows both sides without a secret', async () => {
    const simulator = await createSimulator({ login: { user: 'kiosk', password: 'demo-pw' } })
    closing.push(() => simulator.close())
    const words = ['scStatus', 'patronInformation', `patronId=${jonas.patronId}`, 'patronPassword=env:PIN']
    const { code, out } = await run(
      [`127.0.0.1:${simulator.port}`, '--login', 'kiosk', ...words, 'summary=  Y       '],
      { SIP2_PASSWORD: 'demo-pw', PIN: jonas.pin ?? '' },
    )
    expect(code).toBe(0)
    expect(out.match(/^[<>] \d\d/gm)).toEqual(['> 93', '< 94', '> 99', '< 98', '> 63', '< 64'])
    expect(out).toMatch(/^< 64.*\[\d+ ms\]$/m)
    expect(out).toMatch(/CQ {2}valid patron password +Y/)
    expect(out).not.toContain('demo-pw')
    expect(out).not.toMatch(new RegExp(`patron password +${jonas.pin}`))
  })

  it('numbers messages, sums them in their own character set, and ends them as told', async () => {
    const { server, place } = await serverOf((frame) => `24${frame.slice(2, 23).padEnd(35)}AOM|AA|AE|`)
    const { code } = await run([
      place,
      '--crlf',
      '--charset',
      'latin1',
      '2300120261006    120500AOé|AA1|AC|AD|',
      '2300120261006    120500AOM|AA2|AC|AD|',
    ])
    expect(code).toBe(0)
    expect(server.frames.map((frame) => /AY(\d)/.exec(frame)?.[1])).toEqual(['0', '1'])
    expect(server.frames[1]).toSatisfy(fitting)
    const covered = Buffer.from('2300120261006    120500AOé|AA1|AC|AD|AY0AZ', 'latin1')
    expect(server.frames[0]?.slice(-4)).toBe(checksum(covered))
  })

  it('sends a raw text as it is', async () => {
    const { server, place } = await serverOf(willing)
    await run([place, '--raw', '9900802.00'])
    expect(server.frames).toEqual(['9900802.00'])
  })

  it('passes over what answers something else', async () => {
    const { place } = await serverOf((frame, _, socket) => {
      socket.write(`login:\r\n${sealed('941', frame)}`)
      return willing(frame, 1, socket)
    })
    expect((await run([place, 'scStatus'])).code).toBe(0)
  })

  it.each<[string, Script, string]>([
    ['silence', () => null, 'no answer in time'],
    ['a prompt without an end', doing((socket) => socket.write('login: ')), '7 bytes came without'],
    ['a closed connection', doing((socket) => socket.end()), 'the server closed the connection'],
  ])('ends with 1 after %s', async (_, script, complaint) => {
    const { place } = await serverOf(script)
    const { code, complaints } = await run([place, '--timeout', '1', 'scStatus', 'scStatus'])
    expect(code).toBe(1)
    expect(complaints.join()).toContain(complaint)
  })

  it.each<[string, Script]>([
    ['96', doing((socket) => socket.write('96AZFEF6\r'))],
    ['a bad checksum', doing((socket) => socket.write('98YYYYNN10000320261006    1200002.00AO|AY0AZ0000\r'))],
  ])('ends with 1 after %s', async (_, script) => {
    const { place } = await serverOf(script)
    expect((await run([place, 'scStatus'])).code).toBe(1)
  })

  it('speaks TLS to a server whose certificate holds, and to no other', async () => {
    const own = selfSigned('localhost')
    const folder = mkdtempSync(join(tmpdir(), 'sip2-send-'))
    closing.push(() => rmSync(folder, { recursive: true }))
    const ca = join(folder, 'ca.pem')
    writeFileSync(ca, own.cert)
    const { server, place } = await serverOf(willing, own)
    const named = place.replace('127.0.0.1', 'localhost')
    expect((await run([named, '--tls', '--ca', ca, 'scStatus'])).code).toBe(0)
    await expect(run([named, '--tls', 'scStatus'])).rejects.toThrow(/self.signed/)
    expect(server.codes()).toEqual(['99'])
  })

  it.each([
    [['nowhere', 'scStatus']],
    [['a:1']],
    [['a:1', 'scstatus']],
    [['a:1', 'scStatus', 'patronId=4321']],
    [['a:1', 'patronStatus', 'patronPassword=4321']],
    [['a:1', '9900802.00', 'patronId=4321']],
    [['a:1', '--ca', 'x', 'scStatus']],
    [['a:1', '--tls', '--cert', 'x', 'scStatus']],
    [['a:1', '--login', 'kiosk', 'scStatus']],
  ])('called wrongly (%j), says how, and repeats no value', async (options) => {
    const complaint = await run(options).catch((error: unknown) => error)
    expect(complaint).toBeInstanceOf(UsageError)
    expect(String(complaint)).not.toContain('4321')
  })
})
