/**
 * Whole tags: read in chunks that every reader of the family bears, written so that a torn write leaves no tag that looks
 * valid. Nothing here can lock anything: the commands are not declared.
 */
import type { TagUid } from '../../../tags/tag.ts'
import type { SecurityOutcome, TagChange, TagImage } from '../contract.ts'
import { READ_BLOCKS, READ_SECURED_BLOCKS, STATUS, SYSTEM_INFORMATION, WRITE_DSFID } from './codec.ts'
import { readEas, writeEas } from './eas.ts'
import type { FeigLink } from './link.ts'
import { provenWrite } from './proven-write.ts'
import { writeAfi } from './security.ts'
import { writeMemory } from './write-memory.ts'

/** The CPR family reads and writes 128 bytes at most (H20800); half of it leaves room for its smaller cousins. */
export const READ_CHUNK_BYTES = 64
/** Reads of one chunk before the tag counts as unreadable. */
export const CHUNK_TRIES = 3

/** Null where the tag does not answer, or a block of it cannot be read. */
export async function readImage(link: FeigLink, uid: TagUid, alone: boolean): Promise<TagImage | null> {
  const { reply } = await link.ask(SYSTEM_INFORMATION, { uid })
  if (reply === null || reply.uid !== uid) return null
  const { dsfid, afi, blockSize, blocks } = reply
  const content = await readMemory(link, uid, blockSize, blocks)
  if (content === null) return null
  const eas = await readEas(link, uid, alone)
  return { uid, dsfid, afi, eas, blockSize, ...content }
}

interface Content {
  readonly memory: Uint8Array
  readonly locked: readonly number[]
}

async function readMemory(
  link: FeigLink,
  uid: TagUid,
  blockSize: number,
  blocks: number,
): Promise<Content | null> {
  const memory = new Uint8Array(blockSize * blocks)
  const locked: number[] = []
  const most = Math.max(1, Math.floor(READ_CHUNK_BYTES / blockSize))
  for (let first = 0; first < blocks; first += most) {
    const chunk = await readChunk(link, uid, first, Math.min(most, blocks - first))
    if (chunk === null || chunk.memory.length !== Math.min(most, blocks - first) * blockSize) return null
    memory.set(chunk.memory, first * blockSize)
    locked.push(...chunk.locked.map((block) => first + block))
  }
  return { memory, locked }
}

async function readChunk(link: FeigLink, uid: TagUid, first: number, count: number): Promise<Content | null> {
  for (let tries = 0; tries < CHUNK_TRIES; tries++) {
    const secured = await link.ask(READ_SECURED_BLOCKS, { uid, first, count })
    if (secured.reply !== null) return secured.reply
    if (secured.status === STATUS.noTag) continue
    // Chips that cannot tell what is locked refuse the question, not the read.
    const plain = await link.ask(READ_BLOCKS, { uid, first, count })
    if (plain.reply !== null) return { ...plain.reply, locked: [] }
  }
  return null
}

/** In this order: memory, DSFID, EAS, and the AFI last. What is so already is not written. */
export async function writeImage(
  link: FeigLink,
  uid: TagUid,
  change: TagChange,
  alone: boolean,
): Promise<SecurityOutcome> {
  const before = await readImage(link, uid, alone)
  if (before === null) return { ok: false, why: 'gone', detail: 'the tag cannot be read' }
  const { memory, dsfid, eas, afi } = change
  const steps: (() => Promise<SecurityOutcome>)[] = []
  if (memory !== undefined) {
    const read = async () =>
      (await readMemory(link, uid, before.blockSize, before.memory.length / before.blockSize))?.memory ?? null
    steps.push(() => writeMemory({ link, before, wanted: memory, read }))
  }
  if (dsfid !== undefined && dsfid !== before.dsfid) {
    steps.push(() =>
      provenWrite(link, uid, {
        write: () => link.ask(WRITE_DSFID, { uid, dsfid }),
        holds: async () => (await link.ask(SYSTEM_INFORMATION, { uid })).reply?.dsfid === dsfid,
      }),
    )
  }
  if (eas !== undefined && eas !== before.eas) steps.push(() => writeEas(link, uid, eas, alone))
  if (afi !== undefined && afi !== before.afi) steps.push(() => writeAfi(link, uid, afi))
  for (const step of steps) {
    const outcome = await step()
    if (!outcome.ok) return outcome
  }
  return { ok: true }
}
