import { createHmac, randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { JournalFile } from './journal-file.ts'
import type { Standing, Standings } from './standings-contract.ts'

/** Cards remembered, at most; who was seen longest ago goes first. */
export const STANDINGS_MAX = 200_000
const KEY_FILE = 'standings.key'
const KEY_BYTES = 32

/**
 * The key of this kiosk's hashes, made where it is missing or cut short. It leaves the machine with neither the journal
 * nor a backup of it alone: without it a hash tells nothing about a card.
 */
export function standingsKey(folder: string): Uint8Array {
  const path = join(folder, KEY_FILE)
  const known = read(path)
  if (known !== null && known.length === KEY_BYTES) return known
  const key = randomBytes(KEY_BYTES)
  const file = openSync(`${path}.new`, 'w', 0o600)
  writeSync(file, key)
  fsyncSync(file)
  closeSync(file)
  renameSync(`${path}.new`, path)
  return key
}

function read(path: string): Buffer | null {
  try {
    return readFileSync(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

export class SqliteStandings implements Standings {
  readonly #file: JournalFile
  readonly #key: Uint8Array

  constructor(file: JournalFile, key: Uint8Array) {
    this.#file = file
    this.#key = key
  }

  remember(card: string, { seenAt, mayCheckout, cardLost, needsPin }: Standing): void {
    this.#file.atomically(() => {
      this.#file.run(
        'INSERT OR REPLACE INTO standing (card, seen_at, may_checkout, card_lost, needs_pin) VALUES (?, ?, ?, ?, ?)',
        this.#hash(card),
        seenAt,
        Number(mayCheckout),
        Number(cardLost),
        Number(needsPin),
      )
    })
  }

  of(card: string): Standing | null {
    const row = this.#file.get('SELECT * FROM standing WHERE card = ?', this.#hash(card))
    if (row === undefined) return null
    return {
      seenAt: Number(row.seen_at),
      mayCheckout: row.may_checkout === 1,
      cardLost: row.card_lost === 1,
      needsPin: row.needs_pin === 1,
    }
  }

  prune(seenBefore: number): void {
    this.#file.atomically(() => {
      this.#file.run('DELETE FROM standing WHERE seen_at < ?', seenBefore)
      this.#file.run(
        `DELETE FROM standing WHERE card IN (SELECT card FROM standing ORDER BY seen_at DESC LIMIT -1 OFFSET ${STANDINGS_MAX})`,
      )
    })
  }

  #hash(card: string): Uint8Array {
    return createHmac('sha256', this.#key).update(card).digest()
  }
}
