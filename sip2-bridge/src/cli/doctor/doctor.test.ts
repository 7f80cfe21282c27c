import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type Script, ScriptedServer, willing } from '../../connection/scripted-server.test-support.ts'
import { selfSigned } from '../../connection/self-signed.test-support.ts'
import { checksum } from '../../protocol/checksum.ts'
import { sip2Timestamp } from '../../protocol/dates.ts'
import { createSimulator, demoItem, demoPatron, type SimulatorOptions } from '../../simulator/simulator.ts'
import { UsageError } from '../command.ts'
import { hurriedClock, surroundings } from '../surroundings.test-support.ts'
import { doctor } from './doctor.ts'
import type { Report } from './report.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function run(place: number | string, options: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
  const where = typeof place === 'number' ? `127.0.0.1:${place}` : place
  const around = surroundings('', env, hurriedClock)
  const code = await doctor([where, '--timeout', '3', '--json', ...options], around)
  const report: Report = JSON.parse(around.said[0] ?? '')
  const found = (check: string) => report.rows.find((row) => row.check === check)?.found
  const verdict = (check: string) => report.rows.find((row) => row.check === check)?.verdict
  return { code, report, found, verdict, said: around.said.join('\n') }
}

async function demo(options: SimulatorOptions = {}) {
  const simulator = await createSimulator({
    login: { user: 'kiosk', password: 'demo-pw' },
    now: hurriedNow,
    ...options,
  })
  closing.push(() => simulator.close())
  return simulator
}
/** The server's clock hurries as ours does. */
const begun = { at: Date.now(), clock: hurriedClock.now() }
const hurriedNow = () => begun.at + hurriedClock.now() - begun.clock
const LOGIN = ['--login', 'kiosk']
const SECRETS = { SIP2_PASSWORD: 'demo-pw' }

async function scripted(script: Script, tls?: { readonly key: string; readonly cert: string }) {
  const server = new ScriptedServer(script, tls === undefined ? {} : { tls })
  closing.push(() => server.close())
  return { server, port: await server.listen() }
}

async function bare(serve: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
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

/** Answers by lines with CR LF or CR, each sealed as the request was. */
function byLines(
  end: string,
  answer: (frame: string, socket: Socket, state: Map<string, string>) => string | null,
  seal: (text: string, frame: string) => string = sealedAs,
) {
  return bare((socket) => {
    const state = new Map<string, string>()
    let rest = ''
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString('latin1')).split(/[\r\n]+/)
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const text = answer(line, socket, state)
        if (text !== null) socket.write(Buffer.from(seal(text, line) + end, 'latin1'))
      }
    })
  })
}
function sealedAs(text: string, frame: string): string {
  const sequence = /AY(\d)AZ.{4}$/.exec(frame)?.[1]
  if (sequence === undefined) return text
  const covered = `${text}AY${sequence}AZ`
  return covered + checksum(Buffer.from(covered, 'latin1'))
}

/** The recorded answer below a heading, without its trailer. */
function recorded(file: string, heading: string): string {
  const text = readFileSync(new URL(`../../../fixtures/${file}`, import.meta.url), 'utf8')
  const after = text.slice(text.indexOf(`\n# ${heading}\n`))
  return /^< (\d\d.*?)(?:AY\dAZ.{4})?\\r/m.exec(after)?.[1] ?? ''
}
const fits = (frame: string) => frame.slice(-4) === checksum(Buffer.from(frame.slice(0, -4), 'latin1'))
const status = (bx: string, rest = '') =>
  `98YYYYNN100005${sip2Timestamp(new Date())}2.00AOCPL|BX${bx}|${rest}`
const UNKNOWN_24 = `24YYYY          001${sip2Timestamp(new Date())}AOCPL|AA|AE|BLN|`

