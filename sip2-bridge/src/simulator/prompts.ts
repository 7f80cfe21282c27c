/**
 * A login before SIP2, as servers ask for it that speak over telnet (evergreen-library-system/SIPServer, SIPServer.pm,
 * `telnet_transport`, and Koha, C4/SIP/SIPServer.pm).
 */
import type { Reply } from './talk.ts'

/** Wrong ones end the connection. */
const TRIES_MAX = 3

const said = (text: string, hangUp = false): Reply => ({ bytes: Buffer.from(text, 'latin1'), hangUp })

export class Prompts {
  readonly #login: { readonly user: string; readonly password: string }
  #user: string | null = null
  #tries = 0
  #passed = false

  constructor(login: { readonly user: string; readonly password: string }) {
    this.#login = login
  }

  get passed(): boolean {
    return this.#passed
  }
  greeting(): Buffer {
    return Buffer.from('login: ')
  }

  /** A line that came before the login was right. */
  answer(line: Buffer): Reply {
    const text = line.toString('latin1')
    if (this.#user === null) {
      this.#user = text
      return said('password: ')
    }
    this.#passed = this.#user === this.#login.user && text === this.#login.password
    if (this.#passed) return said('Login OK.  Initiating SIP\r\n')
    this.#user = null
    this.#tries++
    const over = this.#tries >= TRIES_MAX
    return said(over ? 'Invalid login\r\n' : 'Invalid login\r\nlogin: ', over)
  }
}
