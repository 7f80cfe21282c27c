import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { ConnectionOptions } from './contract.ts'
import { PROMPT_MAX_CHARACTERS, PROMPT_TIMEOUT_MILLISECONDS } from './prompts.ts'
import { type Script, willing } from './scripted-server.test-support.ts'
import { become, ITEM, item, login, stage } from './stage.test-support.ts'
import { TelnetFilter, telnetBytes } from './telnet.ts'

const [IAC, WILL, WONT, DO, DONT, SB, SE] = [255, 251, 252, 253, 254, 250, 240] as const
const [ECHO, TERMINAL_TYPE] = [1, 24] as const

describe('telnet bytes', () => {
  const offer = [IAC, WILL, ECHO, IAC, DO, TERMINAL_TYPE, IAC, SB, TERMINAL_TYPE, 1, IAC, SE]
  const stream = Buffer.from([108, ...offer, 111, IAC, IAC, IAC, WONT, ECHO, IAC, DONT, ECHO, IAC, 241, 103])
  const read = (...chunks: readonly Buffer[]) => {
    const filter = new TelnetFilter()
    const parts = chunks.map((chunk) => filter.take(chunk))
    return {
      text: Buffer.concat(parts.map(({ text }) => text)),
      answer: [...Buffer.concat(parts.map(({ answer }) => answer))],
    }
  }

  it('are taken out and every option is declined, wherever the network splits them', () => {
    for (let at = 0; at <= stream.length; at++) {
      const { text, answer } = read(stream.subarray(0, at), stream.subarray(at))
      expect(text.toString('latin1'), `split at ${at}`).toBe('lo\u00ffg')
      expect(answer, `split at ${at}`).toEqual([IAC, DONT, ECHO, IAC, WONT, TERMINAL_TYPE])
    }
  })

  it('that we would send by chance are doubled', () => {
    expect([...telnetBytes(Buffer.from([1, IAC, 2]))]).toEqual([1, IAC, IAC, 2])
  })
})

const steps = [
  { expect: 'login:', send: 'sipuser' },
  { expect: 'pass(word|wort):', send: 'secret' },
]
/** Without the answers to telnet's commands. */
const lineOf = (frame: string): string => frame.replace(/^\W+/, '')
/** A terminal server in front of a SIP2 server. */
const behindPrompts: Script = (frame, times, socket) => {
  if (lineOf(frame) === 'sipuser') socket.write('PassWord: ')
  else if (lineOf(frame) === 'secret') socket.write('\r\nWelcome\r\n')
  else return frame.startsWith('17') ? ITEM : willing(frame, times, socket)
  return null
}
const welcome = (socket: Socket) =>
  void socket.write(Buffer.concat([Buffer.from([IAC, DO, ECHO]), Buffer.from('Library system\r\nLogin: ')]))
const start = (change: Partial<ConnectionOptions> = {}, script = behindPrompts, greet = welcome) =>
  stage(script, { telnet: { steps }, ...change }, { greet })

describe('a server behind a terminal login', () => {
  it('hears that its options are declined', async () => {
    const heard: Buffer[] = []
    const { connection } = await start({}, behindPrompts, (socket) => {
      socket.on('data', (bytes: Buffer) => heard.push(bytes))
      welcome(socket)
    })
    await become(connection, 'ready')
    expect([...Buffer.concat(heard).subarray(0, 3)]).toEqual([IAC, WONT, ECHO])
  })

  it.each([
    ['alone', undefined, ['sipuser', 'secret', '99', '17']],
    ['with the login message after it', login, ['sipuser', 'secret', '93', '99', '17']],
  ] as const)('is spoken with after its prompts, %s', async (_, loginMessage, heard) => {
    const { connection, server } = await start({ login: loginMessage })
    await become(connection, 'ready')
    expect(await connection.request('itemInformation', item)).toMatchObject({ fields: { titleId: 'title' } })
    expect(server.frames.map((frame) => (/^\d\d/.test(frame) ? frame.slice(0, 2) : lineOf(frame)))).toEqual(
      heard,
    )
  })

  it('may end its last words without an end of line, where they are waited for', async () => {
    const { connection } = await start(
      { telnet: { steps: [...steps, { expect: 'ready> ' }] } },
      (frame, times, socket) => {
        if (lineOf(frame) !== 'secret') return behindPrompts(frame, times, socket)
        socket.write('ready> ')
        return null
      },
    )
    await become(connection, 'ready')
    expect(connection.status.counters).toEqual({})
  })

  it('that asks something else is away, and what it was asked for is told without what was sent', async () => {
    const { clock, connection } = await start(
      {},
      () => null,
      (socket) => void socket.write('Username: '),
    )
    await clock.waitsFor(PROMPT_TIMEOUT_MILLISECONDS)
    clock.advance(PROMPT_TIMEOUT_MILLISECONDS)
    await become(connection, 'away')
    expect(connection.status.detail).toBe('prompt 1 of 2 (login:) did not come in time')
  })

  it('that does not go on after name and password refuses us: tried again slowly', async () => {
    const { clock, connection } = await start(
      { telnet: { steps: [...steps, { expect: 'Welcome' }] } },
      (frame, _, socket) => {
        if (lineOf(frame) === 'sipuser') socket.write('Password: ')
        if (lineOf(frame) === 'secret') socket.end('Login incorrect\r\n')
        return null
      },
    )
    await become(connection, 'refused')
    expect(connection.status.detail).toMatch(/^prompt 3 of 3 \(Welcome\) did not come: /)
    expect(connection.status.detail).not.toMatch(/secret|sipuser/)
    expect(clock.pending).toBe(1)
  })

  it('may greet at any length: the prompt is at the end', async () => {
    const long = `${'-'.repeat(3 * PROMPT_MAX_CHARACTERS)}\r\nlogin: `
    const { connection } = await start({}, behindPrompts, (socket) => void socket.write(long))
    await become(connection, 'ready')
  })
})
