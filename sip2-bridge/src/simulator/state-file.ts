import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import type { LibraryState } from './library.ts'

const VERSION = 1

/** Undefined where there is no file yet. Throws with a clear message for one that is damaged or not ours. */
export function readState(file: string): LibraryState | undefined {
  if (!existsSync(file)) return undefined
  const fail = (why: string): never => {
    throw new Error(`${file} ${why}; move it away to begin with a fresh demo library`)
  }
  let value: { version?: unknown; state?: LibraryState }
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return fail('is damaged')
  }
  if (value.version !== VERSION || value.state === undefined) return fail('was not written by this version')
  return value.state
}

/** Whole or not at all: a power cut leaves the old file. */
export function writeState(file: string, state: LibraryState): void {
  const fresh = `${file}.new`
  const handle = openSync(fresh, 'w', 0o600)
  try {
    writeSync(handle, JSON.stringify({ version: VERSION, state }))
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(fresh, file)
}
