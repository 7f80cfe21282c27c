/** What a pad wants of its reader, said in FEIG's commands. */
import type { TagUid } from '../../../tags/tag.ts'
import {
  answered,
  type Look,
  type TagAnswer,
  type TagBlocks,
  type TagInformation,
  type TagReader,
} from '../reader.ts'
import { answerOf } from './answer.ts'
import {
  INVENTORY,
  READ_BLOCKS,
  READ_SECURED_BLOCKS,
  RF_RESET,
  STATUS,
  SYSTEM_INFORMATION,
  WRITE_AFI,
  WRITE_BLOCKS,
  WRITE_DSFID,
} from './codec.ts'
import { FeigEas } from './eas.ts'
import { type FeigLink, hex } from './link.ts'

/** Answers to 'more data' in one look; a pad holds no more tags than these can name. */
const MORE_MAX = 16
/** Statuses of an inventory that say what is there; with any other the reader could not look. */
const LOOKED: ReadonlySet<number> = new Set([STATUS.ok, STATUS.noTag, STATUS.moreData, STATUS.bufferOverflow])
/** Writes of one AFI before it counts as failed. */
export const WRITE_TRIES = 3

export class FeigReader implements TagReader {
  readonly detail: string
  readonly writeTries = WRITE_TRIES
  readonly flaky = false
  readonly eas: FeigEas
  readonly #link: FeigLink

  constructor(link: FeigLink, detail: string) {
    this.#link = link
    this.detail = detail
    this.eas = new FeigEas(link)
  }

  async look(): Promise<Look> {
    await this.#link.ask(RF_RESET, null)
    const tags: TagUid[] = []
    let answer = await this.#link.ask(INVENTORY, { more: false })
    if (!LOOKED.has(answer.status)) return { failed: `${INVENTORY.name}: status ${hex(answer.status)}` }
    for (let more = 0; more < MORE_MAX; more++) {
      tags.push(...(answer.reply ?? []).map((tag) => tag.uid))
      if (answer.status !== STATUS.moreData) break
      answer = await this.#link.ask(INVENTORY, { more: true })
    }
    return { failed: null, tags, crowded: answer.status === STATUS.bufferOverflow }
  }

  async information(uid: TagUid): Promise<TagAnswer<TagInformation>> {
    const told = answerOf(await this.#link.ask(SYSTEM_INFORMATION, { uid }))
    // Another tag's answer says nothing about this one.
    return told.ok && told.value.uid !== uid
      ? { ok: false, why: 'gone', detail: 'another tag answered' }
      : told
  }
  async readBlocks(uid: TagUid, first: number, count: number): Promise<TagAnswer<TagBlocks>> {
    return answerOf(await this.#link.ask(READ_BLOCKS, { uid, first, count }))
  }
  async readWithLocks(uid: TagUid, first: number, count: number): Promise<TagAnswer<TagBlocks>> {
    const told = answerOf(await this.#link.ask(READ_SECURED_BLOCKS, { uid, first, count }))
    // Chips that cannot tell what is locked refuse the question, not the read.
    return told.ok || told.why === 'gone' ? told : this.readBlocks(uid, first, count)
  }
  async writeBlocks(uid: TagUid, first: number, blocks: TagBlocks): Promise<TagAnswer<true>> {
    return answerOf(await this.#link.ask(WRITE_BLOCKS, { uid, first, ...blocks }))
  }
  async readAfi(uid: TagUid): Promise<TagAnswer<number>> {
    const told = await this.information(uid)
    return told.ok ? answered(told.value.afi) : told
  }
  async writeAfi(uid: TagUid, afi: number): Promise<TagAnswer<true>> {
    return answerOf(await this.#link.ask(WRITE_AFI, { uid, afi }))
  }
  async writeDsfid(uid: TagUid, dsfid: number): Promise<TagAnswer<true>> {
    return answerOf(await this.#link.ask(WRITE_DSFID, { uid, dsfid }))
  }
}
