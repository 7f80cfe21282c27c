import type { TagToolView } from '@lectern/device-agent/contract/tag-tool'
import type { TagWords } from './words.ts'

export type Tone = 'calm' | 'wait' | 'busy' | 'good' | 'ask' | 'stop'

/** What the big panel says, of whatever state. */
export interface StageWords {
  readonly tone: Tone
  readonly heading: string
  readonly help: string
  /** Shown largest: the item that is meant. */
  readonly item: string | null
  readonly title: string | null
  readonly part: string | null
}

/** Refusals that staff settle by a hand movement; all others mean: put this one aside. */
const ASKING = ['several', 'otherItem', 'gone', 'inUse']

export function stageWords(t: TagWords, view: TagToolView): StageWords {
  const { step, work, trolley, defaults } = view
  if (view.pad !== 'ready') {
    const heading = t(view.pad === 'inUse' ? 'refusal.inUse' : 'refusal.away')
    return { tone: view.pad === 'inUse' ? 'ask' : 'stop', heading, help: t(`pad.${view.pad}`), ...NOTHING }
  }
  switch (step.name) {
    case 'idle': {
      const [tag] = view.tags
      if (tag !== undefined) {
        const heading = t('step.onPad', { count: view.tags.length })
        const item = view.tags.length === 1 && tag.kind !== 'patron' ? tag.item : null
        return { tone: 'calm', heading, help: t('step.onPad.help'), ...NOTHING, item }
      }
      return { tone: 'calm', heading: t('step.idle'), help: t('step.idle.help'), ...NOTHING }
    }
    case 'lay':
      if (step.next !== null)
        return { tone: 'wait', heading: t('step.lay'), help: '', ...partOf(t, step.next) }
      if (work === 'trolley')
        return {
          tone: 'calm',
          heading: t('step.emptyTrolley'),
          help: t('step.emptyTrolley.help'),
          ...NOTHING,
        }
      return {
        tone: 'wait',
        heading: t('step.layAny'),
        help: t('step.layAny.help', { model: t(`model.${defaults.model}`) }),
        ...NOTHING,
      }
    case 'reading':
      return { tone: 'busy', heading: t('step.reading'), help: '', ...NOTHING }
    case 'writing':
      return { tone: 'busy', heading: t('step.writing'), help: '', ...partOf(t, step.part) }
    case 'done': {
      const heading = t(step.result.kind === 'undo' ? 'step.undone' : 'step.done')
      const notes = step.result.notes.map((note) => t(`note.${note}`))
      const help = [t('step.done.help'), ...notes].join(' · ')
      return { tone: 'good', heading, help, ...partOf(t, step.part) }
    }
    case 'refused': {
      const { why, detail, part } = step
      const tone = ASKING.includes(why) ? 'ask' : 'stop'
      const help = t(`refusal.${why}.help`, { detail })
      return { tone, heading: t(`refusal.${why}`), help, ...(part === null ? NOTHING : partOf(t, part)) }
    }
    case 'finished': {
      const help = t('step.finished.help', { done: trolley.done, failed: trolley.failed })
      return { tone: 'good', heading: t('step.finished'), help, ...NOTHING }
    }
  }
}

const NOTHING = { item: null, title: null, part: null } as const

function partOf(
  t: TagWords,
  { item, title, part, parts }: { item: string; title: string | null; part: number; parts: number },
) {
  return { item, title, part: parts > 1 ? t('part', { part, parts }) : null }
}
