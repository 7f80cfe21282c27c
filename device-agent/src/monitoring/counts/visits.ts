import type { VisitEnd } from '../../contract/counts.ts'
import { LecternError } from '../../contract/errors.ts'
import type { Screen } from '../../contract/view.ts'
import type { Unsubscribe } from '../../runtime/emitter.ts'

export interface VisitStore {
  visitBegan(): void
  visitEnded(how: VisitEnd): void
}

export interface VisitSource {
  onView(listener: (view: { readonly screen: Screen }) => void): Unsubscribe
}

/** On these screens nobody is here, or nobody any more. */
const OUTSIDE: readonly Screen['name'][] = ['attract', 'closed', 'goodbye', 'staffPin', 'staff']

/** Counts visits by the screens they are seen on. */
export function watchVisits(kiosk: VisitSource, store: VisitStore): Unsubscribe {
  let inside = false
  return kiosk.onView(({ screen }) => {
    const now = !OUTSIDE.includes(screen.name)
    if (now === inside) return
    inside = now
    try {
      if (now) store.visitBegan()
      else store.visitEnded(screen.name === 'goodbye' ? screen.reason : 'unused')
    } catch (error) {
      // A disk that takes nothing is told by whoever watches the journal; the visit itself goes on.
      if (!(error instanceof LecternError)) throw error
    }
  })
}
