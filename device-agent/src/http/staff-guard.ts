/**
 * Before the staff's pages: whoever has signed in. The page itself is given to anybody who navigates to it; it holds
 * nothing. What changes something must come from our own page (Origin, and Fetch Metadata where the browser sends it): the
 * cookie's SameSite alone does not keep out another port of this machine.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ROUTE_ROLES, type StaffRole } from '../contract/staff-roles.ts'
import { CLOSE_SIGN_IN, type SessionState } from '../contract/staff-sign-in.ts'
import { JOURNEY_MILLISECONDS } from '../staff/open-id/door.ts'
import { Caller, type SignIn } from '../staff/sign-in.ts'
import { cookieIn, cookieName, createGuard, type Guard, type Guarded } from './guard.ts'

/** The longest password and name in UTF-8, and what stands around them. */
const BODY_MAX_BYTES = 2_048
const SIGNED_OUT = { error: 'sign in on the staff page first' }
const NOT_YOURS = { error: 'your role does not allow it' }

export class StaffGuard implements Guard {
  readonly closeCode = CLOSE_SIGN_IN
  readonly #signIn: SignIn
  readonly #base: Guard
  readonly #port: () => number
  readonly #pages: Guarded
  readonly #ticket: Guarded

  constructor(signIn: SignIn, port: () => number, pages: Guarded) {
    this.#signIn = signIn
    this.#base = createGuard(port, pages)
    this.#port = port
    this.#pages = pages
    this.#ticket = { name: `${pages.name}-ticket`, path: pages.path }
  }

  hostAllowed(host: string | undefined): boolean {
    return this.#base.hostAllowed(host)
  }
  originAllowed(origin: string | undefined, host: string | undefined): boolean {
    return this.#base.originAllowed(origin, host)
  }
  tokenAllowed(cookie: string | undefined): boolean {
    return this.caller(cookie, '').may(ROUTE_ROLES.desk)
  }

  caller(cookie: string | undefined, address: string): Caller {
    const name = cookieName(this.#pages, this.#port())
    return new Caller(this.#signIn, cookieIn(cookie, name), address)
  }
  state(cookie: string | undefined): SessionState {
    return this.#signIn.state(this.caller(cookie, '').token)
  }
  /** Value of the Set-Cookie header; it ends with the browser, and earlier with the session. */
  cookieOf(token: string): string {
    return this.#cookie(token)
  }
  get noCookie(): string {
    return `${this.#cookie('')}; Max-Age=0`
  }
  /** Of a sign-in that is on its way at a provider; '' ends it. */
  ticketCookie(ticket: string): string {
    const name = cookieName(this.#ticket, this.#port())
    const seconds = ticket === '' ? 0 : JOURNEY_MILLISECONDS / 1_000
    return `${name}=${ticket}; Path=${this.#ticket.path}; HttpOnly; SameSite=Strict; Max-Age=${seconds}`
  }
  ticket(cookie: string | undefined): string {
    return cookieIn(cookie, cookieName(this.#ticket, this.#port()))
  }

  /** Who asks, where they may; else it is answered. */
  async asker(request: FastifyRequest, reply: FastifyReply, needed: StaffRole): Promise<Caller | null> {
    const caller = this.caller(request.headers.cookie, request.ip)
    void reply.header('cache-control', 'no-store')
    if (caller.may(needed)) return caller
    if (caller.signed === null) await reply.code(401).send(SIGNED_OUT)
    else await reply.code(403).send(NOT_YOURS)
    return null
  }

  /** For routes that change something. */
  get ownPage() {
    return { preValidation: this.#ownPage, bodyLimit: BODY_MAX_BYTES }
  }

  readonly #ownPage = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { origin, host } = request.headers
    const site = request.headers['sec-fetch-site']
    if (!this.originAllowed(origin, host) || (site !== undefined && site !== 'same-origin'))
      await reply.code(403).send({ error: 'unknown origin' })
  }

  #cookie(token: string): string {
    const name = cookieName(this.#pages, this.#port())
    return `${name}=${token}; Path=${this.#pages.path}; HttpOnly; SameSite=Strict`
  }
}
