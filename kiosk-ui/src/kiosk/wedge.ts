/**
 * Tells a scanner that types like a keyboard from a person: its keys come faster than fingers and end with Enter.
 */

/** Between two keys of a scanner, at most. Fingers need three times as long. */
export const KEY_GAP_MILLISECONDS = 35
export const CODE_MIN_CHARACTERS = 4
export const CODE_MAX_CHARACTERS = 80

export class Wedge {
  #keys = ''
  #last = Number.NEGATIVE_INFINITY

  /** Takes one key and its time; answers the code that it completes, or whether the key belongs to a burst. */
  press(key: string, milliseconds: number): { readonly code: string | null; readonly burst: boolean } {
    const fast = milliseconds - this.#last <= KEY_GAP_MILLISECONDS
    this.#last = milliseconds
    if (key === 'Enter') {
      const code = fast && this.#keys.length >= CODE_MIN_CHARACTERS ? this.#keys : null
      this.#keys = ''
      return { code, burst: code !== null }
    }
    if (key.length !== 1) return { code: null, burst: false }
    this.#keys = (fast ? this.#keys + key : key).slice(-CODE_MAX_CHARACTERS)
    return { code: null, burst: fast && this.#keys.length >= 2 }
  }
}
