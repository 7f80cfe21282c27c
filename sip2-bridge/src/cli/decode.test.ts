import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode } from './decode.ts'
import { findMessages } from './find-message.ts'
import { surroundings } from './surroundings.test-support.ts'

const fixtures = new URL('../../fixtures/', import.meta.url)
const linesOf = (file: string) => readFileSync(new URL(file, fixtures), 'utf8').split('\n')
const VECTORS = linesOf('vectors.txt').filter((line) => /^\d\d/.test(line))
const STATUS = '98YYYYNN10000320261006    1200002.00AOMAIN|AMCentral Library|BXYYYYYYYYYYYNYYYY|AY1AZE77D'
const PATRON =
  '64              00120261006    120501000200010003000100000000AOMAIN|AA21234000001234|AEDoe, Jane|BZ0010|' +
  'BLY|CQY|BDHigh Street 1|AUWalden|AFHello Jane|PB19700101|FA3.50|'

async function run(options: readonly string[], input = '') {
  const around = surroundings(input)
  const code = await decode(options, around)
  return { code, out: around.said.join('\n'), said: around.said, complaints: around.complaints }
}
const texts = (line: string) => findMessages(line).map(({ bytes }) => bytes.toString('latin1'))

describe('a message in a line', () => {
  it.each([
    ['Koha', (m: string) => `[2026/11/24 02:38:41] [INFO] koha_sip[123]: OUTPUT MSG: '${m}' C4::SIP::Sip`],
    ['Evergreen', (m: string) => `Nov 24 02:38:41 sip SIPServer[7]: INPUT MSG: '${m}'`],
    ['SIP2Mediator', (m: string) => `Nov 24 02:38:41 sip SIP2Mediator[7]: [10.0.0.7:4242] INPUT ${m}`],
    ['a vendor', (m: string) => `INFO 2026-11-24 02:38:41,941 SEND: ${m}`],
    ['Python', (m: string) => `sent b"${m}\\r" in 10 ms`],
    ['JSON', (m: string) => `{"at":1764000000,"raw":"${m}\\r\\n"}`],
    ['a transcript', (m: string) => `12 1 > ${m}\\r`],
    ['a recording', (m: string) => `< ${m}\\r\\n   [39 ms]`],
    ['no log', (m: string) => m],
  ])('is found as %s writes it, whichever message it is', (_, log) => {
    for (const vector of VECTORS) expect(texts(log(vector))).toEqual([vector])
    for (const vector of VECTORS.filter((one) => one.includes('|'))) {
      const bare = vector.replace(/AY\dAZ.{4}$/, '')
      expect(texts(log(bare))).toEqual([bare])
    }
  })

  it('is not seen in times, process numbers and durations', () => {
    for (const line of [
      '10:11:12 connection from 10.0.0.7:4242',
      '2026-11-24 23:59:59,941 INFO took 96 ms',
      '[11] 93 clients, 97 percent',
      'Nov 24 02:38:41 sip SIPServer[941]: ready',
    ])
      expect(texts(line)).toEqual([])
  })

  it('is found twice where two stand in a line, and a value that looks like one stays a value', () => {
    expect(findMessages(`sent ${VECTORS[0]} got 941AY0AZFDFD ok`)).toMatchObject([
      { before: 5 },
      { before: 4, after: 2 },
    ])
    const nested = `1803020120261006    120600AB1|AJ97AZFEF5|CK001|`
    expect(texts(nested)).toEqual([nested])
  })

  it('gets its escaped bytes back', () => {
    const [found] = findMessages(
      '< 1803020120261124    023842AB39|AJCien a\\xc3\\xb1os|CK001|AQCPL|\\r\\n   [15 ms]',
    )
    expect(found?.bytes.toString('utf8')).toContain('AJCien años|')
  })

  it('is found in each line of the recorded conversations', () => {
    for (const file of readdirSync(fixtures).filter((name) => /^(koha|sipserver).*\.txt$/.test(name))) {
      const spoken = linesOf(file).filter((line) => /^[<>] (?!42)\d\d.*\|/.test(line))
      expect(spoken.length).toBeGreaterThan(10)
      for (const line of spoken) expect(findMessages(line).length, line).toBeGreaterThan(0)
    }
  })

  it('whatever a line holds, never throws and counts no more than there is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 100 }),
        fc.constantFrom(...VECTORS),
        (noise, vector) => {
          const line = Buffer.from(`${noise}${vector}${noise}`).toString('latin1')
          const found = findMessages(line)
          const left = found.reduce((sum, { before, after }) => sum + before + after, 0)
          expect(left).toBeLessThanOrEqual(line.length)
        },
      ),
    )
  })
})

