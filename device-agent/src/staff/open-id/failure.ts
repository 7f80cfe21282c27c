/** What went wrong at a provider, in the few ways staff can do something about. */
import { ProviderError, type ProviderRefusal } from './port.ts'

/** As in OpenSSL's `X509_verify_cert_error_string`, and as Node names them: more often a wrong clock than a wrong certificate. */
const CLOCK_CODES = ['CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED', 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED']
const AWAY_CODES = ['OAUTH_TIMEOUT', 'OAUTH_ABORT']
/** RFC 6749, section 4.1.2.1; the others of it are the settings' or the provider's fault. */
const ANSWERS: Readonly<Record<string, ProviderRefusal>> = {
  access_denied: 'cancelled',
  temporarily_unavailable: 'away',
  server_error: 'away',
}
const SERVER_ERROR = 500

const read = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

/** A code of theirs goes into a notice; anything longer may be text about somebody. */
const codeOf = (value: unknown): string | null =>
  typeof value === 'string' && /^[\w.-]{1,64}$/.test(value) ? value : null

export function failureOf(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error
  const cause = read(error, 'cause')
  // Of RFC 6749: in the browser's hands, in the token endpoint's answer, or in its challenge (section 5.2).
  const challenge: unknown = Array.isArray(cause) ? cause[0] : undefined
  const answered = codeOf(read(error, 'error') ?? read(read(challenge, 'parameters'), 'error'))
  if (answered !== null) return new ProviderError(ANSWERS[answered] ?? 'failed', answered, error)
  const code = codeOf(read(error, 'code')) ?? codeOf(read(cause, 'code'))
  if (code !== null && CLOCK_CODES.includes(code)) return new ProviderError('clock', code, error)
  if (code !== null && AWAY_CODES.includes(code)) return new ProviderError('away', code, error)
  if (cause instanceof Response) {
    const why = cause.status >= SERVER_ERROR ? 'away' : 'failed'
    return new ProviderError(why, `HTTP ${cause.status}`, error)
  }
  // What `fetch` rejects with where there is no connection (Fetch Standard, section 5.6).
  if (error instanceof TypeError && cause !== undefined)
    return new ProviderError('away', code ?? 'no connection', error)
  return new ProviderError('failed', code ?? (error instanceof Error ? error.name : 'no error'), error)
}
