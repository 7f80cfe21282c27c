/**
 * The local web is hostile: any page a browser on this machine opens can try to reach the agent. So a request must
 * name this machine (against DNS rebinding), a socket must come from the agent's own page (Origin), and it must hold
 * the token that page was given (cookie), which is new with every start.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { CLOSE_RELOAD } from '../contract/socket.ts'

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]']
const TOKEN_BYTES = 32

export interface Guard {
  hostAllowed(host: string | undefined): boolean
  originAllowed(origin: string | undefined, host: string | undefined): boolean
  tokenAllowed(cookieHeader: string | undefined): boolean
  /** How a socket without it is closed. */
  readonly closeCode: number
}

/** A guard whose token is given to whoever opens the page. */
export interface PageGuard extends Guard {
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
export function createGuard(port: () => number, pages: Guarded = { name: 'lectern', path: '/' }): PageGuard {
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const name = () => cookieName(pages, port())
  const hostAllowed = (host: string | undefined): boolean =>
    host !== undefined && LOOPBACK_NAMES.some((loopback) => host.toLowerCase() === `${loopback}:${port()}`)
  return {
    hostAllowed,
    originAllowed: (origin, host) => hostAllowed(host) && origin === `http://${host}`,
    tokenAllowed: (header) => {
      const given = cookieIn(header, name())
      return given.length === token.length && timingSafeEqual(Buffer.from(given), Buffer.from(token))
    },
    closeCode: CLOSE_RELOAD,
    get setCookie() {
      return `${name()}=${token}; Path=${pages.path}; HttpOnly; SameSite=Strict`
    },
  }
}

/** Cookies do not tell ports apart: another service on this machine must not overwrite ours. */
export const cookieName = (pages: Guarded, port: number): string => `${pages.name}-${port}`

/** The value of one cookie, or nothing (RFC 6265, section 4.2.1). */
export function cookieIn(header: string | undefined, name: string): string {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? ''
}
