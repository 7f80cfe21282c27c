import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Fee } from './fees.ts'
import type { Hold } from './holds.ts'
import type { LibraryState } from './library-types.ts'
import type { Loan } from './loans.ts'

/** 3: fees one by one, holds with their pickup location, items in transit. */
const VERSION = 3

type Data = Readonly<Record<string, unknown>>
const isData = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): value is string => typeof value === 'string'
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value)
const isListOf = <T>(value: unknown, is: (one: unknown) => one is T): value is T[] =>
  Array.isArray(value) && value.every(is)
const isMapOf = <T>(value: unknown, is: (one: unknown) => one is T): value is Record<string, T> =>
  isData(value) && Object.values(value).every(is)

const isLoan = (value: unknown): value is Loan =>
  isData(value) &&
  isText(value.itemId) &&
  isText(value.patronId) &&
  [value.since, value.due, value.renewals].every(isCount)
const isHold = (value: unknown): value is Hold =>
  isData(value) &&
  isText(value.itemId) &&
  isText(value.patronId) &&
  typeof value.ready === 'boolean' &&
  [value.pickup, value.expires].every((text) => text === undefined || isText(text))
const isFee = (value: unknown): value is Fee =>
  isData(value) &&
  [value.feeId, value.patronId, value.itemId, value.type].every(isText) &&
  [value.minor, value.since].every(isCount)
const isState = (value: unknown): value is LibraryState =>
  isData(value) &&
  isListOf(value.loans, isLoan) &&
  isListOf(value.holds, isHold) &&
  isListOf(value.fees, isFee) &&
  isCount(value.nextFee) &&
  isMapOf(value.inTransit, isText) &&
  isListOf(value.blocked, isText) &&
  isMapOf(value.properties, isText)

/** Undefined where there is no file yet. Throws with a clear message for one that is damaged or not ours. */
export function readState(file: string): LibraryState | undefined {
  if (!existsSync(file)) return undefined
  const fail = (why: string): never => {
    throw new Error(`${file} ${why}; move it away to begin with a fresh demo library`)
  }
  const value = parsed(readFileSync(file, 'utf8'))
  if (!isData(value)) return fail('is damaged')
  if (value.version !== VERSION) return fail('was written by another version')
  const { state } = value
  return isState(state) ? state : fail('is damaged')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whole or not at all: a power cut leaves the old file or the new one. */
export function writeState(file: string, state: LibraryState): void {
  const fresh = `${file}.new`
  synced(fresh, 'w', (handle) => writeSync(handle, JSON.stringify({ version: VERSION, state })))
  renameSync(fresh, file)
  synced(dirname(file), 'r', () => undefined)
}

function synced(path: string, flags: string, use: (handle: number) => void): void {
  const handle = openSync(path, flags, 0o600)
  try {
    use(handle)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
