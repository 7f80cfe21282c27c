/** A login as on a terminal: each prompt is awaited, each line sent, before SIP2 begins. */
import type { Clock } from './clock.ts'
import type { TelnetOptions } from './contract.ts'

export const PROMPT_TIMEOUT_MILLISECONDS = 5_000
/** Of longer greetings the end is kept, in characters: a prompt stands at the end. */
export const PROMPT_MAX_CHARACTERS = 4_096

export interface PromptPort {
  /** What came: a chunk of bytes without telnet commands, or the reason why nothing will. */
  onText: ((text: Buffer) => void) | null
  onEnd: ((reason: string) => void) | null
  send(line: string): void
}

/** `refused`: it was after something had been sent, a name or a password, that the server did not go on. */
export class PromptError extends Error {
  readonly refused: boolean
  constructor(message: string, refused: boolean) {
    super(message)
    this.name = 'PromptError'
    this.refused = refused
  }
}

/** Resolves with what came after the last prompt; rejects with PromptError, which never holds what was sent. */
export async function answerPrompts(
  { steps, stepTimeoutMilliseconds = PROMPT_TIMEOUT_MILLISECONDS }: TelnetOptions,
  port: PromptPort,
  clock: Clock,
): Promise<Buffer> {
  let text = ''
  let sent = false
  let ended: string | null = null
  let look: () => void = () => undefined
  port.onText = (bytes) => {
    text = (text + bytes.toString('latin1')).slice(-PROMPT_MAX_CHARACTERS)
    look()
  }
  port.onEnd = (reason) => {
    ended = reason
    look()
  }
  for (const [index, { expect, send }] of steps.entries()) {
    const pattern = new RegExp(expect, 'i')
    const { promise, resolve } = Promise.withResolvers<void>()
    let late = false
    const timer = clock.setTimeout(() => {
      late = true
      resolve()
    }, stepTimeoutMilliseconds)
    look = () => {
      if (ended !== null || pattern.test(text)) resolve()
    }
    look()
    await promise
    clock.clearTimeout(timer)
    const found = pattern.exec(text)
    if (found === null) {
      const why = late && ended === null ? 'did not come in time' : `did not come: ${ended}`
      throw new PromptError(`prompt ${index + 1} of ${steps.length} (${expect}) ${why}`, sent)
    }
    text = text.slice(found.index + found[0].length)
    if (send === undefined) continue
    port.send(send)
    sent = true
  }
  port.onText = null
  port.onEnd = null
  return Buffer.from(text, 'latin1')
}
