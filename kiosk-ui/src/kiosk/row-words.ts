import type { ItemRow, ReturnRow, ReturnState } from '@lectern/device-agent/contract/view'
import { dueWords } from '../i18n/dates.ts'
import type { MessageKey, Translate } from '../i18n/translate.ts'
import { problemWords } from './context.ts'

/** What is known of an item's name: its title, or the end of its number. */
export function titleOf(row: Pick<ItemRow, 'itemId' | 'title'>, t: Translate): string {
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

/** What is said of each state on the way back; null where the problem says it all. */
export const RETURN_STATE: Readonly<Record<ReturnState, MessageKey | null>> = {
  seen: 'row.waiting',
  returning: 'returns.row.returning',
  returned: 'returns.row.returned',
  again: 'returns.row.again',
  kept: 'returns.row.kept',
  refused: null,
  attention: null,
  unresolved: null,
}

/** A row of returns in words: how far it is, what to do with it now, or why not. */
export function returnWords(row: ReturnRow, t: Translate): { title: string; state: string } {
  const key = RETURN_STATE[row.state]
  const parts = [
    key === null ? '' : t(key),
    row.problem === null ? '' : problemWords(t, row.problem).title,
    row.slip ? t('returns.row.slip') : '',
    row.shelf === null ? '' : t('returns.row.shelf', { shelf: row.shelf }),
  ]
  const said = parts.filter((part) => part !== '').map((part) => part.replace(/\.$/, ''))
  return { title: titleOf(row, t), state: said.join('. ') }
}
