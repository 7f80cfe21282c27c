import { beforeEach, describe, expect, it } from 'vitest'
import { testOutbox } from '../../journal/outbox.test-support.ts'
import { ManualClock } from '../../runtime/clock.ts'
import type { AuditEntry } from '../../staff/audit.ts'
import type { CommandOutcome, KioskCommand } from '../commands/contract.ts'
import { createLog } from '../log.ts'
import { ANSWER_MAX_CHARACTERS, CommandChannel, ORDER_MILLISECONDS, ORDERS_MAX } from './command-channel.ts'
import { ORDER_LIFE_MAX_MILLISECONDS } from './command-message.ts'
import type { Incoming } from './contract.ts'
import { order, PREFIX } from './kiosk.test-support.ts'
import { INCOMING_MAX_BYTES } from './line-options.ts'
import type { ReplyTo } from './publisher.ts'
import type { Facts } from './topics.ts'

function house(outbox = testOutbox()) {
  const clock = new ManualClock()
  const lines: Record<string, unknown>[] = []
  const asked: {
    command: KioskCommand
    by: string
    done: (outcome: CommandOutcome) => void
    fail: (error: Error) => void
  }[] = []
  const answers: (Facts<'result'> & { to: ReplyTo })[] = []
  const recorded: AuditEntry[] = []
  const channel = new CommandChannel({
    commands: {
      perform: (command, by) => {
        const { promise, reject, resolve } = Promise.withResolvers<CommandOutcome>()
        asked.push({ command, by, done: resolve, fail: reject })
        return promise
      },
    },
    outbox,
    answer: (facts, to) => void answers.push({ ...facts, to }),
    clock,
    log: createLog({ clock, write: (text) => lines.push(JSON.parse(text)) }),
    record: (entry) => void recorded.push(entry),
    prefix: PREFIX,
  })
  const take = (verb: string, payload: string | Buffer, over: Partial<Incoming> = {}) =>
    channel.take({
      topic: `${PREFIX}/cmd/${verb}`,
      payload: Buffer.from(payload),
      retain: false,
      again: false,
      replyTo: null,
      correlation: null,
      by: null,
      ...over,
    })
  return { answers, asked, channel, clock, lines, outbox, recorded, take }
}
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

let h: ReturnType<typeof house>
beforeEach(() => {
  h = house()
})

describe('an order over MQTT', () => {
  it('is carried out once, answered with how long it took, and logged with who asked', async () => {
    h.take('set_message', order({ args: { text: 'Closed at noon' } }))
    expect(h.asked).toMatchObject([
      { command: { verb: 'set_message', args: { text: 'Closed at noon' } }, by: 'anna' },
    ])
    h.clock.advance(40)
    h.asked[0]?.done({ ok: true, detail: 'shown' })
    await settled()
    expect(h.answers).toEqual([
      {
        id: 'order-1',
        verb: 'set_message',
        by: 'anna',
        ok: true,
        why: null,
        text: null,
        what_to_do: null,
        detail: 'shown',
        took_ms: 40,
        to: { topic: `${PREFIX}/cmd/set_message/result`, correlation: null },
      },
    ])
    expect(h.lines).toMatchObject([
      { code: 'COMMAND_DONE', detail: 'set_message order-1 by anna', milliseconds: 40 },
    ])
    expect(h.clock.pending).toBe(0)
  })

  it('that is refused is answered with what it means and what to do', async () => {
    h.take('open', order())
    h.asked[0]?.done({ ok: false, why: 'PRINTER_AWAY' })
    await settled()
    expect(h.answers).toMatchObject([
      { ok: false, why: 'PRINTER_AWAY', text: expect.stringContaining('printer') },
    ])
    expect(h.lines).toMatchObject([{ code: 'COMMAND_REFUSED', detail: 'open order-1 by anna: PRINTER_AWAY' }])
  })

  it.each([
    ['COMMAND_EXPIRED', 'open', { expires_at: '2026-01-15T08:59:59Z' }],
    ['COMMAND_EXPIRED', 'open', { expires_at: '2026-01-15T10:00:01+00:00' }],
    ['COMMAND_EXPIRED', 'open', { expires_at: 'tomorrow' }],
    ['COMMAND_UNKNOWN', 'format_disk', {}],
    ['COMMAND_UNKNOWN', 'constructor', {}],
    ['COMMAND_INVALID', 'empty_bin', { args: { bin: 'all' } }],
    ['COMMAND_INVALID', 'empty_bin', {}],
  ] as const)('is answered %s as %s with %j, and not carried out', (why, verb, over) => {
    h.take(verb, order(over))
    expect(h.answers).toMatchObject([{ id: 'order-1', ok: false, why }])
    expect(h.asked).toEqual([])
  })

  it('may be valid for an hour, in any zone', () => {
    expect(ORDER_LIFE_MAX_MILLISECONDS).toBe(3_600_000)
    h.take('open', order({ expires_at: '2026-01-15T11:00:00.000+01:00' }))
    expect(h.asked).toHaveLength(1)
  })

  it.each([
    ['that is no JSON', 'open'],
    ['of another version', order({ v: 2 })],
    ['with a field more', order({ sudo: true })],
    ['without a name', order({ by: undefined })],
    ['with a line break in a name', order({ by: 'anna\nERROR' })],
    ['with a line break in its id', order({ id: 'a\nb' })],
    ['that wants its answer elsewhere', order({ reply_to: 'lectern/main/kiosk-2/cmd/open' })],
    ['that wants its answer under a pattern', order({ reply_to: `${PREFIX}/cmd/open/result/+` })],
    ['that is too long', ' '.repeat(INCOMING_MAX_BYTES) + order()],
  ])('%s is dropped and logged', (_why, payload) => {
    h.take('open', payload)
    expect([h.asked, h.answers]).toEqual([[], []])
    expect(h.lines).toMatchObject([{ code: 'COMMAND_DROPPED', level: 'warning' }])
  })

  it('that the broker kept is dropped, for it would come again at each connection', () => {
    h.take('open', order(), { retain: true })
    expect([h.asked, h.answers]).toEqual([[], []])
  })

  it('on any other topic is none', () => {
    for (const topic of [`${PREFIX}/cmd/open/result`, 'lectern/main/kiosk-2/cmd/open', `${PREFIX}/state`])
      h.channel.take({
        topic,
        payload: Buffer.from(order()),
        retain: false,
        again: false,
        replyTo: null,
        correlation: null,
        by: null,
      })
    expect([h.asked, h.answers, h.lines]).toEqual([[], [], []])
  })

  it('by MQTT 5 names who asks and where the answer goes beside the payload; what the payload says is first', () => {
    const properties = {
      by: 'berta',
      replyTo: `${PREFIX}/cmd/format_disk/result/desk`,
      correlation: Buffer.from('7'),
    }
    h.take('format_disk', order({ by: undefined }), properties)
    h.take('format_disk', order({ id: 'order-2' }), properties)
    expect(h.answers).toMatchObject([
      { by: 'berta', to: { topic: properties.replyTo, correlation: properties.correlation } },
      { by: 'anna' },
    ])
  })
})

