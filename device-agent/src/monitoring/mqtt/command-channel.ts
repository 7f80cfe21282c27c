/**
 * Orders that come over MQTT: checked, carried out once, answered, logged. Who may order is the broker's matter
 * (its access list); what an order is, and that an old one is none, is checked here.
 */
import { ERRORS, type ErrorCode } from '../../contract/errors.ts'
import type { Clock } from '../../runtime/clock.ts'
import { detailOf, type RecordStaff } from '../../staff/audit.ts'
import {
  type CommandOutcome,
  commandOf,
  isCommandVerb,
  type KioskCommand,
  type KioskCommands,
} from '../commands/contract.ts'
import type { Log } from '../log.ts'
import { isValidUntil, type OrderMessage, readOrder } from './command-message.ts'
import type { Incoming } from './contract.ts'
import { INCOMING_MAX_BYTES } from './line-options.ts'
import type { Outbox } from './outbox.ts'
import type { ReplyTo } from './publisher.ts'
import { type Facts, topicOf } from './topics.ts'

/** An order that takes longer is answered so. */
export const ORDER_MILLISECONDS = 30_000
/** Carried out at a time. */
export const ORDERS_MAX = 8
/** A detail that is longer is not sent: 4 MB. */
export const ANSWER_MAX_CHARACTERS = 4_000_000

/** Of what is no verb, but stands in a topic. */
const VERB_MAX_CHARACTERS = 64

export interface CommandChannelOptions {
  readonly commands: KioskCommands
  readonly outbox: Pick<Outbox, 'learn'>
  readonly answer: (facts: Facts<'result'>, to: ReplyTo) => void
  readonly clock: Clock
  readonly log: Log
  /** The staff's audit. */
  readonly record: RecordStaff
  /** '{base}/{site}/{kiosk}'. */
  readonly prefix: string
}

interface Order {
  readonly verb: string
  readonly id: string
  readonly args: unknown
  readonly by: string
  readonly to: ReplyTo
  readonly arrivedAt: number
}

export class CommandChannel {
  readonly #options: CommandChannelOptions
  #running = 0

  constructor(options: CommandChannelOptions) {
    this.#options = options
  }

  /** What the line is to listen to. */
  get topics(): readonly string[] {
    return [`${this.#options.prefix}/cmd/+`]
  }

  take(message: Incoming): void {
    const verb = this.#verbOf(message.topic)
    if (verb === null) return
    const read = message.payload.length > INCOMING_MAX_BYTES ? null : readOrder(message.payload)
    // An order the broker keeps would be given again at each connection; no answer would ever end that.
    if (message.retain) return this.#drop(verb, 'retained')
    const order = read === null ? null : this.#orderOf(verb, read, message)
    if (read === null || order === null) return this.#drop(verb, 'not as the schema says')
    const now = this.#options.clock.wall()
    if (!isValidUntil(read.expires_at, now)) return this.#refuse(order, 'COMMAND_EXPIRED')
    if (!isCommandVerb(verb)) return this.#refuse(order, 'COMMAND_UNKNOWN')
    const command = commandOf(verb, read.args ?? {})
    if (command === null) return this.#refuse(order, 'COMMAND_INVALID')
    if (this.#running >= ORDERS_MAX) return this.#refuse(order, 'COMMAND_BUSY')
    if (!this.#isNew(order)) {
      // The broker's own second try: the first is answered.
      if (!message.again) this.#refuse(order, 'COMMAND_REPEATED')
      return
    }
    void this.#perform(order, command)
  }

  #verbOf(topic: string): string | null {
    const { prefix } = this.#options
    const start = `${prefix}/cmd/`
    return topic.startsWith(start) && !topic.includes('/', start.length) ? topic.slice(start.length) : null
  }

