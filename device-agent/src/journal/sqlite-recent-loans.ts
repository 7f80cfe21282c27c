import type { JournalFile } from './journal-file.ts'
import type { RecentLoan, RecentLoans } from './recent-loans-contract.ts'

/** Only the newest entries are looked through: more than a kiosk lends in the longest time that counts as recent. */
export const LOOKED_THROUGH = 5_000

const NEWEST = `id > (SELECT coalesce(max(id), 0) FROM entry) - ${LOOKED_THROUGH}`
/** A tag that is not proven stays news, however long ago the loan was. */
const UNPROVEN = "phase IN ('lent', 'armed')"
const LENT = `(${UNPROVEN} OR (phase = 'closed' AND ending = 'lent' AND begun_at >= ?))`

export class SqliteRecentLoans implements RecentLoans {
  readonly #file: JournalFile

  constructor(file: JournalFile) {
    this.#file = file
  }

  find(
    { item, tag }: { readonly item: string | null; readonly tag: string | null },
    since: number,
  ): RecentLoan | null {
    const row =
      (item === null
        ? undefined
        : this.#file.get(
            `SELECT item, begun_at FROM entry WHERE item = ? AND ${LENT} AND (${UNPROVEN} OR ${NEWEST}) ORDER BY id DESC LIMIT 1`,
            item,
            since,
          )) ??
      (tag === null
        ? undefined
        : this.#file.get(
            `SELECT item, begun_at FROM entry WHERE ${LENT} AND (${UNPROVEN} OR ${NEWEST})
               AND EXISTS (SELECT 1 FROM tag WHERE tag.entry = entry.id AND uid = ?) ORDER BY id DESC LIMIT 1`,
            since,
            tag,
          ))
    return row === undefined ? null : { item: String(row.item), at: Number(row.begun_at) }
  }
}