const hexOf = (bytes: Buffer) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0'))
const rowsOf = (text: string) => {
  const bytes = Buffer.from(text)
  return Array.from({ length: Math.ceil(bytes.length / 16) }, (_, row) => ({
    offset: row * 16,
    hex: hexOf(bytes.subarray(row * 16, row * 16 + 16)),
    text: bytes
      .subarray(row * 16, row * 16 + 16)
      .toString('latin1')
      .replaceAll(/[^ -~]/g, '.'),
  }))
}
const pairs = (hex: readonly string[]) => hex.join('').replaceAll(/(.{4})(?=.)/g, '$1 ')
const address = (offset: number, digits: number) => offset.toString(16).padStart(digits, '0')

describe('sip2 decode', () => {
  it.each([
    [
      'tcpdump -X',
      (o: number, h: string[], t: string) => `\t0x${address(o, 4)}:  ${pairs(h).padEnd(39)}  ${t}`,
    ],
    ['xxd', (o: number, h: string[], t: string) => `${address(o, 8)}: ${pairs(h).padEnd(39)}  ${t}`],
    [
      'hexdump -C',
      (o: number, h: string[], t: string) =>
        `${address(o, 8)}  ${h.slice(0, 8).join(' ')}  ${h.slice(8).join(' ')}`.padEnd(60).concat(`|${t}|`),
    ],
    [
      'tshark -x',
      (o: number, h: string[], t: string) => `${address(o, 4)}  ${h.join(' ').padEnd(47)}   ${t}`,
    ],
    ['socat -x -v', (_: number, h: string[], t: string) => ` ${h.join(' ').padEnd(47)}  ${t}`],
  ])('reads the hexdumps of %s', async (_, print) => {
    const packet = (text: string) =>
      rowsOf(text)
        .map(({ offset, hex, text: shown }) => print(offset, hex, shown))
        .join('\n')
    const headers = 'E..4.@.@.\u0001\u0002<...'
    const { code, said } = await run(
      [],
      `02:38:41.1 IP a > b: Flags [P.]\n${packet(`${headers}${STATUS}\r`)}\n> 2026/11/24 length=13\n${packet('941AY0AZFDFD\r')}\n`,
    )
    expect(said.filter((line) => /^\d\d {2}/.test(line))).toEqual(['98  acs status', '94  login response'])
    expect(said.filter((line) => line.includes('checksum fits'))).toHaveLength(2)
    expect(code).toBe(0)
  })

  it('says what it left out, and when the line was logged, without repeating it', async () => {
    const { out, complaints } = await run(
      [],
      `Nov 24 02:38:41 s3cret MSG: '${STATUS}' s3cret\nPassword: s3cret\n`,
    )
    expect(out).toContain('29 before it, 6 behind it; logged Nov 24 02:38:41')
    expect(complaints).toEqual(['left out: 1 line without a SIP2 message'])
    expect(out).not.toContain('s3cret')
  })

  it('ends with 1 where it found none, or one that is damaged', async () => {
    expect(await run([], 'hello\nworld\n')).toMatchObject({ code: 1, complaints: ['no SIP2 message found'] })
    expect((await run([STATUS.replace('E77D', 'E77E')])).code).toBe(1)
  })

  it('masked, shows nothing of a patron, and leaves the counts and flags', async () => {
    for (const options of [['--mask'], ['--mask', '--json']]) {
      const { out } = await run([...options, PATRON])
      for (const datum of ['2123400', 'Jane', 'High Street', 'Walden', '19700101'])
        expect(out).not.toContain(datum)
      expect(out).toMatch(/holds? ?items? ?count/i)
      expect(out).toContain('0003')
      expect(out).toContain('MAIN')
    }
  })

  it('masked, lets nobody guess a PIN from a checksum', async () => {
    const { complaints } = await run(['--mask', '2300120261006    120500AO|AA1|AC|AD4321|AY2AZ0000'])
    expect(complaints.join()).toContain('does not fit')
    expect(complaints.join()).not.toMatch(/[0-9A-F]{4} does/)
  })

  it('names the fields of a dialect where it is told which, and of none where it is not', async () => {
    expect((await run([PATRON])).out).toMatch(/PB {2}not in this message’s table +19700101/)
    expect((await run(['--dialect', 'evergreen', PATRON])).out).toMatch(/PB {2}birth date +19700101/)
    expect((await run(['--dialect', 'polaris', '--mask', PATRON])).out).toMatch(/FA {2}fee amount +3\.50/)
    await expect(run(['--dialect', 'toString', PATRON])).rejects.toThrow('--dialect takes one of')
  })

  it('gives programs one object a message', async () => {
    const { said } = await run(['--json'], `SEND: ${STATUS}\n9300CNterm1|COsecret|\n`)
    expect(said).toHaveLength(2)
    expect(JSON.parse(said[0] ?? '')).toMatchObject({
      good: true,
      code: '98',
      name: 'acsStatus',
      sequence: 1,
      checksum: 'fits',
      leftOut: { before: 6, after: 0 },
    })
    const { fields } = JSON.parse(said[1] ?? '')
    expect(fields).toContainEqual({ id: 'CO', name: 'loginPassword', hidden: true })
    expect(said[1]).not.toContain('secret')
  })
})
