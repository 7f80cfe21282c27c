import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { RawClient } from '../simulator/raw-client.test-support.ts'
import { createSimulator, demoPatrons, generatedId, PERSONALITIES } from '../simulator/simulator.ts'
import { FAULT_NAMES } from './fault-options.ts'

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url))

const running: ChildProcessWithoutNullStreams[] = []
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

function sip2(...options: string[]) {
  const child = spawn(process.execPath, [CLI, ...options])
  running.push(child)
  let out = ''
  let err = ''
  const said = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(out)
        if (match !== null) resolve(match)
      }
      child.stdout.on('data', look)
      child.on('close', () => reject(new Error(`ended without saying so: ${err}`)))
      look()
    })
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  child.stderr.on('data', (chunk) => {
    err += chunk
  })
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, out, err })),
  )
  return { child, said, ended }
}

describe('sip2', () => {
  it('can be run as a command', () => {
    expect(() => accessSync(CLI, constants.X_OK)).not.toThrow()
  })

  it.each([
    [[]],
    [['2300120261006    120500AO|AA1|AC|AD4321|']],
    [['toString']],
    [['decode', '23001', 'AD4321|']],
    [['decode', '--charset', 'ebcdic', '99']],
    [['simulate', '--port', '70000']],
    [['simulate', '--login', 'kiosk']],
    [['simulate', '--speed', '3']],
    [['send', '127.0.0.1:1', '2300120261006    120500AO|AA1|AC|AD4321|', 'AD4321|']],
    [['doctor']],
    [['proxy', '--listen', '6001']],
    [['simulate', '--dialect', 'aleph']],
    [['simulate', '--fault', 'gremlins']],
    [['simulate', '--fault', 'late=x']],
    [['simulate', '--chaos', '1.5']],
    [['simulate', '--telnet']],
    [['simulate', '--tls-key', 'key.pem']],
    [['simulate', '--replay', 'a', '--record', 'b']],
    [['simulate', '--unmatched', 'shout']],
  ])('called wrongly (%j) says how it is called, ends with 64, and repeats no PIN', async (options) => {
    const { code, out, err } = await sip2(...options).ended
    expect(code).toBe(64)
    expect(out).toBe('')
    expect(err).toContain('sip2 decode [text|-]')
    expect(err).not.toContain('4321')
  })

  it('helps when asked, and that is no failure', async () => {
    const { code, out } = await sip2('--help').ended
    expect(code).toBe(0)
    expect(out).toContain('sip2 simulate [--port 6001]')
  })
})

describe('sip2 decode', () => {
  it('explains the text it is given', async () => {
    const { code, out } = await sip2('decode', '9300CNterm1|COsecret|CPMAIN|AY0AZF511').ended
    expect(code).toBe(0)
    expect(out).toMatch(/^93 {2}login\n/)
    expect(out).not.toContain('secret')
  })

  it('explains what comes in, a message a line whatever ends it, and counts lines without one', async () => {
    const { child, ended } = sip2('decode')
    child.stdin.end('99000802.00\r97AZFEF5\r\nhello\n96AZFEF6')
    const { code, out, err } = await ended
    expect(code).toBe(0)
    expect(out.match(/^\d\d {2}.*/gm)).toEqual([
      '99  sc status',
      '97  request acs resend',
      '96  request sc resend',
    ])
    expect(err).toBe('left out: 1 line without a SIP2 message\n')
  })
})

describe('sip2 proxy', () => {
  it('shows what passes while it passes, and sums up when it is asked to end', async () => {
    const simulator = await createSimulator()
    const { child, said, ended } = sip2('proxy', '--listen', '0', '--to', `127.0.0.1:${simulator.port}`)
    const [, port] = await said(/listens on 127\.0\.0\.1, port (\d+)/)
    const client = await RawClient.open(Number(port))
    expect(await client.ask('9900802.00')).toMatch(/^98YYYY/)
    await said(/#1 < \[.* ms\] 98 {2}acs status/)
    child.kill('SIGINT')
    const { code, out, err } = await ended
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/Round trips: .*\(1 answers\)\nNo faults\.\n$/)
    await simulator.close()
  })
})

describe('sip2 simulate', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('serves every card it lists until %s', async (signal) => {
    const { child, said, ended } = sip2('simulate', '--port', '0', '--login', 'kiosk:demo')
    const [, port] = await said(/listens on 127\.0\.0\.1, port (\d+)[\s\S]*Ctrl-C ends/)
    const client = await RawClient.open(Number(port))
    expect(await client.ask('9300CNkiosk|COdemo|')).toBe('941')
    expect(await client.ask('9900802.00')).toMatch(/^98YYYY/)
    child.kill(signal)
    const { code, out, err } = await ended
    expect({ code, err }).toEqual({ code: 0, err: '' })
    for (const { patronId, name } of demoPatrons)
      expect(out).toMatch(new RegExp(`^${patronId} .*${RegExp.escape(name)}`, 'm'))
  })

  it('speaks as it is told, records it, and says it again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sip2-cli-'))
    const file = join(folder, 'day.txt')
    const serve = async (...options: string[]) => {
      const run = sip2('simulate', '--port', '0', ...options)
      const [, port] = await run.said(/port (\d+)[\s\S]*Ctrl-C ends/)
      return { ...run, client: await RawClient.open(Number(port)) }
    }
    const first = await serve('--dialect', 'koha', '--fault', 'late=1', '--fault', 'noise', '--record', file)
    first.client.write('9900802.00\r')
    expect(await first.client.next()).toBe('Problems handling the request')
    first.client.write('9900802.00\r')
    expect(await first.client.next()).toMatch(/^98YYYYNN100005/)
    first.client.close()
    first.child.kill('SIGINT')
    expect(await first.ended).toMatchObject({ code: 0, err: '' })
    expect(readFileSync(file, 'utf8')).toContain(' 1 > 9900802.00\\r\n')

    const second = await serve('--replay', file, '--unmatched', 'close')
    expect(await second.client.ask('9900802.00')).toBe('Problems handling the request')
    second.client.write('2300120261006    120530AO|AAsecret-card|AC|AD4321|\r')
    await second.client.untilClosed()
    second.child.kill('SIGINT')
    const { code, err } = await second.ended
    expect(code).toBe(0)
    expect(err).toBe('not recorded: 2300120261006    120530AO|AA{AA1}|AC|AD{AD}|\n')
    rmSync(folder, { recursive: true })
  })

  it('generates items and patrons, and tells every fault and dialect in its help', async () => {
    const { child, said } = sip2('simulate', '--port', '0', '--items', '10', '--patrons', '2', '--chaos', '0')
    const [, port] = await said(/port (\d+)/)
    const client = await RawClient.open(Number(port))
    const item = generatedId('item', 9)
    expect(await client.ask(`1720261006    120530AO|AB${item}|`)).toMatch(/^1803.*\|AJVolume 10\|/)
    client.close()
    child.kill('SIGINT')
    const { out } = await sip2('--help').ended
    for (const name of [...FAULT_NAMES, ...Object.keys(PERSONALITIES)]) expect(out).toContain(name)
  })

  it('refuses a damaged state file by name', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sip2-cli-'))
    const file = join(folder, 'state.json')
    writeFileSync(file, '{')
    const { code, err } = await sip2('simulate', '--port', '0', '--state', file).ended
    expect(code).toBe(1)
    expect(err).toBe(`sip2: ${file} is damaged; move it away to begin with a fresh demo library\n`)
    rmSync(folder, { recursive: true })
  })
})
