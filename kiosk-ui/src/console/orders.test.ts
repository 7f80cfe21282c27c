import { describe, expect, it, vi } from 'vitest'
import { Orders } from './orders.ts'

const KIOSK = { site: 'main', id: 'kiosk-1' }
const encoder = new TextEncoder()

/** A broker that has everything it is given, or hangs up. */
function counter(has = true) {
  const sent: { topic: string; words: Record<string, unknown> }[] = []
  const topics: string[] = []
  const line = {
    subscribe: async (filters: readonly string[]) => {
      topics.push(...filters)
      return has ? [true] : null
    },
    unsubscribe: (filters: readonly string[]) => void topics.push(...filters.map((one) => `-${one}`)),
    publish: async (topic: string, payload: string) => {
      sent.push({ topic, words: JSON.parse(payload) })
      return has
    },
  }
  const orders = new Orders(() => line, { base: 'lectern', user: 'anna' })
  const answer = (topic: unknown, fields: object) =>
    orders.take(
      String(topic),
      encoder.encode(JSON.stringify({ v: 1, ts: '', boot_id: 'b', seq: 1, ...fields })),
    )
  return { answer, orders, sent, topics }
}

describe('an order', () => {
  it('says who asks, what for, until when, and where the answer goes; there it is listened before', async () => {
    const { answer, orders, sent, topics } = counter()
    const outcome = orders.send(KIOSK, { verb: 'empty_bin', args: { bin: 2 } })
    await vi.waitFor(() => expect(sent).toHaveLength(1))
    const [order] = sent
    expect(order?.topic).toBe('lectern/main/kiosk-1/cmd/empty_bin')
    expect(order?.words).toMatchObject({ v: 1, by: 'anna', args: { bin: 2 } })
    expect(topics).toEqual([order?.words.reply_to])
    expect(order?.words.reply_to).toBe(`lectern/main/kiosk-1/cmd/empty_bin/result/${order?.words.id}`)
    expect(answer(topics[0], { ok: true, detail: 'x'.repeat(2_000) })).toBe(true)
    expect(await outcome).toMatchObject({ came: 'answer', ok: true, detail: 'x'.repeat(2_000) })
    expect(topics).toEqual([topics[0], `-${topics[0]}`])
    expect(answer(topics[0], { ok: true })).toBe(false)
  })

  it('that is refused says why', async () => {
    const { answer, orders, sent, topics } = counter()
    const outcome = orders.send(KIOSK, { verb: 'open' })
    await vi.waitFor(() => expect(sent).toHaveLength(1))
    answer(topics[0], { ok: false, why: 'COMMAND_LATE', text: 'Late.', what_to_do: 'Again.' })
    expect(await outcome).toMatchObject({ ok: false, why: 'COMMAND_LATE', whatToDo: 'Again.' })
  })

  it('is lost with the connection, and silent where nobody answers', async () => {
    expect(await counter(false).orders.send(KIOSK, { verb: 'open' })).toEqual({ came: 'lost' })
    expect(await new Orders(() => null, { base: 'b', user: '' }).send(KIOSK, { verb: 'open' })).toEqual({
      came: 'lost',
    })
    vi.useFakeTimers()
    const { orders } = counter()
    const outcome = orders.send(KIOSK, { verb: 'open' })
    await vi.advanceTimersByTimeAsync(35_000)
    expect(await outcome).toEqual({ came: 'silent' })
    vi.useRealTimers()
  })
})
