/** Whole tags, read in chunks that every reader bears and written over any reader. Nothing is ever locked. */
import { hasEas } from '../../tags/chip.ts'
import type { TagUid } from '../../tags/tag.ts'
import type { SecurityOutcome, TagChange, TagImage } from './contract.ts'
import { proveAfi, proveDsfid, proveEas } from './proof.ts'
import type { TagBlocks, TagInformation, TagReader } from './reader.ts'
import { writeMemory } from './write-memory.ts'

/** FEIG's CPR family reads and writes 128 bytes at most (H20800); half of it leaves room for its smaller cousins. */
export const READ_CHUNK_BYTES = 64
/** Reads of one chunk before the tag counts as unreadable. */
export const CHUNK_TRIES = 3

/** Null where the tag does not answer, or a block of it cannot be read. Rejects where the reader is lost. */
export async function readImage(reader: TagReader, uid: TagUid, alone: boolean): Promise<TagImage | null> {
  const information = await reader.information(uid)
  if (!information.ok) return null
  const { dsfid, afi, blockSize } = information.value
  const content = await readMemory(reader, uid, information.value)
  if (content === null) return null
  const eas = hasEas(uid) ? await reader.eas?.read(uid, alone) : undefined
  return { uid, dsfid, afi, eas: eas?.ok === true ? eas.value : null, blockSize, ...content }
}

interface Content {
  readonly memory: Uint8Array
  readonly locked: readonly number[]
}

async function readMemory(
  reader: TagReader,
  uid: TagUid,
  { blockSize, blocks }: Pick<TagInformation, 'blockSize' | 'blocks'>,
): Promise<Content | null> {
  const memory = new Uint8Array(blockSize * blocks)
  const locked: number[] = []
  const most = Math.max(1, Math.floor(READ_CHUNK_BYTES / blockSize))
  for (let first = 0; first < blocks; first += most) {
    const count = Math.min(most, blocks - first)
    const chunk = await readChunk(reader, uid, first, count)
    if (chunk === null || chunk.memory.length !== count * blockSize) return null
    memory.set(chunk.memory, first * blockSize)
    locked.push(...(chunk.locked ?? []).map((block) => first + block))
  }
  return { memory, locked }
}

async function readChunk(
  reader: TagReader,
  uid: TagUid,
  first: number,
  count: number,
): Promise<TagBlocks | null> {
  for (let tries = 0; tries < CHUNK_TRIES; tries++) {
    const told = await reader.readWithLocks(uid, first, count)
    if (told.ok) return told.value
  }
  return null
}

/** In this order: memory, DSFID, EAS, and the AFI last. What is so already is not written. Rejects where the reader is lost. */
export async function writeImage(
  reader: TagReader,
  uid: TagUid,
  { memory, dsfid, eas, afi }: TagChange,
  alone: boolean,
): Promise<SecurityOutcome> {
  const before = await readImage(reader, uid, alone)
  if (before === null) return { ok: false, why: 'gone', detail: 'the tag cannot be read' }
  const steps: (() => Promise<SecurityOutcome>)[] = []
  if (memory !== undefined) {
    const { blockSize } = before
    const size = { blockSize, blocks: before.memory.length / blockSize }
    const read = async () => (await readMemory(reader, uid, size))?.memory ?? null
    steps.push(() => writeMemory({ reader, before, wanted: memory, read }))
  }
  if (dsfid !== undefined && dsfid !== before.dsfid) steps.push(() => proveDsfid(reader, uid, dsfid))
  if (eas !== undefined && eas !== before.eas) steps.push(() => proveEas(reader, uid, eas, alone))
  if (afi !== undefined && afi !== before.afi) steps.push(() => proveAfi(reader, uid, afi))
  for (const step of steps) {
    const outcome = await step()
    if (!outcome.ok) return outcome
  }
  return { ok: true }
}
