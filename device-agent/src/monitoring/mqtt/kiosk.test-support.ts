/** A kiosk that tells and takes orders, with everything it has moved by the test; the broker is the test's matter. */
import { testOutbox } from '../../journal/outbox.test-support.ts'
import { ManualClock } from '../../runtime/clock.ts'
import type { CommandOutcome, KioskCommand } from '../commands/contract.ts'
import { createLog } from '../log.ts'
import { createNotices } from '../notices.ts'
import { Alerts } from './alerts.ts'
import { CommandChannel } from './command-channel.ts'
import type { OpenLine } from './contract.ts'
import { openLine } from './line.ts'
import type { LineOptions } from './line-options.ts'
import type { Outbox } from './outbox.ts'
import { MqttPublisher } from './publisher.ts'

export const PREFIX = 'lectern/main/kiosk-1'

export interface TestKioskOptions {
  readonly line: Partial<LineOptions> & { readonly url: string }
  readonly outbox?: Outbox
  readonly boot?: string
  readonly clock?: ManualClock
  /** Around the line. */
  readonly open?: (open: OpenLine) => OpenLine
}

export function testKiosk({ line, boot = 'boot-1', open = (same) => same, ...options }: TestKioskOptions) {
  const { clock = new ManualClock(), outbox = testOutbox() } = options
  const lines: Record<string, unknown>[] = []
  const log = createLog({ clock, write: (text) => lines.push(JSON.parse(text)) })
  const notices = createNotices({ log, clock })
  const asked: { command: KioskCommand; by: string }[] = []
  let outcome: () => Promise<CommandOutcome> = async () => ({ ok: true })
  const channel = new CommandChannel({
    commands: {
      perform: (command, by) => {
        asked.push({ command, by })
        return outcome()
      },
    },
    outbox,
    answer: (facts, to) => publisher.answer(facts, to),
    clock,
    log,
    record: () => undefined,
    prefix: PREFIX,
  })
  const publisher = new MqttPublisher({
    open: open(openLine({ version: 'auto', clientId: 'kiosk-1', listen: channel.topics, ...line })),
    outbox,
    clock,
    notices,
    log,
    boot,
    prefix: PREFIX,
    onMessage: (message) => channel.take(message),
  })
  const alerts = new Alerts({ notices, outbox, publisher, clock, titles: true, isThing: () => true })
  const alarm = (id: string) =>
    publisher.publish('gateAlarm', {
      id,
      at: '2026-01-15T09:00:00.000Z',
      gate: 'entrance',
      item: null,
      title: null,
      verdict: 'theft',
      at_kiosk: null,
      direction: 'out',
    })
  return {
    alarm,
    asked,
    clock,
    lines,
    notices,
    outbox,
    publisher,
    answerWith: (how: typeof outcome) => {
      outcome = how
    },
    /** Resolves once the notice is open. */
    notice: (code: string) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (notices.open().some((open) => open.code === code)) resolve()
        }
        notices.onChange(look)
        look()
      }),
    stop: async () => {
      alerts.stop()
      await publisher.stop()
    },
  }
}

/** An order as it is sent; valid by a `ManualClock` that has not moved. */
export const order = (over: Record<string, unknown> = {}): string =>
  JSON.stringify({
    v: 1,
    id: 'order-1',
    by: 'anna',
    expires_at: '2026-01-15T09:05:00Z',
    ...over,
  })
