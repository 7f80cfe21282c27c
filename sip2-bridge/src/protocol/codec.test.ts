import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { BuildError, buildMessage, Framer, type MessageName, parseMessage } from './codec.ts'
import { MESSAGES } from './messages.ts'
import { PLAN_OF_CODE } from './plan.ts'

const fixtures = new URL('../../fixtures/', import.meta.url)
const vectors = readFileSync(new URL('vectors.txt', fixtures), 'utf8')
  .split('\n')
  .filter((line) => /^\d\d/.test(line))

interface Recorded {
  readonly bytes: Buffer
  /** False where the server itself sent a checksum that does not fit (Koha, over wide characters). */
  readonly sound: boolean
}

/** The answers of recorded exchanges, as bytes. */
function recorded(file: string): readonly Recorded[] {
  const lines = readFileSync(new URL(file, fixtures), 'utf8').split('\n')
  return lines
    .filter((line) => line.startsWith('< '))
    .map((line) => {
      const text = line
        .slice(2)
        .replace(/ {3}\[\d+ ms\].*$/, '')
        .replaceAll('<EOF>', '')
        .replaceAll('\\r', '\r')
        .replaceAll('\\n', '\n')
        .replaceAll(/\\x([0-9a-f]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
      return { bytes: Buffer.from(text, 'latin1'), sound: !line.includes('BAD-CHECKSUM') }
    })
}

/** The fixed part, and the fields that say something, sorted. */
function bodyOf(text: string): readonly string[] {
  const width = PLAN_OF_CODE.get(text.slice(0, 2))?.fixed.reduce((sum, [, fixed]) => sum + fixed, 2) ?? 0
  const fields = text
    .slice(width)
    .replace(/(AY\d)?AZ[0-9A-F]{4}$/, '')
    .split('|')
  return [text.slice(0, width), ...fields.filter((field) => field.length > 2).toSorted()]
}

const read = (text: string | Buffer) => {
  const result = parseMessage(Buffer.from(text))
  if (!result.ok) throw new Error(`not read: ${result.fault}`)
  return result.message
}

describe('published messages', () => {
  it.each(vectors)('%s is read with its checksum and written back to the byte', (vector) => {
    const result = parseMessage(Buffer.from(vector))
    expect(result).toMatchObject({ ok: true, checked: true })
    if (!result.ok) return
    const { name, fields, sequence, extra } = result.message
    expect(extra).toEqual([])
    const written = buildMessage<MessageName>(name, fields, { sequence: sequence ?? 0 })
      .toString()
      .trimEnd()
    // The order of fields with identifiers is free: the same fields must be there, under a right checksum.
    expect(bodyOf(written)).toEqual(bodyOf(vector))
    expect(parseMessage(Buffer.from(written))).toMatchObject({ ok: true, checked: true })
  })

  it.each(['97', '96'] as const)('the whole message %s carries a checksum and no sequence', (code) => {
    const name = code === '97' ? 'requestAcsResend' : 'requestScResend'
    expect(buildMessage(name, {}, { sequence: 4 }).toString()).toBe(`${code}AZFEF${code === '97' ? 5 : 6}\r`)
  })
})

describe('answers recorded from real servers', () => {
  it.each(
    readdirSync(fixtures, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.txt') && name !== 'vectors.txt',
    ),
  )('in %s are all read, and a checksum holds unless the server itself got it wrong', (file) => {
    let read = 0
    for (const { bytes, sound } of recorded(file)) {
      for (const frame of new Framer().push(Buffer.concat([bytes, Buffer.from('\r')]))) {
        if (frame.toString().startsWith('<')) continue
        const result = parseMessage(frame)
        expect(result.ok, frame.toString()).toBe(sound)
        read++
      }
    }
    expect(read).toBeGreaterThan(10)
  })
})

describe('reading', () => {
  it('finds fields in any order, and keeps those it does not know', () => {
    const { fields, extra } = read('941AOMAIN|ZZodd|')
    expect(fields).toEqual({ ok: '1' })
    expect(extra).toEqual([
      ['AO', 'MAIN'],
      ['ZZ', 'odd'],
    ])
  })

  it('keeps repeats of repeating fields in order, and the first of the others', () => {
    const message = read('36Y20261006    121500AOA|AA1|AFone|AFtwo|AOB|')
    expect(message.fields).toMatchObject({ institutionId: 'A', screenMessage: ['one', 'two'] })
    expect(message.extra).toEqual([['AO', 'B']])
  })

  it('leaves missing optional fields undefined and missing required ones empty', () => {
    expect(read('24              00120261006    120500').fields).toMatchObject({
      patronId: '',
      validPatron: undefined,
    })
  })

  it('takes a stray pipe for a part of the title, skips double pipes, and unescapes what Koha escapes', () => {
    const title = (text: string) => read(`121NNY20261006    120531AOM|AA1|AB2|AJ${text}|AH|`).fields
    expect(title('Either | Or')).toMatchObject({ titleId: 'Either | Or' })
    expect(title('Plain||')).toMatchObject({ titleId: 'Plain' })
    expect(title('Pipe &#124; Title')).toMatchObject({ titleId: 'Pipe | Title' })
  })

  it('gives what follows a stray pipe to the value it stood in, and never to another field', () => {
    const end = (rest: string) => read(`36Y20261006    121500AOM|${rest}`)
    expect(end('AFone|AA123|AFtwo | three|').fields).toMatchObject({
      patronId: '123',
      screenMessage: ['one', 'two | three'],
    })
    expect(end('AA1|AA2|x y|ZZodd|  end|')).toMatchObject({
      fields: { patronId: '1' },
      extra: [
        ['AA', '2|x y'],
        ['ZZ', 'odd|  end'],
      ],
    })
  })

  it('does not find an identifier inside a value', () => {
    expect(read('94AOMAIN|').fields).toEqual({ ok: 'A' })
    expect(read('9300CNAOMAIN|COx|').fields).toMatchObject({ loginUserId: 'AOMAIN' })
  })

  it('reads a header that is short by some bytes', () => {
    expect(read('1803020120261006').fields).toMatchObject({
      circulationStatus: '03',
      transactionDate: '20261006',
    })
  })

  it('accepts a checksum in lower case or without leading zeros', () => {
    expect(parseMessage(Buffer.from('97AZfef5'))).toMatchObject({ ok: true, checked: true })
    const message = Buffer.from('3520261006    121500AOMAIN|AA1|AC|')
    for (let pad = 0; pad < 300; pad++) {
      const frame = buildMessage(
        'endSession',
        {
          transactionDate: '20261006    121500',
          institutionId: 'x'.repeat(pad % 250),
          patronId: String(pad),
        },
        { sequence: 1 },
      ).toString()
      const [, digits] = /AZ0([0-9A-F]{3})/.exec(frame) ?? []
      if (digits !== undefined)
        expect(parseMessage(Buffer.from(frame.replace(`AZ0${digits}`, `AZ${digits}`)))).toMatchObject({
          ok: true,
          checked: true,
        })
    }
    expect(parseMessage(message)).toMatchObject({ ok: true, checked: false })
  })

  it.each([
    ['', 'empty'],
    ['\r\n', 'empty'],
    ['login:', 'notAMessage'],
    ['Problems handling the request', 'notAMessage'],
    ['771', 'unknownMessage'],
    ['941AY0AZFDFE', 'badChecksum'],
    ['36Y20261006    121500AOMAIN|AA1|AY6AXF4B4', 'badChecksum'],
    ['36Y20261006    121500AOMAIN|AA1|AY6AZF4G4', 'badChecksum'],
    ['36Y20261006    121500AOMAIN|AA1|AY6', 'badChecksum'],
  ])('says of %j that it is %s', (text, fault) => {
    expect(parseMessage(Buffer.from(text))).toEqual({ ok: false, fault })
  })

  it('sums the bytes as they came, whatever the character set', () => {
    const text = '24              00120261006    120000AOMAIN|AA1|AERENÉ|BLY|AY6AZ'
    for (const [charset, bytes, sum] of [
      ['cp850', [0x90], 'F170'],
      ['latin1', [0xc9], 'F137'],
      ['utf8', [0xc3, 0x89], 'F0B4'],
    ] as const) {
      const [before = '', after = ''] = text.split('É')
      const frame = Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after + sum)])
      const result = parseMessage(frame, charset)
      expect(result).toMatchObject({ ok: true, checked: true, message: { fields: { personalName: 'RENÉ' } } })
    }
  })
})

