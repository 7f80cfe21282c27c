import type { SecurityOutcome, TagImage } from '../contract.ts'
import { STATUS, WRITE_BLOCKS } from './codec.ts'
import { type FeigLink, hex } from './link.ts'
import { isLocked, WRITE_TRIES } from './proven-write.ts'

/** A tag takes block after block, 20 ms each: short writes fail for less, and are read back sooner. */
export const WRITE_CHUNK_BYTES = 32

export interface MemoryWrite {
  readonly link: FeigLink
  readonly before: TagImage
  /** As long as the tag's memory. */
  readonly wanted: Uint8Array
  /** All of the memory as it is now; null where the tag does not answer. */
  readonly read: () => Promise<Uint8Array | null>
}

/**
 * Writes the blocks that differ, highest first, block 0 last. Where more than one differs, block 0 is wiped before
 * anything else: until it is written at the very end, the tag fails every data model, so that a tag torn from the pad
 * can never be taken for a good one. Blocks known to be locked are refused before anything is written.
 */
export async function writeMemory(task: MemoryWrite): Promise<SecurityOutcome> {
  const { before, wanted } = task
  if (wanted.length !== before.memory.length) return failed(`the tag has ${before.memory.length} bytes`)
  const changed = differing(before.memory, wanted, before.blockSize)
  if (changed.length === 0) return { ok: true }
  const barred = changed.find((block) => before.locked?.includes(block))
  if (barred !== undefined) return { ok: false, why: 'locked', detail: `block ${barred} is locked` }
  let now = before.memory
  // A locked block 0 stays as it is, and so does the identifier that begins in it.
  if (changed.length > 1 && before.locked?.includes(0) !== true) {
    const wiped = now.slice()
    wiped.fill(0, 0, before.blockSize)
    for (const step of [
      { goal: wiped, mine: (block: number) => block === 0 },
      { goal: wanted, mine: (block: number) => block > 0 },
    ]) {
      const reached = await writeUntilRead(task, now, step.goal, step.mine)
      if ('why' in reached) return reached
      now = reached
    }
  }
  const reached = await writeUntilRead(task, now, wanted, () => true)
  return 'why' in reached ? reached : { ok: true }
}

type Failure = Extract<SecurityOutcome, { readonly ok: false }>

/** Writes those of the blocks that are not yet as wanted, until the tag reads so; the memory as it was read last. */
async function writeUntilRead(
  task: MemoryWrite,
  before: Uint8Array,
  wanted: Uint8Array,
  mine: (block: number) => boolean,
): Promise<Uint8Array | Failure> {
  let now = before
  let detail = ''
  for (let tries = 0; ; tries++) {
    const left = differing(now, wanted, task.before.blockSize).filter(mine)
    if (left.length === 0) return now
    if (tries === WRITE_TRIES) return failed(`block ${left[0]} does not read back as written; ${detail}`)
    const trouble = await writeBlocks(task, wanted, left)
    if (trouble?.why === 'locked') return trouble
    detail = trouble?.detail ?? ''
    const read = await task.read()
    if (read === null) return { ok: false, why: 'gone', detail: 'the tag does not answer any more' }
    now = read
  }
}

/** Null where every write was said to be done. */
async function writeBlocks(
  { link, before }: MemoryWrite,
  wanted: Uint8Array,
  blocks: readonly number[],
): Promise<Failure | null> {
  const { uid, blockSize } = before
  let trouble: Failure | null = null
  for (const { first, count } of runs(blocks, Math.max(1, Math.floor(WRITE_CHUNK_BYTES / blockSize)))) {
    const memory = wanted.slice(first * blockSize, (first + count) * blockSize)
    const answer = await link.ask(WRITE_BLOCKS, { uid, first, blockSize, memory })
    if (isLocked(answer))
      return { ok: false, why: 'locked', detail: `blocks from ${first} on refuse writing` }
    if (answer.status !== STATUS.ok) trouble = failed(`status ${hex(answer.status)}`)
  }
  return trouble
}

const failed = (detail: string): Failure => ({ ok: false, why: 'failed', detail })

function differing(now: Uint8Array, wanted: Uint8Array, blockSize: number): readonly number[] {
  const blocks: number[] = []
  for (let block = 0; block * blockSize < wanted.length; block++) {
    const from = block * blockSize
    const same = wanted.subarray(from, from + blockSize).every((byte, at) => byte === now[from + at])
    if (!same) blocks.push(block)
  }
  return blocks
}

/** Neighbouring blocks together, at most `most` of them; the highest first. */
function runs(blocks: readonly number[], most: number): readonly { first: number; count: number }[] {
  const found: { first: number; count: number }[] = []
  for (const block of blocks.toReversed()) {
    const last = found.at(-1)
    if (last !== undefined && last.first === block + 1 && last.count < most) {
      last.first = block
      last.count++
    } else found.push({ first: block, count: 1 })
  }
  return found
}
