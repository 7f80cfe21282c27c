/** Orders to a kiosk, each with its answer (docs/mqtt.md, "Orders"). Who may order is the broker's matter. */
import type { Access } from './broker.ts'
import type { Line } from './mqtt/line.ts'
import type { Kiosk } from './store/kiosk.ts'
import { readPayload, textOf } from './store/read.ts'

/** A kiosk that hears it later does not do it: whoever ordered has gone away. */
const LIFE_MILLISECONDS = 60_000
/** A little longer than a kiosk takes at most. */
const ANSWER_MILLISECONDS = 35_000
const NAME_MAX_CHARACTERS = 64
/** Of the broker's user, who has none. */
const NOBODY = 'console'

export interface Order {
  readonly verb: string
  readonly args?: Readonly<Record<string, string | number>>
}

/**
 * - `lost`: the connection ended; it may have been done or not
 * - `silent`: no answer came: the broker does not let this user order, or the kiosk is not there
 */
export type Outcome =
  | {
      readonly came: 'answer'
      readonly ok: boolean
      readonly why: string | null
      readonly text: string | null
      readonly whatToDo: string | null
      /** What was asked for, whole. */
      readonly detail: string | null
    }
  | { readonly came: 'lost' | 'silent' }

export class Orders {
  readonly #line: () => Pick<Line, 'subscribe' | 'unsubscribe' | 'publish'> | null
  readonly #access: Pick<Access, 'base' | 'user'>
  readonly #waiting = new Map<string, (outcome: Outcome) => void>()

  constructor(
    line: () => Pick<Line, 'subscribe' | 'unsubscribe' | 'publish'> | null,
    access: Pick<Access, 'base' | 'user'>,
  ) {
    this.#line = line
    this.#access = access
  }

  /** Never rejects. */
  async send({ id: kiosk, site }: Pick<Kiosk, 'id' | 'site'>, { args, verb }: Order): Promise<Outcome> {
    const line = this.#line()
    if (line === null) return { came: 'lost' }
    const topic = `${this.#access.base}/${site}/${kiosk}/cmd/${verb}`
    const id = crypto.randomUUID()
    const answers = `${topic}/result/${id}`
    const answer = new Promise<Outcome>((resolve) => this.#waiting.set(answers, resolve))
    const timer = setTimeout(() => this.#settle(answers, { came: 'silent' }), ANSWER_MILLISECONDS)
    const order = {
      v: 1,
      id,
      by: (this.#access.user || NOBODY).slice(0, NAME_MAX_CHARACTERS),
      expires_at: new Date(Date.now() + LIFE_MILLISECONDS).toISOString(),
      reply_to: answers,
      ...(args === undefined ? {} : { args }),
    }
    if ((await line.subscribe([answers])) === null) this.#settle(answers, { came: 'lost' })
    else if (!(await line.publish(topic, JSON.stringify(order)))) this.#settle(answers, { came: 'lost' })
    const outcome = await answer
    clearTimeout(timer)
    line.unsubscribe([answers])
    return outcome
  }

  /** True where it was the answer to an order. */
  take(topic: string, payload: Uint8Array): boolean {
    if (!this.#waiting.has(topic)) return false
    const fields = readPayload(payload)?.fields
    if (fields === undefined) return true
    this.#settle(topic, {
      came: 'answer',
      ok: fields.ok === true,
      why: textOf(fields.why),
      text: textOf(fields.text),
      whatToDo: textOf(fields.what_to_do),
      detail: typeof fields.detail === 'string' ? fields.detail : null,
    })
    return true
  }

  #settle(topic: string, outcome: Outcome): void {
    this.#waiting.get(topic)?.(outcome)
    this.#waiting.delete(topic)
  }
}