describe('sip2 doctor', () => {
  it('tells what the demo library is and can do, with nothing of a patron, and changes nothing', async () => {
    const simulator = await demo()
    const before = JSON.stringify(simulator.library.state)
    const rafael = demoPatron('Rafael D.')
    const { itemId } = demoItem('Les Misérables')
    const { code, report, found, said } = await run(
      simulator.port,
      [...LOGIN, '--patron', rafael.patronId, '--item', itemId],
      { ...SECRETS, SIP2_PIN: String(rafael.pin) },
    )
    expect(code).toBe(0)
    expect(report.rows.filter((row) => row.verdict === 'bad')).toEqual([])
    expect(found('login')).toBe('accepted')
    expect(found('clock')).toContain('local time')
    expect(found('checksums')).toBe('where the request has one')
    expect(found('numbers')).toBe('mirrored')
    expect(found('line ends')).toBe('CR')
    expect(found('several at once')).toBe('answered in order')
    expect(found('a request twice')).toContain('answered from memory')
    expect(found('asked to resend (97)')).toBe('the last answer')
    expect(found('a wrong checksum')).toBe('asked again (96)')
    expect(found('an unknown command')).toBe('ignored')
    expect(found('character set')).toContain('utf8')
    expect(found('due date')).toBe('YYYYMMDD    HHMMSS')
    expect(found('PIN sent')).toBe('Y')
    expect(found('amounts')).toBe('9.9 EUR')
    expect(report.dialect).toBe('lectern-demo')
    expect(report.settings).toContain('  errorDetection: true')
    for (const datum of [rafael.patronId, rafael.name, 'demo-pw', 'Misérables'])
      expect(said).not.toContain(datum)
    expect(JSON.stringify(simulator.library.state)).toBe(before)
    expect(simulator.history).toEqual([])
  })

  it('sends nothing but questions', async () => {
    const { server, port } = await scripted((frame, times, socket) => {
      if (frame.startsWith('23')) return UNKNOWN_24
      if (frame.startsWith('63'))
        return `64              000${sip2Timestamp(new Date())}${'0002'.repeat(6)}AOCPL|AA1|AEX|BLY|AU1234|AU2345|`
      if (frame.startsWith('17')) return `18010101${sip2Timestamp(new Date())}AB1|AJ|`
      return willing(frame, times, socket)
    })
    await run(port, ['--patron', '1', '--item', '1'])
    expect([...new Set(server.codes())].filter((code) => !['99', '97', '88'].includes(code)).sort()).toEqual([
      '17',
      '23',
      '35',
      '63',
    ])
  })

  it('gentle, provokes nothing', async () => {
    const { server, port } = await scripted((frame, times, socket) =>
      frame.startsWith('63') || frame.startsWith('23') ? UNKNOWN_24 : willing(frame, times, socket),
    )
    await run(port, ['--gentle'])
    expect(server.codes().filter((code) => code === '97' || code === '88')).toEqual([])
    expect(server.frames.filter((frame) => /AZ.{4}$/.test(frame) && !fits(frame))).toEqual([])
  })

  it('knows Koha by what Koha was recorded to say', async () => {
    const port = await byLines('\r\n', (frame, socket, state) => {
      const code = frame.slice(0, 2)
      if (code === '93') state.set('in', '1')
      else if (!state.has('in')) {
        socket.destroy()
        return null
      }
      if (code === '93') return recorded('koha-login.txt', 'login ok')
      if (code === '99') return status('YYYYYYYYYYYNYYYY')
      if (code === '17') return recorded('koha-circ.txt', 'unknown')
      if (frame.includes('AADOCTOR'))
        return recorded('koha-patron.txt', code === '23' ? 'unknown card' : 'unknown patron')
      if (code === '23') return recorded('koha-patron.txt', 'no AD')
      if (code === '63')
        return recorded('koha-patron.txt', frame.includes('|AD') ? 'wrong pin' : 'unknown patron')
      return null
    })
    const { report, found, said } = await run(port, [...LOGIN, '--patron', '23529000000001'], SECRETS)
    expect(report.server).toBe('Koha')
    expect(report.dialect).toBe('koha')
    expect(found('line ends')).toBe('CR LF')
    expect(found('an unknown patron (23)')).toContain("flags 'YYYY          ', valid patron N")
    expect(found('end of session (35)')).toBe('silence')
    expect(said).not.toContain('Alice')
  })

  it.each<[string, string, (frame: string) => string | null, ((text: string, frame: string) => string)?]>([
    [
      'Evergreen by SIP2Mediator',
      'evergreen-sip2',
      (frame) =>
        frame.startsWith('99')
          ? status('YYYNYNYYNYYNNNYN').replace('100005', '999999')
          : frame.startsWith('23')
            ? UNKNOWN_24.replace('YYYY ', 'Y    ').replace('BLN|', 'BLN|CQN|')
            : null,
      (text) => text,
    ],
    [
      'invenio-sip2',
      'invenio-sip2',
      (frame) => (frame.startsWith('99') ? unpaddable() : null),
      (text, frame) =>
        sealedAs(text, frame.includes('AY') ? frame : `${frame}AY0AZ0000`).replace(/AZ0+/, 'AZ'),
    ],
    [
      'edge-sip2',
      'folio-edge-sip2',
      (frame) =>
        frame.startsWith('99') ? status('YYYYYYYYYYYNYYYY') : 'Problems handling the request: null',
      (text, frame) => (text.startsWith('98') ? sealedAs(text, frame) : text),
    ],
    ['Polaris', 'polaris', (frame) => (frame.startsWith('99') ? status('Y'.repeat(16), '|PZ1|PY1||') : null)],
  ])('knows %s by its traits', async (server, dialect, answer, seal) => {
    const { report } = await run(await byLines('\r', answer, seal))
    expect(report.server).toContain(server)
    expect(report.dialect).toBe(dialect)
  })

  it('does not know a server that has no trait', async () => {
    const { port } = await scripted(willing)
    const { code, report } = await run(port)
    expect(code).toBe(0)
    expect(report.server).toBeNull()
    expect(report.dialect).toBe('generic')
  })

  it('sees checksums that are wrong, that are never sent, and another number', async () => {
    const wrong = await run(
      await byLines(
        '\r',
        () => status('Y'),
        (text) => `${text}AY9AZ0000`,
      ),
      ['--gentle'],
    )
    expect(wrong.code).toBe(1)
    expect(wrong.verdict('status (99)') ?? wrong.verdict('login')).toBe('bad')
    const never = await run(
      await byLines(
        '\r',
        () => status('Y'),
        (text) => text,
      ),
      ['--gentle'],
    )
    expect(never.found('checksums')).toBe('never')
    expect(never.report.settings).toContain('  errorDetection: false')
    const other = await run(
      await byLines(
        '\r',
        () => status('Y'),
        (text) => sealedAs(text, 'AY9AZ0000'),
      ),
      ['--gentle'],
    )
    expect(other.found('numbers')).toBe('another number')
  })

  it('guesses a character set from letters alone', async () => {
    for (const [letters, charset] of [
      ['\xe9\xfc', 'latin1'],
      ['\x82\x81', 'cp850'],
    ]) {
      const port = await byLines('\r', () => status('Y', `AMB${letters}|`))
      expect((await run(port, ['--gentle'])).found('character set')).toMatch(
        new RegExp(`^${charset},.*made from`),
      )
    }
  })

  it('says that an answered refusal, a closed connection and a needed login are no way in', async () => {
    const simulator = await demo()
    const refused = await run(simulator.port, LOGIN, { SIP2_PASSWORD: 'another' })
    expect(refused.code).toBe(1)
    expect(refused.verdict('login')).toBe('bad')
    expect(refused.said).not.toContain('another')
    const hangsUp = await bare((socket) => socket.on('data', () => socket.destroy()))
    const closed = await run(hangsUp, LOGIN, SECRETS)
    expect(closed.found('login')).toBe('93: closed the connection')
    expect((await run(hangsUp)).found('login')).toContain('try again with --login')
  })

  it('logs in at a prompt', async () => {
    const port = await bare((socket) => {
      const words: string[] = []
      socket.write('Welcome\r\nlogin: ')
      socket.on('data', (chunk) => {
        for (const line of chunk.toString().split('\r').slice(0, -1)) {
          words.push(line)
          if (words.length === 1) socket.write('Password: ')
          else if (words.length > 2 && words[1] === 'demo-pw' && line.startsWith('99'))
            socket.write(`${sealedAs(status('Y'.repeat(16)), line)}\r`)
        }
      })
    })
    const { code, found, said } = await run(port, [...LOGIN, '--gentle'], SECRETS)
    expect(found('speaks first')).toContain('prompts')
    expect(found('login')).toBe('accepted at the prompt')
    expect(code).toBe(0)
    expect(said).not.toContain('demo-pw')
  })

  it('finds out that a server wants CR LF', async () => {
    const port = await bare((socket) => {
      let rest = ''
      socket.on('data', (chunk) => {
        const lines = (rest + chunk.toString()).split('\r\n')
        rest = lines.pop() ?? ''
        for (const line of lines) socket.write(`${sealedAs(status('Y'.repeat(16)), line)}\r\n`)
      })
    })
    const { report, code } = await run(port, ['--gentle'])
    expect(code).toBe(0)
    expect(report.settings).toContain('  terminator: CRLF')
  })

  it.each<[string, (socket: Socket) => void]>([
    ['is silent', () => undefined],
    ['sends garbage without an end', (socket) => socket.write(Buffer.alloc(100_000, 0xff))],
    ['sends garbage in lines', (socket) => socket.write(Buffer.from('\x1b[2Jnonsense\r\n'.repeat(5_000)))],
    ['hangs up at once', (socket) => socket.destroy()],
  ])('reports a server that %s, and ends', async (_, serve) => {
    const { code, report, said } = await run(await bare(serve))
    expect(code).toBe(1)
    expect(report.rows.some((row) => row.verdict === 'bad')).toBe(true)
    expect(said).not.toMatch(/\bat .*\.ts:\d/)
    expect(said).not.toContain('\u001b')
  })

  it.each([{ split: true }, { noise: true }, { duplicate: true }, { latencyMilliseconds: 2 }])(
    'is not misled by a server with the fault %j',
    async (faults) => {
      const simulator = await demo()
      await simulator.setFaults(faults)
      const { code, found } = await run(simulator.port, LOGIN, SECRETS)
      expect(code).toBe(0)
      expect(found('numbers')).toBe('mirrored')
      expect(found('asked to resend (97)')).toBe('the last answer')
      expect(found('an unknown item (17)')).toContain('circulation status 01')
      if ('duplicate' in faults) expect(found('unasked')).toMatch(/^\d+ lines/)
    },
  )

  it.each(['dieMidAnswer', 'dieBeforeAnswer', 'silent'] as const)(
    'reports a server in the mode %s, and ends',
    async (mode) => {
      const simulator = await demo()
      await simulator.setFaults({ mode })
      const { code, verdict } = await run(simulator.port, LOGIN, SECRETS)
      expect(code).toBe(1)
      expect(verdict('login')).toBe('bad')
    },
  )

  it('asks without checksums where a login with one is answered by an exception in plain text', async () => {
    const { port } = await scripted((frame, times, socket) => {
      if (!frame.includes('AZ')) return willing(frame, times, socket)
      socket.write('Problems handling the request: null\r')
      return null
    })
    const { found, said } = await run(port, [...LOGIN, '--gentle'], SECRETS)
    expect(found('login')).toContain('accepted')
    expect(said).toContain('errorDetection: false')
  })

  it('says why nobody can be reached', async () => {
    const port = await bare(() => undefined)
    await closing.pop()?.()
    expect((await run(port)).found('reached')).toContain('nobody listens there')
    expect((await run('no-such-host.invalid:6001')).found('reached')).toContain('its name is not known')
  })

  it('tells plain from TLS, and whose certificate it is', async () => {
    const own = selfSigned('sip.library.example')
    const { port } = await scripted(willing, own)
    const tls = await run(port, ['--tls', '--gentle'])
    expect(tls.found('TLS')).toMatch(/TLSv1\.\d; certificate for DNS:sip\.library\.example/)
    expect(tls.verdict('certificate expires')).toBe('ok')
    expect(tls.found('certificate trusted')).toMatch(/^no: /)
    expect(tls.found('fingerprint')).toMatch(/^SHA-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
    expect(tls.said).toContain(`    fingerprint: '${tls.found('fingerprint')?.slice('SHA-256 '.length)}'`)
    expect((await run(port)).found('plain or TLS')).toBe('it speaks TLS: use --tls')
    const plain = await scripted((_frame, _times, socket) => {
      socket.destroy()
      return null
    })
    expect((await run(plain.port, ['--tls'])).verdict('reached')).toBe('bad')
  })

  it('tells whether it hangs up on the idle, and reports what came before it went', async () => {
    const hangsUp = await byLines('\r', (_, socket) => {
      if (socket.timeout === undefined) socket.once('timeout', () => socket.destroy())
      socket.setTimeout(150)
      return status('Y')
    })
    expect((await run(hangsUp, ['--gentle', '--idle', '5'])).found('idle')).toMatch(/hung up after \d s/)
    let server: Socket | null = null
    const port = await bare((socket) => {
      server = socket
      socket.on('data', (chunk) => {
        for (const line of chunk.toString().split('\r').slice(0, -1)) {
          if (line.startsWith('17')) void closing.pop()?.()
          else socket.write(`${sealedAs(status('Y'), line)}\r`)
        }
      })
    })
    const { code, found } = await run(port)
    expect(server).not.toBeNull()
    expect(code).toBe(1)
    expect(found('broken off')).toContain("after 'an unknown item (17)': nobody listens there")
    expect(found('round trips')).toContain('p50')
  })

  it('prints a table that fits into a ticket', async () => {
    const simulator = await demo()
    const around = surroundings('', SECRETS, hurriedClock)
    expect(await doctor([`127.0.0.1:${simulator.port}`, ...LOGIN, '--gentle'], around)).toBe(0)
    expect(around.said[0]).toMatch(/^ok {4}reached +connected in \d+ ms$/)
    expect(around.said).toContain('Dialect to choose: lectern-demo')
    expect(around.said).toContain("  institution: 'LINDENHOF'")
  })

  it.each([
    [[]],
    [['nowhere']],
    [['a:1', '--timeout', '0']],
    [['a:1', '--login', 'kiosk']],
    [['a:1', 'b:2']],
  ])('called wrongly (%j), says how', async (options) => {
    await expect(doctor(options, surroundings())).rejects.toThrow(UsageError)
  })
})

/** A 98 whose checksum begins with a zero: the library's name is as long as it takes. */
function unpaddable(): string {
  for (let length = 1; length < 255; length++) {
    const text = status('Y', `AM${'z'.repeat(length)}|`)
    if (sealedAs(text, 'AY9AZ0000').at(-4) === '0' && sealedAs(text, 'AY0AZ0000').at(-4) === '0') return text
    const more = status('Y', `AM${'z'.repeat(254)}|AF${'z'.repeat(length)}|`.repeat(2))
    if (sealedAs(more, 'AY0AZ0000').at(-4) === '0' && sealedAs(more, 'AY9AZ0000').at(-4) === '0') return more
  }
  return status('Y', `AF${'z'.repeat(250)}|`.repeat(2))
}
