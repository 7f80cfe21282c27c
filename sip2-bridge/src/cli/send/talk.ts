import { type Charset, parseMessage } from '../../protocol/codec.ts'
import { MESSAGES } from '../../protocol/messages.ts'
import { ANSWER } from '../../protocol/pairs.ts'
import type { Surroundings } from '../command.ts'
import { explain } from '../explain.ts'
import type { Heard, RawSocket } from '../wire/raw-socket.ts'

export interface TalkOptions {
  readonly charset: Charset
  readonly mask: boolean
}

/** Says messages and shows both sides. */
export class Talk {
  readonly #socket: RawSocket
  readonly #surroundings: Surroundings
  readonly #options: TalkOptions

  constructor(socket: RawSocket, surroundings: Surroundings, options: TalkOptions) {
    this.#socket = socket
    this.#surroundings = surroundings
    this.#options = options
  }

  /** True when the answer that belongs to the message came whole. */
  async ask(message: Buffer, timeoutMilliseconds: number): Promise<boolean> {
    this.#say('>', message)
    this.#socket.write(message)
    const begun = this.#surroundings.clock.now()
    for (;;) {
      const left = timeoutMilliseconds - (this.#surroundings.clock.now() - begun)
      const heard = await this.#socket.next(Math.max(0, left))
      if (heard.kind !== 'frame') return this.#lost(heard)
      const good = this.#say('<', heard.frame, this.#surroundings.clock.now() - begun)
      const verdict = this.#verdict(message, heard.frame, good)
      if (verdict !== null) return verdict
    }
  }

  /** Null for what answers something else. */
  #verdict(message: Buffer, frame: Buffer, good: boolean): boolean | null {
    const code = frame.subarray(0, 2).toString()
    if (!/^\d\d$/.test(code)) return null
    if (!good || code === MESSAGES.requestScResend.code) return false
    const asked = parseMessage(message, this.#options.charset)
    const answers: Readonly<Record<string, keyof typeof MESSAGES>> = ANSWER
    const wanted = asked.ok ? answers[asked.message.name] : undefined
    return wanted === undefined || MESSAGES[wanted].code === code ? true : null
  }

  #say(sign: '>' | '<', bytes: Buffer, milliseconds?: number): boolean {
    const { good, lines } = explain(bytes, this.#options)
    const [first = '', ...rest] = lines
    const time = milliseconds === undefined ? '' : `   [${Math.round(milliseconds)} ms]`
    this.#surroundings.out(`${sign} ${first}${time}`)
    for (const line of rest) this.#surroundings.out(`  ${line}`)
    return good
  }

  #lost(heard: Exclude<Heard, { kind: 'frame' }>): false {
    const { unfinished } = heard
    const rest = unfinished.length === 0 ? '' : `; ${unfinished.length} bytes came without an end of line`
    this.#surroundings.complain(
      `sip2: ${heard.kind === 'silence' ? 'no answer in time' : heard.reason}${rest}`,
    )
    return false
  }
}
