import { describe, expect, it } from 'vitest'
import { asReadBy, DEVIATIONS } from './deviations.ts'
import { ours } from './ours.ts'
import { type Reading, type ReadMessage, rows } from './recordings.ts'

const built = rows<ReadMessage>('read.jsonl')
const answered = rows<ReadMessage>('answers.jsonl')

/** Every peer's reading of every message; how many there were to compare. */
function compare(messages: readonly ReadMessage[]): ReadonlyMap<string, number> {
  const compared = new Map<string, number>()
  for (const { message, readings } of messages) {
    const { fixed, fields } = ours(message)
    for (const { by, ...theirs } of readings)
      for (const peer of by) {
        const expected = asReadBy(peer, { fixed, fields }, message)
        if (expected === null) continue
        expect(theirs, `${peer} reads ${message}`).toEqual(expected)
        compared.set(peer, (compared.get(peer) ?? 0) + 1)
      }
  }
  return compared
}

describe('what is read', () => {
  it('from every message of SIP2, as the builder writes them, is what four other implementations read', () => {
    const compared = compare(built)
    expect(new Set(built.map(({ message }) => message.slice(0, 2))).size).toBe(31)
    expect([...compared.keys()].toSorted()).toEqual([
      'SIP2-Client-for-Python',
      'SIP2Mediator',
      'SIPServer',
      'php-sip2',
    ])
    for (const [peer, count] of compared) expect(count, peer).toBeGreaterThan(80)
  })

  it('from the answers of SIPServer, SIP2Mediator and the demo library is what three others read', () => {
    const compared = compare(answered)
    for (const peer of ['SIP2-Client-for-Python', 'SIP2Mediator', 'php-sip2'])
      expect(compared.get(peer), peer).toBeGreaterThan(70)
  })

  it('differs from theirs only where a deviation says so, and every deviation is seen', () => {
    const all = [...built, ...answered]
    for (const { by, what, concerns } of DEVIATIONS) {
      const seen = all.some(({ message, readings }) => {
        const theirs = readings.find((reading) => reading.by.includes(by))
        return theirs !== undefined && concerns(message) && !same(theirs, ours(message))
      })
      expect(seen, `${by}: ${what}`).toBe(true)
    }
  })
})

const same = (a: Reading, b: Reading): boolean =>
  JSON.stringify([a.fixed, a.fields]) === JSON.stringify([b.fixed, b.fields])
