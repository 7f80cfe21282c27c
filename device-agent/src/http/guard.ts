/**
 * The local web is hostile: any page a browser on this machine opens can try to reach the agent. So a request must
 * name this machine (against DNS rebinding), a socket must come from the agent's own page (Origin), and it must hold
 * the token that page was given (cookie), which is new with every start.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]']
const TOKEN_BYTES = 32

export interface Guard {
  hostAllowed(host: string | undefined): boolean
  originAllowed(origin: string | undefined, host: string | undefined): boolean
  tokenAllowed(cookieHeader: string | undefined): boolean
  /** Value of the Set-Cookie header (RFC 6265bis: HttpOnly, SameSite=Strict). */
  readonly setCookie: string
}

/** Whose pages a guard stands before: each has a token of its own. */
export interface Guarded {
  /** Begins the cookie's name. */
  readonly name: string
  /** The cookie is sent there and below only (RFC 6265bis, section 5.1.4). */
  readonly path: string
}

/** `port` is asked for at each request: with port 0 the system chooses it at `listen`. */
export function createGuard(port: () => number, pages: Guarded = { name: 'lectern', path: '/' }): Guard {
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  // Cookies do not tell ports apart: another service on this machine must not overwrite ours.
  const name = () => `${pages.name}-${port()}`
  const hostAllowed = (host: string | undefined): boolean =>
    host !== undefined && LOOPBACK_NAMES.some((loopback) => host.toLowerCase() === `${loopback}:${port()}`)
  return {
    hostAllowed,
    originAllowed: (origin, host) => hostAllowed(host) && origin === `http://${host}`,
    tokenAllowed: (header) => {
      const pairs = (header ?? '').split(';').map((pair) => pair.trim())
      const given = pairs.find((pair) => pair.startsWith(`${name()}=`))?.slice(name().length + 1) ?? ''
      return given.length === token.length && timingSafeEqual(Buffer.from(given), Buffer.from(token))
    },
    get setCookie() {
      return `${name()}=${token}; Path=${pages.path}; HttpOnly; SameSite=Strict`
    },
  }
}
