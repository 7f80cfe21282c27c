/**
 * Passwords as PHC strings of Argon2id (RFC 9106), with the least that the OWASP Password Storage Cheat Sheet asks for:
 * 19 MiB of memory, two passes, one lane. A stored hash carries its own parameters, so that stronger ones can follow.
 */
import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const MEMORY_KIBIBYTES = 19_456
const PASSES = 2
const PARALLELISM = 1
const SALT_BYTES = 16
const TAG_BYTES = 32
const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

const derive = promisify<'argon2id', Argon2Parameters, Buffer>(argon2)
/** The same letters typed on another keyboard are the same password (NIST SP 800-63B, 3.1.1.2). */
const bytesOf = (password: string): Buffer => Buffer.from(password.normalize('NFKC'))
const unpadded = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '')

/** '$argon2id$v=19$m=19456,t=2,p=1$…$…', with a new salt each time. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(SALT_BYTES)
  const tag = await derive('argon2id', {
    message: bytesOf(password),
    nonce,
    parallelism: PARALLELISM,
    tagLength: TAG_BYTES,
    memory: MEMORY_KIBIBYTES,
    passes: PASSES,
  })
  return `$argon2id$v=19$m=${MEMORY_KIBIBYTES},t=${PASSES},p=${PARALLELISM}$${unpadded(nonce)}$${unpadded(tag)}`
}

/** False for a hash that is none, too. */
export async function passwordFits(password: string, hash: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt, tag] = PHC.exec(hash) ?? []
  if (salt === undefined || tag === undefined) return false
  const kept = Buffer.from(tag, 'base64')
  const made = await derive('argon2id', {
    message: bytesOf(password),
    nonce: Buffer.from(salt, 'base64'),
    parallelism: Number(parallelism),
    tagLength: kept.length,
    memory: Number(memory),
    passes: Number(passes),
  })
  return timingSafeEqual(made, kept)
}
