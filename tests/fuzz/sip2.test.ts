import { BuildError, buildMessage, Framer, type MessageName, parseMessage } from 'sip2/protocol'
import { describe, expect, it } from 'vitest'
import { FIELDS, type FieldName } from '../../sip2-bridge/src/protocol/fields.ts'
import { MESSAGES, type MessageRow } from '../../sip2-bridge/src/protocol/messages.ts'
import { Random } from '../support/random.ts'

const CASES = 100_000
const NAMES = Object.keys(MESSAGES) as MessageName[]
const LETTERS = 'ABCXYZ abc 0129 äöüßéñ Жя 王 &;:,.-/()'

function text(random: Random, length: number): string {
  const letters = [...LETTERS]
  return Array.from({ length }, () => random.pick(letters)).join('')
}

/** A message that may be sent, made from its row. */
function example(random: Random): { name: MessageName; fields: Record<string, string | string[]> } {
  const name = random.pick(NAMES)
  const row: MessageRow = MESSAGES[name]
  const value = (field: FieldName): string => {
    const { kind } = FIELDS[field]
    if (kind === 'flag') return random.pick(['Y', 'N'])
    // Blanks at the end of a frame's text are kept; nothing is trimmed.
    return typeof kind === 'number' ? '0'.repeat(kind) : `x${text(random, random.below(20))}x`
  }
  const fields: Record<string, string | string[]> = {}
  for (const [fixed, width] of row.fixed) fields[fixed] = String(random.below(10)).repeat(width)
  for (const field of row.required) fields[field] = value(field)
  for (const field of row.optional) if (random.chance(0.5)) fields[field] = value(field)
  for (const field of row.repeated) {
    const list = Array.from({ length: random.below(4) }, () => value(field))
    if (list.length > 0) fields[field] = list
  }
  return { name, fields }
}

const built = (random: Random) => {
  const { name, fields } = example(random)
  return {
    name,
    fields,
    bytes: buildMessage<MessageName>(name, fields as never, { sequence: random.below(10) }),
  }
}

describe(`SIP2 over ${CASES} cases`, () => {
  it('what is built is read back the same', () => {
    for (let seed = 1; seed <= CASES / 10; seed++) {
      const { name, fields, bytes } = built(new Random(seed))
      const result = parseMessage(bytes)
      expect(result, `seed ${seed}`).toMatchObject({ ok: true, checked: true, message: { name } })
      if (result.ok) expect(JSON.parse(JSON.stringify(result.message.fields)), `seed ${seed}`).toEqual(fields)
    }
  })

  it('reading never throws, whatever bytes come', () => {
    for (let seed = 1; seed <= CASES; seed++) {
      const random = new Random(seed)
      const bytes = random.chance(0.2)
        ? Buffer.from(Array.from({ length: random.below(200) }, () => random.below(256)))
        : Buffer.from(built(random).bytes)
      for (let changes = random.below(5); changes > 0 && bytes.length > 0; changes--)
        bytes[random.below(bytes.length)] = random.below(256)
      const cut = random.chance(0.3) ? bytes.subarray(0, random.below(bytes.length + 1)) : bytes
      try {
        parseMessage(cut, random.pick(['utf8', 'latin1', 'cp850'] as const))
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error })
      }
    }
  })

  it('a stream cut anywhere gives the same frames', () => {
    for (let seed = 1; seed <= CASES / 100; seed++) {
      const random = new Random(seed)
      const stream = Buffer.concat(Array.from({ length: 4 }, () => built(random).bytes))
      const whole = new Framer().push(stream).map(String)
      const framer = new Framer()
      const pieces: string[] = []
      for (let at = 0; at < stream.length; ) {
        const next = at + 1 + random.below(40)
        pieces.push(...framer.push(stream.subarray(at, next)).map(String))
        at = next
      }
      expect(pieces, `seed ${seed}`).toEqual(whole)
    }
  })

  it('writing refuses what would break a frame, and nothing else', () => {
    for (let seed = 1; seed <= CASES / 100; seed++) {
      const random = new Random(seed)
      const bad = random.pick(['|', '\r', '\n', '\u0000', '\u001b'])
      const patronId = `${text(random, 5)}${bad}${text(random, 5)}`
      const fields = { transactionDate: '0'.repeat(18), institutionId: '', patronId }
      expect(() => buildMessage('endSession', fields, { sequence: 0 }), `seed ${seed}`).toThrow(BuildError)
    }
  })
})
