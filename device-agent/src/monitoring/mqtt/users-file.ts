/**
 * Who may connect to the embedded broker: `user:hash` a line, as `mosquitto_passwd` writes it, so that the file moves to
 * a Mosquitto as it is. The hash is `$7$iterations$salt$hash`: PBKDF2 with HMAC-SHA512, salt and 64 bytes of hash in
 * base64 (github.com/eclipse-mosquitto/mosquitto, src/password_mosq.c).
 */
import { pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** More would keep the kiosk from its work. */
export const ITERATIONS_MAX = 1_000_000
/** Of a hash made here; OWASP's password storage cheat sheet names it for PBKDF2 with HMAC-SHA512. */
const ITERATIONS = 210_000
const HASH_BYTES = 64
const SALT_BYTES = 12

const derive = promisify(pbkdf2)

/** A line of the file. */
export async function userLine(user: string, password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await derive(password, salt, ITERATIONS, HASH_BYTES, 'sha512')
  return `${user}:$7$${ITERATIONS}$${salt.toString('base64')}$${hash.toString('base64')}`
}

/** Rejects where the file cannot be read. */
export async function isUser(path: string, user: string, password: string): Promise<boolean> {
  const lines = (await readFile(path, 'utf8')).split(/\r?\n/)
  const found = lines.find((line) => line.slice(0, line.indexOf(':')) === user && line.includes(':'))
  const [, kind, rounds, salt, hash] = found?.slice(user.length + 1).split('$') ?? []
  const iterations = Number(rounds)
  const sound = kind === '7' && iterations >= 1 && iterations <= ITERATIONS_MAX
  if (!sound || salt === undefined || hash === undefined) return false
  const expected = Buffer.from(hash, 'base64')
  if (expected.length !== HASH_BYTES) return false
  const given = await derive(password, Buffer.from(salt, 'base64'), iterations, HASH_BYTES, 'sha512')
  return timingSafeEqual(given, expected)
}
