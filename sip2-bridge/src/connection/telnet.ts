/** Telnet's own bytes around a conversation (RFC 854): every option is declined, so that bytes stay what they are. */

const IAC = 255
const WILL = 251
const WONT = 252
const DO = 253
const DONT = 254
const SUBNEGOTIATION = 250
const SUBNEGOTIATION_END = 240
/** What is answered to an offer or a demand; to anything else nothing is, so that nobody answers answers. */
const ANSWER = new Map([
  [WILL, DONT],
  [DO, WONT],
])

type State = 'text' | 'command' | 'option' | 'subnegotiation' | 'subnegotiationCommand'

export class TelnetFilter {
  #state: State = 'text'
  #command = 0

  /** The bytes that are no telnet command, and what is to be answered. A command may be split anywhere. */
  take(chunk: Buffer): { readonly text: Buffer; readonly answer: Buffer } {
    if (this.#state === 'text' && !chunk.includes(IAC)) return { text: chunk, answer: Buffer.alloc(0) }
    const text: number[] = []
    const answer: number[] = []
    for (const byte of chunk) this.#step(byte, text, answer)
    return { text: Buffer.from(text), answer: Buffer.from(answer) }
  }

  #step(byte: number, text: number[], answer: number[]): void {
    switch (this.#state) {
      case 'text':
        if (byte === IAC) this.#state = 'command'
        else text.push(byte)
        return
      case 'command':
        this.#state = 'text'
        if (byte === IAC) text.push(IAC)
        else if (byte === SUBNEGOTIATION) this.#state = 'subnegotiation'
        else if (byte >= WILL) {
          this.#command = byte
          this.#state = 'option'
        }
        return
      case 'option': {
        const reply = ANSWER.get(this.#command)
        if (reply !== undefined) answer.push(IAC, reply, byte)
        this.#state = 'text'
        return
      }
      case 'subnegotiation':
        if (byte === IAC) this.#state = 'subnegotiationCommand'
        return
      case 'subnegotiationCommand':
        this.#state = byte === SUBNEGOTIATION_END ? 'text' : 'subnegotiation'
    }
  }
}

/** A byte 255 in what we say is doubled, so that it is no command. */
export function telnetBytes(bytes: Buffer): Buffer {
  if (!bytes.includes(IAC)) return bytes
  return Buffer.from([...bytes].flatMap((byte) => (byte === IAC ? [IAC, IAC] : [byte])))
}
