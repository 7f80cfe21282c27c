import type { ItemRow } from '@lectern/device-agent/contract/view'
import { dueWords } from '../i18n/dates.ts'
import type { Translate } from '../i18n/translate.ts'
import { problemWords } from './context.ts'

/** What is known of an item's name: its title, or the end of its number. */
export function titleOf(row: ItemRow, t: Translate): string {
  if (row.title !== null) return row.title
  return row.itemId === null ? t('row.unreadable') : t('row.unknown', { last: `…${row.itemId.slice(-4)}` })
}

/** A row in words: how far it is, or why not. */
export function rowWords(row: ItemRow, t: Translate, language: string): { title: string; state: string } {
  const title = titleOf(row, t)
  if (row.state !== 'yours' && row.problem !== null)
    return { title, state: problemWords(t, row.problem).title }
  if (row.state === 'waiting') return { title, state: t('row.waiting') }
  if (row.state === 'lending') return { title, state: t('row.lending') }
  if (row.state === 'securing') return { title, state: t('row.securing') }
  const late = row.provisional ? `, ${t('row.provisional')}` : ''
  if (row.due === null) return { title, state: t(row.alreadyYours ? 'row.already' : 'items.allYours') + late }
  const { date } = dueWords(row.due, language)
  return { title, state: t(row.alreadyYours ? 'row.alreadyDue' : 'row.due', { date }) + late }
}