describe('an order that comes twice', () => {
  it('is refused the second time, after a restart too', () => {
    h.take('open', order())
    h.take('open', order())
    expect(h.answers).toMatchObject([{ why: 'COMMAND_REPEATED' }])
    const later = house(h.outbox)
    later.take('restart_agent', order())
    expect(later.answers).toMatchObject([{ why: 'COMMAND_REPEATED' }])
    expect([h.asked.length, later.asked.length]).toEqual([1, 0])
  })

  it('because the broker tried again is answered once', async () => {
    h.take('open', order())
    h.take('open', order(), { again: true })
    h.asked[0]?.done({ ok: true })
    await settled()
    expect(h.answers).toMatchObject([{ ok: true }])
  })

  it('cannot be known on a disk that takes nothing, so none is carried out', () => {
    h.outbox.shut()
    h.take('open', order())
    expect([h.asked.length, h.answers.length]).toEqual([0, 1])
  })
})

describe('an order that goes wrong', () => {
  it('or takes too long is answered so', async () => {
    h.take('open', order())
    h.asked[0]?.fail(new Error('31173000001001'))
    await settled()
    h.take('close', order({ id: 'order-2' }))
    h.clock.advance(ORDER_MILLISECONDS)
    await settled()
    expect(h.answers).toMatchObject([
      { why: 'COMMAND_FAILED' },
      { why: 'COMMAND_TIMED_OUT', took_ms: ORDER_MILLISECONDS },
    ])
    h.asked[1]?.done({ ok: true })
    await settled()
    expect(h.answers).toHaveLength(2)
    expect(JSON.stringify([h.lines, h.answers])).not.toContain('31173000001001')
  })

  it('is none of too many at a time', async () => {
    for (let i = 0; i <= ORDERS_MAX; i++) h.take('open', order({ id: `order ${i}` }))
    expect(h.answers).toMatchObject([{ id: `order ${ORDERS_MAX}`, why: 'COMMAND_BUSY' }])
    h.asked[0]?.done({ ok: true })
    await settled()
    h.take('open', order({ id: `order ${ORDERS_MAX}` }))
    expect(h.asked).toHaveLength(ORDERS_MAX + 1)
  })

  it('is not sent an answer that is too long', async () => {
    h.take('screenshot', order())
    h.asked[0]?.done({ ok: true, detail: 'x'.repeat(ANSWER_MAX_CHARACTERS + 1) })
    await settled()
    expect(h.answers).toMatchObject([{ ok: false, why: 'COMMAND_FAILED', detail: null }])
  })
})

describe('the staff’s audit', () => {
  const seen = () => h.recorded.map(({ action, detail, result, who }) => [who, action, detail, result])

  it('has every order, with who says to ask, the request and its arguments, and how it ended', async () => {
    h.take('restart_driver', order({ args: { device: 'rfid' } }))
    h.asked[0]?.done({ ok: false, why: 'COMMAND_BUSY' })
    await settled()
    h.take('open', order({ id: 'order-2' }))
    h.asked[1]?.done({ ok: true, detail: 'not for the audit' })
    await settled()
    expect(h.recorded[0]).toEqual({
      who: 'anna',
      role: null,
      address: 'mqtt',
      action: 'order.restart_driver',
      detail: 'request order-1, device rfid',
      result: 'COMMAND_BUSY',
    })
    expect(seen()[1]).toEqual(['anna', 'order.open', 'request order-2', 'done'])
  })

  it('has what was refused before it began; what is none, and the broker’s own second try, are not in it', async () => {
    h.take('dance', order({}))
    h.take('d'.repeat(500), order({ id: 'order-2' }))
    h.take('open', 'no order')
    h.take('open', order({ id: 'order-3' }), { retain: true })
    h.take('open', order({ id: 'order-4' }))
    h.take('open', order({ id: 'order-4' }), { again: true })
    expect(seen()).toEqual([
      ['anna', 'order.dance', 'request order-1', 'COMMAND_UNKNOWN'],
      ['anna', `order.${'d'.repeat(64)}`, 'request order-2', 'COMMAND_UNKNOWN'],
    ])
  })
})
