/** Can it be reached, in plain or by TLS; does it speak first; does it want a login. */
import type { PeerCertificate } from 'node:tls'
import { RawSocket, type TlsFacts } from '../wire/raw-socket.ts'
import { answerPrompts, BANNER_MILLISECONDS, type Examination, STATUS_REQUEST } from './examination.ts'
import { type Reply, reactionOf, type Visit } from './visit.ts'

const PROMPTS_MAX = 3
const PROMPT = /(?:login|user(?: ?name)?|password|account)\s*[:>?]?\s*$/i
const DAY_MILLISECONDS = 86_400_000
const EXPIRES_SOON_DAYS = 30

const REASONS: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [
    /ECONNREFUSED/,
    'nobody listens there: a wrong port, a service that is not running, or a firewall that refuses',
  ],
  [/ENOTFOUND|EAI_AGAIN/, 'its name is not known'],
  [/EHOSTUNREACH|ENETUNREACH/, 'no way leads there'],
  [/in time|ETIMEDOUT/, 'no connection in time: a wrong address, or a firewall that drops'],
  [
    /wrong version number|packet length too long|EPROTO|before secure TLS|at once/i,
    'it does not speak TLS: leave --tls out, or ask for the TLS port',
  ],
  [
    /handshake failure|certificate required|alert/i,
    'TLS was refused: it may want a client certificate (--cert, --key)',
  ],
  [/ECONNRESET/, 'it closed the connection: it may allow certain addresses only'],
]

export const reasonOf = (error: unknown): string => {
  const text =
    error instanceof Error ? `${'code' in error ? error.code : ''} ${error.message}` : String(error)
  return REASONS.find(([pattern]) => pattern.test(text))?.[1] ?? text.trim()
}

/** False where there is nobody to talk to. */
export async function reach(examination: Examination): Promise<boolean> {
  const begun = examination.options.clock.now()
  let visit: Visit
  try {
    visit = await examination.open()
  } catch (error) {
    examination.add('reached', 'bad', reasonOf(error))
    return false
  }
  examination.add('reached', 'ok', `connected in ${Math.round(examination.options.clock.now() - begun)} ms`)
  if (visit.socket.tls !== null) certificate(examination, visit.socket.tls)
  examination.keep(visit)
  await banner(examination, visit)
  return true
}

function certificate(examination: Examination, { certificate, distrust, protocol }: TlsFacts): void {
  const names = certificate.subjectaltname ?? nameOf(certificate)
  examination.add('TLS', 'ok', `${protocol}; certificate for ${names}; issued by ${issuerOf(certificate)}`)
  const days = Math.floor((Date.parse(certificate.valid_to) - Date.now()) / DAY_MILLISECONDS)
  const when = `${certificate.valid_to} (${days < 0 ? 'expired' : `${days} days left`})`
  examination.add('certificate expires', days < 0 ? 'bad' : days < EXPIRES_SOON_DAYS ? 'note' : 'ok', when)
  examination.add('fingerprint', 'ok', `SHA-256 ${certificate.fingerprint256}`)
  if (distrust === null) return examination.add('certificate trusted', 'ok', 'yes')
  examination.facts.fingerprint = certificate.fingerprint256
  examination.add(
    'certificate trusted',
    'bad',
    `no: ${distrust}; a kiosk would not connect without its CA or its fingerprint`,
  )
}
const nameOf = ({ subject }: PeerCertificate): string => String(subject?.CN ?? 'nobody')
const issuerOf = ({ issuer }: PeerCertificate): string => String(issuer?.CN ?? issuer?.O ?? 'nobody')

