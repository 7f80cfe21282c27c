import { describe, expect, it } from 'vitest'
import { parseMessage } from '../protocol/codec.ts'
import { sealed } from '../simulator/raw-client.test-support.ts'
import { TOKENS_MAX } from './mask.ts'
import { Recorder } from './recorder.ts'
import { type Direction, readTranscript, TranscriptError, TranscriptWriter } from './transcript.ts'

const DATE = '20261006    120500'

/** The line's text, without its place. */
function written(text: string, direction: Direction, writer = new TranscriptWriter()): string {
  const bytes = Buffer.from(text, 'latin1')
  return writer.entry({ at: 0, connection: 1, kind: direction, bytes }).slice('0 1 > '.length, -1)
}

describe('a transcript', () => {
  it('gives back what was written into it, byte for byte', () => {
    const writer = new TranscriptWriter({ masked: false })
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
    const entries = [
      { at: 0, connection: 1, kind: 'opened' },
      { at: 2, connection: 1, kind: 'toServer', bytes },
      { at: 7, connection: 2, kind: 'opened' },
      { at: 9, connection: 1, kind: 'toClient', bytes: Buffer.from('98YYYYNN\\x41 |\r\n') },
      { at: 10, connection: 1, kind: 'closed' },
    ] as const
    const text = writer.begin() + entries.map((entry) => writer.entry(entry)).join('')
    expect(text).toMatch(/^[\x20-\x7e\n]+$/)
    expect(readTranscript(text)).toEqual(entries)
  })

  it('may hold remarks, empty lines, and a last line that was cut', () => {
    const text = 'sip2 transcript 1\n# a remark\n\n3 1 > 9900802.00\\r\n4 1 < 98YY'
    expect(readTranscript(text)).toEqual([
      { at: 3, connection: 1, kind: 'toServer', bytes: Buffer.from('9900802.00\r') },
    ])
  })

  it.each([
    ['99\n', /^line 1: is not 'sip2 transcript 1'/],
    ['sip2 transcript 2\n', /^line 1/],
    ['sip2 transcript 1\n3 1 ? 99\n', /^line 2: is not a time/],
    ['sip2 transcript 1\n\n3 1 > 99\\q\n', /^line 3: holds an unknown escape/],
  ])('that is none (%j) is refused by line', (text, complaint) => {
    expect(() => readTranscript(text)).toThrow(TranscriptError)
    expect(() => readTranscript(text)).toThrow(complaint)
  })
})

describe('a masked line', () => {
  it('keeps its shape, and its checksum fits what is written', () => {
    const line = written(`${sealed(`2300120261006    120500AOMAIN|AA2123|AC|AD4321|`, 2)}\r`, 'toServer')
    expect(line).toMatch(/^2300120261006 {4}120500AOMAIN\|AA\{AA1\}\|AC\|AD\{AD\}\|AY2AZ[0-9A-F]{4}\\r$/)
    const result = parseMessage(Buffer.from(line.slice(0, -2)))
    expect(result).toMatchObject({ ok: true, checked: true })
  })

  it('with a wrong checksum has a wrong one still', () => {
    const line = written(`99${'0'}0802.00AY1AZ1234\r`, 'toServer')
    expect(parseMessage(Buffer.from(line.slice(0, -2)))).toEqual({ ok: false, fault: 'badChecksum' })
  })

  it('has a checksum without zeros in front where it had one so', () => {
    // A sum just under 65536 has a small complement.
    const long = sealed(`17${DATE}AO|AB${'Z'.repeat(690)}|`, 1)
    const first = long.replace(/AZ0+/, 'AZ')
    expect(first).toMatch(/AZ[1-9A-F][0-9A-F]{0,2}$/)
    expect(written(`${first}\r`, 'toServer')).toBe(`${first}\\r`)
  })

  it('tells two patrons apart and names each alike everywhere, but no two secrets', () => {
    const writer = new TranscriptWriter()
    const ask = (card: string, pin: string) =>
      written(`63000${DATE}${' '.repeat(10)}AO|AA${card}|AD${pin}|\r`, 'toServer', writer)
    expect(ask('2001', '1111')).toContain('AA{AA1}|AD{AD}|')
    expect(ask('2002', '2222')).toContain('AA{AA2}|AD{AD}|')
    expect(ask('2001', '1111')).toContain('AA{AA1}|AD{AD}|')
  })

  it('names no patron in a greeting, and tells no note', () => {
    const line = written(
      `64${' '.repeat(14)}000${DATE}${'0'.repeat(24)}AO|AA2001|AEDoe, Jane|BD1 Elm St|BEj@example.org|BF555|PB19800101|AFowes Jane Doe money|\r`,
      'toClient',
    )
    expect(line).not.toMatch(/2001|Doe|Elm|example|555|1980|owes/)
    const writer = new TranscriptWriter()
    written(`24${' '.repeat(14)}000${DATE}AO|AA2001|AEJane Doe|\r`, 'toClient', writer)
    expect(
      written(`121NNY${DATE}AO|AA2001|AB3|AJEmma|AH|AFThank you Jane Doe|\r`, 'toClient', writer),
    ).toContain('AB3|AJEmma|AH|AFThank you {AE1}|')
  })

  it('keeps what shows the fee, not who owes it', () => {
    const line = written(`64${' '.repeat(14)}000${DATE}${'0'.repeat(24)}AO|AA2|AEx|CG7|FA1.50|\r`, 'toClient')
    expect(line).toContain('CG7|FA1.50|')
  })

  it('shows nothing of what it cannot read', () => {
    expect(written('AD4321|x\r', 'toServer')).toBe('{text}\\r')
    expect(written('77anything|AAsecret|\r', 'toServer')).toBe('77{text}\\r')
    expect(written('23AA2001|AD4321|\r', 'toServer')).toBe('23{text}\\r')
    expect(written('call before 5|AEJane Doe|\r', 'toClient')).toBe('call before 5|AE{AE1}|\\r')
    expect(written('login: ', 'toClient')).toBe('login: ')
  })

  it('of one patron more than it remembers has a token without a number', () => {
    const writer = new TranscriptWriter()
    const end = (card: number) => written(`35${DATE}AO|AAcard-${card}|\r`, 'toServer', writer)
    for (let card = 1; card <= TOKENS_MAX; card++) end(card)
    expect(end(0)).toContain('|AA{AA}|')
    expect(end(1)).toContain('|AA{AA1}|')
  })
})

describe('a recorder', () => {
  it('writes a line a message however its bytes came, and what was cut at the end', () => {
    let now = 1_000
    let text = ''
    const recorder = new Recorder({
      now: () => now,
      write: (more) => {
        text += more
      },
    })
    const one = recorder.opened()
    const two = recorder.opened()
    now = 1_004.6
    one.passed('toServer', Buffer.from('99008'))
    two.passed('toServer', Buffer.from('9900802.00\r\n970'))
    one.passed('toServer', Buffer.from('02.00\r9900802.00\r'))
    one.passed('toClient', Buffer.from('98YY'))
    now = 1_009
    one.closed()
    one.passed('toClient', Buffer.from('late\r'))
    one.closed()
    expect(text.split('\n')).toEqual([
      'sip2 transcript 1',
      '0 1 +',
      '0 2 +',
      '5 2 > 9900802.00\\r\\n',
      '5 1 > 9900802.00\\r',
      '5 1 > 9900802.00\\r',
      '9 1 < 98YY',
      '9 1 -',
      '',
    ])
  })
})
