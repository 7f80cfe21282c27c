/**
 * The EAS bit of NXP's chips in FEIG's commands. Whether it is on is heard from the field; where a reader cannot ask one
 * tag alone, only silence of all of them says that this one's is off.
 */
import type { TagUid } from '../../../tags/tag.ts'
import { answered, type EasControl, type TagAnswer } from '../reader.ts'
import { answerOf } from './answer.ts'
import { STATUS } from './codec.ts'
import type { FeigLink } from './link.ts'
import { EAS_ALARM, WRITE_EAS } from './nxp-codec.ts'

export class FeigEas implements EasControl {
  readonly #link: FeigLink

  constructor(link: FeigLink) {
    this.#link = link
  }

  async read(uid: TagUid, alone: boolean): Promise<TagAnswer<boolean>> {
    if (!alone) {
      const { status } = await this.#link.ask(EAS_ALARM, { uid })
      if (status === STATUS.ok || status === STATUS.noTag) return answered(status === STATUS.ok)
    }
    const { status } = await this.#link.ask(EAS_ALARM, { uid: null })
    // Nobody's is on, so this one's is off.
    if (status === STATUS.noTag) return answered(false)
    if (status === STATUS.ok && alone) return answered(true)
    return { ok: false, why: 'failed', detail: 'the reader cannot tell whose EAS bit is on' }
  }

  async write(uid: TagUid, on: boolean): Promise<TagAnswer<true>> {
    return answerOf(await this.#link.ask(WRITE_EAS, { uid, on }))
  }
}