async function banner(examination: Examination, visit: Visit): Promise<void> {
  const { facts, options } = examination
  let heard = await visit.socket.next(BANNER_MILLISECONDS)
  let lines = 0
  while (heard.kind === 'frame' && lines++ < PROMPTS_MAX) heard = await visit.socket.next(BANNER_MILLISECONDS)
  const prompt = heard.kind === 'silence' && PROMPT.test(printable(heard.unfinished))
  if (lines === 0 && !prompt && (heard.kind === 'frame' || heard.unfinished.length === 0)) {
    examination.add('speaks first', 'ok', 'no')
    return
  }
  facts.prompted = prompt
  examination.add(
    'speaks first',
    'note',
    prompt ? 'it prompts for a login, as telnet does' : 'it sends a banner',
  )
  if (prompt && options.login !== null) await answerPrompts(visit, options.login)
}
const printable = (bytes: Buffer): string => bytes.toString('latin1').replaceAll(/[^ -~]/g, '')

/** False where it answers neither a login nor a status request. */
export async function login(examination: Examination): Promise<boolean> {
  const before = await withoutLogin(examination)
  if (examination.options.login === null) {
    const usable = before.kind === 'message' && before.message.name === 'acsStatus'
    if (usable) examination.add('login', 'ok', 'none needed')
    else examination.add('login', 'bad', `without one: ${reactionOf(before)}; try again with --login`)
    return usable
  }
  return withLogin(examination)
}

/** A status request on a connection that is not logged in. */
async function withoutLogin(examination: Examination): Promise<Reply> {
  const { facts } = examination
  let visit = await examination.visit()
  let reply = await visit.ask('scStatus', STATUS_REQUEST)
  const unheard = reply.kind === 'closed' || reply.kind === 'silence'
  if (unheard && (await speaksTls(examination))) {
    examination.add('plain or TLS', 'bad', 'it speaks TLS: use --tls')
    return reply
  }
  if (reply.kind === 'silence' && examination.options.login === null) {
    examination.leave()
    facts.takesCr = false
    visit = await examination.visit()
    reply = await visit.ask('scStatus', STATUS_REQUEST)
    facts.takesCr = reply.kind === 'silence' || reply.kind === 'closed'
  }
  facts.beforeLogin = reactionOf(reply)
  facts.loginNeeded = !(reply.kind === 'message' && reply.message.name === 'acsStatus')
  return reply
}

/** A server of TLS hears nonsense and hangs up, most often without a word. */
async function speaksTls({ options }: Examination): Promise<boolean> {
  if (options.tls !== null) return false
  try {
    const socket = await RawSocket.open(options.target, { ...options, tls: {}, anyCertificate: true })
    socket.close()
    return true
  } catch {
    return false
  }
}

async function withLogin(examination: Examination): Promise<boolean> {
  const { facts } = examination
  if (facts.prompted && facts.loginNeeded === false) {
    facts.login = 'accepted at the prompt'
    examination.add('login', 'ok', facts.login)
    return true
  }
  let reply = await asked(examination)
  if (reply.kind === 'silence') {
    facts.takesCr = false
    reply = await asked(examination)
    facts.takesCr = reply.kind === 'silence'
  }
  // edge-sip2 without error detection answers a request that carries a checksum with an exception in plain text.
  const unread = () => reply.kind === 'silence' || reply.kind === 'text'
  if (unread() || reactionOf(reply) === 'asked again (96)') {
    examination.sums = false
    reply = await asked(examination)
    examination.sums = unread()
  }
  const ok =
    reply.kind === 'message' && reply.message.name === 'loginResponse' ? reply.message.fields.ok : null
  const need = facts.loginNeeded === false ? '; status is told without one too' : ''
  if (ok === '1') {
    facts.login = 'accepted'
    examination.add('login', 'ok', `accepted${need}`)
    return true
  }
  facts.login = ok !== null ? 'refused (940)' : reply.kind === 'closed' ? 'refused by closing' : 'no answer'
  examination.add('login', 'bad', `${ok === null ? `93: ${reactionOf(reply)}` : 'refused (940)'}${need}`)
  return facts.loginNeeded === false
}

async function asked(examination: Examination): Promise<Reply> {
  examination.leave()
  const visit = await examination.visit()
  return visit.ask('login', examination.loginFields(), { checksums: examination.sums })
}
