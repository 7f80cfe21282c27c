import type { PartView, TagRefusal, TagStep, TagToolView } from '../../contract/tag-tool.ts'

/** The step that is shown, with its sound, and what a `confirm` to it does. */
export class Stage {
  readonly #changed: () => void
  #step: TagStep = { name: 'idle' }
  #sound: TagToolView['sound'] = null
  #onConfirm: (() => void) | null = null

  constructor(changed: () => void) {
    this.#changed = changed
  }
  get step(): TagStep {
    return this.#step
  }
  get sound(): TagToolView['sound'] {
    return this.#sound
  }

  show(step: TagStep): void {
    this.#step = step
    this.#onConfirm = null
    if (step.name === 'done') this.#play('done')
    this.#changed()
  }
  refuse(why: TagRefusal, part: PartView | null, detail = '', confirm: (() => void) | null = null): void {
    const mayConfirm = confirm !== null
    this.#play(mayConfirm || why === 'several' ? 'attention' : 'refused')
    this.show({ name: 'refused', why, part, detail, mayConfirm })
    this.#onConfirm = confirm
  }
  confirm(): void {
    const confirmed = this.#onConfirm
    this.#onConfirm = null
    confirmed?.()
  }

  #play(name: 'done' | 'attention' | 'refused'): void {
    this.#sound = { sequence: (this.#sound?.sequence ?? 0) + 1, name }
  }
}
