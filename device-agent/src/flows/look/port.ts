/** What a page that looks at the kiosk's screen needs, and what is needed of it. */
import type { LookAction, LookEnd, LookRefusal, LookView } from '../../contract/look.ts'
import type { Unsubscribe } from '../../runtime/emitter.ts'

/** Somebody at the desk, at one page. */
export interface Looker {
  /** Who looks from another page with the same session comes in the place of the first. */
  readonly session: string
  readonly name: string
  /** The last that is told. */
  over(why: LookEnd): void
  /** For the record of what staff did; no patron data. */
  note(action: string, detail: string, result: string): void
}

export interface LookPort {
  /** Null: it has begun. `by`: who looks, where it is busy. */
  begin(looker: Looker): { readonly why: LookEnd; readonly by: string } | null
  /** The page is gone. Nothing happens where it looks no more. */
  left(looker: Looker): void
  /** Null: it is done. */
  act(looker: Looker, action: LookAction): LookRefusal | null
  view(): LookView
  /** Told that `view()` has changed. */
  onView(listener: () => void): Unsubscribe
}
