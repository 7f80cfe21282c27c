/** The lines for the kiosk's settings file (section `ils`). */
import type { DialectName } from '../../dialects/dialects.ts'
import type { Examination } from './examination.ts'
import type { Facts } from './facts.ts'
import { bestGuess } from './guess.ts'

/** SIP2 2.00 counts its time-out in tenths of a second; below three seconds a busy server is given up too soon. */
const TIMEOUT_MIN_SECONDS = 3
const TIMEOUT_STANDARD_SECONDS = 10
const TIMEOUT_MAX_SECONDS = 30
const UNKNOWN = '999'

export const dialectFor = ({ facts }: Pick<Examination, 'facts'>): DialectName =>
  bestGuess(facts)?.dialect ?? 'generic'

/** The password is left to whoever pastes them. */
export function settingsOf(examination: Examination): readonly string[] {
  const { facts, options } = examination
  const { location } = options.login ?? {}
  return [
    'ils:',
    `  host: ${quoted(options.target.host)}`,
    `  port: ${options.target.port}`,
    `  dialect: ${dialectFor(examination)}`,
    ...(options.login === null ? [] : ["  user: '…'", "  password: '…'"]),
    ...(location === undefined ? [] : [`  location: ${quoted(location)}`]),
    `  institution: ${quoted(examination.institution)}`,
    `  encoding: ${facts.charset ?? options.charset}`,
    `  terminator: ${facts.takesCr ? 'CR' : 'CRLF'}`,
    `  errorDetection: ${facts.checksums.asked === true && facts.checksums.wrong === 0}`,
    `  timeoutSeconds: ${timeoutOf(facts.status?.timeoutPeriod)}`,
    ...tlsLines(facts),
    ...(facts.prompted ? ['  telnet:', "    user: '…'", "    password: '…'"] : []),
  ]
}

/** A certificate that nobody vouches for can be trusted by itself; whether it is the right one, a person must know. */
function tlsLines({ tls, fingerprint }: Facts): readonly string[] {
  if (!tls) return []
  return fingerprint === null ? ['  tls: {}'] : ['  tls:', `    fingerprint: ${quoted(fingerprint)}`]
}

const quoted = (text: string): string => `'${text.replaceAll(/\p{Cc}/gu, '?').replaceAll("'", "''")}'`

function timeoutOf(period: string | undefined): number {
  const seconds = Number(period) / 10
  if (period === undefined || period === UNKNOWN || !(seconds > 0)) return TIMEOUT_STANDARD_SECONDS
  return Math.ceil(Math.min(Math.max(seconds, TIMEOUT_MIN_SECONDS), TIMEOUT_MAX_SECONDS))
}
