/** Signing in and out, and what a session is now. */
import type { FastifyInstance } from 'fastify'
import { PasswordRequest, SignInRequest } from '../contract/staff-requests.ts'
import { ROUTE_ROLES } from '../contract/staff-roles.ts'
import {
  HERE_PATH,
  PASSWORD_PATH,
  SESSION_PATH,
  type SessionState,
  SIGN_IN_PATH,
  SIGN_OUT_PATH,
  type SignedOut,
} from '../contract/staff-sign-in.ts'
import type { OpenIdDoor } from '../staff/open-id/door.ts'
import type { SignIn } from '../staff/sign-in.ts'
import { checked } from './read-message.ts'
import type { StaffGuard } from './staff-guard.ts'
import { comeBackTo } from './staff-open-id.ts'

const readSignIn = checked(SignInRequest)
const readPassword = checked(PasswordRequest)

export interface SignInRoutes {
  readonly guard: StaffGuard
  readonly signIn: SignIn
  /** Left out where no provider vouches for staff. */
  readonly openId?: OpenIdDoor
}

export function serveSignIn(app: FastifyInstance, { guard, openId, signIn }: SignInRoutes): void {
  app.get(SESSION_PATH, async (request, reply) => {
    const state = guard.state(request.headers.cookie)
    const said: SessionState =
      state.state === 'signedIn' || openId === undefined ? state : { ...state, provider: openId.name }
    return reply.header('cache-control', 'no-store').send(said)
  })

  app.post(SIGN_IN_PATH, guard.ownPage, async (request, reply) => {
    const asked = readSignIn(request.body)
    void reply.header('cache-control', 'no-store')
    if (asked === null) return reply.code(400).send({ error: 'not a sign-in' })
    const answer = await signIn.signIn(asked.name, asked.password, request.ip)
    if (answer.ok)
      return reply.header('set-cookie', guard.cookieOf(answer.token)).send(signIn.state(answer.token))
    const { ok: _, ...refusal } = answer
    if (refusal.why === 'wait')
      return reply.code(429).header('retry-after', String(refusal.seconds)).send(refusal)
    return reply.code(refusal.why === 'wrong' ? 401 : 409).send(refusal)
  })

  app.post(SIGN_OUT_PATH, guard.ownPage, async (request, reply) => {
    const { token } = guard.caller(request.headers.cookie, request.ip)
    const signed = signIn.signOut(token, request.ip)
    const elsewhere = signed !== null && !signed.local && openId !== undefined
    const answer: SignedOut = { url: elsewhere ? await openId.leave(token, comeBackTo(request)) : null }
    return reply.header('set-cookie', guard.noCookie).send(answer)
  })

  app.post(HERE_PATH, guard.ownPage, async (request, reply) => {
    const caller = await guard.asker(request, reply, ROUTE_ROLES.desk)
    if (caller === null) return reply
    signIn.here(caller.token)
    return reply.code(204).send()
  })

  app.post(PASSWORD_PATH, guard.ownPage, async (request, reply) => {
    const caller = await guard.asker(request, reply, ROUTE_ROLES.ownPassword)
    const signed = caller?.signed ?? null
    if (caller === null || signed === null) return reply
    const asked = readPassword(request.body)
    if (asked === null || !signed.local) return reply.code(400).send({ error: 'not a password' })
    const changed = await signIn.changePassword(signed.name, asked.old, asked.fresh)
    caller.record('password', '', changed === true ? 'done' : changed === 'wait' ? 'wait' : 'wrong', signed)
    if (changed === 'wait') return reply.code(429).send({ why: 'wait', seconds: 1 })
    return changed ? reply.code(204).send() : reply.code(401).send({ why: 'wrong' })
  })
}
