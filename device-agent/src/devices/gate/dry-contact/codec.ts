/**
 * Two light beams side by side, A at the door's outer side: who comes in breaks A, then both, then only B. Who turns back
 * between them is not counted.
 */
export type Way = 'in' | 'out'

type Beam = 'A' | 'B'

export class BeamPair {
  #a = false
  #b = false
  #first: Beam | null = null
  #both = false
  #last: Beam | null = null

  /** A beam was broken or is free again; says who has passed, once both are free. */
  push(beam: Beam, broken: boolean): Way | null {
    if (beam === 'A') this.#a = broken
    else this.#b = broken
    if (this.#a && this.#b) this.#both = true
    else if (this.#a !== this.#b) {
      this.#last = this.#a ? 'A' : 'B'
      this.#first ??= this.#last
    } else return this.#passed()
    return null
  }

  /** Nothing is known any more of who is in between. */
  reset(): void {
    this.#a = false
    this.#b = false
    this.#forget()
  }

  #passed(): Way | null {
    const through = this.#both && this.#first !== this.#last
    const way = this.#first === 'A' ? 'in' : 'out'
    this.#forget()
    return through ? way : null
  }
  #forget(): void {
    this.#first = null
    this.#both = false
    this.#last = null
  }
}
