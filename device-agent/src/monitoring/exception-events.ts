import type { DeskEvent, ExceptionView } from '../contract/staff.ts'
import { Signal } from '../runtime/emitter.ts'
import type { DropPort, EventSource } from './desk-ports.ts'

/** Tells each exception of the drop once, out of the list it shows; what is on it at the start is not new. */
export function exceptionEvents(drop: Pick<DropPort, 'view' | 'onView'>): EventSource {
  const events = new Signal<DeskEvent>()
  const idsOf = (exceptions: readonly ExceptionView[]) => new Set(exceptions.map(({ id }) => id))
  let known = idsOf(drop.view().exceptions)
  drop.onView(() => {
    const { exceptions } = drop.view()
    const before = known
    known = idsOf(exceptions)
    for (const { id, ...exception } of exceptions.toReversed())
      if (!before.has(id)) events.tell({ type: 'exception', id: `exception-${id}`, ...exception })
  })
  return { recent: () => [], onEvent: (listener) => events.listen(listener) }
}
