/** The words of the screen at the drop: a catalogue of their own, and what is said when. */
import type { DropScreenView, DropWish, Greeting } from '@lectern/device-agent/contract/drop-screen'
import de from '../../messages/drop/de.json'
import en from '../../messages/drop/en.json'
import { type Catalogue, type TranslateOf, translatorOf } from '../i18n/translate.ts'
import type { Sound } from '../kiosk/sounds.ts'

export type DropKey = keyof typeof en
export type DropWords = TranslateOf<DropKey>

const CATALOGUES: Readonly<Record<string, Catalogue<DropKey>>> = { en, de }

export const dropWords = (language: string): DropWords => translatorOf(language, CATALOGUES[language], en)

export type Phase =
  | Exclude<Greeting['state'], 'welcome'>
  | 'welcome'
  | 'thanks'
  | 'aside'
  | 'counting'
  | 'asking'
  | 'over'

const TAKES_NONE: ReadonlySet<Phase> = new Set<Phase>(['full', 'stuck', 'staff', 'starting', 'shut'])
export const takesNone = (phase: Phase): boolean => TAKES_NONE.has(phase)

/** Without the agent nothing holds the shutter open. */
export function phaseOf({ state, visit, last }: Greeting, connected: boolean): Phase {
  if (!connected) return 'shut'
  if (takesNone(state)) return state
  if (visit === 'asking') return 'asking'
  if (state === 'wait') return 'wait'
  if (visit === 'over') return 'over'
  if (last?.taken === false) return 'aside'
  if (visit === 'begun') return 'counting'
  return last === null ? 'welcome' : 'thanks'
}

export interface Said {
  readonly title: string
  /** Each on a line of its own. */
  readonly lead: readonly string[]
}

export function saidOf(phase: Phase, { attended, greeting }: DropScreenView, t: DropWords): Said {
  const { aside, count, receipt } = greeting
  const counted = count > 0 ? [t('count.title', { count })] : []
  const looked = aside > 0 ? [t('count.aside', { count: aside })] : []
  const elsewhere = [t(attended ? 'elsewhere.kiosk' : 'elsewhere.staff'), t('elsewhere.nothing')]
  switch (phase) {
    case 'welcome':
      return { title: t('welcome.title'), lead: [t('welcome.lead')] }
    case 'wait':
      return { title: t('wait.title'), lead: [t('wait.lead')] }
    case 'thanks':
      return { title: t('thanks.title'), lead: [t('next')] }
    case 'aside':
      return { title: t('aside.title'), lead: [t('aside.lead'), t('next')] }
    case 'counting':
      if (count === 0) return { title: t('begun.title'), lead: [t('begun.lead')] }
      return { title: t('count.title', { count }), lead: [...looked, t('next')] }
    case 'asking':
      return { title: t('asking.title'), lead: [t('asking.lead')] }
    case 'over': {
      const lead = receipt === 'none' || receipt === 'offered' ? t('over.lead') : t(`receipt.${receipt}`)
      return { title: t('over.title'), lead: [lead] }
    }
    case 'starting':
      return { title: t('starting.title'), lead: [...counted, t('starting.lead')] }
    default:
      return { title: t(`${phase}.title`), lead: [...counted, ...elsewhere] }
  }
}

/** What can be touched: the first is what most want. */
export function wishesOf({ state, visit, receipt }: Greeting): readonly DropWish[] {
  if (visit === 'asking') return ['goOn', 'done']
  // What is on its way is to be on the receipt.
  if (state === 'wait') return []
  if (visit === 'begun') return receipt === 'offered' ? ['printReceipt', 'done'] : ['done']
  return visit === 'possible' ? ['begin'] : []
}

/** One for each item, and one where somebody must look up: they are asked, or the next must go elsewhere. */
export function soundOf(before: Greeting | null, now: Greeting): Sound | null {
  if (before === null) return null
  if (now.last !== null && now.last.number !== before.last?.number)
    return now.last.taken ? 'returned' : 'refused'
  if (now.visit === 'asking' && before.visit !== 'asking') return 'attention'
  const isSomebodyThere = now.visit === 'begun' || now.last !== null
  return isSomebodyThere && takesNone(now.state) && !takesNone(before.state) ? 'attention' : null
}
