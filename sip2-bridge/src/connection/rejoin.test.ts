import { describe, expect, it } from 'vitest'
import { buildMessage, Framer, type parseMessage } from '../protocol/codec.ts'
import { FRAGMENTS_MAX, Rejoiner } from './rejoin.ts'

const goodbye = { endSession: 'Y', transactionDate: '20261006    121500', institutionId: 'M', patronId: '1' }
const sound = buildMessage('endSessionResponse', goodbye, { sequence: 1 })

/** A frame with `note` in its message, raw line ends and all, under a right checksum. */
function cutBy(note: string): Buffer {
  const covered = Buffer.from(`36Y20261006    121500AOM|AA1|AF${note}|AGbye|AY2AZ`)
  const sum = covered.reduce((total, byte) => total + byte, 0)
  const digits = (-sum & 0xffff).toString(16).toUpperCase().padStart(4, '0')
  return Buffer.concat([covered, Buffer.from(`${digits}\r`)])
}

function receive(...chunks: readonly (Buffer | string)[]) {
  const framer = new Framer()
  const rejoiner = new Rejoiner()
  return chunks
    .flatMap((chunk) => framer.lines(Buffer.from(chunk)))
    .map((line) => rejoiner.take(line, 'utf8'))
    .filter((result) => result !== null)
}

const messageOf = (result: ReturnType<typeof parseMessage> | undefined) =>
  result?.ok === true ? result.message.fields : result

describe('a message cut by line ends in a note', () => {
  it.each([
    'call\rback',
    'call\r\nback',
    'call\nback',
    'one\r\ntwo\r\n\r\nthree\rfour',
    '\rback',
    'a\r17 Main St\rb',
  ])('is whole again after %j', (note) => {
    const [first, second] = receive(sound, cutBy(note))
    expect(first).toMatchObject({ ok: true, checked: true })
    expect(second).toMatchObject({ ok: true, checked: true })
    expect(messageOf(second)).toMatchObject({ screenMessage: [note], printLine: ['bye'] })
  })

  it('is whole again however the network splits it, and the next message is itself', () => {
    const stream = Buffer.concat([sound, cutBy('one\r\n\r\ntwo'), sound])
    for (let at = 1; at < stream.length; at++) {
      const results = receive(stream.subarray(0, at), stream.subarray(at))
      expect(results, `split at ${at}`).toHaveLength(3)
      expect(messageOf(results[1]), `split at ${at}`).toMatchObject({ screenMessage: ['one\r\n\r\ntwo'] })
    }
  })

  it('is damaged when the checksum does not prove the joint', () => {
    const damaged = cutBy('call\rback').toString().replace('bye', 'bya')
    expect(receive(sound, damaged)[1]).toEqual({ ok: false, fault: 'badChecksum' })
  })

  it('is given up after too many pieces, and the next message is read', () => {
    const results = receive(sound, cutBy('line\r'.repeat(FRAGMENTS_MAX + 5)), sound)
    expect(results).toContainEqual({ ok: false, fault: 'badChecksum' })
    expect(results.at(-1)).toMatchObject({ ok: true, checked: true })
  })

  it('is not guessed at with a server that sends no checksums', () => {
    expect(receive('36Y20261006    121500AOM|AA1|AFcall\rback|\r')).toMatchObject([
      { ok: true, checked: false },
      { ok: false, fault: 'notAMessage' },
    ])
  })
})

describe('a whole message without a trailer, from a server that otherwise sends one', () => {
  it.each(['96', '36Y20261006    121500AOM|AA1|', '98YYYYNN10000320261006    1200002.00'])(
    '%s is handed on at once: nothing more will come',
    (text) => {
      expect(receive(sound, `${text}\r`)[1]).toMatchObject({ ok: true, checked: false })
    },
  )
})
