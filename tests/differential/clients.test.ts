/** Six clients that nobody here wrote, in conversation with the demo library: their requests again, to today's. */
import { createSimulator } from 'sip2/simulator'
import { describe, expect, it } from 'vitest'
import { RawClient } from '../../sip2-bridge/src/simulator/raw-client.test-support.ts'
import { ours } from './ours.ts'
import { exchanges, transcripts } from './recordings.ts'

/** When they were recorded, by the demo library's clock. */
const NOW = Date.UTC(2026, 10, 25, 9)
const clients = transcripts('client-')

/** Among the flags of 98. The demo library has learned to take what happened off-line since; no client asked for it. */
const OFFLINE_OK = 5

/** What every client goes by: the kind of answer, its flags, its number in the sequence, and whom and what it is about. */
function essence(answer: string) {
  const code = answer.slice(0, 2)
  const { fixed, values, checked } = ours(answer)
  const { patronId, itemId, titleId, validPatron, validPatronPassword, renewedItem, chargedItem } = values
  return {
    code,
    flags: fixed.filter((text) => text.length === 1).filter((_, at) => code !== '98' || at !== OFFLINE_OK),
    sequence: /AY(\d)AZ[0-9A-F]{4}$/.exec(answer)?.[1],
    checked,
    about: { patronId, itemId, titleId, validPatron, validPatronPassword, renewedItem, chargedItem },
  }
}

describe('the demo library', () => {
  it('was spoken to by six clients', () => {
    expect(clients).toHaveLength(6)
  })

  it.each(clients)('answers %s as it did when that client understood it', async (file) => {
    const simulator = await createSimulator({
      now: () => NOW,
      login: { user: 'kiosk', password: 'kioskpw' },
    })
    let client: RawClient | null = null
    let answered = 0
    try {
      for (const { request, answer } of exchanges(file)) {
        if (request.startsWith('93')) {
          client?.close()
          client = await RawClient.open(simulator.port)
        }
        if (client === null) throw new Error('no client logged in')
        expect(essence(await client.ask(request)), request).toEqual(essence(answer))
        answered++
      }
    } finally {
      client?.close()
      await simulator.close()
    }
    expect(answered).toBeGreaterThan(10)
  })

  it('lent and took back one item through each client that lends', () => {
    const lending = clients.filter((file) => exchanges(file).some(({ request }) => request.startsWith('11')))
    expect(lending).toHaveLength(5)
    for (const file of lending) {
      const answers = exchanges(file).map(({ answer }) => answer)
      expect(ours(answers.find((answer) => answer.startsWith('12')) ?? '').values, file).toMatchObject({
        ok: '1',
      })
      expect(ours(answers.find((answer) => answer.startsWith('10')) ?? '').values, file).toMatchObject({
        ok: '1',
      })
    }
  })
})
