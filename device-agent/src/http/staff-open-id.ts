/**
 * Signing in at a provider. It sends the browser back to the staff's page, which is given to whoever navigates there and
 * needs no cookie; from there the page itself brings the answer on. So the cookies stay SameSite=Strict, and an answer
 * counts only from our own page (Origin, Fetch Metadata) in the browser that began (its ticket).
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ProviderAnswer, QUERY_MAX_CHARACTERS } from '../contract/staff-requests.ts'
import {
  OPEN_ID_BEGIN_PATH,
  OPEN_ID_FINISH_PATH,
  type ProviderBegun,
  type ProviderSignInRefusal,
} from '../contract/staff-sign-in.ts'
import { STAFF_PATH } from '../contract/staff-socket.ts'
import type { OpenIdDoor } from '../staff/open-id/door.ts'
import type { SignIn } from '../staff/sign-in.ts'
import { checked } from './read-message.ts'
import type { StaffGuard } from './staff-guard.ts'

const readAnswer = checked(ProviderAnswer)
/** The query, and what stands around it. */
const BODY_MAX_BYTES = QUERY_MAX_CHARACTERS + 192

export interface OpenIdRoutes {
  readonly guard: StaffGuard
  readonly signIn: SignIn
  readonly openId: OpenIdDoor
}

/** The host is one of this machine's own, or nothing is served at all: cookies are kept by host, so the way back is the same one. */
export const comeBackTo = (request: FastifyRequest): string =>
  `http://${String(request.headers.host).toLowerCase()}${STAFF_PATH}`

export function serveOpenId(app: FastifyInstance, { guard, openId, signIn }: OpenIdRoutes): void {
  app.post(OPEN_ID_BEGIN_PATH, guard.ownPage, async (request, reply) => {
    void reply.header('cache-control', 'no-store')
    const begun = await openId.begin(comeBackTo(request), request.ip)
    if (!begun.ok) return reply.code(STATUS[begun.why]).send(refusalOf(begun))
    const answer: ProviderBegun = { url: begun.url }
    return reply.header('set-cookie', guard.ticketCookie(begun.ticket)).send(answer)
  })

  app.post(OPEN_ID_FINISH_PATH, { ...guard.ownPage, bodyLimit: BODY_MAX_BYTES }, async (request, reply) => {
    const asked = readAnswer(request.body)
    void reply.header('cache-control', 'no-store')
    if (asked === null) return reply.code(400).send({ error: 'not an answer of a provider' })
    const ticket = guard.ticket(request.headers.cookie)
    const answer = await openId.finish(ticket, asked.query, request.ip)
    if (!answer.ok) {
      void reply.header('set-cookie', guard.ticketCookie(''))
      return reply.code(STATUS[answer.why]).send(refusalOf(answer))
    }
    const cookies = [guard.ticketCookie(''), guard.cookieOf(answer.token)]
    return reply.header('set-cookie', cookies).send(signIn.state(answer.token))
  })
}

function refusalOf({ ok: _, ...refusal }: { readonly ok: false } & ProviderSignInRefusal) {
  return refusal
}

const STATUS: Readonly<Record<ProviderSignInRefusal['why'], number>> = {
  away: 502,
  clock: 502,
  failed: 502,
  noRole: 403,
  cancelled: 401,
  expired: 401,
  wait: 429,
}