  /** Null where nobody says who asks, or the answer is wanted where it does not belong. */
  #orderOf(verb: string, read: OrderMessage, message: Incoming): Order | null {
    const own = topicOf(this.#options.prefix, 'result', verb)
    const topic = read.reply_to ?? message.replyTo ?? own
    const by = read.by ?? message.by
    const elsewhere = topic !== own && (!topic.startsWith(`${own}/`) || /[+#\0]/.test(topic))
    if (by === null || !isName(by) || elsewhere) return null
    return {
      verb,
      id: read.id,
      args: read.args,
      by,
      to: { topic, correlation: message.correlation },
      arrivedAt: this.#options.clock.now(),
    }
  }

  async #perform(order: Order, command: KioskCommand): Promise<void> {
    const { clock } = this.#options
    this.#running++
    const late = Promise.withResolvers<CommandOutcome>()
    const timer = clock.setTimeout(
      () => late.resolve({ ok: false, why: 'COMMAND_TIMED_OUT' }),
      ORDER_MILLISECONDS,
    )
    const done = this.#outcome(order, command).finally(() => this.#running--)
    const outcome = await Promise.race([done, late.promise])
    clock.clearTimeout(timer)
    if (!outcome.ok) return this.#refuse(order, outcome.why)
    if ((outcome.detail?.length ?? 0) > ANSWER_MAX_CHARACTERS) return this.#refuse(order, 'COMMAND_FAILED')
    this.#answer(order, { ok: true, why: null, detail: outcome.detail ?? null })
    this.#log(order, 'COMMAND_DONE', '')
    this.#record(order, 'done')
  }

  async #outcome({ by }: Order, command: KioskCommand): Promise<CommandOutcome> {
    try {
      return await this.#options.commands.perform(command, by)
    } catch {
      return { ok: false, why: 'COMMAND_FAILED' }
    }
  }

  /** On a disk that takes nothing no order can be known again, so none is carried out. */
  #isNew({ id }: Order): boolean {
    try {
      return this.#options.outbox.learn('order', id)
    } catch {
      return false
    }
  }

  #refuse(order: Order, why: ErrorCode): void {
    this.#answer(order, { ok: false, why, detail: null })
    this.#log(order, 'COMMAND_REFUSED', `: ${why}`)
    this.#record(order, why)
  }

  #answer(
    { arrivedAt, by, id, to, verb }: Order,
    {
      detail,
      ok,
      why,
    }: { readonly ok: boolean; readonly why: ErrorCode | null; readonly detail: string | null },
  ): void {
    const row = why === null ? null : ERRORS[why]
    const { answer, clock } = this.#options
    const took_ms = Math.round(clock.now() - arrivedAt)
    const words = { text: row?.staff ?? null, what_to_do: row?.whatToDo ?? null }
    answer({ id, verb, by, ok, why, ...words, detail, took_ms }, to)
  }

  #log({ arrivedAt, by, id, verb }: Order, code: string, why: string): void {
    const { clock, log } = this.#options
    const milliseconds = Math.round(clock.now() - arrivedAt)
    log.info(code, { detail: `${verb} ${id} by ${by}${why}`, milliseconds })
  }

  /** `by` is what the order says of itself; whether that is so, the broker's access list saw to. */
  #record({ args, by, id, verb }: Order, result: string): void {
    const about = typeof args === 'object' && args !== null ? args : {}
    const detail = detailOf({ request: id, ...about })
    const action = `order.${verb.slice(0, VERB_MAX_CHARACTERS)}`
    this.#options.record({ who: by, role: null, address: 'mqtt', action, detail, result })
  }

  #drop(verb: string, why: string): void {
    this.#options.log.warning('COMMAND_DROPPED', { detail: `${verb.slice(0, VERB_MAX_CHARACTERS)}: ${why}` })
  }
}

/** As in the schema of `by`: nothing that would make a log line lie. */
const isName = (words: string): boolean => /^[^\p{C}\p{Zl}\p{Zp}]{1,64}$/u.test(words)
