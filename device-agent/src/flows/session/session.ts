/**
 * The running session: facts and intents in, views out. The only owner of the machine's actor.
 */
import { createActor } from 'xstate'
import type { SessionIntent } from '../../contract/intent.ts'
import type { SessionView } from '../../contract/view.ts'
import type { CardReader } from '../../devices/card/contract.ts'
import type { PadTag } from '../../devices/rfid/contract.ts'
import type { Scanner } from '../../devices/scanner/contract.ts'
import { Signal, type Unsubscribe } from '../../runtime/emitter.ts'
import { performedSession, type SessionPorts } from './effects-performed.ts'
import type { SessionEvent, Surroundings } from './session-context.ts'
import { staffAreIn } from './staff-view.ts'
import { toView, type ViewFrame } from './view.ts'

export interface SessionOptions extends SessionPorts {
  readonly scanner: Scanner | null
  readonly cardReader: CardReader | null
  readonly surroundings: () => Surroundings
  readonly frame: () => Omit<ViewFrame, 'revision' | 'staff'>
  readonly patterns: () => { readonly card: RegExp; readonly item: RegExp }
}

export interface Session {
  view(): SessionView
  onView(listener: (view: SessionView) => void): Unsubscribe
  intent(intent: SessionIntent): void
  /** The surroundings or the settings have changed. */
  refresh(): void
  /** True while nobody is at the kiosk and nothing is in flight. */
  readonly idle: boolean
  /** True while no patron is here and nothing of one is in flight: nobody is, or staff. */
  readonly vacant: boolean
  stop(): void
}

export function startSession(options: SessionOptions): Session {
  const views = new Signal<SessionView>()
  const actor = createActor(performedSession(options), {
    clock: options.clock,
    input: { settings: options.settings(), around: options.surroundings() },
  })
  let revision = 0
  let cards: ReadonlySet<string> = new Set()
  const view = () => {
    const snapshot = actor.getSnapshot()
    const staff = staffAreIn(snapshot) ? (options.staff()?.facts() ?? null) : null
    return toView(snapshot, { ...options.frame(), revision, staff })
  }
  const asStaff = (code: string) => options.staff()?.card(code) ?? null

  const active = (event: SessionEvent) => {
    actor.send({ type: 'activity' })
    actor.send(event)
  }
  const scanned = (code: string) => {
    const { card, item } = options.patterns()
    active({ type: 'code', code, asCard: card.test(code), asItem: item.test(code), asStaff: asStaff(code) })
  }
  /** A card begins a visit as its barcode does; what is on it is never an item. */
  const shown = (number: string) =>
    active({ type: 'code', code: number, asCard: true, asItem: false, asStaff: asStaff(number) })
  const seeField = (field: readonly PadTag[]) => {
    active({ type: 'field', field })
    const laid = field.filter((tag) => tag.content.kind === 'patron')
    for (const { uid, content } of laid) {
      if (content.kind !== 'patron' || cards.has(uid)) continue
      const code = content.patronId
      actor.send({ type: 'code', code, asCard: true, asItem: false, asStaff: asStaff(code) })
    }
    cards = new Set(laid.map((tag) => tag.uid))
  }

  const subscription = actor.subscribe(() => {
    revision++
    views.tell(view())
  })
  actor.start()
  const unsubscribe = [
    options.pad?.onField(seeField),
    options.scanner?.onScan(({ code }) => scanned(code)),
    options.cardReader?.onCard(({ number }) => shown(number)),
    options.cardReader?.onRefused((why) => active({ type: 'cardRefused', why })),
    () => subscription.unsubscribe(),
  ]
  if (options.pad !== null && options.pad.field.length > 0) seeField(options.pad.field)

  return {
    view,
    onView: (listener) => views.listen(listener),
    intent: (intent) => {
      if (intent.type === 'scan') scanned(intent.code)
      else if (intent.type === 'stay' || intent.type === 'takeOver') actor.send({ type: 'activity' })
      else if (intent.type === 'prefer') {
        const { type, ...preferences } = intent
        active({ type, preferences })
      } else active(intent)
    },
    refresh: () => {
      actor.send({ type: 'settings', settings: options.settings() })
      actor.send({ type: 'around', around: options.surroundings() })
    },
    get idle() {
      return actor.getSnapshot().matches('attract')
    },
    get vacant() {
      const snapshot = actor.getSnapshot()
      return snapshot.matches('attract') || snapshot.matches('staff')
    },
    stop: () => {
      for (const end of unsubscribe) end?.()
      actor.stop()
    },
  }
}
