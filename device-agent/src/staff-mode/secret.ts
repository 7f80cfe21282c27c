/** What staff know or hold, as the settings keep it: salted hashes, never the thing itself. */
import { createHash, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** 2^15 rounds of 8 blocks: 32 MB and some 100 ms a try (RFC 7914, section 2). */
const COST_LOG2 = 15
/** More would let a wrong setting stop the kiosk: 2^18 takes 256 MB. */
const COST_LOG2_MAX = 18
const BLOCKS = 8
const SALT_BYTES = 16
const HASH_BYTES = 32

/** 'scrypt$15$salt$hash', both in base64url. `costLog2`: the hash says it, and it is checked by that. */
export async function hashPin(pin: string, costLog2 = COST_LOG2): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await derive(pin, salt, costLog2)
  return ['scrypt', costLog2, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/** Throws RangeError for what is no such hash. */
export async function isPin(pin: string, hashed: string): Promise<boolean> {
  const [kind, cost, salt = '', hash = ''] = hashed.trim().split('$')
  const log2 = Number(cost)
  const wanted = Buffer.from(hash, 'base64url')
  if (kind !== 'scrypt' || !(log2 >= 1 && log2 <= COST_LOG2_MAX) || wanted.length !== HASH_BYTES)
    throw new RangeError('no hash of a PIN')
  return timingSafeEqual(await derive(pin, Buffer.from(salt, 'base64url'), log2), wanted)
}

function derive(pin: string, salt: Buffer, log2: number): Promise<Buffer> {
  const N = 2 ** log2
  const options: ScryptOptions = { N, r: BLOCKS, p: 1, maxmem: 256 * N * BLOCKS }
  return new Promise((resolve, reject) => {
    scrypt(pin.normalize('NFC'), salt, HASH_BYTES, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    )
  })
}

/**
 * 'sha256$salt$hash'. A card's number is long and looked at with every scan, so this is quick; whoever has the settings can
 * find a number out of a known range.
 */
export function hashCard(number: string): string {
  const salt = randomBytes(SALT_BYTES).toString('base64url')
  return ['sha256', salt, cardHash(number, salt)].join('$')
}

export function isCard(number: string, hashed: string): boolean {
  const [, salt = '', hash = ''] = hashed.split('$')
  const [found, wanted] = [Buffer.from(cardHash(number, salt)), Buffer.from(hash)]
  return found.length === wanted.length && timingSafeEqual(found, wanted)
}

const cardHash = (number: string, salt: string): string =>
  createHash('sha256').update(`${salt}$${number}`).digest('base64url')