describe('writing', () => {
  const goodbye = { transactionDate: '20261006    121500', institutionId: 'MAIN', patronId: '1' }

  it.each(['a|b', 'a\rb', 'a\nb', 'a\u0000b'])('refuses %j in a value, before a byte is sent', (patronId) => {
    expect(() => buildMessage('endSession', { ...goodbye, patronId }, { sequence: 0 })).toThrow(BuildError)
  })

  it('names the field it refuses, also in a list, and refuses in every character set', () => {
    const answer = { endSession: 'Y', ...goodbye, screenMessage: ['fine', 'not | fine'] }
    for (const charset of ['utf8', 'cp850', 'ascii'] as const) {
      expect(() => buildMessage('endSessionResponse', answer, { sequence: null, charset })).toThrow(
        /^screenMessage: holds a pipe/,
      )
    }
  })

  it('refuses a fixed field of a wrong width and a value that is too long', () => {
    expect(() =>
      buildMessage('endSession', { ...goodbye, transactionDate: '2026' }, { sequence: 0 }),
    ).toThrow(/18 characters/)
    expect(() =>
      buildMessage('endSession', { ...goodbye, patronId: '1'.repeat(256) }, { sequence: 0 }),
    ).toThrow(/255/)
  })

  it('ends with CR, or CR LF where the server wants it, and without a trailer where error detection is off', () => {
    expect(buildMessage('endSession', goodbye, { sequence: null, terminator: 'CRLF' }).toString()).toBe(
      '3520261006    121500AOMAIN|AA1|\r\n',
    )
  })

  it('takes the marks off letters the character set lacks', () => {
    const bytes = buildMessage(
      'endSession',
      { ...goodbye, patronId: 'Łukasz Žižek é Ж' },
      { sequence: null, charset: 'latin1' },
    )
    expect(bytes.toString('latin1')).toContain('AA?ukasz Zizek é ?|')
  })

  it('has a row for every message of SIP2 2.00', () => {
    const codes = Object.values(MESSAGES).map(({ code }) => code)
    expect(codes.toSorted()).toEqual(
      '01 09 10 11 12 15 16 17 18 19 20 23 24 25 26 29 30 35 36 37 38 63 64 65 66 93 94 96 97 98 99'.split(
        ' ',
      ),
    )
  })
})

describe('cutting a stream into frames', () => {
  const cut = (...chunks: string[]) => {
    const framer = new Framer()
    return chunks.flatMap((chunk) => framer.push(Buffer.from(chunk)).map(String))
  }
  it('knows CR, LF, CR LF, LF first, several in one and one in several', () => {
    expect(cut('941\r', '942\n', '943\r\n', '\n944\r', '9', '4', '5\r946\r')).toEqual([
      '941',
      '942',
      '943',
      '944',
      '945',
      '946',
    ])
  })
  it('drops NUL', () => {
    expect(cut('94\u00001\r')).toEqual(['941'])
  })
  it('drops a frame that is too long whole, counts it, and goes on with the next', () => {
    const framer = new Framer()
    for (let part = 0; part < 20; part++) expect(framer.push(Buffer.alloc(8_192, 65))).toEqual([])
    expect(framer.push(Buffer.from('tail\r941\r')).map(String)).toEqual(['941'])
    expect(framer.dropped).toBe(1)
  })
})
