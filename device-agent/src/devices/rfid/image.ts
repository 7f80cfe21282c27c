/** Whole tags, read and written over any reader. Nothing is ever locked. */
import type { TagUid } from '../../tags/tag.ts'
import type { SecurityOutcome, TagChange, TagImage } from './contract.ts'
import { proveAfi, proveDsfid, proveEas, proven } from './proof.ts'
import type { TagInformation, TagReader } from './reader.ts'

/** Blocks asked for at once: with blocks of 8 bytes as much as the smallest buffers of readers hold. */
export const READ_BLOCKS_MAX = 16
/** Blocks written at once: more lose too much when a tag is moved in mid-write. */
export const WRITE_BLOCKS_MAX = 8
/** Reads of one run of blocks before the tag counts as unreadable. */
export const IMAGE_READ_TRIES = 3

/** Null where the tag cannot be read whole. Rejects where the reader is lost. */
export async function readImage(reader: TagReader, uid: TagUid): Promise<TagImage | null> {
  const information = await reader.information(uid)
  if (!information.ok) return null
  const memory = await readMemory(reader, uid, information.value)
  if (memory === null) return null
  const eas = await reader.eas?.read(uid)
  const { dsfid, afi, blockSize } = information.value
  return { uid, dsfid, afi, eas: eas?.ok === true ? eas.value : null, blockSize, memory }
}

async function readMemory(
  reader: TagReader,
  uid: TagUid,
  { blockSize, blocks }: TagInformation,
): Promise<Uint8Array | null> {
  const memory = new Uint8Array(blockSize * blocks)
  for (let first = 0; first < blocks; first += READ_BLOCKS_MAX) {
    const part = await readRun(reader, uid, first, Math.min(READ_BLOCKS_MAX, blocks - first))
    if (part === null) return null
    memory.set(part, first * blockSize)
  }
  return memory
}

async function readRun(
  reader: TagReader,
  uid: TagUid,
  first: number,
  count: number,
): Promise<Uint8Array | null> {
  for (let tried = 0; tried < IMAGE_READ_TRIES; tried++) {
    const told = await reader.readBlocks(uid, first, count)
    if (told.ok && told.value.memory.length === count * told.value.blockSize) return told.value.memory
  }
  return null
}

interface Run {
  readonly first: number
  readonly count: number
}

/**
 * Blocks that differ, in the order to write them: runs from the end of the memory, block 0 alone and last, so that a torn
 * write fails its checksum.
 */
export function runsToWrite(old: Uint8Array, wanted: Uint8Array, blockSize: number): readonly Run[] {
  const differs = (block: number) =>
    wanted
      .subarray(block * blockSize, (block + 1) * blockSize)
      .some((byte, at) => byte !== old[block * blockSize + at])
  const runs: Run[] = []
  let count = 0
  for (let block = wanted.length / blockSize - 1; block >= 0; block--) {
    const joins = block > 0 && differs(block)
    if (joins) count++
    if (count > 0 && (!joins || count === WRITE_BLOCKS_MAX)) {
      runs.push({ first: joins ? block : block + 1, count })
      count = 0
    }
  }
  return differs(0) ? [...runs, { first: 0, count: 1 }] : runs
}

const GONE: SecurityOutcome = { ok: false, why: 'gone', detail: 'the tag does not answer' }

/** As `TagStation.writeImage` says. Rejects where the reader is lost. */
export async function writeImage(
  reader: TagReader,
  uid: TagUid,
  { memory, dsfid, afi, eas }: TagChange,
): Promise<SecurityOutcome> {
  const steps: (() => Promise<SecurityOutcome>)[] = []
  if (memory !== undefined) steps.push(() => writeMemory(reader, uid, memory))
  if (dsfid !== undefined) steps.push(() => proveDsfid(reader, uid, dsfid))
  if (afi !== undefined) steps.push(() => proveAfi(reader, uid, afi))
  if (eas !== undefined) steps.push(() => proveEas(reader, uid, eas))
  for (const step of steps) {
    const outcome = await step()
    if (!outcome.ok) return outcome
  }
  return { ok: true }
}

async function writeMemory(reader: TagReader, uid: TagUid, wanted: Uint8Array): Promise<SecurityOutcome> {
  const information = await reader.information(uid)
  if (!information.ok) return GONE
  const { blockSize, blocks } = information.value
  if (wanted.length !== blockSize * blocks) {
    return {
      ok: false,
      why: 'failed',
      detail: `the tag holds ${blockSize * blocks} bytes, not ${wanted.length}`,
    }
  }
  const old = await readMemory(reader, uid, information.value)
  if (old === null) return GONE
  for (const { first, count } of runsToWrite(old, wanted, blockSize)) {
    const part = wanted.slice(first * blockSize, (first + count) * blockSize)
    const outcome = await proven(
      reader.writeTries,
      () => reader.writeBlocks(uid, first, { blockSize, memory: part }),
      async () => {
        const told = await reader.readBlocks(uid, first, count)
        return told.ok ? Buffer.compare(told.value.memory, part) === 0 : null
      },
    )
    if (!outcome.ok) return outcome
  }
  return { ok: true }
}
